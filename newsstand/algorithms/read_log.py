"""What one event looks like in a file: one line, written at once, and known again even beside a torn one."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from newsstand.algorithms.event_lines import checked, with_checksum

LINE = re.compile(rb"(\d{1,12})\t(\d{1,19})\t([ofrbp])\t([0-9a-f]{0,24})\t([0-9a-f]{0,24})\t([!-~]{0,100})")
MOST_ID = 2**63


class Deed(StrEnum):
    """What happened. Somebody who finished an article, or went on from it, has opened it too."""

    OPENED = "o"
    FINISHED = "f"
    REFERRED = "r"
    ROBOT = "b"
    PREFETCH = "p"


@dataclass(frozen=True, slots=True)
class Event:
    """A deed with an article by its id, at a whole second UTC; `reader` and `network` are keys of that day."""

    at: datetime
    article: int
    deed: Deed
    reader: str = ""
    network: str = ""
    source: str = ""


def line_of(event: Event) -> bytes:
    """The event's line, with its end and a checksum before it. Raises ValueError for what no line can hold."""
    parts = (int(event.at.timestamp()), event.article, event.deed.value, event.reader, event.network, event.source)
    said = "\t".join(map(str, parts)).encode("ascii", "strict")
    if not LINE.fullmatch(said) or event.article >= MOST_ID:
        raise ValueError(f"An event that no line can hold: {event!r}")
    return with_checksum(said)


def event_of(line: bytes) -> Event | None:
    """The event of a line without its end; None for one that was torn, or is none."""
    said = checked(line)
    found = LINE.fullmatch(said) if said is not None else None
    if found is None or int(found[2]) >= MOST_ID:
        return None
    reader, network, source = (found[number].decode("ascii") for number in (4, 5, 6))
    try:
        at = datetime.fromtimestamp(int(found[1]), tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return Event(at, int(found[2]), Deed(found[3].decode("ascii")), reader, network, source)


def events_of(piece: bytes) -> Iterator[Event | None]:
    """The events of whole lines in their order, None for each that is none."""
    return (event_of(line) for line in piece.split(b"\n")[:-1])


def known(events: Iterable[Event | None]) -> list[Event]:
    """Those that are events."""
    return [one for one in events if one is not None]
