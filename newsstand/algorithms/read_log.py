"""What one event looks like in a file: one line, written at once, and known again even beside a torn one."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from zlib import crc32

LINE = re.compile(
    rb"([0-9a-f]{8})\t(\d{1,12})\t(\d{1,19})\t([ofrbp])\t([0-9a-f]{0,24})\t([0-9a-f]{0,24})\t([!-~]{0,100})"
)
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
    line = b"%08x\t%b" % (crc32(said), said)
    if not LINE.fullmatch(line) or event.article >= MOST_ID:
        raise ValueError(f"An event that no line can hold: {event!r}")
    return line + b"\n"


def event_of(line: bytes) -> Event | None:
    """The event of a line without its end; None for one that was torn, or is none."""
    found = LINE.fullmatch(line)
    if found is None or int(found[1], 16) != crc32(line[9:]) or int(found[3]) >= MOST_ID:
        return None
    reader, network, source = (found[number].decode("ascii") for number in (5, 6, 7))
    try:
        at = datetime.fromtimestamp(int(found[2]), tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return Event(at, int(found[3]), Deed(found[4].decode("ascii")), reader, network, source)


def whole_lines(piece: bytes) -> int:
    """How many bytes of the beginning of a file are whole lines; what follows is still being written, or was torn."""
    return piece.rfind(b"\n") + 1


def events_of(piece: bytes) -> Iterator[Event | None]:
    """The events of whole lines in their order, None for each that is none."""
    return (event_of(line) for line in piece.split(b"\n")[:-1])


def known(events: Iterable[Event | None]) -> list[Event]:
    """Those that are events."""
    return [one for one in events if one is not None]
