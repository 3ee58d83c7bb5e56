"""What a feed says, in one shape for every format."""

from dataclasses import dataclass
from datetime import datetime

from newsstand.algorithms.named import Named


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that hangs on an entry; `length` in bytes."""

    url: str
    media_type: str
    length: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed. Addresses are absolute, dates aware and UTC; "" and None mean "not given"."""

    guid: str
    url: str
    title: str
    summary: str
    content: str
    authors: tuple[str, ...]
    published: datetime | None
    updated: datetime | None
    categories: tuple[str, ...]
    image: str
    image_alt: str
    image_credit: str
    language: str
    enclosures: tuple[Enclosure, ...]
    # Names whose kind or coordinates the feed gives: categories with a scheme, GeoRSS.
    named: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed and its entries in document order; `problems` are sentences for the publisher."""

    format: str
    title: str
    site_url: str
    description: str
    language: str
    icon: str
    self_url: str
    hubs: tuple[str, ...]
    ttl_minutes: int | None
    skip_hours: frozenset[int]
    skip_days: frozenset[str]
    entries: tuple[Entry, ...]
    problems: tuple[str, ...]


class NotAFeed(ValueError):  # noqa: N818  (it is what came, not what went wrong)
    """What came is no feed. `kind` is html, empty, login, bot-wall, json, xml or text; `reason` is a sentence."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason
