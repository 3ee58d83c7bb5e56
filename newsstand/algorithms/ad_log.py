"""What one event of advertising looks like in a file: one line, written at once.

Tabulators part: the kind, microseconds since 1970, and for a view (v) or a click (c) its mark, the reader's and the
network's keys of that day, and the offer; for a slot that was asked for (a) the context, the slot, and whether it was
filled (1) or not (0). The offer was read from its token before: whoever books needs no key for it.
"""

from base64 import b64encode
from binascii import Error as NotBase64Error
from binascii import a2b_base64
from typing import NamedTuple

from newsstand.algorithms.ad_tokens import Offer, TokenError, packed, unpacked
from newsstand.algorithms.event_lines import checked, with_checksum

VIEW, CLICK, ASKED = "v", "c", "a"
MOST_BYTES = 1_000


class Heard(NamedTuple):
    """A view (v) or click (c): when, in microseconds since 1970; `mark` "" where nothing is said against it yet."""

    kind: str
    at: int
    mark: str
    reader: str
    network: str
    offer: Offer


class Asked(NamedTuple):
    """A slot that a page asked to be filled, and whether it was."""

    at: int
    context: int
    slot: str
    filled: bool


def line_of(event: Heard | Asked) -> bytes:
    """The event's line. Raises ValueError for what no line can hold."""
    if isinstance(event, Heard):
        offer = b64encode(packed(event.offer)).decode("ascii")
        parts: tuple[object, ...] = (event.kind, event.at, event.mark, event.reader, event.network, offer)
    else:
        parts = (ASKED, event.at, event.context, event.slot, int(event.filled))
    said = [str(part) for part in parts]
    line = "\t".join(said).encode("ascii", "replace")
    if len(line) > MOST_BYTES or any("\t" in part or "\n" in part for part in said):
        raise ValueError(f"An event that no line can hold: {event!r}")
    return with_checksum(line)


def event_of(line: bytes) -> Heard | Asked | None:
    """The event of a line without its end; None for one that was torn, or is none."""
    said = checked(line)
    if said is None:
        return None
    try:
        kind, at, *rest = said.decode("ascii").split("\t")
        if kind == ASKED:
            context, slot, filled = rest
            return Asked(int(at), int(context), slot, filled == "1")
        mark, reader, network, offer = rest
        return Heard(kind, int(at), mark, reader, network, unpacked(a2b_base64(offer)))
    except (ValueError, NotBase64Error, TokenError):
        return None


def events_of(lines: bytes) -> tuple[list[Heard], list[Asked], int]:
    """The views and clicks of whole lines, the slots that were asked for, and how many lines are neither."""
    found = [event_of(line) for line in lines.split(b"\n")[:-1]]
    heard = [one for one in found if isinstance(one, Heard)]
    asked = [one for one in found if isinstance(one, Asked)]
    return heard, asked, len(found) - len(heard) - len(asked)
