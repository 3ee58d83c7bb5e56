"""Who competes for the slots of one page: the best of those that match, by what was drawn and by what is expected.

A page fills a handful of slots, so of thousands of ads that match only the best are put in order. Whether those were
enough is checked: where a slot runs past them, all are put in order, and the answer is the same as if it had been so
from the start.
"""

from dataclasses import dataclass

import numpy as np

from newsstand.algorithms.ad_draw import Draw
from newsstand.algorithms.ad_rows import Ask, Floats, Integers
from newsstand.algorithms.ad_snapshot import TURNS, Snapshot

# A draw never makes an ad worth less than this part of what is expected of it.
_LEAST = 0.01
# No draw of a row that pays by view is further from what is expected of it than this (ten standard deviations).
_FURTHEST = 10 * TURNS
NO_SECTION = 0


class TooFewError(Exception):
    """The best were not enough for some slot: put all in order."""


@dataclass(slots=True)
class Order:
    """Rows with micros a view, best first; rows that are left out have at most `bound`.

    `start`: before it stands only who is on the page already, by itself, its advertiser or its category.
    """

    rows: list[int]
    values: list[float]
    bound: float
    start: int = 0


@dataclass(frozen=True, slots=True)
class Bidders:
    """Orders by what was drawn and by what is expected, for those that pay by click and those that pay by view."""

    drawn: tuple[Order, Order]
    expected: tuple[Order, Order]


def section_of(ask: Ask) -> int:
    """The section by which rates on a page are known: its first, or 0 where it has none."""
    return ask.sections[0] if ask.sections else NO_SECTION


def bidders(snapshot: Snapshot, found: Integers, ask: Ask, *, left: Integers, draw: Draw, most: int) -> Bidders:
    """Put those of `found` (rows that match and can pay their floor, ascending) in order, the best `most` of each.

    `left`: micros that each row of the snapshot may spend, shape (rows,): nobody bids more than that.
    """
    first_view, first_house = found.searchsorted((snapshot.first_cpm, snapshot.first_house)).tolist()
    by_click, by_view = found[:first_view], found[first_view:first_house]
    clicks, views = snapshot.values.take(by_click), snapshot.values.take(by_view)
    drawn = clicks + snapshot.spreads.take(by_click) * draw.normals(snapshot.keys.take(by_click))
    np.maximum(drawn, clicks * _LEAST, out=drawn)
    clicks_stand = views_stand = True
    for factors in _factors(snapshot, ask, left):
        clicks_stand &= not _scale(by_click, factors, clicks)
        _scale(by_click, factors, drawn)
        views_stand &= not _scale(by_view, factors, views)
    return Bidders(
        drawn=(_best(by_click, drawn, most), _turns(snapshot, by_view, views, draw, most, views_stand)),
        expected=(_expected(by_click, clicks, most, clicks_stand), _expected(by_view, views, most, views_stand)),
    )


def _factors(snapshot: Snapshot, ask: Ask, left: Integers) -> list[tuple[Integers, Floats]]:
    """Rows (ascending) whose views bring more or less here and now than in their snapshot, and by what factor."""
    found = []
    short = (left < snapshot.needs).nonzero()[0]
    if len(short):
        limits = left.take(short) * snapshot.units.take(short) / snapshot.bids.take(short)
        found.append((short, limits))
    known = snapshot.crosses.get(section_of(ask))
    if known is not None:
        found.append(known)
    return found


def _scale(rows: Integers, factors: tuple[Integers, Floats], values: Floats) -> bool:
    """Multiply the values of those rows for which there is a factor; whether there were any."""
    numbers, by = factors
    if not len(rows):
        return False
    places = np.minimum(rows.searchsorted(numbers), len(rows) - 1)
    there = rows[places] == numbers
    values[places[there]] *= by[there]
    return bool(there.any())


def _expected(rows: Integers, values: Floats, most: int, stand: bool) -> Order:
    if not stand:
        return _best(rows, values, most)
    bound = float(values[most]) if len(rows) > most else 0.0
    return Order(rows[:most].tolist(), values[:most].tolist(), bound)


def _turns(snapshot: Snapshot, rows: Integers, values: Floats, draw: Draw, most: int, stand: bool) -> Order:
    """Those that pay by view: only equals take turns, so where they stand in order the first are enough."""
    bound = 0.0
    if stand and len(rows) > most:
        close = float(values[most]) * (1 - 2 * _FURTHEST)
        first = int(np.count_nonzero(values >= close))
        if first < len(rows):
            rows, values, bound = rows[:first], values[:first], close * (1 + _FURTHEST)
    drawn = values * (1 + TURNS * draw.normals(snapshot.keys.take(rows)))
    order = _best(rows, drawn, most)
    order.bound = max(order.bound, bound)
    return order


def _best(rows: Integers, values: Floats, most: int) -> Order:
    """Order rows by these values; where there are many, no fewer than the best `most`."""
    bound = 0.0
    if len(rows) > 4 * most:
        # The best `most` of any few are a lower bound; those expected to be best stand first.
        bound = float(np.partition(values[: 4 * most], -most)[-most])
        chosen = (values >= bound).nonzero()[0]
        rows, values = rows.take(chosen), values.take(chosen)
    best = (-values).argsort(kind="stable")
    return Order(rows.take(best).tolist(), values.take(best).tolist(), bound)
