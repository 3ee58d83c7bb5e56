"""When a feed is looked at again."""

from datetime import UTC, datetime, timedelta

import pytest
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


BOUNDS = st.tuples(st.integers(1, 3000), st.integers(1, 20_000)).map(
    lambda pair: schedule.Bounds(timedelta(minutes=min(pair)), timedelta(minutes=max(pair)))
)
HINTS = st.none() | st.integers(0, 10**8).map(lambda seconds: timedelta(seconds=seconds))
WISHES = st.builds(
    schedule.Wishes, HINTS, st.frozensets(st.integers(0, 23)), st.frozensets(st.sampled_from(schedule.DAYS))
)


@given(st.lists(MOMENTS, max_size=20), st.lists(MOMENTS, max_size=20), st.floats(0, 1), BOUNDS, HINTS)
def test_the_next_look_keeps_the_bounds_of_its_feed(
    dates: list[datetime], changed: list[datetime], jitter: float, bounds: schedule.Bounds, hint: timedelta | None
) -> None:
    wait = schedule.after_success(dates, now=NOW, jitter=jitter, bounds=bounds, hint=hint, changed=changed) - NOW
    assert bounds.soonest <= wait <= bounds.latest
    assert hint is None or wait >= min(hint, bounds.latest * 0.9)


@given(st.lists(MOMENTS, max_size=8), st.lists(MOMENTS, max_size=8), st.randoms())
def test_the_order_of_what_is_known_never_matters(dates: list[datetime], changed: list[datetime], dice: object) -> None:
    wait = schedule.interval(dates, now=NOW, changed=changed)
    dice.shuffle(dates)  # type: ignore[attr-defined]
    dice.shuffle(changed)  # type: ignore[attr-defined]
    assert schedule.interval(dates, now=NOW, changed=changed) == wait


@given(st.lists(MOMENTS, max_size=8), HINTS, HINTS)
def test_a_longer_wish_is_never_a_shorter_wait(
    dates: list[datetime], one: timedelta | None, other: timedelta | None
) -> None:
    shorter, longer = sorted((one or timedelta(), other or timedelta()))
    assert schedule.interval(dates, now=NOW, hint=shorter) <= schedule.interval(dates, now=NOW, hint=longer)


def test_feeds_at_a_bound_do_not_all_come_at_once() -> None:
    waits = {schedule.after_success(every(5), now=NOW, jitter=n / 20) - NOW for n in range(21)}
    assert len(waits) > 10
    assert min(waits) >= schedule.SOONEST


def test_dates_that_lie_are_outweighed_by_what_was_seen() -> None:
    always_new = [NOW] * 10
    seen = [NOW - timedelta(days=n) for n in (2, 4, 6)]
    assert schedule.interval(always_new, now=NOW) == schedule.SOONEST
    assert schedule.interval(always_new, now=NOW, changed=seen) >= timedelta(hours=12)
    assert schedule.interval(always_new, now=NOW, changed=seen[:1]) >= timedelta(hours=4)


@given(MOMENTS, WISHES)
def test_a_feed_is_not_asked_when_it_says_so(moment: datetime, wishes: schedule.Wishes) -> None:
    there = schedule.welcome(moment, wishes)
    assert there >= moment
    if len(wishes.skip_hours) < 24 and len(wishes.skip_days) < 7:
        assert there.hour not in wishes.skip_hours
        assert schedule.DAYS[there.weekday()] not in wishes.skip_days
        assert schedule.welcome(there, wishes) == there
        assert there - moment <= timedelta(days=8)
    elif len(wishes.skip_hours) == 24 and not wishes.skip_days:
        assert there == moment


def test_a_skipped_night_and_weekend_are_waited_for() -> None:
    friday = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)
    wishes = schedule.Wishes(None, frozenset({22, 23, *range(7)}), frozenset({"Saturday", "Sunday"}))
    assert schedule.welcome(friday, wishes) == datetime(2026, 11, 23, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Fri, 20 Nov 2026 12:05:00 GMT", 300),
        ("Fri, 20 Nov 2026 11:00:00 GMT", 0),
        ("99999999999999999999", 30 * 86400),
        ("Fri, 20 Nov 9999 12:05:00 GMT", 30 * 86400),
        ("soon", None),
        ("-5", None),
        ("²", None),
        ("", None),
    ],
)
def test_retry_after_is_read_in_both_forms(value: str, seconds: int | None) -> None:
    found = schedule.retry_after(value, now=NOW)
    assert (None if found is None else found.total_seconds()) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache-control": "public, max-age=600"}, 600),
        ({"cache-control": "MAX-AGE = 600, must-revalidate", "expires": "0"}, 600),
        ({"cache-control": "max-age=600", "age": "450"}, 150),
        ({"cache-control": "max-age=600", "age": "4500"}, 0),
        ({"cache-control": "no-cache, max-age=600"}, None),
        ({"cache-control": "s-maxage=600"}, None),
        ({"expires": "Fri, 20 Nov 2026 13:00:00 GMT"}, 3600),
        ({"expires": "Fri, 20 Nov 2026 13:00:00 GMT", "date": "Fri, 20 Nov 2026 12:30:00 GMT"}, 1800),
        ({"expires": "-1"}, None),
        ({"expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0),
        ({}, None),
    ],
)
def test_how_long_an_answer_is_fresh_is_read_from_its_headers(headers: dict[str, str], seconds: int | None) -> None:
    found = schedule.fresh_for(headers, now=NOW)
    assert (None if found is None else found.total_seconds()) == seconds


@given(st.dictionaries(st.sampled_from(["cache-control", "expires", "date", "age", "retry-after"]), st.text()))
def test_headers_of_any_shape_are_read_without_an_error(headers: dict[str, str]) -> None:
    fresh = schedule.fresh_for(headers, now=NOW)
    assert fresh is None or fresh >= timedelta()
    wait = schedule.retry_after(headers.get("retry-after", ""), now=NOW)
    assert wait is None or wait >= timedelta()
