"""An advertiser's day is from midnight to midnight where it is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from newsstand.advertisers.days import day_bounds, day_of
from newsstand.advertisers.errors import RefusedError

# Where clocks are changed, on which days, and how many hours these days then have.
CHANGES = [
    ("Europe/Berlin", date(2026, 3, 29), 23.0),
    ("Europe/Berlin", date(2026, 10, 25), 25.0),
    ("America/New_York", date(2026, 3, 8), 23.0),
    ("America/New_York", date(2026, 11, 1), 25.0),
    ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
    ("Australia/Lord_Howe", date(2026, 10, 4), 23.5),
    # At midnight itself: 00:00 to 01:00 does not exist; and 00:00 to 01:00 comes twice.
    ("Africa/Cairo", date(2026, 4, 24), 23.0),
    ("America/Havana", date(2026, 11, 1), 25.0),
    ("UTC", date(2026, 3, 29), 24.0),
]


@pytest.mark.parametrize(("zone", "day", "hours"), CHANGES)
def test_days_follow_each_other_without_a_gap_when_clocks_are_changed(zone: str, day: date, hours: float) -> None:
    begin, end = day_bounds(zone, day)
    assert (end - begin) / timedelta(hours=1) == hours
    assert day_bounds(zone, day - timedelta(days=1))[1] == begin
    assert day_bounds(zone, day + timedelta(days=1))[0] == end
    instant = timedelta(microseconds=1)
    assert day_of(zone, begin) == day == day_of(zone, end - instant)
    assert day_of(zone, begin - instant) == day - timedelta(days=1)
    assert day_of(zone, end) == day + timedelta(days=1)


def test_a_day_never_goes_back() -> None:
    for zone in {zone for zone, _, _ in CHANGES}:
        moments = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=30) * at for at in range(2 * 24 * 366)]
        days = [day_of(zone, moment) for moment in moments]
        assert days == sorted(days)
        assert len(set(days)) in {366, 367}


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "Europe"])
def test_a_zone_that_nobody_knows_is_refused(zone: str) -> None:
    with pytest.raises(RefusedError, match="Europe/Berlin"):
        day_of(zone, datetime(2026, 1, 1, tzinfo=UTC))
