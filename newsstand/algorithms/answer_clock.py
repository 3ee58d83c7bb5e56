"""Until when a contested statement is to be answered, and when that is said again.

Working days are Monday to Friday where the site is; public holidays differ from town to town and are counted as
working days: an operator who wants to be milder gives more days. The clock runs out at the end of a day, so that it
can be said in words ("by the end of Monday").
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5
MORNING = time(9)


def due(asked: datetime, *, days: int, zone: ZoneInfo) -> datetime:
    """The midnight at the end of the `days`-th working day after the one on which it was asked (aware, `zone`)."""
    last = working_day(asked.astimezone(zone).date(), days)
    return datetime.combine(last + timedelta(days=1), time(0), zone)


def reminders(asked: datetime, due_at: datetime, *, zone: ZoneInfo) -> tuple[datetime, ...]:
    """When to remind who has to answer: in the morning of the day half way, of the last day, and when it is over."""
    first, last = asked.astimezone(zone).date(), (due_at - timedelta(seconds=1)).astimezone(zone).date()
    days = [day for day in following(first, last) if day.weekday() < SATURDAY]
    mornings = {days[len(days) // 2], days[-1]} if days else set()
    moments = [datetime.combine(day, MORNING, zone) for day in sorted(mornings)]
    return (*(moment for moment in moments if asked < moment < due_at), due_at)


def next_reminder(asked: datetime, due_at: datetime, *, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The first reminder after `now`; None when the last one has been."""
    return next((moment for moment in reminders(asked, due_at, zone=zone) if moment > now), None)


def days_waiting(asked: datetime, *, now: datetime, zone: ZoneInfo) -> int:
    """How many days it has waited, by the calendar of the site."""
    return max(0, (now.astimezone(zone).date() - asked.astimezone(zone).date()).days)


def working_day(day: date, number: int) -> date:
    """The `number`-th working day after `day`."""
    while number > 0:
        day += timedelta(days=1)
        number -= day.weekday() < SATURDAY
    return day


def following(first: date, last: date) -> list[date]:
    """The days after `first`, up to `last`."""
    return [first + timedelta(days=number) for number in range(1, (last - first).days + 1)]
