"""Would the model have chosen better than the plain formula? Asked of places that were given by chance, never of hope.

At such a place the chance of each candidate is known. What a rule would have earned is the mean of what was earned
where chance chose as the rule would have, divided by the chance (inverse propensity; Horvitz and Thompson, 1952; Li and
others, 2011). Divided by the sum of the weights instead, it is less scattered and slightly biased (self-normalised;
Swaminathan and Joachims, 2015). The difference of two rules is taken place by place, so that its interval is narrow.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

# Fewer places than this prove nothing.
LEAST = 200
# Two-sided 95 %.
Z = 1.96


@dataclass(frozen=True, slots=True)
class Logged:
    """One place that was given by chance.

    `pool`: (id, chance) of those who could have had it; `chosen`: who got it; `reward`: the share of those who saw the
    page that opened or finished it, from 0; `views`: how many saw it.
    """

    pool: tuple[tuple[int, float], ...]
    chosen: int
    reward: float
    views: float


@dataclass(frozen=True, slots=True)
class Value:
    """What a rule would have earned a view: by inverse propensity with its interval, and self-normalised."""

    mean: float
    low: float
    high: float
    normalised: float
    matched: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Model and plain formula on the same places, and the difference between them."""

    places: int
    views: float
    plain: Value
    model: Value
    difference: float
    low: float
    high: float

    @property
    def may_rank(self) -> bool:
        """Only when the worst of the interval is still better than the formula."""
        return self.places >= LEAST and self.low > 0.0


Rule = Callable[[int], int]


def compare(logged: Sequence[Logged], *, plain: Rule, model: Rule) -> Comparison:
    """Compare two rules, each a function from a place's number in `logged` to the id it would have chosen."""
    ours = [weight(one, plain(number)) for number, one in enumerate(logged)]
    theirs = [weight(one, model(number)) for number, one in enumerate(logged)]
    views = [one.views for one in logged]
    gains = [(their - our) * one.reward for our, their, one in zip(ours, theirs, logged, strict=True)]
    difference, error = weighed_mean(gains, views)
    return Comparison(
        places=len(logged),
        views=sum(views),
        plain=value(logged, ours),
        model=value(logged, theirs),
        difference=difference,
        low=difference - Z * error,
        high=difference + Z * error,
    )


def weight(one: Logged, wanted: int) -> float:
    """1 / chance where chance chose what the rule wanted, else 0. Raises ValueError when its chance is not known."""
    if one.chosen != wanted:
        return 0.0
    chance = dict(one.pool).get(wanted, 0.0)
    if chance <= 0.0:
        raise ValueError(f"Candidate {wanted} was chosen, but its chance is not known.")
    return 1.0 / chance


def value(logged: Sequence[Logged], weights: Sequence[float]) -> Value:
    """What a rule with these weights would have earned."""
    views = [one.views for one in logged]
    mean, error = weighed_mean([w * one.reward for w, one in zip(weights, logged, strict=True)], views)
    total = math.fsum(w * seen for w, seen in zip(weights, views, strict=True))
    earned = math.fsum(w * one.views * one.reward for w, one in zip(weights, logged, strict=True))
    return Value(
        mean=mean,
        low=mean - Z * error,
        high=mean + Z * error,
        normalised=earned / total if total else 0.0,
        matched=sum(1 for w in weights if w),
    )


def weighed_mean(values: Sequence[float], weights: Sequence[float]) -> tuple[float, float]:
    """The mean and its standard error; both 0 for fewer than two values or no weight at all."""
    total = math.fsum(weights)
    if len(values) < 2 or total <= 0:
        return 0.0, 0.0
    mean = math.fsum(v * w for v, w in zip(values, weights, strict=True)) / total
    spread = math.fsum((w * (v - mean)) ** 2 for v, w in zip(values, weights, strict=True))
    return mean, math.sqrt(spread * len(values) / (len(values) - 1)) / total
