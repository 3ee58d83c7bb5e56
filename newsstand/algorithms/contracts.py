"""What of an article may be shown, and when: the one place that decides it.

Lists ask the database the same question in its own language (`articles.models.may_be_seen`); a table of tests holds the
two together.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

RSL = "application/rsl+xml"


class Standing(StrEnum):
    """Whether an article may be seen, or why not."""

    SHOWN = "shown"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"
    EMBARGOED = "embargoed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Window:
    """From when an article may be seen, and from when no longer; None: no such limit."""

    opens: datetime | None = None
    closes: datetime | None = None


def window(published_at: datetime, *, embargo_minutes: int, expires_after_days: int | None) -> Window:
    """When an article published then may be seen: after its embargo, before its expiry, both counted from then."""
    return Window(
        opens=published_at + timedelta(minutes=embargo_minutes) if embargo_minutes else None,
        closes=None if expires_after_days is None else published_at + timedelta(days=expires_after_days),
    )


def standing(*, withdrawn: bool, suspended: bool, seen: Window, now: datetime) -> Standing:
    """Whether an article may be seen now. The strongest reason against it is named: what was taken down stays so."""
    if withdrawn:
        return Standing.WITHDRAWN
    if suspended:
        return Standing.SUSPENDED
    if seen.opens is not None and now < seen.opens:
        return Standing.EMBARGOED
    if seen.closes is not None and now >= seen.closes:
        return Standing.EXPIRED
    return Standing.SHOWN


def cannot_stand(*, embargo_minutes: int, expires_after_days: int | None) -> str:
    """Why these terms make no sense together, in a sentence for an editor; "" when they do."""
    if expires_after_days is not None and timedelta(minutes=embargo_minutes) >= timedelta(days=expires_after_days):
        return "The embargo ends after the articles expire: nothing would be shown. Shorten one or lengthen the other."
    return ""


def licence_type(address: str) -> str:
    """The media type of a machine-readable licence (RSL: a file that ends in .xml or .rsl), "" for any other."""
    path = urlsplit(address).path.lower()
    return RSL if path.endswith((".xml", ".rsl")) else ""
