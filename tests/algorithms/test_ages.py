"""How long ago something was."""

from datetime import UTC, datetime, timedelta

import pytest

from newsstand.algorithms import ages

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "long", "short"),
    [
        (timedelta(0), "Just now", "Just now"),
        (timedelta(seconds=59), "Just now", "Just now"),
        (timedelta(seconds=60), "1 minute ago", "1m ago"),
        (timedelta(minutes=59, seconds=59), "59 minutes ago", "59m ago"),
        (timedelta(hours=1), "1 hour ago", "1h ago"),
        (timedelta(hours=5, minutes=59), "5 hours ago", "5h ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago", "23h ago"),
        (timedelta(days=1), "1 day ago", "1d ago"),
        (timedelta(days=2, hours=20), "2 days ago", "2d ago"),
        (timedelta(days=6, hours=23), "6 days ago", "6d ago"),
        (timedelta(days=7), "1 week ago", "1w ago"),
        (timedelta(days=30), "4 weeks ago", "4w ago"),
        (timedelta(days=31), "1 month ago", "1mo ago"),
        (timedelta(days=365), "11 months ago", "11mo ago"),
        (timedelta(days=366), "1 year ago", "1y ago"),
        (timedelta(days=3660), "10 years ago", "10y ago"),
    ],
)
def test_an_age_is_told_in_its_largest_whole_unit(ago: timedelta, long: str, short: str) -> None:
    assert ages.long_age(NOW - ago, NOW) == long
    assert ages.short_age(NOW - ago, NOW) == short


def test_a_clock_that_is_a_little_ahead_says_just_now() -> None:
    assert ages.long_age(NOW + timedelta(minutes=4), NOW) == "Just now"


def test_what_is_still_to_come_is_told_by_its_date() -> None:
    assert ages.long_age(datetime(2099, 3, 3, tzinfo=UTC), NOW) == "3 March 2099"
    assert ages.short_age(datetime(2099, 3, 3, tzinfo=UTC), NOW) == "3 March 2099"
