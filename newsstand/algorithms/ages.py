"""How long ago something was, in a reader's words."""

from datetime import datetime, timedelta
from typing import NamedTuple

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY
# The mean lengths of the Gregorian calendar.
MONTH = 2_629_746
YEAR = 12 * MONTH

# Two clocks are never quite the same: what lies a little ahead has just happened.
MOST_CLOCK_SKEW = timedelta(minutes=5)


class Unit(NamedTuple):
    seconds: int
    word: str
    short: str


UNITS = (
    Unit(YEAR, "year", "y"),
    Unit(MONTH, "month", "mo"),
    Unit(WEEK, "week", "w"),
    Unit(DAY, "day", "d"),
    Unit(HOUR, "hour", "h"),
    Unit(MINUTE, "minute", "m"),
)


class Age(NamedTuple):
    """So many whole units: Age(3, "day", "d")."""

    number: int
    word: str
    short: str


def age(when: datetime, now: datetime) -> Age | None:
    """The age in its largest whole unit, or None for less than a minute. Both times are aware."""
    seconds = (now - when).total_seconds()
    for unit in UNITS:
        if seconds >= unit.seconds:
            return Age(int(seconds // unit.seconds), unit.word, unit.short)
    return None


def is_ahead(when: datetime, now: datetime) -> bool:
    """Whether it is still to come, by more than two clocks may differ."""
    return when - now > MOST_CLOCK_SKEW


def long_age(when: datetime, now: datetime) -> str:
    """ "3 days ago", "1 hour ago", "Just now"; the date itself for what is still to come."""
    if is_ahead(when, now):
        return plain_date(when)
    found = age(when, now)
    if found is None:
        return "Just now"
    return f"{found.number} {found.word}{'' if found.number == 1 else 's'} ago"


def short_age(when: datetime, now: datetime) -> str:
    """ "2d ago", "5h ago", "1w ago", "Just now"; the date itself for what is still to come."""
    if is_ahead(when, now):
        return plain_date(when)
    found = age(when, now)
    return "Just now" if found is None else f"{found.number}{found.short} ago"


def plain_date(when: datetime) -> str:
    """ "3 March 2099", in the time zone that the time carries."""
    return f"{when.day} {when:%B %Y}"
