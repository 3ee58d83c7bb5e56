"""Days of an advertiser's: from midnight to midnight where it is, whatever the clock does meanwhile."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from newsstand.advertisers.errors import RefusedError


def day_of(advertiser_zone: str, now: datetime) -> date:
    """The day it is for an advertiser of this time zone (IANA) at a moment, aware.

    Raises RefusedError for a zone that nobody knows.
    """
    return now.astimezone(zone_of(advertiser_zone)).date()


def day_bounds(advertiser_zone: str, day: date) -> tuple[datetime, datetime]:
    """When an advertiser's day begins and when it is over, in UTC: 23, 24 or 25 hours, and half ones on Lord Howe.

    Where a clock is set forward at midnight, the day begins at that moment. Raises RefusedError for an unknown zone.
    """
    zone = zone_of(advertiser_zone)
    begin, end = (datetime.combine(one, time(), tzinfo=zone) for one in (day, day + timedelta(days=1)))
    return begin.astimezone(UTC), end.astimezone(UTC)


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """The time zone of this name. Raises RefusedError where there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:
        said = f"{name[:64]!r} is no time zone: write one of the IANA names, such as Europe/Berlin."
        raise RefusedError(said) from error
