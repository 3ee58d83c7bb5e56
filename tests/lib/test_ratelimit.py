"""Token buckets: so many at once, refilled evenly."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache

from newsstand.lib.ratelimit import Rate, allow

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def test_so_many_pass_at_once_and_the_next_is_told_how_long_to_wait() -> None:
    answers = [allow("a:1", Rate(3, 60), now=NOW) for _ in range(4)]
    assert [one.allowed for one in answers] == [True, True, True, False]
    assert answers[-1].retry_after == 20


def test_waiting_as_long_as_was_said_is_enough_and_less_is_not() -> None:
    for _ in range(3):
        allow("a:1", Rate(3, 60), now=NOW)
    assert not allow("a:1", Rate(3, 60), now=NOW + timedelta(seconds=19)).allowed
    assert allow("a:1", Rate(3, 60), now=NOW + timedelta(seconds=20)).allowed
    assert not allow("a:1", Rate(3, 60), now=NOW + timedelta(seconds=20)).allowed


def test_a_bucket_never_holds_more_than_it_can() -> None:
    assert allow("a:1", Rate(2, 60), now=NOW).allowed
    later = NOW + timedelta(days=1)
    assert [allow("a:1", Rate(2, 60), now=later).allowed for _ in range(3)] == [True, True, False]


def test_each_doer_and_each_deed_has_a_bucket_of_its_own() -> None:
    assert allow("a:1", Rate(1, 60), now=NOW).allowed
    assert allow("a:2", Rate(1, 60), now=NOW).allowed
    assert allow("b:1", Rate(1, 60), now=NOW).allowed
    assert not allow("a:1", Rate(1, 60), now=NOW).allowed


def test_the_strictest_of_several_rates_decides_and_a_refusal_costs_nothing() -> None:
    rates = (Rate(5, 60), Rate(6, 3600))
    assert sum(allow("a:1", *rates, now=NOW).allowed for _ in range(50)) == 5
    minute = NOW + timedelta(seconds=60)
    answers = [allow("a:1", *rates, now=minute) for _ in range(3)]
    assert [one.allowed for one in answers] == [True, False, False]
    assert answers[-1].retry_after > 500


def test_a_clock_that_goes_back_takes_nothing_away() -> None:
    assert allow("a:1", Rate(2, 60), now=NOW).allowed
    assert allow("a:1", Rate(2, 60), now=NOW - timedelta(hours=1)).allowed


def test_threads_at_once_get_exactly_what_the_bucket_holds() -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: allow("a:1", Rate(50, 3600), now=NOW).allowed, range(400)))
    assert sum(answers) == 50
