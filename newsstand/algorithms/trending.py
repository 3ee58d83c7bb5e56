"""What is rising for its size.

How often a thing was counted in a window is held against what its own past lets one expect. The count is taken as
Poisson, its unknown rate as Gamma with the past as evidence, so the number to expect is negative binomial (Gelman and
others, Bayesian Data Analysis, 2.6). The score is minus the logarithm (base 10) of the chance to see as much or more: 2
is what happens by chance once in a hundred windows, whether the thing is large or small.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from newsstand.algorithms.crowds import outlets_evidence

# Before anything is known of a thing, it is taken to be counted twice a week.
PRIOR_COUNT = 0.5
PRIOR_HOURS = 42.0
LEAST_OUTLETS = 2
SHOWN_FROM = 2.0
# What reading alone can prove; with coverage that rises too, it may double it.
READING_ALONE = 1.0
MOST = 30.0


@dataclass(frozen=True, slots=True)
class Counts:
    """A thing in the window now and in its past: articles by outlet, and readers, weighed (algorithms.crowds).

    `past_evidence` and `past_readers` are those of all windows of the past, counted in the same way, added up.
    """

    by_outlet: Mapping[int, int]
    readers: float
    past_evidence: float
    past_readers: float


@dataclass(frozen=True, slots=True)
class Rise:
    """How surprising a thing is: from coverage, from reading, together; and what was counted and expected."""

    score: float
    coverage: float
    reading: float
    outlets: int
    articles: int
    readers: float
    expected: float

    @property
    def is_shown(self) -> bool:
        """Whether it may be called trending: surprising, and not by one source's doing."""
        return self.score >= SHOWN_FROM and self.outlets >= LEAST_OUTLETS


def rise(counts: Counts, *, hours: float, past_hours: float) -> Rise:
    """How surprising the counts of a window of `hours` are after a past of `past_hours`.

    Many articles of one outlet count as two at most. Readers that nobody's reporting answers to count little: what
    reading proves is limited by what coverage proves. Raises ValueError for windows that are not longer than nothing.
    """
    if hours <= 0 or past_hours <= 0:
        raise ValueError("A window is longer than nothing.")
    seen = outlets_evidence(counts.by_outlet)
    share = hours / (past_hours + PRIOR_HOURS)
    expected = (counts.past_evidence + PRIOR_COUNT) * share
    coverage = surprise(seen, before=counts.past_evidence, hours=hours, past_hours=past_hours)
    reading = surprise(counts.readers, before=counts.past_readers, hours=hours, past_hours=past_hours)
    return Rise(
        score=coverage + min(reading, READING_ALONE + coverage),
        coverage=coverage,
        reading=reading,
        outlets=sum(1 for count in counts.by_outlet.values() if count > 0),
        articles=sum(counts.by_outlet.values()),
        readers=counts.readers,
        expected=expected,
    )


def surprise(seen: float, *, before: float, hours: float, past_hours: float) -> float:
    """-log10 of the chance to count `seen` or more, 0 to MOST. Parts of a count are rounded down, against alarm."""
    size = before + PRIOR_COUNT
    rate = past_hours + PRIOR_HOURS
    upto = math.floor(seen)
    if upto <= 0:
        return 0.0
    success = rate / (rate + hours)
    if seen <= size * hours / rate:
        return 0.0
    below = math.fsum(math.exp(log_chance(count, size, success)) for count in range(upto))
    tail = 1.0 - below
    if tail > 1e-9:
        return min(-math.log10(tail), MOST)
    # So far out the first term is nearly the whole tail, and 1 - below has no digits left.
    ratio = (upto + size) / (upto + 1) * (1 - success)
    first = log_chance(upto, size, success) - math.log(max(1 - ratio, 1e-9))
    return min(-first / math.log(10), MOST)


def log_chance(count: int, size: float, success: float) -> float:
    """The logarithm of the negative binomial's chance of exactly `count`."""
    ways = math.lgamma(count + size) - math.lgamma(size) - math.lgamma(count + 1)
    return ways + size * math.log(success) + count * math.log1p(-success)
