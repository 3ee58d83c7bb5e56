"""A budget lasts for its time: factors follow what views should cost, hold still without readers, and come back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.pacing import HIGHEST, LOWEST, Window, is_over, next_factor, plan
from newsstand.algorithms.traffic import Traffic, hours_of_week

NOW = datetime(2026, 9, 7, tzinfo=UTC)
AS_PLANNED = Window(
    factor=0.5, budget=10_000_000, remaining=5_000_000, expected=100_000, traffic=200, ahead=10_000, view=1000
)
amounts = st.floats(0, 1e12)


@given(
    st.builds(
        Window,
        factor=st.floats(LOWEST, HIGHEST),
        budget=st.floats(1, 1e12),
        remaining=amounts,
        expected=amounts,
        traffic=st.floats(0, 1e9),
        ahead=amounts,
        view=st.floats(0.001, 1e7),
    )
)
def test_a_factor_stays_between_its_limits_and_moves_by_one_step(window: Window) -> None:
    after = next_factor(window)
    assert LOWEST <= after <= HIGHEST
    assert abs(after / window.factor - 1) < 0.29


def test_who_spends_more_than_the_share_of_the_traffic_bids_less_and_the_other_way_round() -> None:
    assert next_factor(replace(AS_PLANNED, expected=100_000)) == pytest.approx(0.5, rel=0.01)
    assert next_factor(replace(AS_PLANNED, expected=400_000)) < 0.4
    assert next_factor(replace(AS_PLANNED, expected=0)) > 0.6


def test_an_hour_without_readers_moves_nothing_and_a_burst_has_a_share_as_large_as_itself() -> None:
    silent = replace(AS_PLANNED, traffic=0, expected=0)
    assert not is_over(silent)
    assert next_factor(silent) == 0.5
    # A plan that expects nobody (PMV's midnight blackout divided by next to nothing here), and then many come.
    burst = Window(factor=0.5, budget=1e7, remaining=5e6, expected=2_500_000, traffic=10_000, ahead=1e-7, view=1000)
    assert next_factor(burst) > 0.5


def test_a_factor_that_sank_comes_back_when_little_is_spent() -> None:
    factor = LOWEST
    for _ in range(30):
        factor = next_factor(replace(AS_PLANNED, factor=factor, expected=0))
    assert factor == HIGHEST


def test_a_campaign_at_its_wall_keeps_its_factor_for_tomorrow() -> None:
    gone = replace(AS_PLANNED, remaining=0, expected=0)
    assert next_factor(gone) == 0.5


def test_what_should_cost_a_few_views_moves_a_factor_little() -> None:
    few = replace(AS_PLANNED, view=1_000_000, expected=400_000)
    assert 0.49 < next_factor(few) < 0.5
    # It is no bias: as much too little moves it as far up as that much too much moved it down.
    up = next_factor(replace(few, expected=0, remaining=5_400_000)) / 0.5
    assert up > 1


def test_a_window_is_over_with_enough_traffic() -> None:
    assert is_over(AS_PLANNED)
    assert not is_over(replace(AS_PLANNED, traffic=20))
    assert not is_over(replace(AS_PLANNED, ahead=1_000_000))


def test_a_plan_is_mostly_what_was_seen_and_never_nothing() -> None:
    seen = [0.0] * 168
    seen[8] = 1680.0
    learnt = plan(seen)
    assert sum(learnt) == pytest.approx(1680)
    assert learnt[8] == pytest.approx(0.8 * 1680 + 2)
    assert learnt[3] == pytest.approx(2)
    assert plan([0.0] * 168) == [1.0] * 168
    with pytest.raises(ValueError, match="168"):
        plan([1.0] * 24)


def test_hours_ahead_are_added_up_with_parts_of_hours_and_later_weeks() -> None:
    traffic = Traffic([float(hour) for hour in range(168)], NOW + timedelta(minutes=30))
    assert traffic.ahead(NOW + timedelta(hours=1)) == 0.0
    assert traffic.ahead(NOW + timedelta(hours=2, minutes=30)) == pytest.approx(1 + 1)
    assert traffic.ahead(NOW) == 0.0
    week = sum(range(168))
    assert Traffic([float(hour) for hour in range(168)], NOW).ahead(NOW + timedelta(weeks=10)) == pytest.approx(
        10 * week
    )


def test_hours_of_a_campaign_are_its_own_clocks() -> None:
    mornings = ("0" * 8 + "1" + "0" * 15) * 7
    traffic = Traffic([1.0] * 168, datetime(2026, 10, 24, tzinfo=UTC))
    # From Saturday to Monday midnight there are two mornings at eight in Berlin, one of them an hour later in UTC.
    end = datetime(2026, 10, 26, tzinfo=UTC)
    assert traffic.ahead(end, hours=mornings, zone="Europe/Berlin") == pytest.approx(2)
    saturday = datetime(2026, 10, 24, 7, tzinfo=UTC)
    assert traffic.ahead(saturday, hours=mornings, zone="Europe/Berlin") == pytest.approx(1)
    twice = "0" * (6 * 24 + 2) + "1" + "0" * 21
    assert traffic.ahead(end, hours=twice, zone="Europe/Berlin") == pytest.approx(2)


def test_views_of_weeks_become_hours_of_a_week() -> None:
    counts = [(NOW + timedelta(weeks=week, hours=5), 10 * (week + 1)) for week in range(4)]
    assert hours_of_week(counts, weeks=4)[5] == 25
    # Of half a week days are taken to be alike, of a few hours all hours.
    assert hours_of_week(counts[:1], weeks=0.5)[29] == pytest.approx(10 / 3.5)
    assert hours_of_week(counts[:1], weeks=0.0)[100] == 10
