"""Which ads stand in the slots of one page, and what each pays: by what the page is about, never by who reads it."""

from collections.abc import Sequence
from datetime import datetime

from newsstand.algorithms.ad_draw import Draw
from newsstand.algorithms.ad_pricing import price_again
from newsstand.algorithms.ad_rows import (
    CPC,
    CPM,
    HOUSE,
    NO_LIMIT,
    AdRow,
    Ask,
    Choice,
    Effects,
    Floors,
    Integers,
    SlotAsk,
)
from newsstand.algorithms.ad_snapshot import Snapshot, make_snapshot

__all__ = [
    "CPC",
    "CPM",
    "HOUSE",
    "NO_LIMIT",
    "AdRow",
    "Ask",
    "Choice",
    "Draw",
    "Effects",
    "Floors",
    "Integers",
    "SlotAsk",
    "Snapshot",
    "decide",
    "make_snapshot",
    "price_again",
]


def decide(
    snapshot: Snapshot, ask: Ask, slots: Sequence[SlotAsk], *, left: Integers, draw: Draw, now: datetime
) -> list[Choice | None]:
    """Fill the slots of a page: one answer for each slot, in the order given; None where nothing is left to show.

    `left`: micros that each row of the snapshot may still spend, int64 of shape (rows,), NO_LIMIT where nothing limits
    it; a row whose reservation failed is tried without by setting it to 0 and asking again. `now`: aware.
    """
    raise NotImplementedError
