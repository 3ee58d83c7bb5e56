"""A node promises what its leases hold and no more, and gives back what it does not need."""

from datetime import timedelta

import pytest

from newsstand.advertisers.budgets import room, set_total
from newsstand.advertisers.days import day_of
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.leases import WINDOW, Return, Wish, give_back, lengthen, reclaim, take
from newsstand.advertisers.models import Budget, Campaign, Lease
from newsstand.advertisers.node import new_node, node
from tests.advertisers.town import NOON, ad, funded
from tests.advertisers.vault import a_campaign, a_charge, charged, hold_together, spent

pytestmark = pytest.mark.django_db
TODAY = day_of("Europe/Berlin", NOON)
SECOND = timedelta(seconds=1)


def shown(*, bid: int = 1_000_000, total: int = 100_000_000, pricing: str = "cpm", **more: int) -> Campaign:
    """A campaign of a thousandth of its bid a view, with money and an approved ad."""
    of = a_campaign(funded(), bid=bid, total=total, pricing=pricing, **more)
    ad(of)
    return of


def test_a_node_promises_out_of_its_lease_and_views_are_charged_by_it() -> None:
    of, here = shown(), new_node()
    assert here.left(of.pk) == 0
    here.refresh(NOON)
    held = here.left(of.pk)
    assert held >= 10_000
    lease = here.reserve(of.pk, TODAY, 1_000, NOON)
    assert lease is not None
    assert here.left(of.pk) == held - 1_000
    assert spent(of) == (0, held)
    charged([a_charge(of, 1, now=NOON, lease=lease)], key="seen", now=NOON)
    assert spent(of) == (1_000, held - 1_000)
    hold_together()
    here.give_back(NOON)
    assert spent(of) == (1_000, 0)
    assert here.left(of.pk) == 0
    assert not Lease.objects.filter(closed_at=None).exists()
    hold_together()


def test_nothing_is_promised_twice_nor_of_another_day_nor_after_the_window() -> None:
    of, here = shown(total=10_000), new_node()
    here.refresh(NOON)
    held = here.left(of.pk)
    assert held == 5_000
    assert here.reserve(of.pk, TODAY - timedelta(days=1), 1_000, NOON) is None
    assert here.reserve(of.pk, TODAY, 1_000, NOON + WINDOW) is None
    assert here.reserve(of.pk, TODAY, held + 1, NOON) is None
    given = [here.reserve(of.pk, TODAY, 1_000, NOON) for _ in range(6)]
    assert [lease is not None for lease in given] == [True] * 5 + [False]
    lease = given[0]
    assert lease is not None
    here.release(lease, 1_000)
    assert here.left(of.pk) == 1_000
    assert here.reserve(of.pk, TODAY, 1_000, NOON) == lease


def test_the_faster_a_node_spends_the_more_it_takes_and_all_is_spent_in_the_end() -> None:
    of, here = shown(total=100_000), new_node()
    promised, now = 0, NOON
    for _ in range(60):
        here.refresh(now)
        for _ in range(5):
            promised += 1 if here.reserve(of.pk, TODAY, 1_000, now) else 0
        now += SECOND
    assert promised == 100
    assert spent(of) == (0, 100_000)
    hold_together()


def test_two_nodes_leave_each_other_something() -> None:
    of, one, other = shown(total=40_000), new_node(), new_node()
    one.refresh(NOON)
    other.refresh(NOON)
    assert one.left(of.pk) > 0
    assert other.left(of.pk) > 0
    assert one.left(of.pk) + other.left(of.pk) <= 40_000
    assert {lease.node for lease in Lease.objects.all()} == {one.name, other.name}
    hold_together()


def test_a_paused_campaign_is_promised_no_more_at_the_next_look_and_its_lease_goes_back() -> None:
    of, here = shown(), new_node()
    here.refresh(NOON)
    of.paused_at = NOON
    of.save()
    here.refresh(NOON + SECOND)
    assert here.reserve(of.pk, TODAY, 1_000, NOON + SECOND) is None
    assert spent(of) == (0, 0)
    hold_together()


def test_clicks_are_asked_about_when_they_come_and_left_is_what_was_free() -> None:
    of, here = shown(pricing="cpc", bid=200_000, total=500_000), new_node()
    here.refresh(NOON)
    assert here.left(of.pk) == 500_000 == room([of.pk], NOON)[of.pk]
    charged([a_charge(of, at, now=NOON) for at in range(3)], key="clicks", now=NOON)
    here.refresh(NOON + SECOND)
    assert here.lefts([of.pk, 0]) == [100_000, 0]
    assert not Lease.objects.exists()


