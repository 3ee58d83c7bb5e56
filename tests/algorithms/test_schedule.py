"""When a feed is looked at again."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms import schedule

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


MOMENTS = st.integers(-40_000, 40_000).map(lambda hours: NOW + timedelta(hours=hours))


def every(minutes: int, count: int = 10) -> list[datetime]:
    return [NOW - timedelta(minutes=minutes * n) for n in range(1, count + 1)]


def test_a_busy_feed_is_read_often_and_a_quiet_one_seldom() -> None:
    assert schedule.interval(every(10), now=NOW) == schedule.SOONEST
    assert schedule.interval(every(60 * 24 * 7), now=NOW) == schedule.LATEST


def test_a_feed_that_has_gone_silent_is_asked_less() -> None:
    recent = every(60)
    silent = [moment - timedelta(days=5) for moment in recent]
    assert schedule.interval(silent, now=NOW) > schedule.interval(recent, now=NOW)


def test_what_the_server_asks_for_is_kept_within_a_day() -> None:
    assert schedule.interval(every(10), now=NOW, hint=timedelta(hours=3)) == timedelta(hours=3)
    assert schedule.interval(every(10), now=NOW, hint=timedelta(days=30)) == schedule.LATEST


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_errors_wait_longer_each_time_and_never_more_than_a_week_and_a_bit(errors: int, jitter: float) -> None:
    wait = schedule.after_error(errors, now=NOW, jitter=jitter) - NOW
    assert schedule.SOONEST <= wait <= schedule.LONGEST_PAUSE * (1 + schedule.JITTER)
    assert schedule.after_error(errors + 1, now=NOW, jitter=jitter) - NOW >= wait


@given(st.lists(MOMENTS, max_size=20), st.floats(0, 1))
def test_the_next_look_is_always_in_the_future_and_within_bounds(dates: list[datetime], jitter: float) -> None:
    wait = schedule.after_success(dates, now=NOW, jitter=jitter) - NOW
    assert schedule.SOONEST * 0.9 <= wait <= schedule.LATEST * 1.1


def test_the_order_of_the_dates_does_not_matter() -> None:
    assert schedule.interval(every(45), now=NOW) == schedule.interval(every(45)[::-1], now=NOW)
