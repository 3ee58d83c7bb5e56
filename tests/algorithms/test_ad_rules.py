"""Rules act on evidence, within their limits, and never to and fro."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from newsstand.algorithms.ad_rules import Evidence, Lever, Terms, act, figure_of, moved, window, wrong

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)
MANY = Evidence(views=1000, clicks=10, spent=5_000_000, conversions=2)
FREE = Lever(now=200_000, floor=50_000, acted_at=None)
DEAR = Terms("click cost", over=True, limit=400_000, days=3, least=100, deed="bid", change=-10)


def test_a_click_that_costs_too_much_lowers_the_bid_and_says_why() -> None:
    done = act(DEAR, MANY, FREE, now=NOW, currency="EUR")
    assert done is not None
    assert (done.deed, done.value, done.figure) == ("bid", 180_000, 500_000)
    assert done.said.replace("\xa0", " ") == (
        "The cost of a click in 3 days: 0.50 EUR, over 0.40 EUR: bid 0.20 EUR → 0.18 EUR"
    )


def test_too_few_views_are_no_evidence() -> None:
    assert act(DEAR, replace(MANY, views=99), FREE, now=NOW, currency="EUR") is None
    idle = Terms("views", over=False, limit=100, days=1, least=0, deed="bid", change=20, highest=900_000)
    nothing = Evidence(0, 0, 0, 0)
    assert act(idle, nothing, FREE, now=NOW, currency="EUR") is None, "a bid is not moved by nothing"
    told = act(replace(idle, deed="tell"), nothing, FREE, now=NOW, currency="EUR")
    assert told is not None
    assert told.figure == 0


def test_a_limit_itself_is_neither_over_nor_under() -> None:
    assert act(replace(DEAR, limit=500_000), MANY, FREE, now=NOW, currency="EUR") is None
    assert act(replace(DEAR, limit=500_000, over=False), MANY, FREE, now=NOW, currency="EUR") is None


def test_money_without_a_click_is_too_much_as_soon_as_it_passes_the_limit() -> None:
    dear = replace(DEAR, deed="pause")
    assert figure_of(dear, Evidence(views=500, clicks=0, spent=0, conversions=0)) is None
    assert figure_of(dear, Evidence(views=500, clicks=0, spent=900_000, conversions=0)) == 900_000
    assert figure_of(replace(dear, over=False), Evidence(500, 0, 900_000, 0)) is None


@pytest.mark.parametrize(
    ("metric", "figure"),
    [
        ("spent", 5_000_000),
        ("views", 1000),
        ("clicks", 10),
        ("rate", 10),
        ("click cost", 500_000),
        ("conversions", 2),
        ("conversion cost", 2_500_000),
    ],
)
def test_each_metric_is_a_figure_in_its_own_unit(metric: str, figure: int) -> None:
    assert figure_of(replace(DEAR, metric=metric), MANY) == figure


def test_it_rests_after_it_acted_or_another_rule_moved_the_same() -> None:
    assert act(DEAR, MANY, replace(FREE, acted_at=NOW - DAY + timedelta(seconds=1)), now=NOW, currency="") is None
    assert act(DEAR, MANY, replace(FREE, acted_at=NOW - DAY), now=NOW, currency="") is not None


def test_what_was_before_the_last_act_is_not_judged_again() -> None:
    long_ago = date(2026, 1, 1)
    assert window(DEAR, today=TODAY, began_on=long_ago, acted_on=None) == (TODAY - 2 * DAY, TODAY)
    assert window(DEAR, today=TODAY, began_on=long_ago, acted_on=TODAY - DAY) == (TODAY, TODAY)
    assert window(DEAR, today=TODAY, began_on=long_ago, acted_on=TODAY) is None


def test_too_little_is_seen_only_on_days_that_are_over_and_were_run_through() -> None:
    slow = Terms("views", over=False, limit=100, days=2, least=0, deed="tell")
    first, last = TODAY - 2 * DAY, TODAY - DAY
    assert window(slow, today=TODAY, began_on=first - DAY, acted_on=None) == (first, last)
    assert window(slow, today=TODAY, began_on=first, acted_on=None) is None
    assert window(slow, today=TODAY, began_on=first - DAY, acted_on=first) is None


def test_limits_hold_and_never_turn_a_raise_into_a_cut() -> None:
    up = Terms("rate", over=True, limit=1, days=1, least=1, deed="daily", change=50, lowest=None, highest=250_000)
    assert moved(up, FREE) == 250_000
    assert moved(up, replace(FREE, now=250_000)) is None
    assert moved(up, replace(FREE, now=900_000)) is None
    down = replace(up, change=-50, lowest=190_000, highest=None)
    assert moved(down, FREE) == 190_000
    assert moved(down, replace(FREE, now=100_000)) is None
    assert moved(replace(down, lowest=None), replace(FREE, now=60_000)) == 50_000, "never below the floor"
    assert moved(up, replace(FREE, now=None)) is None


@given(
    bid=some.integers(1, 10**9),
    change=some.integers(-90, 100).filter(bool),
    lowest=some.none() | some.integers(1, 10**9),
    highest=some.none() | some.integers(1, 10**9),
    floor=some.integers(0, 10**6),
)
def test_a_bid_moves_only_the_way_it_should_and_within_its_limits(
    bid: int, change: int, lowest: int | None, highest: int | None, floor: int
) -> None:
    terms = Terms(
        "rate", over=True, limit=1, days=1, least=1, deed="bid", change=change, lowest=lowest, highest=highest
    )
    value = moved(terms, Lever(bid, floor, None))
    if value is not None:
        assert (value - bid) * change > 0
        assert value >= max(floor, lowest or 0)
        assert highest is None or value <= max(highest, floor, lowest or 0)


def test_two_rules_that_pull_to_and_fro_move_a_bid_once_a_day_at_most() -> None:
    """Rate over 5: raise. Rate under 20: lower. Both are true every day: for a year nothing leaves its limits."""
    up = Terms("rate", over=True, limit=5, days=1, least=10, deed="bid", change=20, lowest=100_000, highest=400_000)
    down = Terms("rate", over=False, limit=20, days=1, least=10, deed="bid", change=-20, lowest=100_000)
    bid, acted, moves = 200_000, None, []
    for hour in range(24 * 365):
        now = NOW + timedelta(hours=hour)
        for terms in (up, down):
            days = window(terms, today=now.date(), began_on=date(2026, 1, 1), acted_on=acted.date() if acted else None)
            seen = MANY if days else Evidence(0, 0, 0, 0)
            done = act(terms, seen, Lever(bid, 50_000, acted), now=now, currency="EUR")
            if done is not None and done.value is not None:
                bid, acted = done.value, now
                moves.append(now)
    assert 100_000 <= bid <= 400_000
    assert len(moves) <= 365
    assert all(second - first >= DAY for first, second in pairwise(moves))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"limit": 0, "over": False}, "never under nothing"),
        ({"days": 0}, "1 to 90 days"),
        ({"days": 91}, "1 to 90 days"),
        ({"rest": timedelta(0)}, "rests"),
        ({"change": 0}, "how much"),
        ({"change": 101}, "how much"),
        ({"change": 20}, "how high"),
        ({"lowest": 2, "highest": 1}, "turn them round"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_with_what_to_mend(change: dict[str, object], said: str) -> None:
    assert wrong(DEAR) == ""
    assert said in wrong(replace(DEAR, **change))  # type: ignore[arg-type]
