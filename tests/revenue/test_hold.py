"""Suspect days are held, explained, released or given back; every micro of them is somewhere, and once."""

from datetime import date, datetime, timedelta

import pytest

from newsstand.accounts.models import User
from newsstand.advertisers.models import Purse
from newsstand.advertisers.refund import refund
from newsstand.ledger.accounts import balance
from newsstand.notices.models import Notice
from newsstand.revenue import earned
from newsstand.revenue.claw_back import claw_back, go_on_due
from newsstand.revenue.errors import RefusedError
from newsstand.revenue.hold import explain, hold, move_due, release, undo_release
from newsstand.revenue.models import Hold, OwnerDay, Settlement
from newsstand.revenue.settle import settle_due
from newsstand.revenue.suspects import look_at_all
from tests import people
from tests.revenue.ads import EURO, seen
from tests.revenue.test_settle import FIRST, LATER, NOON, all_is_somebodys
from tests.revenue.town import Town, make_town

pytestmark = pytest.mark.django_db

NEXT = NOON + timedelta(days=1)
REASONS = [{"rule": "rate", "said": "Too many clicks.", "figure": 90.0, "usual": 5.0}]


def cashier(name: str = "Kim") -> User:
    user = people.person(name)
    User.objects.filter(pk=user.pk).update(is_cashier=True)
    user.refresh_from_db()
    return user


def held(town: Town, *, now: datetime = NEXT, day: date = FIRST) -> Hold:
    seen(f"publisher:{town.bay.pk}", NOON, article=town.harbour.pk, times=4)
    made = hold(owner=f"publisher:{town.bay.pk}", day=day, reasons=REASONS, by=None, now=now)
    assert made is not None
    return made


def test_what_is_held_is_neither_settled_nor_lost() -> None:
    town = make_town(reads=False)
    kim = cashier()
    one = held(town)
    assert balance(kind="held", owner=one.owner) == one.micros == EURO
    assert settle_due(now=LATER) == 0
    assert earned.owed(publisher=town.bay) == 0
    told = set(Notice.objects.values_list("user__name", "address"))
    assert told == {("Cy", "/publishers/bay-courier/earnings"), (kim.name, f"/counter/held/{one.pk}")}
    all_is_somebodys()


def test_a_day_that_is_not_over_is_held_as_a_whole_when_it_is() -> None:
    town = make_town(reads=False)
    one = held(town, now=NOON)
    assert balance(kind="held", owner=one.owner) == 0
    with pytest.raises(RefusedError, match="not over"):
        claw_back(hold=one, why="It is a farm", by=cashier(), now=NOON)
    seen(one.owner, NOON + timedelta(hours=11))
    assert move_due(now=NEXT) == 1
    assert balance(kind="held", owner=one.owner) == EURO + 250_000
    assert move_due(now=NEXT) == 0
    all_is_somebodys()


def test_what_is_released_is_settled_at_once_or_in_its_time() -> None:
    town = make_town(reads=False)
    one = held(town)
    release(hold=one, why="A story went round", by=cashier(), now=NEXT)
    assert balance(kind="clearing", owner=one.owner) == EURO
    undo_release(hold=one, why="It did not", by=cashier(), now=NEXT)
    assert balance(kind="held", owner=one.owner) == EURO
    release(hold=one, why="It did after all", by=cashier(), now=LATER)
    assert earned.owed(publisher=town.bay) == 800_000
    with pytest.raises(RefusedError, match="decided"):
        release(hold=one, why="Once more", by=cashier(), now=LATER)
    all_is_somebodys()


def test_a_release_is_undone_while_the_money_is_owed_and_the_statement_shows_both() -> None:
    town = make_town(reads=False)
    one = release(hold=held(town), why="A story went round", by=cashier(), now=LATER)
    undo_release(hold=one, why="It did not", by=cashier(), now=LATER)
    assert earned.owed(publisher=town.bay) == 0
    assert list(Settlement.objects.order_by("number").values_list("kind", "gross", "micros")) == [
        ("settled", EURO, 800_000),
        ("taken back", -EURO, -800_000),
    ]
    one.refresh_from_db()
    assert (one.state, one.micros) == (Hold.State.OPEN, EURO)
    all_is_somebodys()
    release(hold=one, why="It did after all", by=cashier(), now=LATER)
    assert earned.owed(publisher=town.bay) == 800_000
    all_is_somebodys()


