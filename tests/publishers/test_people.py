"""Who belongs to a publisher: invited, welcomed, given another role, gone; never without an owner."""

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection

from newsstand.accounts.models import User
from newsstand.moderation.sanction import sanction
from newsstand.notices.models import Notice
from newsstand.publishers import invite as invitations
from newsstand.publishers.describe import describe
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.invite import HOLDS, answer, forget, invitation_of, invite, uninvite
from newsstand.publishers.members import change_role, remove
from newsstand.publishers.models import Event, Invitation, Membership, Publisher, Role
from tests import people
from tests.publishers.applying import member

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def beacon() -> Publisher:
    """Cy owns it, Ben edits it, Ann looks on."""
    publisher = Publisher.objects.create(name="The Beacon", slug="beacon", joined_at=NOW)
    for user, role in ((people.cy(), Role.OWNER), (people.ben(), Role.EDITOR), (people.ann(), Role.VIEWER)):
        member(publisher, user, role, NOW)
    return publisher


def token_in(message: Any) -> str:
    found = re.search(r"/publishers/invitation/(\S+)", str(message.body))
    assert found
    return found[1]


def invited(beacon: Publisher, email: str = "di@example.org", role: str = "editor", by: User | None = None) -> str:
    invite(publisher=beacon, email=email, role=role, by=by or people.cy(), now=NOW)
    return token_in(mail.outbox[-1])


def role_of(user: User) -> str:
    return str(Membership.objects.get(user=user).role)


def test_somebody_invited_comes_with_the_role_and_the_address_is_forgotten(beacon: Publisher) -> None:
    token = invited(beacon)
    assert mail.outbox[0].to == ["di@example.org"]
    answer(token=token, user=people.di(), now=NOW + timedelta(days=13))
    assert role_of(people.di()) == "editor"
    assert Invitation.objects.get().email == ""
    assert [event.kind for event in beacon.events.all()] == [Event.Kind.INVITED, Event.Kind.JOINED]
    with pytest.raises(RefusedError, match="holds no more"):
        answer(token=token, user=people.di(), now=NOW)


@pytest.mark.parametrize("somebody", [people.ben, people.ann, people.eve])
def test_only_owners_and_the_sites_editors_change_who_belongs(beacon: Publisher, somebody: Any) -> None:
    for refused in (
        lambda: invite(publisher=beacon, email="x@example.org", role="owner", by=somebody(), now=NOW),
        lambda: change_role(publisher=beacon, member=somebody(), role="owner", by=somebody(), now=NOW),
        lambda: remove(publisher=beacon, member=people.cy(), by=somebody(), now=NOW),
    ):
        with pytest.raises(RefusedError, match="Only the owners"):
            refused()
    assert (Membership.objects.count(), mail.outbox, Event.objects.count()) == (3, [], 0)
    assert change_role(publisher=beacon, member=people.ben(), role="owner", by=people.ed(), now=NOW).role == "owner"


def test_the_owner_of_another_paper_is_nobody_here(beacon: Publisher) -> None:
    other = Publisher.objects.create(name="Other", slug="other", joined_at=NOW)
    member(other, people.eve(), Role.OWNER, NOW)
    with pytest.raises(RefusedError, match="Only the owners"):
        remove(publisher=beacon, member=people.ben(), by=people.eve(), now=NOW)
    with pytest.raises(RefusedError, match="does not belong"):
        change_role(publisher=other, member=people.ben(), role="viewer", by=people.eve(), now=NOW)
    invite(publisher=beacon, email="di@example.org", role="viewer", by=people.cy(), now=NOW)
    with pytest.raises(RefusedError, match="Only the owners"):
        uninvite(invitation=Invitation.objects.get(), by=people.eve(), now=NOW)


