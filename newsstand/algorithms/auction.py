"""Which ads stand in the slots of one page, and what each pays: by what the page is about, never by who reads it."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from newsstand.algorithms.ad_bidders import TooFewError, bidders
from newsstand.algorithms.ad_draw import Draw
from newsstand.algorithms.ad_page import Page, weight
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
    it; a row whose reservation failed is tried without by setting it to 0 and asking again. `now`: aware. Slots in
    which ads are clicked most are filled first, each by the row of which most micros a view are drawn, of another
    advertiser and category than the slots before; the price is by what is expected (`ad_pricing`). Raises ValueError
    where `left` has another shape.
    """
    if left.shape != (len(snapshot),):
        raise ValueError(f"`left` has the shape {left.shape}, the snapshot {len(snapshot)} rows: give micros for each.")
    found = np.flatnonzero(snapshot.targets.matched(ask, snapshot.awake.at(now)))
    order = sorted(range(len(slots)), key=lambda number: -weight(snapshot, slots[number]))
    page = Page(snapshot, ask)
    for most in (4 * len(slots) + 16, None):
        page = Page(snapshot, ask)
        try:
            competing = bidders(snapshot, found, ask, left=left, draw=draw, most=most)
            for number in order:
                page.sell(slots[number], competing, left)
            break
        except TooFewError:
            continue
    page.give_to_house([slots[number] for number in order], found, draw)
    return [page.choices.get(slot.key) for slot in slots]
