"""What a feed check looks at: the bytes, what was read from them, and what would become of each item."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from newsstand.algorithms.changes import Decision
from newsstand.algorithms.feedparts.decode import decode
from newsstand.algorithms.feeds import Entry, Feed
from newsstand.algorithms.html import Body

# Looking through the text of a feed ends here: what is wrong shows long before.
MOST_TEXT = 2_000_000
MOST_PARTS = 600


class Severity(StrEnum):
    """How much a reader loses, the worst first."""

    WRONG = "wrong"
    POORER = "poorer"
    BETTER = "better"


@dataclass(frozen=True, slots=True)
class SeenItem:
    """An entry with what the decider made of it and its sanitised text; `reads_page` where that text is not enough."""

    decision: Decision
    body: Body
    reads_page: bool

    @property
    def entry(self) -> Entry:
        return self.decision.entry

    @property
    def dirty(self) -> str:
        """The HTML as the feed wrote it."""
        return self.entry.content or self.entry.summary

    @property
    def name(self) -> str:
        """What a person knows it by."""
        return self.decision.headline or self.entry.url or self.entry.guid or "an item without title and address"


@dataclass(frozen=True, slots=True)
class Seen:
    """A feed as it came from `address` at `now`, with all its items in order."""

    body: bytes
    content_type: str
    address: str
    has_validator: bool
    feed: Feed
    items: tuple[SeenItem, ...]
    now: datetime
    text: str
    encoding_problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """`look` gives something to show for each item (or once, for the feed) that is not as it should be.

    `sentence` says what that means, `mend` what to do; both are for somebody who did not write the feed's software.
    """

    id: str
    severity: Severity
    sentence: str
    mend: str
    look: Callable[[Seen], Iterable[str]]
    of_items: bool = True


def seen(
    body: bytes,
    *,
    content_type: str,
    address: str,
    has_validator: bool,
    feed: Feed,
    items: tuple[SeenItem, ...],
    now: datetime,
) -> Seen:
    """Everything a feed check looks at. `body` are the bytes that `feed` was read from, `now` is aware."""
    text, problems = decode(body, content_type)
    return Seen(body, content_type, address, has_validator, feed, items, now, text[:MOST_TEXT], problems)


def elements(text: str, *names: str) -> list[str]:
    """What stands in the named XML elements that hold no others, as it is written; at most MOST_PARTS of each."""
    found: list[str] = []
    for name in names:
        # "<title" is also the beginning of "<titles".
        parts = [part for part in text.split(f"<{name}")[1 : MOST_PARTS + 1] if part[:1] in {">", " ", "\n", "\t"}]
        found += [part.partition(">")[2].partition(f"</{name}")[0] for part in parts]
    return found
