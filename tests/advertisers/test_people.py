"""The people of an advertiser: invited, given roles, removed; never without an owner; and an account that is erased."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache

from newsstand.advertisers import invite as door
from newsstand.advertisers.close import FORGET_AFTER, GONE, close, forget_due, leave_all
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.members import change_role, remove
from newsstand.advertisers.models import Advertiser, Change, Invitation, Membership, Purse, Refund, Role
from newsstand.notices.models import Notice
from tests.advertisers.town import NOON, ad, advertiser, campaign, cashier, funded, joined, manager, viewer
from tests.comments.talk import signed_in
from tests.people import ann, di, eve

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def fresh(db: None) -> None:
    cache.clear()


def role_of(one: Advertiser, user: Any) -> str | None:
    return Membership.objects.filter(advertiser=one, user=user).values_list("role", flat=True).first()


def link() -> str:
    found = re.search(r"/advertisers/invitation/(\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_somebody_is_invited_by_mail_and_comes_once_with_their_own_address() -> None:
    one = advertiser()
    door.invite(advertiser=one, email="Ann@example.org", role="manager", by=di(), now=NOON)
    assert "as a manager" in str(mail.outbox[-1].body)
    token = link()
    with pytest.raises(RefusedError, match="another address"):
        door.answer(token=token, user=eve(), now=NOON)
    door.answer(token=token, user=ann(), now=NOON)
    assert role_of(one, ann()) == Role.MANAGER
    with pytest.raises(RefusedError, match="holds no more"):
        door.answer(token=token, user=ann(), now=NOON)
    assert Invitation.objects.get().email == ""
    assert not Change.objects.filter(said__icontains="ann").exists(), "an erased account leaves nothing in a text"


def test_an_invitation_holds_two_weeks_is_taken_back_and_replaced() -> None:
    one = advertiser()
    first = door.invite(advertiser=one, email="ann@example.org", role="viewer", by=di(), now=NOON)
    old = link()
    second = door.invite(advertiser=one, email="ann@example.org", role="owner", by=di(), now=NOON)
    assert door.invitation_of(old, NOON) is None
    assert door.invitation_of(link(), NOON + 13 * DAY) == second
    assert door.invitation_of(link(), NOON + 14 * DAY) is None
    assert door.forget(now=NOON + 14 * DAY) == 1
    assert not Invitation.objects.exclude(email="").exists()
    assert first.pk != second.pk


@pytest.mark.parametrize(("email", "role", "said"), [("ann", "viewer", "no e-mail"), ("a@b.org", "king", "roles")])
def test_what_is_no_address_or_role_is_refused(email: str, role: str, said: str) -> None:
    with pytest.raises(RefusedError, match=said):
        door.invite(advertiser=advertiser(), email=email, role=role, by=di(), now=NOON)
    assert not mail.outbox


def test_only_owners_invite_and_change_roles() -> None:
    one = advertiser()
    for stranger in (manager(one), viewer(one), eve(), cashier()):
        with pytest.raises(RefusedError, match="Only the owners"):
            door.invite(advertiser=one, email="ann@example.org", role="viewer", by=stranger, now=NOON)
        with pytest.raises(RefusedError, match="Only the owners"):
            change_role(advertiser=one, member=di(), role="viewer", by=stranger, now=NOON)
        with pytest.raises(RefusedError, match="Only the owners"):
            close(advertiser=one, name=one.name, by=stranger, now=NOON)
    with pytest.raises(RefusedError, match="Only the owners"):
        remove(advertiser=one, member=di(), by=manager(one), now=NOON)


def test_it_is_never_without_an_owner() -> None:
    one = advertiser()
    with pytest.raises(RefusedError, match="has an owner"):
        remove(advertiser=one, member=di(), by=di(), now=NOON)
    with pytest.raises(RefusedError, match="has an owner"):
        change_role(advertiser=one, member=di(), role="viewer", by=di(), now=NOON)
    change_role(advertiser=one, member=manager(one), role="owner", by=di(), now=NOON)
    joined(one, manager(one), Role.OWNER)
    remove(advertiser=one, member=di(), by=di(), now=NOON)
    assert role_of(one, di()) is None


def test_the_page_invites_changes_and_lets_people_leave() -> None:
    one = advertiser()
    where = f"/advertisers/{one.slug}/people"
    mine = signed_in(di())
    assert mine.post(where, {"do": "invite", "email": "ann@example.org", "role": "viewer"}).status_code == 302
    assert "ann@example.org" in mine.get(where).content.decode()
    token = link()
    hers = signed_in(ann())
    assert "River Bakery" in hers.get(f"/advertisers/invitation/{token}").content.decode()
    assert hers.post(f"/advertisers/invitation/{token}").status_code == 302
    assert hers.get(f"/advertisers/invitation/{token}").status_code == 410
    assert "ann@example.org" not in signed_in(viewer(one)).get(where).content.decode(), "addresses are the owners'"
    answer = hers.post(where, {"do": "invite", "email": "eve@example.org", "role": "owner"})
    assert answer.status_code == 422
    assert hers.post(where, {"do": "remove", "member": str(ann().pk)}).status_code == 302
    assert hers.get(where).status_code == 403
    assert mine.post(where, {"do": "role", "member": "999999", "role": "owner"}).status_code == 404
    assert signed_in(eve()).post(where, {"do": "remove", "member": str(di().pk)}).status_code == 403


def test_closing_ends_everything_pays_back_and_forgets_after_a_month() -> None:
    one = funded()
    Advertiser.objects.filter(pk=one.pk).update(email="di@bakery.example", address="1 Mill Lane", tax_number="DE1")
    of = campaign(one)
    shown = ad(of)
    with pytest.raises(RefusedError, match="Write its name"):
        close(advertiser=one, name="Bakery", by=di(), now=NOON)
    cat = cashier()
    close(advertiser=one, name="river bakery", by=di(), now=NOON)
    close(advertiser=one, name="river bakery", by=di(), now=NOON)
    of.refresh_from_db()
    one.refresh_from_db()
    assert (of.ended_at, one.closed_at) == (NOON, NOON)
    assert Notice.objects.filter(user=cat, key__startswith="closing:").count() == 1
    assert "1,000.00" in Notice.objects.get(user=cat).text.replace("\xa0", " ")
    with pytest.raises(RefusedError):
        door.invite(advertiser=one, email="ann@example.org", role="viewer", by=di(), now=NOON)
    assert forget_due(now=NOON + FORGET_AFTER - timedelta(seconds=1)) == 0
    shown.last_shown_on = NOON.date()
    shown.save(update_fields=["last_shown_on"])
    assert forget_due(now=NOON + FORGET_AFTER) == 1
    one.refresh_from_db()
    assert (one.email, one.address, one.tax_number, one.name) == ("", "", "", "River Bakery")
    assert not Membership.objects.filter(advertiser=one).exists()
    assert signed_in(di()).get(f"/advertisers/{one.slug}").status_code == 404
    assert forget_due(now=NOON + 400 * DAY) == 1
    one.refresh_from_db()
    shown.refresh_from_db()
    assert (one.name, one.slug, shown.payer) == (GONE, f"gone-{one.pk}", GONE)
    assert forget_due(now=NOON + 400 * DAY) == 0


def test_an_erased_owner_leaves_it_to_its_manager_or_closes_it() -> None:
    one, two = advertiser(), advertiser("Second Shop")
    max_ = manager(one)
    Advertiser.objects.filter(pk=two.pk).update(email="di@example.org")
    assert leave_all(user=di(), now=NOON) == 2
    assert role_of(one, max_) == Role.OWNER
    assert Notice.objects.filter(user=max_, key=f"advertiser:{one.pk}:heir").exists()
    two.refresh_from_db()
    assert (two.email, two.closed_at, two.purged_at) == ("", NOON, NOON)
    assert leave_all(user=di(), now=NOON) == 0


def test_what_was_paid_in_is_owed_back_at_the_closing(settings: Any) -> None:
    one = funded()
    close(advertiser=one, name=one.name, by=di(), now=NOON)
    purse = Purse.objects.get(pk=one.pk)
    back = sum(Refund.objects.filter(advertiser=one).values_list("micros", flat=True))
    assert purse.funded - purse.spent + back == 1_000_000_000
