"""What holds for every schedule and every bucket: bounds kept, jitter within its limits, order of no account."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms import schedule
from newsstand.algorithms.buckets import Bucket, Rule, close, promise, take, wait, wait_for_all

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MOMENTS = st.lists(st.integers(0, 60 * 24 * 90).map(lambda minutes: NOW - timedelta(minutes=minutes)), max_size=14)
JITTER = st.floats(0, 1)
MINUTES = st.integers(1, 10_080).map(lambda minutes: timedelta(minutes=minutes))
BOUNDS = st.tuples(MINUTES, MINUTES).map(lambda pair: schedule.Bounds(min(pair), max(pair)))
HINTS = st.none() | MINUTES
SECONDS = st.integers(0, 100_000).map(lambda seconds: timedelta(seconds=seconds))
RULES = st.builds(Rule, st.integers(1, 3600).map(lambda seconds: timedelta(seconds=seconds)), st.integers(1, 20))
BUCKETS = st.builds(Bucket, SECONDS.map(lambda rest: NOW + rest), st.none() | SECONDS.map(lambda rest: NOW + rest))
SECOND = timedelta(seconds=1)


@given(MOMENTS, MOMENTS, JITTER, BOUNDS, HINTS)
def test_jitter_moves_a_look_by_a_tenth_at_most_and_never_out_of_bounds(
    dates: list[datetime], changed: list[datetime], jitter: float, bounds: schedule.Bounds, hint: timedelta | None
) -> None:
    wanted = schedule.interval(dates, now=NOW, hint=hint, bounds=bounds, changed=changed)
    found = schedule.after_success(dates, now=NOW, jitter=jitter, hint=hint, bounds=bounds, changed=changed) - NOW
    assert bounds.soonest <= wanted <= bounds.latest
    assert bounds.soonest - SECOND <= found <= bounds.latest + SECOND
    floor = min(hint or bounds.soonest, bounds.latest)
    assert found >= min(wanted * (1 - schedule.JITTER), max(floor, bounds.soonest)) - SECOND
    # Turned inwards at a bound, a tenth below becomes at most a tenth and its tenth above.
    assert found <= wanted * (1 + schedule.JITTER) ** 2 + SECOND


@given(MOMENTS, MOMENTS, JITTER, BOUNDS, HINTS, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_a_server_that_asks_for_time_gets_it_as_far_as_the_bounds_let_it(
    dates: list[datetime], changed: list[datetime], jitter: float, bounds: schedule.Bounds, ttl: timedelta | None,
    hint: timedelta,
) -> None:  # fmt: skip
    wishes = schedule.Wishes(ttl)
    found = schedule.after_success(
        dates, now=NOW, jitter=jitter, hint=hint, bounds=bounds, changed=changed, wishes=wishes
    )
    asked = max(hint, ttl or timedelta())
    if asked <= bounds.latest:
        assert found - NOW >= asked - SECOND
    else:
        assert found - NOW >= bounds.latest * (1 - schedule.JITTER) - SECOND


@given(st.timedeltas(), BOUNDS)
def test_what_is_within_bounds_stays_there(wanted: timedelta, bounds: schedule.Bounds) -> None:
    once = schedule.within(wanted, bounds)
    assert bounds.soonest <= once <= bounds.latest
    assert schedule.within(once, bounds) == once


@given(
    st.integers(0, 5_000_000).map(lambda minutes: NOW - timedelta(minutes=minutes)),
    st.frozensets(st.integers(0, 23)),
    st.frozensets(st.sampled_from(schedule.DAYS)),
)
def test_waiting_for_a_welcome_ends_and_ends_where_it_is_one(
    moment: datetime, hours: frozenset[int], days: frozenset[str]
) -> None:
    wishes = schedule.Wishes(None, hours, days)
    found = schedule.welcome(moment, wishes)
    assert moment <= found <= moment + timedelta(days=8)
    assert schedule.welcome(found, wishes) == found
    if len(hours) < 24 and len(days) < 7:
        assert found.hour not in hours
        assert schedule.DAYS[found.weekday()] not in days


@given(st.integers(1, 10**6), JITTER, BOUNDS, HINTS)
def test_a_feed_in_error_is_always_asked_again_within_a_week_and_a_tenth_and_never_sooner_than_told(
    errors: int, jitter: float, bounds: schedule.Bounds, told: timedelta | None
) -> None:
    found = schedule.after_error(errors, now=NOW, jitter=jitter, retry_after=told, bounds=bounds) - NOW
    assert timedelta(minutes=1) <= found <= schedule.LONGEST_PAUSE * (1 + schedule.JITTER)
    assert found >= min(told or timedelta(), schedule.LONGEST_PAUSE)
    later = schedule.after_error(errors + 1, now=NOW, jitter=jitter, retry_after=told, bounds=bounds) - NOW
    assert later >= found


@given(st.integers(1, 60), JITTER, JITTER, BOUNDS)
def test_more_luck_is_never_more_than_a_tenth(errors: int, one: float, other: float, bounds: schedule.Bounds) -> None:
    waits = [schedule.after_error(errors, now=NOW, jitter=jitter, bounds=bounds) - NOW for jitter in (one, other)]
    assert max(waits) <= min(waits) * (1 + schedule.JITTER) + SECOND


@given(st.lists(st.tuples(BUCKETS, RULES), max_size=4), st.randoms(use_true_random=False))
def test_it_does_not_matter_which_bucket_is_named_first(parties: list[tuple[Bucket, Rule]], dice: object) -> None:
    taken, pause = take(parties, now=NOW)
    order = list(range(len(parties)))
    dice.shuffle(order)  # type: ignore[attr-defined]
    others, same = take([parties[at] for at in order], now=NOW)
    assert same == pause
    assert others == [taken[at] for at in order]


@given(st.lists(st.tuples(BUCKETS, RULES), min_size=1, max_size=4))
def test_who_waits_as_long_as_told_may_go_and_taking_never_shortens_the_line(
    parties: list[tuple[Bucket, Rule]],
) -> None:
    pause = wait_for_all(parties, now=NOW)
    assert wait_for_all(parties, now=NOW + pause) == timedelta()
    taken, _ = take(parties, now=NOW)
    for (before, rule), after in zip(parties, taken, strict=True):
        assert after.full_at >= before.full_at + rule.every
        assert wait(after, rule, now=NOW) >= wait(before, rule, now=NOW)
        assert after.closed_until == before.closed_until


@given(BUCKETS, SECONDS, SECONDS, RULES)
def test_closing_twice_is_closing_once_in_either_order(
    bucket: Bucket, one: timedelta, other: timedelta, rule: Rule
) -> None:
    left = close(close(bucket, NOW + one), NOW + other)
    assert left == close(close(bucket, NOW + other), NOW + one)
    assert close(left, NOW + one) == left
    assert wait(left, rule, now=NOW) >= max(one, other)


@given(RULES, SECONDS, st.none() | SECONDS)
def test_nobody_is_promised_less_than_the_pause(rule: Rule, pause: timedelta, last: timedelta | None) -> None:
    before = None if last is None else NOW + last
    found = promise(before, rule, now=NOW, pause=pause)
    assert found >= NOW + pause
    assert before is None or found >= before + rule.every