def test_what_goes_back_is_the_advertisers_again_charge_by_charge() -> None:
    town = make_town(reads=False)
    one = held(town)
    before = Purse.objects.get().spent
    claw_back(hold=one, why="It is a click farm", by=cashier(), now=LATER)
    one.refresh_from_db()
    assert (one.state, one.micros) == (Hold.State.CLAWED_BACK, 0)
    assert before - Purse.objects.get().spent == EURO
    assert settle_due(now=LATER) == 0
    with pytest.raises(RefusedError, match="cannot be undone"):
        undo_release(hold=one, why="Give it back", by=cashier(), now=LATER)
    all_is_somebodys()


def test_a_charge_that_went_back_in_part_before_leaves_its_rest_with_the_platform() -> None:
    town = make_town(reads=False)
    one = held(town)
    click = seen(one.owner, NOON)[0]
    move_due(now=NEXT)
    refund(decision=click, reason="Half of it", by=None, now=NEXT, micros=100_000)
    claw_back(hold=one, why="It is a click farm", by=cashier(), now=LATER)
    assert go_on_due(now=LATER) == 0
    assert balance(kind="held", owner=one.owner) == 0
    assert balance(kind="platform", owner="site") == 150_000
    all_is_somebodys()


def test_a_refund_of_what_is_held_comes_out_of_it() -> None:
    town = make_town(reads=False)
    one = held(town)
    click = seen(one.owner, NOON)[0]
    move_due(now=NEXT)
    refund(decision=click, reason="A double click", by=None, now=NEXT)
    one.refresh_from_db()
    assert one.micros == balance(kind="held", owner=one.owner) == EURO
    all_is_somebodys()


def test_its_people_explain_it_once() -> None:
    town = make_town(reads=False)
    cashier()
    one = held(town)
    explain(hold=one, text="We were on television that evening.", by=people.cy(), now=NEXT)
    with pytest.raises(RefusedError, match="before"):
        explain(hold=one, text="And on the radio, too, in the morning.", by=people.cy(), now=NEXT)
    assert Notice.objects.filter(user__name="Kim", text__contains="television").exists()


def test_a_day_is_held_once_and_the_sites_own_pages_never() -> None:
    town = make_town(reads=False)
    one = held(town)
    assert hold(owner=one.owner, day=FIRST, reasons=REASONS, by=None, now=NEXT) is None
    with pytest.raises(RefusedError, match="site itself"):
        hold(owner="site", day=FIRST, reasons=REASONS, by=None, now=NEXT)


def test_a_farm_is_found_within_the_quarter_of_an_hour_and_an_honest_paper_is_not() -> None:
    town = make_town(reads=False)
    farm, paper = f"publisher:{town.bay.pk}", f"contributor:{town.ben.pk}"
    for day in range(1, 20):
        for owner in (farm, paper):
            OwnerDay.objects.create(owner=owner, day=FIRST - timedelta(days=day), views=2_000, clicks=10)
    for second in range(30):
        seen(farm, NOON + timedelta(seconds=10 * second), article=town.harbour.pk, price=50_000)
    for number, second in enumerate((1, 13, 14, 40, 95, 96, 180, 200, 204, 300, 420)):
        seen(paper, NOON + timedelta(seconds=second), article=town.bridge.pk, price=50_000 + number)
    assert look_at_all(now=NOON + timedelta(minutes=15)) == 1
    one = Hold.objects.get()
    assert (one.owner, one.day) == (farm, FIRST)
    assert {reason["rule"] for reason in one.reasons} == {"rate", "even"}
    assert look_at_all(now=NOON + timedelta(minutes=30)) == 0
    settle_due(now=LATER)
    assert earned.owed(publisher=town.bay) == 0
    assert earned.owed(contributor=town.ben) > 0
    all_is_somebodys()
