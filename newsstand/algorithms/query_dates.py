"""Days as readers write them in a query."""

import re
from datetime import date, timedelta

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_AGO = re.compile(r"(\d{1,4})\s*([dwmy])")
_LAST = re.compile(r"last[\s_-](week|month|year)")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365, "week": 7, "month": 30, "year": 365}
HOW = "Write a date as 2026-11-20, 2026-11 or 2026, or as today, yesterday, 7d, 2w, 3m, 1y."


def first_day(said: str, today: date) -> date | None:
    """The first day of what is said: of a day itself, a month, a year, or some time ago. None where it says no day."""
    text = said.strip().casefold()
    if text in {"today", "yesterday"}:
        return today - timedelta(days=text == "yesterday")
    try:
        if found := _DAY.fullmatch(text):
            year, month, day = (int(part) if part else 1 for part in found.groups())
            return date(year, month, day)
        if found := _AGO.fullmatch(text):
            return today - timedelta(days=int(found[1]) * _DAYS[found[2]])
        if found := _LAST.fullmatch(text):
            return today - timedelta(days=_DAYS[found[1]])
    except (ValueError, OverflowError):
        return None
    return None
