"""Views and clicks cost what they cost, to the micro, and nothing where there is no room."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from newsstand.advertisers.budgets import set_daily
from newsstand.advertisers.leases import Wish, reclaim, take
from newsstand.advertisers.models import Budget, BudgetDay, Lease
from newsstand.ledger.models import Transaction
from tests.advertisers.town import NOON, ad, advertiser, funded, house_campaign
from tests.advertisers.vault import a_campaign, a_charge, booked, charged, everything_charged, hold_together, spent

pytestmark = pytest.mark.django_db


def test_two_thousand_five_hundred_clicks_of_four_thousandths_cost_ten_and_the_next_is_refused() -> None:
    of = a_campaign(funded(), bid=4_000, total=10_000_000)
    number = 0
    for batch in range(25):
        some = [a_charge(of, batch * 100 + at, now=NOON) for at in range(100)]
        found = charged(some, key=f"clicks:{batch}", now=NOON)
        assert {one.micros for one in found.values()} == {4_000}
        number += len(found)
    assert number == 2_500
    assert spent(of) == (10_000_000, 0)
    [refused] = charged([a_charge(of, 2_501, now=NOON)], key="one more", now=NOON).values()
    assert (refused.micros, refused.uncharged, refused.transaction) == (0, "budget", None)
    assert everything_charged() == 10_000_000
    hold_together()


@pytest.mark.parametrize("price", [1, 7, 999, 1_000, 1_001, 2_500, 4_567_891])
def test_a_thousand_views_cost_exactly_their_price(price: int) -> None:
    of = a_campaign(funded(micros=10**9), pricing="cpm", bid=5_000_000, total=10**9)
    for batch in range(10):
        some = [a_charge(of, batch * 100 + at, now=NOON, price=price) for at in range(100)]
        for one in charged(some, key=f"views:{batch}", now=NOON).values():
            assert one.micros in {price // 1000, price // 1000 + 1}
            assert one.uncharged == ""
    assert spent(of) == (price, 0)
    assert everything_charged() == price
    assert Budget.objects.get(campaign=of).carry == 0
    hold_together()


def test_of_a_batch_as_many_are_charged_as_fit_and_a_cheaper_one_after_them_too() -> None:
    of = a_campaign(funded(), bid=400_000, total=1_000_000)
    prices = [400_000, 400_000, 300_000, 200_000, 1]
    some = [a_charge(of, at, now=NOON, price=price) for at, price in enumerate(prices)]
    found = charged(some, key="batch", now=NOON)
    assert [found[at].micros for at in range(5)] == [400_000, 400_000, 0, 200_000, 0]
    assert [found[at].uncharged for at in range(5)] == ["", "", "budget", "", "budget"]
    hold_together()


def test_two_campaigns_of_one_purse_cannot_spend_more_than_it_holds() -> None:
    one = funded(micros=1_000_000)
    first, second = (a_campaign(one, bid=300_000, total=900_000) for _ in range(2))
    some = [a_charge(of, at * 10 + which, now=NOON) for at in range(3) for which, of in enumerate((first, second))]
    found = charged(some, key="batch", now=NOON)
    assert sum(done.micros for done in found.values()) == 900_000
    assert spent(first)[0] + spent(second)[0] == 900_000
    hold_together()


def test_every_wallet_and_every_owner_stands_once_in_the_transaction_of_a_batch() -> None:
    one, other = funded(), funded(advertiser("Harbour Books"))
    campaigns = [a_campaign(of, bid=200_000) for of in (one, one, other)]
    owners = ["publisher:3", "contributor:5", "site"]
    some = [
        a_charge(of, at, now=NOON, owner=owner)
        for at, (of, owner) in enumerate((of, owner) for of in campaigns for owner in owners)
    ]
    found = charged(some, key="batch", now=NOON)
    [posted] = Transaction.objects.filter(key="batch")
    assert {done.transaction for done in found.values()} == {posted.pk}
    assert sorted(posted.entries.values()) == [-1_200_000, -600_000, 600_000, 600_000, 600_000]
    hold_together()


def test_a_batch_that_comes_twice_is_charged_once_and_says_the_same() -> None:
    of = a_campaign(funded(), bid=4_000)
    some = [a_charge(of, at, now=NOON) for at in range(5)]
    first = booked(some, ad(of), key="batch", now=NOON)
    assert charged(some, key="batch", now=NOON) == first
    assert spent(of) == (20_000, 0)
    assert everything_charged() == 20_000
    hold_together()


def test_a_decision_that_stands_twice_in_a_batch_counts_once() -> None:
    of = a_campaign(funded(), bid=4_000)
    found = charged([a_charge(of, 1, now=NOON), a_charge(of, 1, now=NOON, price=3_000)], key="batch", now=NOON)
    assert found[1].micros == 4_000
    assert spent(of) == (4_000, 0)


def test_the_house_pays_nothing() -> None:
    of = house_campaign()
    [found] = charged([a_charge(of, 1, now=NOON)], key="batch", now=NOON).values()
    assert (found.micros, found.uncharged) == (0, "")
    assert not Transaction.objects.exists()


def test_a_view_of_an_open_lease_is_charged_though_nothing_else_is_left() -> None:
    of = a_campaign(funded(), pricing="cpm", bid=1_000_000, total=2_000)
    day = a_charge(of, 0, now=NOON).day
    [grant] = take([Wish(of.pk, day, 1_000, 1_000, None)], node="a", nodes=1, until=NOON, now=NOON)
    assert charged([a_charge(of, 1, now=NOON)], key="other", now=NOON)[1].micros == 1_000
    assert charged([a_charge(of, 2, now=NOON)], key="none", now=NOON)[2].uncharged == "budget"
    found = charged([a_charge(of, at, now=NOON, lease=grant.lease) for at in (3, 4)], key="leased", now=NOON)
    assert [found[at].micros for at in (3, 4)] == [1_000, 0]
    assert found[4].uncharged == "late"
    assert spent(of) == (2_000, 0)
    hold_together()


def test_a_view_that_comes_after_its_lease_was_reclaimed_has_to_fit_like_any_other() -> None:
    of = a_campaign(funded(), pricing="cpm", bid=1_000_000, total=2_000)
    day = a_charge(of, 0, now=NOON).day
    [grant] = take([Wish(of.pk, day, 1_000, 1_000, None)], node="a", nodes=1, until=NOON, now=NOON)
    later = NOON + timedelta(hours=2)
    assert reclaim(now=later) == 1
    assert spent(of) == (0, 0)
    found = charged([a_charge(of, at, now=NOON, lease=grant.lease) for at in range(3)], key="late", now=later)
    assert [found[at].micros for at in range(3)] == [1_000, 1_000, 0]
    assert found[2].uncharged == "late"
    assert Lease.objects.get().used == 0
    hold_together()


@pytest.mark.parametrize(
    ("zone", "month_day"),
    [
        ("Europe/Berlin", (3, 29)),
        ("Europe/Berlin", (10, 25)),
        ("America/New_York", (3, 8)),
        ("America/New_York", (11, 1)),
        ("Australia/Lord_Howe", (4, 5)),
        ("Australia/Lord_Howe", (10, 4)),
    ],
)
def test_each_day_of_the_advertiser_has_its_budget_whatever_clocks_do(zone: str, month_day: tuple[int, int]) -> None:
    one = funded(advertiser(f"Mill of {zone}", zone=zone))
    of = a_campaign(one, bid=100_000, daily=500_000)
    day = date(2026, *month_day)
    begin = (datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)) - timedelta(hours=2)).astimezone(UTC)
    # Two days and some hours, half an hour at a time by the clock of the world.
    for half in range(2 * 54):
        now = begin + timedelta(minutes=30) * half
        charged([a_charge(of, half, now=now)], key=f"click:{half}", now=now)
    days = dict(BudgetDay.objects.filter(campaign=of).values_list("day", "spent"))
    assert [days[day + timedelta(days=at)] for at in (-1, 0, 1)] == [400_000, 500_000, 500_000]
    hold_together()


def test_a_click_after_midnight_is_of_the_day_on_which_it_was_decided() -> None:
    of = a_campaign(funded(), bid=100_000, daily=200_000)
    before = datetime(2026, 11, 22, 22, 59, tzinfo=NOON.tzinfo)
    after = before + timedelta(minutes=2)
    for at in range(3):
        charged([a_charge(of, at, now=before)], key=f"late:{at}", now=after)
    charged([a_charge(of, 9, now=after)], key="today", now=after)
    days = dict(BudgetDay.objects.filter(campaign=of).values_list("day", "spent"))
    assert days == {date(2026, 11, 22): 200_000, date(2026, 11, 23): 100_000}
    hold_together()


def test_a_lower_daily_budget_stops_today_and_holds_from_tomorrow_on() -> None:
    of = a_campaign(funded(), bid=100_000, daily=500_000)
    charged([a_charge(of, at, now=NOON) for at in range(3)], key="morning", now=NOON)
    set_daily(campaign=of, daily=200_000, now=NOON)
    assert charged([a_charge(of, 4, now=NOON)], key="noon", now=NOON)[4].uncharged == "budget"
    tomorrow = NOON + timedelta(days=1)
    some = [a_charge(of, 10 + at, now=tomorrow) for at in range(3)]
    assert sum(done.micros for done in charged(some, key="tomorrow", now=tomorrow).values()) == 200_000
    set_daily(campaign=of, daily=None, now=tomorrow)
    assert charged([a_charge(of, 20, now=tomorrow)], key="open", now=tomorrow)[20].micros == 100_000
    hold_together()
