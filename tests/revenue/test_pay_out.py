"""What is owed is paid out once, never more of it, by two people; and comes back where it did not arrive."""

from datetime import date, timedelta
from typing import Any

import pytest

from newsstand.advertisers.models import Decision
from newsstand.advertisers.refund import refund
from newsstand.ledger.accounts import balance
from newsstand.notices.models import Notice
from newsstand.people.export import everything
from newsstand.revenue import earned
from newsstand.revenue.errors import RefusedError
from newsstand.revenue.models import Payout, PayTo
from newsstand.revenue.pay_out import approve, cancel, confirm, draft, fail, send
from newsstand.revenue.pay_to import keep_back, let_go, say_where
from newsstand.revenue.sealed import UNREADABLE, unseal
from newsstand.revenue.settle import settle_due
from tests import people
from tests.revenue.ads import EURO, campaign, seen
from tests.revenue.test_hold import cashier
from tests.revenue.test_settle import LATER, NOON, all_is_somebodys
from tests.revenue.town import Town, make_town

pytestmark = pytest.mark.django_db

OCTOBER = date(2026, 10, 1)
IBAN = "DE89 3704 0044 0532 0130 00"


def owed() -> Town:
    """The Bay Courier is owed 80, Ben 70 and less than a cent, and both said where to."""
    town = make_town(reads=False)
    rich = campaign("Shipyard", total=1_000 * EURO)
    seen(f"publisher:{town.bay.pk}", NOON, price=100 * EURO, of=rich)
    seen(f"contributor:{town.ben.pk}", NOON, price=100 * EURO + 1_239, of=rich)
    settle_due(now=LATER)
    for who, by in (({"publisher": town.bay}, people.cy()), ({"contributor": town.ben}, people.ben())):
        say_where(name="A. Name", method="iban", where=IBAN, by=by, now=LATER, **who)  # type: ignore[arg-type]
    return town


def test_a_payout_goes_its_way_by_two_cashiers() -> None:
    town = owed()
    kim, lou = cashier("Kim"), cashier("Lou")
    one = {row.owner: row for row in draft(month=OCTOBER, by=kim, now=LATER)}[f"publisher:{town.bay.pk}"]
    assert (one.micros, one.hint, unseal(one.sealed)) == (80 * EURO, "3000", IBAN.replace(" ", ""))
    assert earned.owed(publisher=town.bay) == 80 * EURO
    with pytest.raises(RefusedError, match="another cashier"):
        approve(payout=one, by=kim, now=LATER)
    approve(payout=one, by=lou, now=LATER)
    assert earned.owed(publisher=town.bay) == 0
    assert balance(kind="paid_out", owner=one.owner) == 80 * EURO
    send(payout=one, by=kim, now=LATER)
    confirm(payout=one, by=kim, now=LATER)
    one.refresh_from_db()
    assert one.state == Payout.State.CONFIRMED
    assert Notice.objects.filter(user=people.cy(), title__contains="on its way").count() == 1
    all_is_somebodys()


def test_banks_pay_cents_and_the_rest_stays_owed() -> None:
    town = owed()
    kim = cashier()
    one = {row.owner: row for row in draft(month=OCTOBER, by=kim, now=LATER)}[f"contributor:{town.ben.pk}"]
    assert one.micros == 70 * EURO
    approve(payout=one, by=kim, now=LATER)
    assert 0 < earned.owed(contributor=town.ben) < 10_000
    all_is_somebodys()


def test_a_month_is_paid_once_however_often_it_is_drafted_and_approved() -> None:
    owed()
    kim = cashier()
    [first, _] = draft(month=OCTOBER, by=kim, now=LATER)
    assert draft(month=OCTOBER, by=kim, now=LATER) == []
    approve(payout=first, by=kim, now=LATER)
    for _ in range(3):
        with pytest.raises(RefusedError, match="elsewhere"):
            approve(payout=first, by=kim, now=LATER)
    assert draft(month=OCTOBER, by=kim, now=LATER) == []
    all_is_somebodys()