def test_an_owner_who_was_suspended_changes_nothing_and_answers_no_invitation(beacon: Publisher) -> None:
    token = invited(beacon)
    sanction(user=people.cy(), kind="suspend", by=people.mo(), reason="spam", now=NOW, days=3)
    for refused in (
        lambda: invite(publisher=beacon, email="x@example.org", role="owner", by=people.cy(), now=NOW),
        lambda: remove(publisher=beacon, member=people.ben(), by=people.cy(), now=NOW),
        lambda: describe(publisher=beacon, said={"ownership": "Cy"}, by=people.cy(), now=NOW),
    ):
        with pytest.raises(RefusedError, match="moderator decided"):
            refused()
    sanction(user=people.di(), kind="ban", by=people.mo(), reason="spam", now=NOW)
    with pytest.raises(RefusedError, match="moderator decided"):
        answer(token=token, user=people.di(), now=NOW)


def test_the_last_owner_neither_leaves_nor_gives_the_role_away(beacon: Publisher) -> None:
    for refused in (
        lambda: remove(publisher=beacon, member=people.cy(), by=people.cy(), now=NOW),
        lambda: change_role(publisher=beacon, member=people.cy(), role="viewer", by=people.cy(), now=NOW),
        lambda: remove(publisher=beacon, member=people.cy(), by=people.ed(), now=NOW),
    ):
        with pytest.raises(RefusedError, match="has an owner"):
            refused()
    change_role(publisher=beacon, member=people.ben(), role="owner", by=people.cy(), now=NOW)
    User.objects.filter(pk=people.ben().pk).update(is_active=False)
    with pytest.raises(RefusedError, match="has an owner"):
        remove(publisher=beacon, member=people.cy(), by=people.cy(), now=NOW)
    User.objects.filter(pk=people.ben().pk).update(is_active=True)
    remove(publisher=beacon, member=people.cy(), by=people.cy(), now=NOW)
    remove(publisher=beacon, member=people.cy(), by=people.ed(), now=NOW)
    assert {one.user for one in beacon.memberships.all()} == {people.ben(), people.ann()}
    assert [event.kind for event in beacon.events.all()] == [Event.Kind.ROLE, Event.Kind.LEFT]


def test_whom_it_concerns_is_told_and_it_is_written_down(beacon: Publisher) -> None:
    change_role(publisher=beacon, member=people.ann(), role="editor", by=people.cy(), now=NOW)
    change_role(publisher=beacon, member=people.ann(), role="editor", by=people.cy(), now=NOW)
    remove(publisher=beacon, member=people.ann(), by=people.cy(), now=NOW + timedelta(days=1))
    assert [one.title for one in Notice.objects.filter(user=people.ann()).order_by("pk")] == [
        "You are an editor of The Beacon now",
        "You do not belong to The Beacon any more",
    ]
    said = [(event.kind, event.by, event.about, event.text) for event in beacon.events.all()]
    assert said == [
        (Event.Kind.ROLE, people.cy(), people.ann(), "viewer to editor"),
        (Event.Kind.REMOVED, people.cy(), people.ann(), ""),
    ]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"email": "nobody"}, "no e-mail address"),
        ({"email": "a@example.org\nBcc: b@example.org"}, "no e-mail address"),
        ({"email": ""}, "no e-mail address"),
        ({"role": "king"}, "one of the roles"),
        ({"email": "BEN@example.org"}, "belongs to it already"),
    ],
)
def test_what_is_no_invitation_is_refused(beacon: Publisher, changed: dict[str, str], said: str) -> None:
    given = {"email": "di@example.org", "role": "editor", **changed}
    with pytest.raises(RefusedError, match=said):
        invite(publisher=beacon, by=people.cy(), now=NOW, **given)
    assert (mail.outbox, Invitation.objects.count()) == ([], 0)


