"""Which ads stand in the slots of one page, and what each pays: by what the page is about, never by who reads it."""

from collections.abc import Sequence
from datetime import datetime

from newsstand.algorithms.ad_bidders import Bidders, TooFewError, bidders
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
    running = snapshot.targets.matched(ask, snapshot.awake.at(now))
    found = (running & (left >= snapshot.least)).nonzero()[0]
    order = sorted(slots, key=lambda slot: -weight(snapshot, slot))
    page = _sold(snapshot, ask, order, bidders(snapshot, found, ask, left=left, draw=draw, most=len(slots) + 12), left)
    if page is None:
        everybody = bidders(snapshot, found, ask, left=left, draw=draw, most=len(found) + 1)
        page = _sold(snapshot, ask, order, everybody, left) or Page(snapshot, ask)
    page.give_to_house(order, found, draw)
    return [page.choices.get(slot.key) for slot in slots]


def _sold(snapshot: Snapshot, ask: Ask, slots: Sequence[SlotAsk], competing: Bidders, left: Integers) -> Page | None:
    """The page with these slots sold one after the other; None where too few compete to say who is next."""
    page = Page(snapshot, ask)
    try:
        for slot in slots:
            page.sell(slot, competing, left)
    except TooFewError:
        return None
    return page
