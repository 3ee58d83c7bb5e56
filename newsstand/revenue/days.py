"""On which day something is booked: the day it is about, unless its month is closed."""

from datetime import date, datetime

from newsstand.revenue.book import locked
from newsstand.revenue.models import Closing


def booked_on(day: date, now: datetime) -> date:
    """The day (UTC) for what is about `day`, inside the caller's transaction; today where that month was closed.

    Today's month is never closed yet. Locks the month's fund, as closing it does: nobody closes it meanwhile.
    """
    month = day.replace(day=1)
    locked(month, now)
    if not Closing.objects.filter(month=month).exists():
        return day
    today = now.date()
    locked(today.replace(day=1), now)
    return today
