"""What editors did, noun by noun: which rows say so, how each reads in one line, and what takes it back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from newsstand.accounts.models import User

# Where others decide too, the publishers' own people among them.
STAFF = Q(by__is_staff=True)
GONE = "somebody who left"


@dataclass(frozen=True, slots=True)
class Entry:
    """One deed: who did `what` to `title` (which leads to `address`, "" where nothing is left), when, and why.

    `undone` says in words that it was taken back, "" while it stands; `undoable` that it still can be.
    """

    kind: str
    number: int
    at: datetime
    by: User | None
    what: str
    title: str
    address: str = ""
    why: str = ""
    undone: str = ""
    undoable: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """One table of deeds.

    `rows()` are the deeds of people, as a queryset with all that `entry` reads; `at` and `by` name its columns.
    `undo(number, editor, now)` takes one back and raises one of the verbs' own refusals; None where nothing can.
    """

    kind: str
    label: str
    rows: Callable[[], Any]
    entry: Callable[[Any], Entry]
    at: str = "at"
    by: str = "by"
    undo: Callable[[int, User, datetime], None] | None = None


def taken_back(by: User | None, at: datetime | None) -> str:
    """Who took it back, in words; "" where nobody did."""
    if at is None:
        return ""
    return f"Taken back by {by.name if by is not None else GONE}"
