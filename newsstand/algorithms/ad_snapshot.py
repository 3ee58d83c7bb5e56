"""All ads that may run, as arrays that nobody changes: what a process knows of them at one moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from newsstand.algorithms.ad_draw import draw_keys
from newsstand.algorithms.ad_hours import Awake, awake
from newsstand.algorithms.ad_rows import CPC, CPM, HOUSE, AdRow, Effects, Floats, Floors, Integers
from newsstand.algorithms.ad_targets import Targets, index_targets

# Rates are drawn with half their variance: with all of it too much is tried, with none what was lucky first is kept.
HALF_VARIANCE = 0.5**0.5
# Equal bids take turns: what is drawn moves a value by a millionth even where nothing is unsure.
TURNS = 1e-6
_ORDER = {CPC: 0, CPM: 1, HOUSE: 2}


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Rows that pay by click, then those that pay by view, then the house's; arrays of shape (rows,) for their columns.

    Those of one pricing stand by what a view of them is expected to bring, best first. `values`: micros expected of a
    view, as a row bids now (pace times bid times rate, or a thousandth of pace times bid; 0 for the house). `spreads`:
    how unsure that is, with half the variance, and the little by which equals take turns. `units`: how many micros of a
    bid one micro of budget carries (1000 for cpm); `needs`: micros of budget for all of a bid, `least` for its floor.
    `crosses`: of each section, the rows (ascending) whose rate differs there, and by what factor.
    """

    rows: tuple[AdRow, ...]
    floors: Floors
    effects: Effects
    first_cpm: int
    first_house: int
    campaigns: Integers
    keys: Integers
    advertisers: tuple[int, ...]
    categories: tuple[str, ...]
    bids: Floats
    units: Floats
    values: Floats
    spreads: Floats
    needs: Integers
    least: Integers
    crosses: Mapping[int, tuple[Integers, Floats]]
    targets: Targets
    awake: Awake

    def __len__(self) -> int:
        return len(self.rows)


def make_snapshot(rows: Iterable[AdRow], *, floors: Floors, effects: Effects | None = None) -> Snapshot:
    """The rows as arrays; whoever bids less than the floor is in it and never chosen.

    Raises ValueError for a row that cannot be: an unknown pricing or zone, a bid below 0, a rate that is no chance, an
    ad that is there twice, hours that are not 168 characters of 0 and 1.
    """
    given = list(rows)
    for row in given:
        _check(row)
    if len({row.ad for row in given}) < len(given):
        raise ValueError("An ad is there twice: one row an ad.")
    ordered = tuple(sorted(given, key=lambda row: (_ORDER[row.pricing], -_value(row), row.ad)))
    effects = effects or Effects()
    return Snapshot(
        rows=ordered,
        floors=floors,
        effects=effects,
        first_cpm=sum(row.pricing == CPC for row in ordered),
        first_house=sum(row.pricing != HOUSE for row in ordered),
        campaigns=np.array([row.campaign for row in ordered], dtype=np.int64),
        keys=draw_keys(np.array([row.ad for row in ordered], dtype=np.int64)),
        advertisers=tuple(row.advertiser for row in ordered),
        categories=tuple(row.category for row in ordered),
        bids=np.array([row.bid for row in ordered], dtype=np.float64),
        units=np.array([1000 if row.pricing == CPM else 1 for row in ordered], dtype=np.float64),
        values=np.array([_value(row) for row in ordered], dtype=np.float64),
        spreads=np.array([_spread(row) for row in ordered], dtype=np.float64),
        needs=np.array([_budget(row, row.bid) for row in ordered], dtype=np.int64),
        least=np.array([_budget(row, floors.of(row.pricing)) for row in ordered], dtype=np.int64),
        crosses=_crosses(ordered, effects),
        targets=index_targets(ordered, floors),
        awake=awake(ordered),
    )


def _value(row: AdRow) -> float:
    return row.pace * row.bid * (row.rate if row.pricing == CPC else 0.001)


def _spread(row: AdRow) -> float:
    return row.pace * row.bid * row.rate_sd * HALF_VARIANCE + TURNS * _value(row) if row.pricing == CPC else 0.0


def _budget(row: AdRow, price: int) -> int:
    return -(-price // 1000) if row.pricing == CPM else price


def _crosses(rows: Sequence[AdRow], effects: Effects) -> dict[int, tuple[Integers, Floats]]:
    places = {row.ad: number for number, row in enumerate(rows) if row.pricing == CPC}
    found: dict[int, list[tuple[int, float]]] = {}
    for (ad, section), factor in effects.crosses.items():
        if ad in places:
            found.setdefault(section, []).append((places[ad], factor))
    return {
        section: (np.array([row for row, _ in sorted(pairs)]), np.array([factor for _, factor in sorted(pairs)]))
        for section, pairs in found.items()
    }


def _check(row: AdRow) -> None:
    if row.pricing not in _ORDER:
        raise ValueError(f"Ad {row.ad} has the pricing {row.pricing!r}: it is cpc, cpm or house.")
    if row.bid < 0 or not 0 <= row.pace <= 1:
        raise ValueError(f"Ad {row.ad} bids {row.bid} at a pace of {row.pace}: a bid is 0 or more, a pace from 0 to 1.")
    if not 0 <= row.rate <= 1 or not row.rate_sd >= 0:
        raise ValueError(f"Ad {row.ad} has a rate of {row.rate} +- {row.rate_sd}: a rate is from 0 to 1.")