def test_an_invitation_is_its_addressees_alone_and_not_for_ever(beacon: Publisher) -> None:
    token = invited(beacon, "DI@example.org")
    with pytest.raises(RefusedError, match="another address"):
        answer(token=token, user=people.eve(), now=NOW)
    for late in (NOW + HOLDS, NOW + HOLDS * 2):
        assert invitation_of(token, late) is None
    assert invitation_of(token[:-1], NOW) is None
    newer = invited(beacon, "di@example.org", "viewer")
    with pytest.raises(RefusedError, match="holds no more"):
        answer(token=token, user=people.di(), now=NOW)
    uninvite(invitation=Invitation.objects.get(withdrawn_at=None), by=people.cy(), now=NOW)
    with pytest.raises(RefusedError, match="holds no more"):
        answer(token=newer, user=people.di(), now=NOW)
    assert not Membership.objects.filter(user=people.di()).exists()


def test_an_address_that_did_not_answer_is_forgotten(beacon: Publisher) -> None:
    invited(beacon)
    assert forget(now=NOW + HOLDS - timedelta(seconds=1)) == 0
    assert Invitation.objects.get().email == "di@example.org"
    assert (forget(now=NOW + HOLDS), forget(now=NOW + HOLDS)) == (1, 0)
    assert Invitation.objects.get().email == ""


def test_an_invitation_never_takes_a_role_away(beacon: Publisher) -> None:
    token = invited(beacon, role="viewer")
    member(beacon, people.di(), Role.OWNER, NOW)
    assert answer(token=token, user=people.di(), now=NOW).role == "owner"
    higher = invited(beacon, "eve@example.org", "editor")
    member(beacon, people.eve(), Role.VIEWER, NOW)
    assert answer(token=higher, user=people.eve(), now=NOW).role == "editor"


def test_a_mail_that_no_server_takes_leaves_no_invitation(beacon: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise OSError("no route")

    monkeypatch.setattr(invitations, "send_mail", fail)
    with pytest.raises(RefusedError, match="could not be sent"):
        invited(beacon)
    assert not Invitation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_invitation_used_twice_at_once_and_two_owners_who_leave_at_once(beacon: Publisher) -> None:
    token = invited(beacon, role="owner")
    di, cy = people.di(), people.cy()

    def both(deeds: list[Any]) -> list[str]:
        ready = threading.Barrier(2)

        def at_once(number: int) -> str:
            try:
                ready.wait(timeout=30)
                deeds[number]()
            except RefusedError as error:
                return str(error)
            finally:
                connection.close()
            return ""

        with ThreadPoolExecutor(2) as pool:
            return sorted(pool.map(at_once, range(2)))

    said = both([lambda: answer(token=token, user=di, now=NOW)] * 2)
    assert said[0] == ""
    assert "holds no more" in said[1]
    assert beacon.events.filter(kind=Event.Kind.JOINED).count() == 1
    said = both([lambda user=user: remove(publisher=beacon, member=user, by=user, now=NOW) for user in (di, cy)])
    assert said[0] == ""
    assert "has an owner" in said[1]
    assert Membership.objects.filter(publisher=beacon, role=Role.OWNER).count() == 1


def test_a_profile_is_changed_by_editors_and_owners_and_written_down(beacon: Publisher) -> None:
    said = {"ownership": " The town.\r\nAll of it.\x00 ", "masthead": "Ben", "name": "Other", "slug": "other"}
    assert describe(publisher=beacon, said=said, by=people.ben(), now=NOW) == ["ownership", "masthead"]
    assert describe(publisher=beacon, said=said, by=people.ben(), now=NOW) == []
    beacon.refresh_from_db()
    assert (beacon.name, beacon.slug, beacon.ownership) == ("The Beacon", "beacon", "The town.\nAll of it.")
    assert beacon.events.get().kind == Event.Kind.PROFILE
    for somebody in (people.ann(), people.eve()):
        with pytest.raises(RefusedError, match="owners and editors"):
            describe(publisher=beacon, said={"ownership": "Mine"}, by=somebody, now=NOW)
    with pytest.raises(RefusedError, match="valid URL"):
        describe(publisher=beacon, said={"site_url": "javascript:alert(1)"}, by=people.ben(), now=NOW)
