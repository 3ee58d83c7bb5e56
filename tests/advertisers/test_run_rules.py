"""Rules of campaigns act through the verbs by which people act, once, and tell who must know."""

from datetime import timedelta
from typing import Any

import pytest

from newsstand.advertisers.campaign import pause, resume
from newsstand.advertisers.days import day_of
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.models import AdDay, Campaign, Change, Rule, RuleRun
from newsstand.advertisers.rules import delete_rule, make_rule, switch_rule
from newsstand.advertisers.run_rules import run_rule, run_rules
from newsstand.algorithms.ad_rules import Terms
from newsstand.notices.models import Notice
from tests.advertisers.counted import counted
from tests.advertisers.town import NOON, ad, campaign, funded, manager, viewer
from tests.people import di, eve

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
DAY = timedelta(days=1)
DEAR = Terms("click cost", over=True, limit=150_000, days=2, least=100, deed="bid", change=-25, lowest=100_000)


def seen(**fields: Any) -> Campaign:
    """A campaign that was seen 500 times today; ten clicks for 2 euros."""
    one = funded()
    of = campaign(one, starts_at=NOON - 10 * DAY, daily=10_000_000, **fields)
    of.made_at = NOON - 10 * DAY
    of.save(update_fields=["made_at"])
    counted(ad(of), day_of(one.zone, NOON), views=500, clicks=10, charged=2_000_000)
    return of


def rule(of: Campaign, terms: Terms = DEAR) -> Rule:
    return make_rule(campaign=of, terms=terms, by=di(), now=NOON)


def again(of: Campaign) -> Campaign:
    return Campaign.objects.get(pk=of.pk)


def test_a_bid_is_lowered_once_written_down_and_told() -> None:
    of = seen()
    made = rule(of)
    assert run_rules(now=NOON) == made.pk
    assert again(of).bid == 150_000
    assert "0.15" in RuleRun.objects.get().said
    change = Change.objects.filter(campaign=of).order_by("-pk").first()
    assert change is not None
    assert change.by is None
    assert "Bid 0.20" in change.said
    notice = Notice.objects.get(user=di(), kind=Notice.Kind.WORK, key__startswith="rule:")
    assert notice.address == f"/advertisers/{of.advertiser.slug}/campaigns/{of.pk}"
    for hours in (0, 1, 23, 25, 47):
        run_rules(now=NOON + timedelta(hours=hours))
    assert again(of).bid == 150_000, "the same evidence is judged once"
    counted(of.ads.get(), day_of("Europe/Berlin", NOON + DAY), views=500, clicks=10, charged=2_000_000)
    run_rules(now=NOON + DAY)
    assert again(of).bid == 110_000, "what came after it is judged again, to the cent"


def test_a_campaign_is_paused_with_the_reason_and_stays_resumed_by_its_people() -> None:
    of = seen()
    rule(of, Terms("spent", over=True, limit=1_500_000, days=1, least=0, deed="pause"))
    run_rules(now=NOON)
    assert again(of).paused_why.startswith("A rule: What was spent today")
    resume(campaign=of, by=di(), now=NOON + timedelta(hours=1))
    run_rules(now=NOON + timedelta(hours=25))
    assert again(of).paused_at is None


def test_the_daily_budget_is_changed_within_its_limits() -> None:
    of = seen()
    rule(of, Terms("rate", over=True, limit=10, days=1, least=1, deed="daily", change=100, highest=12_500_000))
    run_rules(now=NOON)
    assert again(of).daily == 12_500_000


def test_no_evidence_moves_nothing_however_often_it_is_looked_at() -> None:
    of = seen()
    AdDay.objects.all().delete()
    rule(of, Terms("rate", over=False, limit=10, days=1, least=0, deed="bid", change=50, highest=900_000))
    rule(of, Terms("views", over=False, limit=10, days=1, least=0, deed="daily", change=-50))
    for hours in range(0, 24 * 10, 5):
        run_rules(now=NOON + timedelta(hours=hours))
    assert (again(of).bid, again(of).daily) == (200_000, 10_000_000)
    assert not RuleRun.objects.exists()


def test_what_is_paused_ended_or_off_is_left_alone() -> None:
    of = seen()
    made = rule(of)
    switch_rule(rule=made, is_on=False, by=di(), now=NOON)
    assert run_rule(rule=made, now=NOON) is None
    switch_rule(rule=made, is_on=True, by=di(), now=NOON)
    pause(campaign=of, by=di(), now=NOON)
    assert run_rule(rule=made, now=NOON) is None
    assert run_rules(now=NOON) == 0


def test_only_its_managers_make_switch_and_delete_them() -> None:
    of = seen()
    made = rule(of)
    for stranger in (eve(), viewer(of.advertiser)):
        with pytest.raises(RefusedError, match="owners and managers"):
            make_rule(campaign=of, terms=DEAR, by=stranger, now=NOON)
        with pytest.raises(RefusedError, match="owners and managers"):
            switch_rule(rule=made, is_on=False, by=stranger, now=NOON)
        with pytest.raises(RefusedError, match="owners and managers"):
            delete_rule(rule=made, by=stranger, now=NOON)
    delete_rule(rule=made, by=manager(of.advertiser), now=NOON)
    delete_rule(rule=made, by=manager(of.advertiser), now=NOON)
    assert not Rule.objects.exists()
    assert Change.objects.filter(said__startswith="Deleted a rule").count() == 1


def test_a_rule_for_what_is_not_there_is_refused() -> None:
    one = funded()
    of = campaign(one)
    daily = Terms("rate", over=True, limit=1, days=1, least=1, deed="daily", change=-10)
    with pytest.raises(RefusedError, match="no daily budget"):
        rule(of, daily)
    with pytest.raises(RefusedError, match="how much"):
        rule(of, Terms("rate", over=True, limit=1, days=1, least=1, deed="bid"))
    for _ in range(20):
        rule(of)
    with pytest.raises(RefusedError, match="20 rules"):
        rule(of)
