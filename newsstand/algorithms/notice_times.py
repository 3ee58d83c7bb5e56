"""When a mail with notices is due."""

from datetime import datetime, timedelta, tzinfo

from newsstand.algorithms.digest import Schedule, next_time

# By the clock of the site.
DAILY_HOUR = 7


def next_mail(how: str, *, now: datetime, zone: tzinfo) -> datetime | None:
    """When a notice that is made at `now` goes out by mail: "at once", "hourly" (at the next full hour), "daily" (at
    seven by the clock of `zone`); None for "never". Raises ValueError for any other word.
    """
    if how == "never":
        return None
    if how == "at once":
        return now
    if how == "hourly":
        return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    if how == "daily":
        return next_time(Schedule(DAILY_HOUR, zone), after=now)
    raise ValueError(f"{how!r} is no way to be told: choose never, at once, hourly or daily.")


def is_used_up(day: object, mails: int, *, today: object, most: int) -> bool:
    """Whether so many mails went out on `day` that none may go out `today` any more."""
    return day == today and mails >= most
