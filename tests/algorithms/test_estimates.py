"""An estimate sells what was recorded once more: it knows targets, bids, rivals, budgets, and how sure it is."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from newsstand.algorithms.auction import CPC, CPM, AdRow, Ask, Floors, SlotAsk, make_snapshot
from newsstand.algorithms.estimates import Estimate, Recorded, estimate

NOW = datetime(2026, 9, 7, tzinfo=UTC)
WEEK = [1000] * 7
RIVAL = AdRow(1, 1, 1, "cars", CPM, 2_000_000)
MINE = AdRow(2, 2, 2, "food", CPM, 3_000_000, places=frozenset({5}))


def recorded(place: int = 5, asked: int = 7000, filled: int = 7000, viewed: int = 3500) -> Recorded:
    return Recorded(Ask(places=(place,)), SlotAsk("front-1"), asked, filled, viewed)


def of(row: AdRow, *there: Recorded, daily: int | None = None, by_day: list[int] | None = None) -> Estimate:
    snapshot = make_snapshot([RIVAL], floors=Floors(1000, 1000))
    return estimate(row, snapshot=snapshot, recorded=there, by_day=by_day or WEEK, daily=daily, now=NOW)


def test_who_bids_most_gets_what_is_seen_of_its_slots_at_the_price_of_the_next() -> None:
    found = of(MINE, recorded(), recorded(place=6))
    assert (found.asked, found.won) == (1000, 1.0)
    assert found.views.likely == pytest.approx(500)
    assert found.price == pytest.approx(2_000_000)
    assert found.spent.likely == pytest.approx(500 * 2000)
    assert not found.is_short


def test_who_bids_less_than_the_others_gets_nothing() -> None:
    found = of(replace(MINE, bid=1_000_000), recorded())
    assert (found.won, found.views.high, found.spent.likely, found.price) == (0.0, 0.0, 0.0, 0.0)
    assert found.asked == 1000


def test_a_budget_ends_the_day() -> None:
    found = of(MINE, recorded(), daily=250_000)
    assert found.is_short
    assert found.lasts == pytest.approx(0.25)
    assert found.views.likely == pytest.approx(125)
    assert found.spent.high == 250_000


def test_hours_are_their_part_of_the_week() -> None:
    half = replace(MINE, hours="10" * 84)
    assert of(half, recorded()).views.likely == pytest.approx(250)


def test_clicks_are_as_unsure_as_the_rate() -> None:
    clicks = AdRow(2, 2, 2, "food", CPC, 9_000_000, rate=0.01, rate_sd=0.0)
    sure, unsure = of(clicks, recorded(asked=700_000)), of(replace(clicks, rate_sd=0.008), recorded(asked=700_000))
    assert sure.clicks.low < sure.clicks.likely < sure.clicks.high
    assert unsure.clicks.high / unsure.clicks.low > 2 * sure.clicks.high / sure.clicks.low


def test_days_that_differ_make_it_less_sure() -> None:
    even, uneven = of(MINE, recorded()), of(MINE, recorded(), by_day=[100, 1900, 100, 1900, 100, 1900, 1000])
    assert uneven.views.high > even.views.high
    assert uneven.views.low < even.views.low


def test_many_contexts_are_sampled_and_their_sums_stay() -> None:
    many = [recorded(asked=7 * number, filled=7 * number, viewed=7 * number // 2) for number in range(1, 1000)]
    found = of(MINE, *many)
    whole = sum(range(1, 1000))
    assert found.asked == pytest.approx(whole)
    assert found.views.likely == pytest.approx(whole / 2, rel=0.05)


def test_the_same_is_said_again_and_no_days_say_nothing() -> None:
    assert of(MINE, recorded()) == of(MINE, recorded())
    with pytest.raises(ValueError, match="recorded day"):
        estimate(MINE, snapshot=make_snapshot([], floors=Floors()), recorded=[], by_day=[], daily=None, now=NOW)
    assert of(MINE).views.likely == 0
