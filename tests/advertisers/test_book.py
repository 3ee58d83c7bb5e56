"""What was heard is booked once, whatever was heard how often, in which order and by whose clock."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import permutations
from random import Random
from typing import Any

import pytest
from django.db import transaction

from newsstand.advertisers.models import Ad, AdDay, Budget, ContextHour, Decision, Frequency, Purse
from newsstand.algorithms.ad_log import Heard
from newsstand.algorithms.amounts import MICROS
from newsstand.ledger.models import Account
from tests.advertisers.offers import adds_up, booked, click, offer, view
from tests.advertisers.town import NOON, ad, running

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def day() -> tuple[int, int, int, int]:
    """Views, clicks, and marked ones, of the only day of the only ad."""
    found = AdDay.objects.get()
    return found.views, found.clicks, found.marked_views, found.marked_clicks


def test_a_view_and_a_click_are_one_decision_with_its_price() -> None:
    one = offer()
    booked(view(one))
    booked(click(one))
    row = Decision.objects.get(pk=one.decision)
    assert (row.viewed_at, row.clicked_at) == (NOON + 2 * SECOND, NOON + 5 * SECOND)
    assert (row.view_mark, row.click_mark, row.charged, row.uncharged) == ("", "", one.price, "")
    assert (row.price, row.rate, row.runner_up, row.floor) == (one.price, one.rate, one.runner_up, one.floor)
    assert (row.owner, row.article, row.slot, row.day) == ("publisher:3", 17, "article-1", NOON.date())
    assert row.decided_at == row.charged_at == NOON
    assert row.transaction is not None
    assert adds_up() == one.price
    assert day() == (1, 1, 0, 0)
    assert ContextHour.objects.get().viewed == 1
    shown = Ad.objects.get(pk=one.ad)
    assert (shown.first_shown_on, shown.last_shown_on) == (NOON.date(), NOON.date())


def test_a_batch_of_both_is_the_same() -> None:
    one, other = offer(), offer(running(), 2)
    booked(click(one), view(one), view(other))
    assert list(Decision.objects.order_by("pk").values_list("charged", flat=True)) == [one.price, 0]
    assert adds_up() == one.price


def test_a_thousand_views_cost_their_price() -> None:
    shown = running(pricing="cpm", bid=2_345_678)
    views = [view(offer(shown, number), reader=number) for number in range(1000)]
    for begin in range(0, 1000, 300):
        booked(*views[begin : begin + 300])
    assert adds_up() == 2_345_678
    assert day() == (1000, 0, 0, 0)
    assert not Decision.objects.exclude(uncharged="").exists()


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_the_order_in_which_nodes_book_makes_no_difference(order: Sequence[int]) -> None:
    """A view at two nodes, a click before it, one after it; each in a batch of its own."""
    one = offer()
    events = [view(one), view(one, 3 * SECOND), click(one, SECOND), click(one, 4 * SECOND)]
    for at in order:
        booked(events[at])
    row = Decision.objects.get()
    assert (row.viewed_at, row.clicked_at, row.click_mark) == (NOON + 2 * SECOND, NOON + 4 * SECOND, "")
    assert day() == (1, 1, 1, 1)
    assert adds_up() == one.price


@pytest.mark.parametrize("skew", [-5, 5])
def test_clocks_that_are_apart_charge_nothing_twice_and_nothing_that_was_not_seen(skew: int) -> None:
    one = offer()
    apart = timedelta(minutes=skew)
    for event in (view(one), click(one, 5 * SECOND + apart), view(one, 2 * SECOND + apart), click(one)) * 2:
        booked(event)
    assert adds_up() == one.price
    row = Decision.objects.get()
    assert row.viewed_at is not None
    assert row.clicked_at is not None
    assert row.viewed_at < row.clicked_at
    assert day() == (1, 1, 3, 3)


@pytest.mark.parametrize(
    ("events", "mark"),
    [
        ([("c", 5.0)], "no view"),
        ([("v", 6.0), ("c", 5.0)], "no view"),
        ([("v", 2.0), ("c", 2.1)], "quick"),
        ([("v", 2.0), ("c", 2.15)], ""),
    ],
)
def test_a_click_counts_after_a_view_only(events: list[tuple[str, float]], mark: str) -> None:
    one = offer()
    kinds: dict[str, Any] = {"v": view, "c": click}
    booked(*(kinds[kind](one, after * SECOND) for kind, after in events))
    assert Decision.objects.get().click_mark == mark
    assert adds_up() == (0 if mark else one.price)


def test_a_view_that_is_marked_lets_no_click_count() -> None:
    one = offer()
    booked(view(one, mark="robot"), click(one))
    row = Decision.objects.get()
    assert (row.view_mark, row.click_mark, row.charged) == ("robot", "no view", 0)
    assert day() == (0, 0, 1, 1)


def test_a_second_click_of_a_reader_on_an_ad_within_a_minute_is_a_double_click() -> None:
    shown = running()
    for number in range(3):
        one = offer(shown, number)
        booked(
            view(one, 2 * SECOND + number * timedelta(seconds=25)),
            click(one, number * timedelta(seconds=25) + 5 * SECOND),
        )
    marks = list(Decision.objects.order_by("pk").values_list("click_mark", flat=True))
    assert marks == ["", "double click", "double click"]


def test_what_one_network_sends_beyond_people_is_marked() -> None:
    shown = running()
    farm = [offer(shown, number) for number in range(70)]
    for one in farm:
        booked(view(one, reader=one.decision % 2**32, network="f" * 24))
    booked(*(click(one, reader=one.decision % 2**32, network="f" * 24) for one in farm))
    assert Decision.objects.filter(click_mark="").count() == 60
    assert Decision.objects.filter(click_mark="many of a network").count() == 10
    assert adds_up() == 60 * farm[0].price


def test_a_click_beyond_the_budget_is_kept_and_costs_nothing() -> None:
    shown = running(total=2 * MICROS // 5)
    for number in range(3):
        one = offer(shown, number)
        booked(view(one, reader=number), click(one, reader=number))
    rows = Decision.objects.order_by("pk").values_list("charged", "uncharged")
    assert list(rows) == [(MICROS // 5, ""), (MICROS // 5, ""), (0, "budget")]
    assert adds_up() == 2 * MICROS // 5


def test_what_was_deleted_meanwhile_is_left_out_and_stops_nothing() -> None:
    one, other = offer(), offer(running(), 2)
    booked(
        view(one._replace(ad=10**6)), view(one._replace(campaign=10**6)), view(one._replace(context=10**6)), view(other)
    )
    assert list(Decision.objects.values_list("pk", flat=True)) == [other.decision]


def state() -> list[list[Any]]:
    """All that money, rates and pacing are made from."""
    believed = AdDay.objects.exclude(views=0, clicks=0).order_by("pk")
    seen = Decision.objects.filter(view_mark="", viewed_at__isnull=False).order_by("pk")
    clicked = Decision.objects.filter(click_mark="", clicked_at__isnull=False).order_by("pk")
    return [
        list(Budget.objects.order_by("pk").values_list("pk", "spent", "carry")),
        list(Purse.objects.order_by("pk").values_list("pk", "spent")),
        sorted(believed.values_list("ad", "slot", "views", "clicks", "charged")),
        list(ContextHour.objects.order_by("pk").values_list("hour", "slot", "viewed")),
        list(Account.objects.order_by("kind", "owner").values_list("kind", "owner", "balance")),
        sorted(Frequency.objects.values_list("key", "number")),
        # What one view costs depends on which came before it, by a micro; what all of them cost does not.
        list(seen.values_list("pk", "viewed_at")),
        list(clicked.values_list("pk", "clicked_at")),
    ]


def suspects(shown: Ad, honest: list[Heard], chance: Random) -> list[Heard]:
    """Robots, replays, hidden pages and clicks without views, on the same decisions and on others."""
    found = []
    for number in range(60):
        one = chance.choice(honest).offer if number % 2 else offer(shown, 10_000 + number)
        mark = chance.choice(["robot", "hidden", "expired", "elsewhere", "in advance"])
        make = chance.choice([view, click])
        found.append(make(one, chance.uniform(1, 500) * SECOND, mark=mark, reader=chance.randrange(8)))
    return found + [click(offer(shown, 20_000 + number), reader=number % 4) for number in range(20)]


@pytest.mark.parametrize("seed", range(4))
def test_suspect_events_leave_money_rates_and_counters_as_they_are_to_the_bit(seed: int) -> None:
    chance = Random(seed)
    shown = running()
    cpm = ad(running(pricing="cpm", bid=2_500_001).campaign)
    honest = []
    for number in range(30):
        one = offer(chance.choice([shown, cpm]), number)
        honest.append(view(one, reader=number))
        if number % 3 == 0:
            honest.append(click(one, reader=number))
    found = []
    for extra in ([], suspects(shown, honest, chance)):
        with transaction.atomic():
            for some, more in ((honest[:15], extra[::2]), (honest[15:], extra[1::2])):
                booked(*chance.sample([*some, *more], len(some) + len(more)))
            if extra:
                # And all of it again, an hour later.
                booked(*(one._replace(at=one.at + 3_600_000_000) for one in honest))
            adds_up()
            found.append(state())
            transaction.set_rollback(True)
    assert found[0] == found[1]
