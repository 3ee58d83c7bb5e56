"""How much one more signal counts: the same house, school or farm of clicks is not a crowd."""

import math
from collections.abc import Iterable, Mapping

# The k-th signal of one network for one article counts 1 / k ** POWER: any number of them stays below 1.7.
POWER = 2.0
# A network that did more than this in a day, over all articles, counts less with each further one.
USUAL_A_DAY = 200


def weight(before: int, *, today: int) -> float:
    """What a signal counts, from 0 to 1, when its network sent `before` for the same article and `today` in all."""
    if before < 0 or today < 0:
        raise ValueError("A network cannot have sent less than nothing.")
    busy = min(1.0, USUAL_A_DAY / max(today, 1))
    return busy / math.pow(before + 1, POWER)


def outlets_evidence(articles_by_outlet: Mapping[int, int], *, most_each: float = 2.0) -> float:
    """How much has been published, with each outlet counting the square root of what it did, `most_each` at most."""
    return sum(min(math.sqrt(count), most_each) for count in articles_by_outlet.values() if count > 0)


def strength(*, liked: float, met: float, usual: float = 0.15, doubt: float = 3.0) -> float:
    """What a page believes of a taste, from -1 to 1: how much more often they liked it than people like things.

    `liked` of `met` times. `doubt` is how many meetings at the usual rate are assumed beforehand (the mean of a Beta
    distribution): who met a topic once is not known. Raises ValueError for more liked than met, or less than nothing.
    """
    if not 0 <= liked <= met + 1e-9:
        raise ValueError(f"Liked {liked} of {met} times cannot be.")
    rate = (liked + usual * doubt) / (met + doubt)
    return (rate - usual) / (1 - usual) if rate >= usual else (rate - usual) / usual


def decayed(amounts: Iterable[float], *, days: float, half_life: float = 30.0) -> list[float]:
    """Counts as they weigh after so many days: half after `half_life`."""
    kept = 0.5 ** (max(days, 0.0) / half_life)
    return [amount * kept for amount in amounts]
