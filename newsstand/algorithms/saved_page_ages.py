"""When "3 days ago" was, on a page that was captured on a given day."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta

_SECONDS = {
    "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1,
    "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60,
    "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600,
    "d": 86400, "day": 86400, "days": 86400,
    "w": 604800, "wk": 604800, "wks": 604800, "week": 604800, "weeks": 604800,
}  # fmt: skip
_MONTHS = {
    "mo": 1, "mos": 1, "mon": 1, "month": 1, "months": 1,
    "y": 12, "yr": 12, "yrs": 12, "year": 12, "years": 12,
}  # fmt: skip
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_DAYS = {"just now": 0, "now": 0, "moments ago": 0, "a moment ago": 0, "today": 0, "yesterday": 1}
_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_LEAD = re.compile(r"^[\s·•|–—-]*(?:(?:published|posted|updated|on)\b:?\s*)?", re.IGNORECASE)
_AGO = re.compile(r"(?P<number>\d{1,6}|[a-z]+) ?(?P<unit>[a-z]+)(?P<ago> ago)?")
_DATES = [
    re.compile(r"(?P<year>\d{4})-(?P<m>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<m>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})"),
    re.compile(rf"{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>\d{{4}}))?"),
    re.compile(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH},?(?: (?P<year>\d{{4}}))?"),
]
_LIKE_AN_AGE = re.compile(r"(?:\S+ ){1,4}ago|\d+ ?\w+ ago|\d+[a-z]{1,2}|\d{1,4}([/.-])\d{1,2}\1\d{1,4}")
_NOON = time(12, tzinfo=UTC)


class UnknownAgeError(ValueError):
    """The words are no age or date that we know, or no day that there is. The message says which, in a sentence."""


class NoCaptureDayError(UnknownAgeError):
    """The words are an age, and nobody said on which day the page was captured."""


def moment(words: str, captured: date | None) -> datetime:
    """The moment that an age or a date names, aware, in UTC.

    Ages count back from noon UTC of the day of capture, which is wrong by at most half a day; months and years are
    those of the calendar. A date is noon UTC of its day; "Jul 3" without a year is the last one there was by then.
    07/03/2022 is 3 July, as these pages write it, unless there is no such month: 23/03/2022 is 23 March.
    Raises UnknownAgeError, or NoCaptureDayError when `captured` is None and is needed.
    """
    plain = tidy(words)
    for pattern in _DATES:
        found = pattern.fullmatch(plain)
        if found is not None:
            return datetime.combine(day_of(found, words.strip(), captured), _NOON)
    back = age_of(plain)
    if back is None:
        raise UnknownAgeError(f"{words.strip()!r} is neither an age such as 3 days ago nor a date such as Jul 3, 2022.")
    if captured is None:
        raise NoCaptureDayError(f"{words.strip()!r} counts from the day of capture, and that is not known.")
    months, rest = back
    try:
        return datetime.combine(months_before(captured, months), _NOON) - rest
    except (ValueError, OverflowError):
        raise UnknownAgeError(f"{words.strip()!r} is before there were newspapers.") from None


def is_age(words: str) -> bool:
    """Whether the words are an age or a date, of a day there is or not."""
    plain = tidy(words)
    return age_of(plain) is not None or any(pattern.fullmatch(plain) for pattern in _DATES)


def resembles_age(words: str) -> bool:
    """Whether the words were surely meant for an age or a date: "3 fortnights ago"."""
    return is_age(words) or _LIKE_AN_AGE.fullmatch(tidy(words)) is not None


def tidy(words: str) -> str:
    return " ".join(_LEAD.sub("", words).split()).casefold()


def age_of(plain: str) -> tuple[int, timedelta] | None:
    """How many months and how much more an age says; None when it is none."""
    if plain in _DAYS:
        return 0, timedelta(days=_DAYS[plain])
    found = _AGO.fullmatch(plain)
    if found is None:
        return None
    said, unit = found["number"], found["unit"]
    number = int(said) if said.isdigit() else _NUMBERS.get(said)
    # "5h" alone is an age; "5 hours" and "a day" are words like others.
    if number is None or not (found["ago"] or (said.isdigit() and len(unit) <= 2 and " " not in plain)):
        return None
    if unit in _MONTHS:
        return number * _MONTHS[unit], timedelta()
    return (0, timedelta(seconds=number * _SECONDS[unit])) if unit in _SECONDS else None


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last one of a shorter month. Raises ValueError before year 1."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        raise ValueError(months)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def day_of(found: re.Match[str], words: str, captured: date | None) -> date:
    """The day that a date names. Raises UnknownAgeError when there is no such day, or not yet at the capture."""
    parts = found.groupdict()
    name = parts.get("month")
    month = _NAMES.index(name[:3]) + 1 if name else int(parts["m"])
    day, year = int(parts["day"]), parts.get("year")
    if "/" in found.group() and month > 12 >= day:
        month, day = day, month
    try:
        if year:
            named = date(int(year), month, day)
        elif captured is None:
            raise NoCaptureDayError(f"{words!r} has no year, and the day of capture is not known.")
        else:
            named = date(captured.year, month, day)
            named = named if named <= captured else date(captured.year - 1, month, day)
    except NoCaptureDayError:
        raise
    except ValueError:
        raise UnknownAgeError(f"{words!r} is a day that does not exist.") from None
    if captured is not None and named > captured + timedelta(days=1):
        raise UnknownAgeError(f"{words!r} is after {captured.isoformat()}, the day of capture.")
    return named
