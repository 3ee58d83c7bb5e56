"""How often an ad is clicked: its own views where there are many, everybody's where there are few.

An ad's rate is its own factor times its slot's, its section's and, where it has been shown there, that of the ad in the
section. Each is what was counted over what the others expect, drawn towards 1 by as many expected clicks as the spread
of its kind says (empirical Bayes: a gamma prior fitted by moments, as Robbins and Clayton and Kaldor's 1987 relative
risks). Rates are small, so clicks are taken as Poisson counts.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
# What is believed before anything was counted: 5 clicks in a thousand views, as sure as 400 views would make it.
FIRST_RATE = 0.005
FIRST_VIEWS = 400.0
# So many clicks an effect is drawn towards 1 by, at the least and at the most.
_WEAKEST, _STRONGEST = 2.0, 1000.0
_ROUNDS = 6
# What is believed beforehand counts as so many ads that were seen often.
_FIRST_ADS = 2.0
# No effect is further from 1 than this: beyond it is a mistake of somebody's, not a slot.
_FURTHEST = 20.0


@dataclass(frozen=True, slots=True)
class Cell:
    """How often an ad was seen and clicked in a slot and a section; only events that are believed."""

    ad: int
    slot: str
    section: int
    views: int
    clicks: int


@dataclass(frozen=True, slots=True)
class Model:
    """What was learnt. `mean`: clicks a view of an ad of which nothing is known, in an average slot and section.

    `views`: by how many views of its own an ad outweighs that. `ads`: rate and one standard deviation of it, for each
    ad that was seen. The rest are factors: of slots, of sections, of ads in sections.
    """

    mean: float = FIRST_RATE
    views: float = FIRST_VIEWS
    ads: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    slots: Mapping[str, float] = field(default_factory=dict)
    sections: Mapping[int, float] = field(default_factory=dict)
    crosses: Mapping[tuple[int, int], float] = field(default_factory=dict)

    @property
    def usual(self) -> tuple[float, float]:
        """Rate and standard deviation of an ad of which nothing is known."""
        return self.mean, self.mean / sqrt(self.mean * self.views)

    def rate(self, ad: int, slot: str, section: int) -> float:
        """Clicks expected of a view there."""
        own = self.ads.get(ad, self.usual)[0] * self.crosses.get((ad, section), 1.0)
        return min(own * self.slots.get(slot, 1.0) * self.sections.get(section, 1.0), 1.0)


def fit(cells: Iterable[Cell], *, slots: Mapping[str, float] | None = None) -> Model:
    """What these counts say. `slots`: each slot's weight before anything is known, by which its effect is drawn.

    Counts of the same ad, slot and section are added up. Each effect is fitted with the others held, in a few rounds.
    """
    known = [cell for cell in _added(cells) if cell.views > 0]
    weights = slots or {}
    if not known:
        return Model(slots=dict(weights))
    fitted = _Fit(known, weights)
    for _ in range(_ROUNDS):
        fitted.effects()
        fitted.ads()
    fitted.crosses()
    return fitted.model()


def calibration(model: Model, cells: Sequence[Cell]) -> float:
    """Clicks that a model expects of these views over those there were: 1 where it is right. inf without clicks."""
    clicks = sum(cell.clicks for cell in cells)
    expected = sum(cell.views * model.rate(cell.ad, cell.slot, cell.section) for cell in cells)
    return expected / clicks if clicks else float("inf")


def _added(cells: Iterable[Cell]) -> list[Cell]:
    sums: dict[tuple[int, str, int], list[int]] = defaultdict(lambda: [0, 0])
    for cell in cells:
        one = sums[cell.ad, cell.slot, cell.section]
        one[0] += cell.views
        # A view that was lost on its way is no reason for a rate above 1.
        one[1] += min(cell.clicks, cell.views)
    return [Cell(*key, views, clicks) for key, (views, clicks) in sorted(sums.items())]


class _Fit:
    """The effects as they stand after each round."""

    def __init__(self, cells: list[Cell], weights: Mapping[str, float]) -> None:
        self.cells, self.weights = cells, weights
        self.of_slots: dict[str, float] = dict(weights)
        self.of_sections: dict[int, float] = {}
        self.of_crosses: dict[tuple[int, int], float] = {}
        self.of_ads: dict[int, tuple[float, float]] = {}
        self.mean, self.views = FIRST_RATE, FIRST_VIEWS
        self.ads()

    def base(self, cell: Cell) -> float:
        """Views of a cell as if they had been in an average slot and section."""
        return cell.views * self.of_slots.get(cell.slot, 1.0) * self.of_sections.get(cell.section, 1.0)

    def ads(self) -> None:
        """Each ad's rate: a gamma prior by the moments of all ads' counts, and its own."""
        views: dict[int, float] = defaultdict(float)
        clicks: dict[int, int] = defaultdict(int)
        for cell in self.cells:
            views[cell.ad] += self.base(cell)
            clicks[cell.ad] += cell.clicks
        self.mean, self.views = prior([(clicks[ad], views[ad]) for ad in views])
        self.of_ads = {ad: posterior(clicks[ad], views[ad], mean=self.mean, views=self.views) for ad in views}

    def own(self, cell: Cell) -> float:
        return self.of_ads[cell.ad][0]

    def effects(self) -> None:
        """The slots' factors with the sections' held, then the other way round."""
        self.of_slots = dict(self.weights) | self._ratios(
            lambda cell: cell.slot,
            lambda cell: cell.views * self.own(cell) * self.of_sections.get(cell.section, 1.0),
            self.weights,
        )
        self.of_sections = self._ratios(
            lambda cell: cell.section,
            lambda cell: cell.views * self.own(cell) * self.of_slots.get(cell.slot, 1.0),
            {},
        )

    def crosses(self) -> None:
        """What is left of an ad in a section after all else, where it is shown in more than one."""
        sections: dict[int, set[int]] = defaultdict(set)
        for cell in self.cells:
            sections[cell.ad].add(cell.section)
        found = self._ratios(lambda cell: (cell.ad, cell.section), lambda cell: self.base(cell) * self.own(cell), {})
        self.of_crosses = {
            key: factor for key, factor in found.items() if len(sections[key[0]]) > 1 and abs(factor - 1) > 0.01
        }

    def _ratios(
        self, key: Callable[[Cell], Key], expects: Callable[[Cell], float], weights: Mapping[Key, float]
    ) -> dict[Key, float]:
        """What was clicked over what was expected, drawn towards a key's weight (1 where it has none)."""
        clicks: dict[Key, int] = defaultdict(int)
        expected: dict[Key, float] = defaultdict(float)
        for cell in self.cells:
            clicks[key(cell)] += cell.clicks
            expected[key(cell)] += expects(cell)
        drawn_to = {one: weights.get(one, 1.0) for one in clicks}
        strength = prior_of_ratios([(clicks[one], expected[one] * drawn_to[one]) for one in clicks])
        return {
            one: min(
                max(
                    drawn_to[one] * (clicks[one] + strength) / (expected[one] * drawn_to[one] + strength),
                    1 / _FURTHEST,
                ),
                _FURTHEST,
            )
            for one in clicks
        }

    def model(self) -> Model:
        return Model(
            mean=self.mean,
            views=self.views,
            ads=dict(self.of_ads),
            slots=dict(self.of_slots),
            sections=dict(self.of_sections),
            crosses=dict(self.of_crosses),
        )


