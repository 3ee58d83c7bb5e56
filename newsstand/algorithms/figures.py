"""Figures of a transparency report from what was counted."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Times:
    """How long something took, in seconds: of `number` cases; None where there were none."""

    number: int
    median: float | None
    p90: float | None


def times(seconds: Sequence[float]) -> Times:
    """Median and 90th percentile by nearest rank: the smallest value that at least so many of all do not exceed."""
    ordered = sorted(seconds)
    if not ordered:
        return Times(0, None, None)
    return Times(len(ordered), nearest_rank(ordered, 0.5), nearest_rank(ordered, 0.9))


def nearest_rank(ordered: Sequence[float], share: float) -> float:
    """The value at rank ceil(share * n) of a sorted, non-empty list."""
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]


def share(part: int, whole: int) -> float | None:
    """Part of whole, from 0 to 1, to four digits; None of nothing."""
    return round(part / whole, 4) if whole else None
