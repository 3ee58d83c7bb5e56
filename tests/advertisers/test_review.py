"""An ad on its way through review: rules, landing page, a person, an appeal, reports."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache

from newsstand.accounts.models import User
from newsstand.advertisers.ad import Said, retire, write_ad
from newsstand.advertisers.ad_steps import take_step
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.landing import look_at_due
from newsstand.advertisers.models import Ad, Campaign, LandingCheck
from newsstand.advertisers.send import UnfitError, send_in
from newsstand.advertisers.suspend import lift_suspension, suspend
from newsstand.moderation.appeal import appeal, settle_appeal
from newsstand.moderation.decide import decide
from newsstand.moderation.errors import RefusedError as NotDecidedError
from newsstand.moderation.models import Case, Decision
from newsstand.moderation.report import report
from newsstand.moderation.sanction import sanction
from newsstand.moderation.undo import undo
from newsstand.notices.models import Notice
from tests.advertisers import town
from tests.feed_server import FeedServer
from tests.moderation.town import readers
from tests.people import di, ed, mo, person

NOON = town.NOON
pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
PAGE = b"<title>River Bakery: fresh bread</title><p>Bread from the mill.</p><a href='/contact'>Contact</a>"


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sent(of: Campaign | None = None, **said: Any) -> Ad:
    """An ad that waits for review."""
    made = town.draft(of, **said)
    send_in(ad=made, by=di(), now=NOON)
    made.refresh_from_db()
    return made


def case_of(ad: Ad) -> Case:
    return Case.objects.get(kind="ad", number=ad.pk, closed_at=None)


def state(ad: Ad) -> str:
    return Ad.objects.values_list("state", flat=True).get(pk=ad.pk)


def refused(ad: Ad, by: User | None = None) -> Decision:
    return decide(case=case_of(ad), action="remove", by=by or mo(), reason="ad_misleading", now=NOON)


def test_an_ad_that_is_sent_in_waits_in_the_moderators_queue() -> None:
    made = sent()
    assert state(made) == "waiting"
    assert case_of(made).is_held
    assert case_of(made).author == di()
    assert LandingCheck.objects.get(ad=made).due_at == NOON


def test_what_rules_give_back_is_not_sent_in() -> None:
    made = town.draft(headline="CHEAP BREAD FOREVER")
    with pytest.raises(UnfitError, match="as a newspaper would"):
        send_in(ad=made, by=di(), now=NOON)
    assert (state(made), Case.objects.count()) == ("draft", 0)


def test_an_ad_is_sent_in_once() -> None:
    made = sent()
    with pytest.raises(RefusedError, match="waits for review already"):
        send_in(ad=made, by=di(), now=NOON)


def test_a_person_approves_it_and_its_people_hear() -> None:
    made = sent()
    manager = town.manager(made.campaign.advertiser)
    decide(case=case_of(made), action="approve", by=mo(), now=NOON)
    assert state(made) == "approved"
    assert Notice.objects.filter(user=di(), kind="decision", title="Your ad is shown").exists()
    assert Notice.objects.filter(user=manager, kind="work", title__contains="is approved").exists()
    assert LandingCheck.objects.get(ad=made).due_at == NOON + timedelta(days=7)


def test_a_refusal_says_why_and_an_appeal_is_decided_by_somebody_else() -> None:
    made = sent()
    decision = refused(made)
    assert state(made) == "refused"
    assert Notice.objects.filter(user=di(), title="Your ad was not approved: Misleading ad").exists()
    asked = appeal(decision=decision, by=di(), text="It is what we bake.", now=NOON)
    with pytest.raises(NotDecidedError, match="You made the decision"):
        settle_appeal(appeal=asked, by=mo(), upheld=False, answer="Right", now=NOON)
    settle_appeal(appeal=asked, by=ed(), upheld=False, answer="You are right.", now=NOON)
    assert state(made) == "approved"


def test_a_decision_is_taken_back_and_the_ad_waits_again() -> None:
    made = sent()
    undo(decision=refused(made), by=mo(), now=NOON)
    assert state(made) == "waiting"
    approved = decide(case=case_of(made), action="approve", by=mo(), now=NOON)
    undo(decision=approved, by=mo(), now=NOON)
    assert state(made) == "waiting"


def test_nobody_decides_about_the_ads_of_their_own_advertiser() -> None:
    made = sent()
    moderator = town.joined(made.campaign.advertiser, mo())
    with pytest.raises(NotDecidedError, match="You belong to this advertiser"):
        decide(case=case_of(made), action="approve", by=moderator, now=NOON)
    assert state(made) == "waiting"


def test_who_may_not_decides_nothing() -> None:
    made = sent()
    for nobody in (di(), person("Eve"), town.cashier()):
        with pytest.raises(NotDecidedError):
            decide(case=case_of(made), action="approve", by=nobody, now=NOON)
    assert state(made) == "waiting"


def test_an_ad_that_runs_goes_only_when_its_replacement_is_approved() -> None:
    old = town.ad()
    words = Said(headline="Rolls from the mill by the river", landing=f"{town.SITE}/rolls", category="food")
    new = write_ad(campaign=old.campaign, said=words, by=di(), now=NOON, replaces=old)
    send_in(ad=new, by=di(), now=NOON)
    assert state(old) == "approved"
    decide(case=case_of(new), action="approve", by=mo(), now=NOON)
    assert (state(old), state(new)) == ("retired", "approved")


def test_three_reports_hold_a_running_ad_until_a_moderator_has_looked() -> None:
    one = town.ad()
    people = readers()
    for reader in [one_of for one_of in people if one_of != di()]:
        report(kind="ad", number=one.pk, by=reader, reason="ad_misleading", text="", now=NOON)
    assert state(one) == "waiting"
    assert case_of(one).is_held
    decide(case=case_of(one), action="remove", by=mo(), reason="ad_misleading", now=NOON)
    assert state(one) == "refused"


def test_what_is_taken_back_leaves_the_queue_and_stays_taken_back() -> None:
    made = sent()
    retire(ad=made, by=di(), now=NOON)
    assert not Case.objects.filter(closed_at=None).exists()
    decide(kind="ad", number=made.pk, action="approve", by=mo(), now=NOON)
    assert state(made) == "retired"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("draft", "approved"),
        ("draft", "refused"),
        ("waiting", "draft"),
        ("refused", "removed"),
        ("retired", "approved"),
    ],
)
def test_no_ad_takes_a_way_that_there_is_not(before: str, after: str) -> None:
    made = town.draft()
    Ad.objects.filter(pk=made.pk).update(state=before)
    with pytest.raises(RefusedError):
        take_step(ad=made, state=after, by=None, now=NOON)
    assert state(made) == before


def test_who_is_suspended_sends_nothing_in() -> None:
    made = town.draft()
    sanction(user=di(), kind="suspend", by=mo(), reason="spam", days=3, now=NOON)
    with pytest.raises(RefusedError, match="A moderator decided"):
        send_in(ad=made, by=di(), now=NOON)
    assert state(made) == "draft"


def test_a_suspended_advertiser_begins_and_sends_nothing_until_it_is_over() -> None:
    made = town.draft()
    one = made.campaign.advertiser
    with pytest.raises(RefusedError, match="Only this site's moderators"):
        suspend(advertiser=one, by=person("Eve"), why="Because", now=NOON)
    suspend(advertiser=one, by=mo(), why="Its ads lead astray.", now=NOON)
    assert Notice.objects.filter(user=di(), title="River Bakery is suspended").exists()
    for deed in (lambda: send_in(ad=made, by=di(), now=NOON), lambda: town.campaign(one)):
        with pytest.raises(RefusedError, match="is suspended"):
            deed()
    lift_suspension(advertiser=one, by=mo(), now=NOON)
    send_in(ad=made, by=di(), now=NOON)
    assert state(made) == "waiting"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("door_to_loopback")
class TestTheLandingPage:
    """Looked at with a real server, through the one door."""

    def look(self, ad: Ad, now: Any = NOON) -> LandingCheck:
        LandingCheck.objects.filter(ad=ad).update(due_at=now)
        assert asyncio.run(look_at_due(clock=lambda: now)) == 1
        return LandingCheck.objects.get(ad=ad)

    def landed(self, server: FeedServer, **said: Any) -> Ad:
        """An ad that was sent in with an address that rules let pass, and leads to our own server."""
        made = sent(said.pop("of", None), **said)
        Ad.objects.filter(pk=made.pk).update(landing=server.url("/bread"))
        return made

    def test_a_good_page_leaves_nothing_to_mend(self, feed_server: FeedServer) -> None:
        feed_server.put("/bread", PAGE)
        seen = self.look(self.landed(feed_server))
        assert (seen.findings, seen.title, seen.due_at) == ([], "River Bakery: fresh bread", None)

    @pytest.mark.parametrize(
        ("body", "headers", "rule"),
        [
            (b"<title>Casino</title><p>Spin!</p> contact", {}, "unlike"),
            (b"<title>Fresh bread</title>", {}, "nobody"),
            (b"MZ", {"kind": "application/octet-stream"}, "download"),
            (PAGE, {"content_disposition": "attachment; filename=x"}, "download"),
        ],
    )
    def test_what_is_wrong_is_found(
        self, feed_server: FeedServer, body: bytes, headers: dict[str, str], rule: str
    ) -> None:
        feed_server.put("/bread", body, **headers)
        made = self.landed(feed_server)
        assert [one["rule"] for one in self.look(made).findings] == [rule]
        assert made.steps.order_by("-pk").first().findings[0]["rule"] == rule

    def test_a_running_ad_whose_page_is_gone_is_held_and_its_people_hear(self, feed_server: FeedServer) -> None:
        feed_server.put("/bread", PAGE)
        made = self.landed(feed_server)
        decide(case=case_of(made), action="approve", by=mo(), now=NOON)
        assert self.look(made).due_at == NOON + timedelta(days=7)
        feed_server.put("/bread", b"", status=404)
        self.look(made, NOON + timedelta(days=7))
        assert state(made) == "waiting"
        assert Notice.objects.filter(user=di(), title__contains="look at its landing page").exists()

    def test_a_server_that_fails_is_tried_three_times_before_its_ad_is_held(self, feed_server: FeedServer) -> None:
        feed_server.put("/bread", b"", status=503)
        made = self.landed(feed_server)
        decide(case=case_of(made), action="approve", by=mo(), now=NOON)
        for hours, after in ((0, "approved"), (1, "approved"), (8, "waiting")):
            self.look(made, NOON + timedelta(hours=hours))
            assert state(made) == after

    def test_rules_alone_are_enough_for_who_is_known_where_the_site_says_so(
        self, feed_server: FeedServer, settings: Any
    ) -> None:
        settings.NEWSSTAND_AD_REVIEW, settings.NEWSSTAND_AD_REVIEW_KNOWN = "rules", 1
        feed_server.put("/bread", PAGE)
        first = self.landed(feed_server)
        self.look(first)
        assert state(first) == "waiting"
        decide(case=case_of(first), action="approve", by=mo(), now=NOON)
        second = self.landed(feed_server, of=first.campaign)
        self.look(second)
        assert state(second) == "approved"
        third = self.landed(feed_server, of=first.campaign, text="The best bread in town")
        self.look(third)
        assert state(third) == "waiting"
