"""What a file of comments holds, whichever system wrote it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

LONGEST_KEY = 200
LONGEST_NAME = 120
# WordPress keeps so many bytes of a comment, and no other system more characters.
LONGEST_TEXT = 65_535
NOBODY = "Anonymous"


class CommentFileError(ValueError):
    """The file cannot be read (on); the message says why and what to do."""


class State(StrEnum):
    """What became of a comment where it was said.

    GONE was deleted, REFUSED is spam, trash or rejected: of both only the place is kept, and that only where somebody
    answered there.
    """

    SHOWN = "shown"
    HELD = "held"
    GONE = "gone"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Thread:
    """A page with comments: `key` by which they name it, and all addresses and guids by which it may be known."""

    key: str
    addresses: tuple[str, ...]
    guid: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote, in files that have people apart. Nothing but the name is read."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """One comment. `parent` is "" for one that answers nothing; `person` stands in place of `name` where that is "".

    Times are aware; `text` is plain text.
    """

    key: str
    thread: str
    parent: str
    name: str
    text: str
    posted_at: datetime
    state: State = State.SHOWN
    likes: int = 0
    edited_at: datetime | None = None
    person: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A comment that cannot be taken, with the reason for people. `key` is its own, or its place in the file."""

    key: str
    thread: str
    reason: str


Value = Thread | Person | Said | Refused


class Unreadable(ValueError):  # noqa: N818 (it says what the comment is)
    """One comment cannot be read; the message says why. The rest of the file can."""


def moment(text: str) -> datetime:
    """A time in ISO 8601, UTC where it names no zone. Raises Unreadable."""
    try:
        found = datetime.fromisoformat(text.strip())
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unreadable(f"Its time, {text[:40]!r}, is none.") from None


def from_seconds(seconds: object) -> datetime:
    """A time in seconds since 1970. Raises Unreadable."""
    try:
        return datetime.fromtimestamp(float(str(seconds)), UTC)
    except (ValueError, OverflowError, OSError):
        raise Unreadable(f"Its time, {str(seconds)[:40]!r}, is none.") from None


def number(value: object) -> int:
    """A count from 0 up; 0 for what is none."""
    try:
        found = int(str(value))
    except ValueError:
        return 0
    return min(max(found, 0), 2_000_000_000)


def checked(said: Said) -> Said | Refused:
    """The comment, or why it cannot be kept. Of what is gone nothing but its place is wanted."""
    placed = said.state in {State.GONE, State.REFUSED}
    if why := why_not_named(said) or ("" if placed else why_not_worded(said)):
        return Refused(said.key[:LONGEST_KEY], said.thread[:LONGEST_KEY], why)
    if placed:
        return Said(said.key, said.thread, said.parent, NOBODY, "", said.posted_at, said.state)
    return said


def why_not_named(said: Said) -> str:
    if not said.key or not said.thread:
        return "It has no number by which it would be known again, or does not say which page it is on."
    if max(map(len, (said.key, said.parent, said.thread, said.person))) > LONGEST_KEY:
        return "Its number is longer than any is."
    if said.posted_at.year < 1970:
        return f"Its time, {said.posted_at:%Y-%m-%d}, is before there was a web."
    return ""


def why_not_worded(said: Said) -> str:
    if not said.text:
        return "It has no words."
    if len(said.text) > LONGEST_TEXT:
        return f"It has {len(said.text):,} characters; {LONGEST_TEXT:,} is the most."
    return ""
