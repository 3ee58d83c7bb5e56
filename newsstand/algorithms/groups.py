"""What clustering keeps of a story: the sum of its articles' vectors, so small that memory holds 200,000."""

import math
import struct
from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import repeat
from operator import mul

from newsstand.algorithms.vectors import Vector

# A story of many articles is about this many terms at most; what weighs least is forgotten.
MOST_TERMS = 250
INDEXED = 40
_HEAD = struct.Struct("<BdIfII")
_VERSION = 1
_NO_DAY = -1e18

Near = Callable[[float | None, float | None], float]


@dataclass(slots=True)
class Group:
    """`keys` and `weights` are the sum as it stands at `day` (days since 1970, None where no time is known).

    `size` counts articles, `terms` the terms of all their vectors. `source` is who published them all, 0 for several.
    """

    day: float | None = None
    size: int = 0
    terms: int = 0
    source: int = 0
    keys: "array[int]" = field(default_factory=lambda: array("I"))
    weights: "array[float]" = field(default_factory=lambda: array("f"))

    def dot(self, weights: Mapping[int, float], best: float = 0.0) -> float:
        """The inner product with a vector, less the part `best` of its largest term: one word in common is a chance.

        With `best`, that term brings no more than twice what all the others bring.
        """
        products = list(map(mul, self.weights, map(weights.get, self.keys, repeat(0.0))))
        total = math.fsum(products)
        if not best:
            return total
        largest = max(products, default=0.0)
        rest = max(0.0, total - largest)
        return rest + min((1.0 - best) * largest, 2.0 * rest)

    def shared(self, weights: Mapping[int, float], most: int = 6) -> tuple[int, ...]:
        """The terms that make most of the inner product with a vector."""
        get = weights.get
        products = [(-weight * get(key, 0.0), key) for key, weight in zip(self.keys, self.weights, strict=True)]
        return tuple(key for product, key in sorted(products)[:most] if product < 0.0)

    def add(self, vector: Vector, near: Near) -> None:
        """Add an article. What is newer than the story moves its time on."""
        self._of(vector.source)
        self.size += 1
        self.terms += len(vector.weights)
        self._add(vector.weights, vector.day, near)

    def absorb(self, other: "Group", near: Near) -> None:
        """Add all that another story has."""
        self._of(other.source)
        self.size += other.size
        self.terms += other.terms
        self._add(dict(zip(other.keys, other.weights, strict=True)), other.day, near)

    def _of(self, source: int) -> None:
        self.source = source if self.size == 0 or source == self.source else 0

    def _add(self, weights: Mapping[int, float], day: float | None, near: Near) -> None:
        if not self.keys:
            self.day = day
            self._keep(dict(weights))
            return
        own, theirs = 1.0, 1.0
        if day is not None and self.day is not None:
            if day > self.day:
                own, self.day = near(day, self.day), day
            else:
                theirs = near(day, self.day)
        elif self.day is None:
            self.day = day
        total = {key: weight * own for key, weight in zip(self.keys, self.weights, strict=True)}
        for key, weight in weights.items():
            total[key] = total.get(key, 0.0) + weight * theirs
        self._keep(total)

    def _keep(self, total: dict[int, float]) -> None:
        if len(total) > MOST_TERMS:
            total = dict(sorted(total.items(), key=lambda item: (-item[1], item[0]))[:MOST_TERMS])
        self.keys, self.weights = array("I", total.keys()), array("f", total.values())

    def heaviest(self) -> list[int]:
        """The terms by which it is looked for, the heaviest first."""
        rows = sorted(zip(self.weights, self.keys, strict=True), key=lambda row: (-row[0], row[1]))
        return [key for _, key in rows[: 2 * INDEXED]]

    def average_terms(self) -> float:
        """So many terms an article of it has."""
        return self.terms / self.size if self.size else 0.0

    def packed(self) -> bytes:
        """All of it as bytes."""
        day = _NO_DAY if self.day is None else self.day
        head = _HEAD.pack(_VERSION, day, self.size, float(self.terms), self.source, len(self.keys))
        return head + self.keys.tobytes() + self.weights.tobytes()


def unpacked(data: bytes) -> Group:
    """What `Group.packed` wrote. Raises ValueError for anything else."""
    try:
        version, day, size, terms, source, number = _HEAD.unpack_from(data)
        keys, weights = array("I"), array("f")
        keys.frombytes(data[_HEAD.size : _HEAD.size + 4 * number])
        weights.frombytes(data[_HEAD.size + 4 * number : _HEAD.size + 8 * number])
    except (struct.error, ValueError) as error:
        raise ValueError("This is no story's centroid: make it again from its articles.") from error
    if version != _VERSION or len(keys) != number or len(weights) != number:
        raise ValueError("This is no story's centroid: make it again from its articles.")
    return Group(None if day == _NO_DAY else day, size, int(terms), source, keys, weights)


def cross(one: Group, other: Group) -> float:
    """The inner product of two stories' sums."""
    small, large = sorted((one, other), key=lambda group: len(group.keys))
    return large.dot(dict(zip(small.keys, small.weights, strict=True)))
