"""What can be moderated, entered by the folders above: data runs one way, and moderation/ knows none of them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from newsstand.accounts.models import User
from newsstand.moderation.models import Decision


@dataclass(frozen=True, slots=True)
class Seen:
    """A subject as a moderator sees it: plain `text`, the `address` on this site where it stands, whose it is.

    `template` shows what is around it (the thread), with the context `around` makes; empty where there is nothing.
    """

    title: str
    text: str
    address: str
    author: User | None
    author_name: str
    made_at: datetime
    is_shown: bool
    is_held: bool = False
    is_gone: bool = False
    template: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """How one kind of thing is read and changed.

    `load(number)` gives what it is now, or None where there is none. `apply(number, action, decision, now)` carries out
    APPROVE, REMOVE, HOLD or RESTORE inside the caller's transaction and repairs every count. `around(number)` gives the
    context of `Seen.template`. `several` loads many in a constant number of queries. `lock` keeps others off until the
    end of the transaction, in the order in which the thing's own writers take their locks; it is asked before the case
    is locked. `reported(number, count)` is told how many reports of it are open or were upheld.
    """

    load: Callable[[int], Seen | None]
    apply: Callable[[int, Decision.Action, Decision, datetime], None]
    around: Callable[[int], dict[str, object]]
    several: Callable[[Collection[int]], dict[int, Seen]] | None = None
    lock: Callable[[int], None] = lambda _number: None
    reported: Callable[[int, int], None] = lambda _number, _count: None


_subjects: dict[str, Subject] = {}


def enter(kind: str, subject: Subject) -> None:
    """From now on things of this kind can be moderated. Called when the site starts (apps.py)."""
    _subjects[kind] = subject


def of(kind: str) -> Subject:
    """The subject of a kind. Raises KeyError for one that nobody entered."""
    return _subjects[kind]


def seen(kind: str, number: int) -> Seen | None:
    """The thing as it is now; None where there is none, or its kind is not known."""
    subject = _subjects.get(kind)
    return subject.load(number) if subject else None


def all_seen(kind: str, numbers: Collection[int]) -> dict[int, Seen]:
    """The things of one kind that are there, by number; in a constant number of queries where the kind can do that."""
    subject = _subjects.get(kind)
    if subject is None:
        return {}
    if subject.several is not None:
        return subject.several(numbers)
    found = {number: subject.load(number) for number in numbers}
    return {number: one for number, one in found.items() if one is not None}