def prior(counts: Sequence[tuple[int, float]]) -> tuple[float, float]:
    """The mean rate of ads (clicks a view) and how many views it weighs, by moments of (clicks, views).

    Ads count as much as their own views say of them, one at the most: views go to the better ads, so the mean of all
    views would promise too much of a new one. The spread of true rates is what rates differ beyond chance. What is
    believed beforehand counts as `_FIRST_ADS` ads. Weights and prior depend on each other: a few rounds.
    """
    mean, views = FIRST_RATE, FIRST_VIEWS
    seen = [(clicks / shown, shown) for clicks, shown in counts if shown > 0]
    for _ in range(_ROUNDS):
        weights = [shown / (shown + views) for _, shown in seen]
        whole = sum(weights) + _FIRST_ADS
        rates = sum(weight * rate for weight, (rate, _) in zip(weights, seen, strict=True))
        mean = (rates + _FIRST_ADS * FIRST_RATE) / whole
        beyond = sum(
            weight * ((rate - mean) ** 2 - mean / shown) for weight, (rate, shown) in zip(weights, seen, strict=True)
        )
        # As sure of its shape as of its mean: the first belief's spread is in proportion to the mean.
        first = mean * mean / (FIRST_RATE * FIRST_VIEWS)
        variance = (max(beyond, 0.0) + _FIRST_ADS * first) / whole
        views = min(max(mean / max(variance, 1e-18), _WEAKEST / mean / 4), _STRONGEST / mean)
    return mean, views


def posterior(clicks: int, seen: float, *, mean: float, views: float) -> tuple[float, float]:
    """An ad's rate and its standard deviation, of a gamma prior of this mean that weighs so many views."""
    shape, weight = clicks + mean * views, seen + views
    return min(shape / weight, 1.0), sqrt(shape) / weight


def prior_of_ratios(counts: Sequence[tuple[int, float]]) -> float:
    """By how many clicks factors are drawn towards 1, by moments of (clicks, expected clicks)."""
    beyond = sum((clicks - expected) ** 2 - expected for clicks, expected in counts)
    weight = sum(expected * expected for _, expected in counts)
    if weight <= 0 or beyond <= 0:
        return _STRONGEST
    return min(max(weight / beyond, _WEAKEST), _STRONGEST)
