"""All ads that may run, as arrays that nobody changes: what a process knows of them at one moment."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from newsstand.algorithms.ad_rows import AdRow, Effects, Floats, Floors, Integers


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The rows in the order of their ads' numbers, and one array of shape (rows,) for each of their columns."""

    rows: tuple[AdRow, ...]
    floors: Floors
    effects: Effects
    campaigns: Integers
    bids: Integers
    paces: Floats
    rates: Floats
    rate_sds: Floats

    def __len__(self) -> int:
        return len(self.rows)


def make_snapshot(rows: Iterable[AdRow], *, floors: Floors, effects: Effects | None = None) -> Snapshot:
    """The rows as arrays. Raises ValueError for a row that cannot be (a bid below 0, an unknown pricing or zone)."""
    ordered = tuple(sorted(rows, key=lambda row: row.ad))
    return Snapshot(
        rows=ordered,
        floors=floors,
        effects=effects or Effects(),
        campaigns=np.array([row.campaign for row in ordered], dtype=np.int64),
        bids=np.array([row.bid for row in ordered], dtype=np.int64),
        paces=np.array([row.pace for row in ordered], dtype=np.float64),
        rates=np.array([row.rate for row in ordered], dtype=np.float64),
        rate_sds=np.array([row.rate_sd for row in ordered], dtype=np.float64),
    )