def test_at_midnight_a_node_goes_on_with_a_lease_of_the_new_day() -> None:
    of, here = shown(daily=50_000), new_node()
    before = NOON.replace(hour=22, minute=59, second=59)
    here.refresh(before)
    lease = here.reserve(of.pk, TODAY, 1_000, before)
    here.refresh(before + SECOND)
    tomorrow = TODAY + timedelta(days=1)
    assert here.reserve(of.pk, TODAY, 1_000, before + SECOND) is None
    new = here.reserve(of.pk, tomorrow, 1_000, before + SECOND)
    assert new not in {None, lease}
    some = [a_charge(of, 1, now=before, lease=lease), a_charge(of, 2, now=before + SECOND, lease=new)]
    assert [one.micros for one in charged(some, key="both", now=before + SECOND).values()] == [1_000, 1_000]
    hold_together()


def test_what_was_promised_and_never_seen_comes_back_when_the_lease_ran_out() -> None:
    of, here = shown(), new_node()
    here.refresh(NOON)
    here.reserve(of.pk, TODAY, 1_000, NOON)
    # Its window is over: what nobody was promised goes back at once, the promise stays until no page can redeem it.
    here.refresh(NOON + WINDOW)
    leases = Lease.objects.order_by("pk")
    assert leases[0].granted == 1_000
    assert reclaim(now=NOON + timedelta(minutes=30)) == 0
    assert reclaim(now=NOON + timedelta(minutes=50)) == 2
    assert spent(of) == (0, 0)
    hold_together()


def test_an_hour_without_traffic_costs_one_row_and_afterwards_everything_is_there() -> None:
    of, here = shown(), new_node()
    now = NOON
    for _ in range(60):
        here.refresh(now)
        reclaim(now=now)
        now += timedelta(minutes=1)
    assert Lease.objects.count() == 1
    assert here.reserve(of.pk, TODAY, 1_000, now) is not None
    hold_together()


def test_a_node_whose_lease_was_reclaimed_under_it_takes_another() -> None:
    of, here = shown(), new_node()
    here.refresh(NOON)
    # The worker's clock is far ahead.
    assert reclaim(now=NOON + timedelta(hours=3)) == 1
    first = here.reserve(of.pk, TODAY, 1_000, NOON)
    here.refresh(NOON + WINDOW)
    second = here.reserve(of.pk, TODAY, 1_000, NOON + WINDOW)
    assert second not in {None, first}
    some = [a_charge(of, 1, now=NOON, lease=first), a_charge(of, 2, now=NOON, lease=second)]
    assert [one.micros for one in charged(some, key="both", now=NOON).values()] == [1_000, 1_000]
    hold_together()


def test_a_budget_below_what_is_held_is_refused_with_what_it_may_be_and_soon_may_be_lower() -> None:
    of, here = shown(total=100_000), new_node()
    here.refresh(NOON)
    here.reserve(of.pk, TODAY, 1_000, NOON)
    held = spent(of)[1]
    with pytest.raises(RefusedError, match="held for ads that are on pages now") as refused:
        set_total(campaign=of, total=1_000, now=NOON)
    assert refused.value.lowest == held > 1_000
    assert Budget.objects.get(campaign=of).epoch == 1
    of.paused_at = NOON
    of.save()
    here.refresh(NOON + SECOND)
    set_total(campaign=of, total=1_000, now=NOON)
    assert spent(of) == (0, 1_000)
    hold_together()


def test_leases_that_were_called_back_are_not_grown_but_replaced() -> None:
    of, here = shown(total=100_000), new_node()
    here.refresh(NOON)
    first = here.reserve(of.pk, TODAY, 1_000, NOON)
    Budget.objects.filter(campaign=of).update(epoch=1)
    here.refresh(NOON + SECOND)
    assert here.reserve(of.pk, TODAY, 1_000, NOON + SECOND) not in {None, first}
    assert Lease.objects.get(pk=first).granted == 1_000
    hold_together()


def test_a_closed_lease_is_neither_lengthened_nor_grown_nor_returned_twice() -> None:
    of = shown()
    wish = Wish(of.pk, TODAY, 5_000, 1_000, None)
    [grant] = take([wish], node="a", nodes=1, until=NOON, now=NOON)
    back = Return(grant.lease, of.pk, TODAY, 5_000)
    assert give_back([back], now=NOON) == 5_000
    assert give_back([back], now=NOON) == 0
    assert lengthen([grant.lease], until=NOON + WINDOW) == set()
    [other] = take([Wish(of.pk, TODAY, 5_000, 1_000, grant.lease)], node="a", nodes=1, until=NOON, now=NOON)
    assert other.is_new
    assert other.lease != grant.lease
    hold_together()


def test_this_process_is_one_node() -> None:
    assert node() is node()
    assert node().name != new_node().name
