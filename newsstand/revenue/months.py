"""Months, as their first days; a month is one of UTC, as the days of reads are."""

import re
from datetime import UTC, date, datetime, timedelta

from newsstand.revenue.errors import RefusedError

MONTH = re.compile(r"(\d{4})-(\d{1,2})", re.ASCII)
# Reads of a month's last hours come in for a while: until the next month's second day begins.
COUNTED_AFTER = timedelta(days=1)


def read_month(said: str) -> date:
    """The first day of a month that is written as 2026-10. Raises RefusedError."""
    found = MONTH.fullmatch(said.strip())
    if found is None or not 1 <= int(found[2]) <= 12 or int(found[1]) < 1970:
        raise RefusedError(f"{said[:40]!r} is no month: write it as 2026-10.")
    return date(int(found[1]), int(found[2]), 1)


def month_of(moment: datetime) -> date:
    return moment.astimezone(UTC).date().replace(day=1)


def following(month: date) -> date:
    """The first day of the month after."""
    return (month + timedelta(days=31)).replace(day=1)


def last_day(month: date) -> date:
    return following(month) - timedelta(days=1)


def can_close_from(month: date) -> datetime:
    """From when all reads of a month have been counted."""
    after = following(month)
    return datetime(after.year, after.month, after.day, tzinfo=UTC) + COUNTED_AFTER
