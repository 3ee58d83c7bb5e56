"""Who competes for the slots of one page: the best of those that match, by what was drawn and by what is expected.

A page fills a handful of slots, so of thousands of ads that match only the best are put in order. Whether those were
enough is checked: where a slot runs past them, all are put in order, and the answer is the same as if it had been so
from the start.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from newsstand.algorithms.ad_draw import Draw
from newsstand.algorithms.ad_rows import Ask, Floats, Integers
from newsstand.algorithms.ad_snapshot import Snapshot

# Equal bids take turns: what is drawn moves a value by a millionth even where nothing is unsure.
_TURNS = 1e-6
# A draw never makes an ad worth less than this part of what is expected of it.
_LEAST = 0.01
NO_SECTION = 0


class TooFewError(Exception):
    """The best were not enough for some slot: put all in order."""


@dataclass(frozen=True, slots=True)
class Order:
    """Rows with micros a view, best first; rows that are left out have at most `bound`."""

    rows: list[int]
    values: list[float]
    bound: float

    def __iter__(self) -> Iterator[tuple[int, float]]:
        """Each row with its value. Raises TooFewError before one that was left out might be better."""
        for row, value in zip(self.rows, self.values, strict=True):
            if value < self.bound:
                raise TooFewError
            yield row, value
        if self.bound > 0:
            raise TooFewError


@dataclass(frozen=True, slots=True)
class Bidders:
    """Orders by what was drawn and by what is expected, for those that pay by click and those that pay by view."""

    drawn: tuple[Order, Order]
    expected: tuple[Order, Order]


def section_of(ask: Ask) -> int:
    """The section by which rates on a page are known: its first, or 0 where it has none."""
    return ask.sections[0] if ask.sections else NO_SECTION


def bidders(snapshot: Snapshot, found: Integers, ask: Ask, *, left: Integers, draw: Draw, most: int | None) -> Bidders:
    """Put those of `found` (rows that match, ascending) in order, the best `most` of each pricing; None: all.

    `left`: micros that each row of the snapshot may spend, shape (rows,): nobody bids more than that.
    """
    ends = np.searchsorted(found, (snapshot.first_cpm, snapshot.first_house))
    by_click, by_view = found[: ends[0]], found[ends[0] : ends[1]]
    clicks, views = snapshot.values[by_click], snapshot.values[by_view]
    normals = draw.normals(snapshot.keys[by_click])
    drawn = clicks * (1 + _TURNS * normals) + snapshot.spreads[by_click] * normals
    drawn = np.maximum(drawn, clicks * _LEAST)
    _cross(snapshot, by_click, ask, (clicks, drawn))
    drawn_views = views * (1 + _TURNS * draw.normals(snapshot.keys[by_view]))
    return Bidders(
        drawn=(_order(snapshot, by_click, drawn, left, most), _order(snapshot, by_view, drawn_views, left, most)),
        expected=(_order(snapshot, by_click, clicks, left, most), _order(snapshot, by_view, views, left, most)),
    )


def _cross(snapshot: Snapshot, rows: Integers, ask: Ask, values: tuple[Floats, Floats]) -> None:
    known = snapshot.crosses.get(section_of(ask))
    if known is None or not len(rows):
        return
    numbers, factors = known
    places = np.minimum(np.searchsorted(rows, numbers), len(rows) - 1)
    there = rows[places] == numbers
    for value in values:
        value[places[there]] *= factors[there]


def _order(snapshot: Snapshot, rows: Integers, values: Floats, left: Integers, most: int | None) -> Order:
    bound = 0.0
    if most is not None and len(rows) > 4 * most:
        # The best `most` of any few are a lower bound; those expected to be best stand first.
        few = values[: 4 * most]
        bound = float(np.partition(few, -most)[-most])
        chosen = np.flatnonzero(values >= bound)
        rows, values = rows[chosen], values[chosen]
    bids, limits = snapshot.bids[rows], left[rows] * snapshot.units[rows]
    short = limits < bids
    if short.any():
        values = np.where(short, values * np.minimum(limits / bids, 1.0), values)
        floors = np.where(rows < snapshot.first_cpm, snapshot.floors.click, snapshot.floors.thousand)
        enough = limits >= floors
        rows, values = rows[enough], values[enough]
    best = np.lexsort((snapshot.keys[rows], -values))
    ordered = values[best]
    worthy = int(np.searchsorted(-ordered, 0.0))
    return Order(rows[best[:worthy]].tolist(), ordered[:worthy].tolist(), bound)
