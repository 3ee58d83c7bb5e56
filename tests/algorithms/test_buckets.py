"""However it is asked, no host is asked more often than its rule."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.buckets import Bucket, Rule, close, promise, take, wait, wait_for_all

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
RULES = st.builds(Rule, st.integers(1, 5000).map(lambda ms: timedelta(milliseconds=ms)), st.integers(1, 8))
GAPS = st.lists(st.integers(0, 4000).map(lambda ms: timedelta(milliseconds=ms)), min_size=1, max_size=40)


def fits(starts: list[datetime], rule: Rule) -> bool:
    """Whether any stretch of time holds at most burst + stretch / every of these moments."""
    ordered = sorted(starts)
    return all(
        last - first >= rule.every * (count - rule.burst)
        for at, first in enumerate(ordered)
        for count, last in enumerate(ordered[at:])
    )


@given(RULES, GAPS)
def test_no_stretch_of_time_sees_more_than_the_rule_allows(rule: Rule, gaps: list[timedelta]) -> None:
    bucket, now, starts = Bucket(NOW), NOW, []
    for gap in gaps:
        now += gap
        (bucket,), pause = take([(bucket, rule)], now=now)
        starts.append(now + pause)
    assert fits(starts, rule)


@given(RULES, RULES, st.lists(st.tuples(st.booleans(), st.integers(0, 3000)), min_size=1, max_size=40))
def test_a_domain_and_an_address_both_keep_their_rule(one: Rule, other: Rule, asked: list[tuple[bool, int]]) -> None:
    domain, address, now = Bucket(NOW), Bucket(NOW), NOW
    starts: dict[bool, list[datetime]] = {True: [], False: []}
    for both, gap in asked:
        now += timedelta(milliseconds=gap)
        if both:
            (domain, address), pause = take([(domain, one), (address, other)], now=now)
            starts[True].append(now + pause)
        else:
            (address,), pause = take([(address, other)], now=now)
        starts[False].append(now + pause)
    assert fits(starts[True], one)
    assert fits(starts[False], other)


def test_after_a_rest_a_burst_goes_at_once_and_then_one_at_a_time() -> None:
    rule, bucket, pauses = Rule(SECOND, 3), Bucket(NOW), []
    for _ in range(6):
        (bucket,), pause = take([(bucket, rule)], now=NOW)
        pauses.append(pause.total_seconds())
    assert pauses == [0, 0, 0, 1, 2, 3]
    assert wait(bucket, rule, now=NOW + timedelta(minutes=1)) == timedelta()


def test_a_closed_host_is_left_alone_and_a_longer_closing_stands() -> None:
    bucket = close(close(Bucket(NOW), NOW + timedelta(hours=2)), NOW + timedelta(hours=1))
    assert wait(bucket, Rule(SECOND, 5), now=NOW) == timedelta(hours=2)
    assert wait_for_all([(bucket, Rule(SECOND, 5)), (Bucket(NOW), Rule(SECOND, 1))], now=NOW) == timedelta(hours=2)
    assert wait_for_all([], now=NOW) == timedelta()


def test_a_pause_that_a_site_asks_for_is_kept_without_a_burst() -> None:
    assert Rule(SECOND, 5).with_pause(10 * SECOND) == Rule(10 * SECOND, 1)
    assert Rule(SECOND, 5).with_pause(timedelta(milliseconds=1)) == Rule(SECOND, 5)


@given(RULES, st.lists(st.integers(0, 9000), min_size=2, max_size=50))
def test_those_who_are_sent_away_come_back_one_by_one(rule: Rule, pauses: list[int]) -> None:
    told: list[datetime] = []
    for pause in pauses:
        told.append(promise(told[-1] if told else None, rule, now=NOW, pause=timedelta(milliseconds=pause)))
    assert all(later - earlier >= rule.every for earlier, later in pairwise(told))
    assert all(moment >= NOW + timedelta(milliseconds=pause) for moment, pause in zip(told, pauses, strict=True))