def test_what_came_back_is_owed_again_and_goes_with_another_month() -> None:
    town = owed()
    kim = cashier()
    one = {row.owner: row for row in draft(month=OCTOBER, by=kim, now=LATER)}[f"publisher:{town.bay.pk}"]
    for verb in (approve, send, confirm):
        verb(payout=one, by=kim, now=LATER)
    fail(payout=one, why="The account was closed", by=kim, now=LATER)
    assert earned.owed(publisher=town.bay) == 80 * EURO
    with pytest.raises(RefusedError, match="elsewhere"):
        fail(payout=one, why="Once more", by=kim, now=LATER)
    assert one.owner not in {row.owner for row in draft(month=OCTOBER, by=kim, now=LATER)}
    assert one.owner in {row.owner for row in draft(month=date(2026, 11, 1), by=kim, now=LATER + timedelta(days=40))}
    all_is_somebodys()


def test_never_more_than_is_owed_goes_out() -> None:
    town = owed()
    kim = cashier()
    one = {row.owner: row for row in draft(month=OCTOBER, by=kim, now=LATER)}[f"publisher:{town.bay.pk}"]
    refund(decision=Decision.objects.get(owner=one.owner), reason="A mistake", by=kim, now=LATER)
    with pytest.raises(RefusedError, match="Less than that is owed"):
        approve(payout=one, by=kim, now=LATER)
    cancel(payout=one, why="It is not owed any more", by=kim, now=LATER)
    assert balance(kind="paid_out", owner=one.owner) == 0
    all_is_somebodys()


def test_who_is_kept_back_or_paid_elsewhere_since_is_not_paid() -> None:
    town = owed()
    kim = cashier()
    bay, ben = f"publisher:{town.bay.pk}", f"contributor:{town.ben.pk}"
    drafts = {row.owner: row for row in draft(month=OCTOBER, by=kim, now=LATER)}
    keep_back(owner=bay, why="Whose paper is it?", by=kim, now=LATER)
    with pytest.raises(RefusedError, match="kept back"):
        approve(payout=drafts[bay], by=kim, now=LATER)
    say_where(contributor=town.ben, name="Ben", method="other", where="By post", by=people.ben(), now=LATER)
    with pytest.raises(RefusedError, match="has changed"):
        approve(payout=drafts[ben], by=kim, now=LATER)
    for one in drafts.values():
        cancel(payout=one, why="Draft them again", by=kim, now=LATER)
    assert {row.owner for row in draft(month=OCTOBER, by=kim, now=LATER)} == {ben}
    let_go(owner=bay, now=LATER)
    assert {row.owner for row in draft(month=OCTOBER, by=kim, now=LATER)} == {bay}


def test_what_is_less_than_the_least_waits(settings: Any) -> None:
    owed()
    settings.NEWSSTAND_PAYOUT_LEAST = 75 * EURO
    assert [row.micros for row in draft(month=OCTOBER, by=cashier(), now=LATER)] == [80 * EURO]


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"where": "DE89 3704 0044 0532 0130 01"}, "wrong figure"),
        ({"where": "DE89 3704"}, "begins with two letters|22 characters"),
        ({"name": "A"}, "name"),
        ({"method": "gold"}, "Choose"),
        ({"by": "eve"}, "Only whose money"),
        ({"by": "ed"}, "Only whose money"),
    ],
)
def test_where_it_goes_is_said_by_whom_it_belongs_to_and_can_be_an_account(change: dict[str, str], said: str) -> None:
    town = make_town(reads=False)
    given = {"name": "Bay Courier", "method": "iban", "where": IBAN} | {k: v for k, v in change.items() if k != "by"}
    by = people.eve() if change.get("by") == "eve" else people.ed() if change.get("by") == "ed" else people.cy()
    with pytest.raises(RefusedError, match=said):
        say_where(publisher=town.bay, by=by, now=LATER, **given)
    assert not PayTo.objects.exists()


def test_the_account_is_nowhere_in_the_database_and_gone_with_the_key(settings: Any) -> None:
    owed()
    sealed = PayTo.objects.values_list("sealed", flat=True)[0]
    assert "3704" not in sealed
    settings.SECRET_KEY = "another"
    assert unseal(sealed) == UNREADABLE


def test_an_account_takes_along_where_its_money_goes_and_what_was_paid() -> None:
    town = owed()
    found = everything(people.ben(), now=LATER)
    assert [one["hint"] for one in found["where_your_money_goes"]] == ["3000"]
    assert PayTo.objects.get(owner=f"contributor:{town.ben.pk}").user == people.ben()
