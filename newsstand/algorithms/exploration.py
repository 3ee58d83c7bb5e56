"""Some places of a page are given by chance to what is new, so that it can be found out whether anybody wants it.

The chance of each is known and kept: that is what makes later comparison honest (algorithms.replay).
"""

import math
from collections.abc import Sequence

from newsstand.algorithms.ranking import Candidate

# The places given by chance, counted from 0; none of them is at the top.
SLOTS = (6, 11, 17, 24, 32, 41)
MOST_AGE_HOURS = 18.0
FEW_LOOKS = 30.0
MOST_POOL = 20
# Half of the chance is the same for all in the pool, half goes by score: no chance is ever below 1 in 40.
EVEN = 0.5
TEMPERATURE = 6.0


def is_new(candidate: Candidate, *, hour: float) -> bool:
    """Whether little is known of it: fresh, and few have looked at it."""
    return hour - candidate.hour <= MOST_AGE_HOURS and candidate.shown < FEW_LOOKS


def propensities(scores: Sequence[float]) -> list[float]:
    """The chance of each, which add up to 1: even to one half, by score (softmax) to the other. [] for none."""
    if not scores:
        return []
    top = max(scores)
    weights = [math.exp((score - top) / TEMPERATURE) for score in scores]
    total = sum(weights)
    return [EVEN / len(scores) + (1 - EVEN) * weight / total for weight in weights]


def draw(chances: Sequence[float], at: float) -> int:
    """The place in `chances` that `at` (0 to 1, 1 excluded) falls on. Raises ValueError for no chances."""
    if not chances:
        raise ValueError("There is nothing to draw from.")
    passed = 0.0
    for place, chance in enumerate(chances):
        passed += chance
        if at < passed:
            return place
    return len(chances) - 1
