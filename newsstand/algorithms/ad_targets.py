"""What ads want beside them, the other way round: for each place, topic and section the rows that name it.

Each row holds bits for the kinds of targets that it has; a page sets those of its rows that it meets. A row is matched
where all bits are set and none that forbids is. Lists that name many rows are kept as one byte a row, the others as
numbers: both cost less than looking at the rows.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from newsstand.algorithms.ad_rows import HOUSE, AdRow, Ask, Floors, Integers

Bytes: TypeAlias = NDArray[np.uint8]
PLACE, TOPIC, SECTION, FORBIDDEN = 1, 2, 4, 8
# A list of more than one in this many rows is kept as bytes.
_DENSE = 32


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """The rows that each key names, as numbers or, for many, as a byte for each row."""

    few: Mapping[int | str, Integers]
    many: Mapping[int | str, Bytes]

    def mark(self, marks: Bytes, keys: Iterable[int | str], bit: int) -> None:
        """Set a bit in the marks of all rows that any of these keys names."""
        for key in keys:
            if key in self.few:
                marks[self.few[key]] |= bit
            elif key in self.many:
                marks |= self.many[key] * np.uint8(bit)


@dataclass(frozen=True, slots=True, eq=False)
class Targets:
    """All lists, `wanted` the bits that each row needs (uint8, shape (rows,)), `slots` the bits of its slots.

    `slot_bits`: the bit of each slot that any row names; a row that names none has all bits, those of others too.
    """

    wanted: Bytes
    start: Bytes
    any_of: tuple[tuple[int, Postings], ...]
    none_of: tuple[Postings, ...]
    categories: Postings
    grave: Bytes
    slots: tuple[int, ...]
    slot_bits: Mapping[str, int]

    def matched(self, ask: Ask, awake: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Whether each row may stand on a page that asks this, in some slot: bool of shape (rows,)."""
        marks = self.start.copy()
        numbers = (ask.places, ask.topics, ask.sections)
        for (bit, postings), excluded, keys in zip(self.any_of, self.none_of, numbers, strict=True):
            postings.mark(marks, keys, bit)
            excluded.mark(marks, keys, FORBIDDEN)
        self.categories.mark(marks, ask.without, FORBIDDEN)
        if ask.is_grave:
            marks |= self.grave
        met: NDArray[np.bool_] = (marks == self.wanted) & awake
        return met

    def slot_bit(self, key: str) -> int:
        """The bit of a slot; the last one for a slot that no row names, which rows without slots have set."""
        return self.slot_bits.get(key, 1 << 63)


def index_targets(rows: Sequence[AdRow], floors: Floors) -> Targets:
    """The lists of these rows. Raises ValueError where more than 63 slots are named."""
    kinds = (PLACE, TOPIC, SECTION)
    wants: tuple[Callable[[AdRow], frozenset[int]], ...] = (
        lambda row: row.places,
        lambda row: row.topics,
        lambda row: row.sections,
    )
    nots: tuple[Callable[[AdRow], frozenset[int]], ...] = (
        lambda row: row.not_places,
        lambda row: row.not_topics,
        lambda row: row.not_sections,
    )
    bits = _slot_bits(rows)
    below = np.array([row.pricing != HOUSE and row.bid < floors.of(row.pricing) for row in rows], dtype=bool)
    wanted = [sum(bit for bit, want in zip(kinds, wants, strict=True) if want(row)) for row in rows]
    return Targets(
        wanted=np.array(wanted, dtype=np.uint8),
        start=np.where(below, FORBIDDEN, 0).astype(np.uint8),
        any_of=tuple((bit, _postings(rows, want)) for bit, want in zip(kinds, wants, strict=True)),
        none_of=tuple(_postings(rows, without) for without in nots),
        categories=_postings(rows, lambda row: (row.category,)),
        grave=np.array([0 if row.grave else FORBIDDEN for row in rows], dtype=np.uint8),
        slots=tuple(_slots(row, bits) for row in rows),
        slot_bits=bits,
    )


def _slot_bits(rows: Sequence[AdRow]) -> dict[str, int]:
    names = sorted({name for row in rows for name in row.slots | row.not_slots})
    if len(names) > 63:
        raise ValueError(f"Ads name {len(names)} slots, and 63 is the most there can be.")
    return {name: 1 << number for number, name in enumerate(names)}


def _slots(row: AdRow, bits: Mapping[str, int]) -> int:
    allowed = sum(bits[name] for name in row.slots) if row.slots else (1 << 64) - 1
    return allowed & ~sum(bits[name] for name in row.not_slots)


def _postings(rows: Sequence[AdRow], keys: Callable[[AdRow], Iterable[int | str]]) -> Postings:
    found: dict[int | str, list[int]] = {}
    for number, row in enumerate(rows):
        for key in keys(row):
            found.setdefault(key, []).append(number)
    few: dict[int | str, Integers] = {}
    many: dict[int | str, Bytes] = {}
    for key, numbers in found.items():
        if len(numbers) * _DENSE > len(rows):
            many[key] = np.zeros(len(rows), dtype=np.uint8)
            many[key][numbers] = 1
        else:
            few[key] = np.array(numbers, dtype=np.int64)
    return Postings(few=few, many=many)
