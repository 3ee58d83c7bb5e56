"""What is known of a text's author and its place, and the numbers that the house's rules have."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Mode(StrEnum):
    """How a thread is held."""

    OPEN = "open"
    LINKS_HELD = "links"
    FIRST_HELD = "first"
    ALL_HELD = "all"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Rules:
    """The house's rules. Verdicts are written as their values ("flag", "hold", "refuse").

    `links_most`: a comment with more links is held; `newcomer_links_most`: the same for who has fewer than
    `newcomer_approved` comments approved. `newcomer_held`: so many comments of everybody are held first. History: at
    least `history_fewest` comments removed, which are at least `history_share` percent of those of the last
    `history_days` days. `speed_most` comments of one writer within `speed_minutes` are normal, and `thread_most` of
    everybody in one thread (0: any number). `repeat_minutes`: the same text again.
    """

    banned: tuple[str, ...] = ()
    suspect: tuple[str, ...] = ()
    banned_verdict: str = "refuse"
    suspect_verdict: str = "flag"
    hosts_refused: tuple[str, ...] = ()
    hosts_held: tuple[str, ...] = ()
    links_most: int = 3
    newcomer_links_most: int = 1
    newcomer_approved: int = 1
    newcomer_held: int = 0
    history_share: int = 30
    history_days: int = 7
    history_fewest: int = 3
    speed_most: int = 20
    speed_minutes: int = 10
    thread_most: int = 0
    repeat_minutes: int = 6
    disposable_verdict: str = "hold"


@dataclass(frozen=True, slots=True)
class Said:
    """An earlier text of the same author."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """The thread: its mode now, how many comments of everybody are held first, until when it is quiet ("06:00"), and
    how many comments it got within `Rules.speed_minutes`.
    """

    mode: Mode = Mode.OPEN
    first_held: int = 1
    closed_since: str = ""
    quiet_until: str = ""
    lately: int = 0


@dataclass(frozen=True, slots=True)
class Author:
    """What is known of who writes. Counts are of comments: `approved` ever, `in_thread` in this one, `lately` within
    `Rules.speed_minutes`, `decided` and `removed` within `Rules.history_days`. `trusted` are moderators.
    """

    trusted: bool = False
    watched: bool = False
    mail_domain: str = ""
    approved: int = 0
    in_thread: int = 0
    lately: int = 0
    decided: int = 0
    removed: int = 0
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a phase may look at beside the text. `typed` is the text as it came in, before it was cleaned."""

    now: datetime
    typed: str = ""
    rules: Rules = field(default_factory=Rules)
    author: Author = field(default_factory=Author)
    place: Place = field(default_factory=Place)
    own_hosts: AbstractSet[str] = frozenset()
    disposable: AbstractSet[str] = frozenset()
    is_edit: bool = False
