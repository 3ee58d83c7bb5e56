"""What a campaign would get: the slots that were asked for lately, sold once more with its ad among the others.

The same auction decides (`auction.decide`), with the rates and paces of now; so an estimate knows what a bid wins and
what it would pay, not only how many pages there are. How far it may be off comes from how much days differ, how unsure
the ad's rate is, and how few clicks there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import exp, sqrt

import numpy as np

from newsstand.algorithms.ad_rows import CPC, CPM, NO_LIMIT, AdRow, Ask, SlotAsk, cost_of_view
from newsstand.algorithms.ad_snapshot import Snapshot, make_snapshot
from newsstand.algorithms.auction import Draw, decide

# Of so many recorded slots each is sold; of more, these by chance, those asked for more often rather than others.
MOST_SOLD = 250
# So often each: an auction is drawn.
DRAWS = 3
# Eight of ten days are within.
_EIGHT_OF_TEN = 1.2816
# How much days differ where that is not known, as a part of their mean.
_USUAL_VARIATION = 0.35
_HOURS = 168


@dataclass(frozen=True, slots=True)
class Recorded:
    """A slot in a context: how often it was `asked` for, was `filled` and was seen (`viewed`) in the time recorded."""

    ask: Ask
    slot: SlotAsk
    asked: int
    filled: int
    viewed: int


@dataclass(frozen=True, slots=True)
class Range:
    """What is expected, and between which numbers eight of ten days should be."""

    low: float
    likely: float
    high: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A day of a campaign. `spent`: micros. `price`: micros for a click or a thousand views, 0 where nothing is won.

    `asked`: how often its slots are asked for in a day; `won`: which part of them it would get with no budget in the
    way; `is_short`: the budget ends before the day does, at the part `lasts` of what it would win.
    """

    asked: float
    won: float
    views: Range
    clicks: Range
    spent: Range
    price: float
    is_short: bool
    lasts: float


def estimate(
    row: AdRow,
    *,
    snapshot: Snapshot,
    recorded: Sequence[Recorded],
    by_day: Sequence[int],
    daily: int | None,
    now: datetime,
    seed: int = 1,
) -> Estimate:
    """What a day would bring to an ad that is not in the snapshot, or is there with other terms.

    `recorded`: of the days of `by_day`, which holds how often slots were asked for on each. `daily`: micros a day, None
    for no limit. Dates and hours of the row are not looked at here, but its hours' part of the week is. The same for
    the same seed. Raises ValueError where nothing was recorded on no day.
    """
    if not by_day:
        raise ValueError("An estimate needs at least one recorded day.")
    free = replace(row, hours="", starts=None, ends=None, pace=1.0)
    with_row = make_snapshot([*_rivals(row, snapshot), free], floors=snapshot.floors, effects=snapshot.effects)
    there = _where_it_may_stand(free, snapshot, recorded, now)
    awake = row.hours.count("1") / _HOURS if row.hours else 1.0
    asked = sum(one.asked for one in there) * awake / len(by_day)
    won, views, clicks, spent = (
        value * awake / len(by_day) for value in _sold(free, with_row, there, now, np.random.default_rng(seed), seed)
    )
    lasts = min(1.0, daily / spent) if daily is not None and spent > 0 else 1.0
    spread = _variation(by_day)
    unsure = min(row.rate_sd / row.rate, 1.0) if row.rate > 0 else 1.0
    views, clicks, spent = views * lasts, clicks * lasts, spent * lasts
    seen, clicked = _range(views, spread), _range(clicks, sqrt(spread**2 + unsure**2))
    cost = _range(spent, sqrt(spread**2 + (unsure**2 if row.pricing == CPC else 0.0)))
    if daily is not None:
        cost = Range(min(cost.low, daily), min(cost.likely, daily), min(cost.high, daily))
    unit = {CPC: clicks, CPM: views / 1000}.get(row.pricing, 0.0)
    return Estimate(
        asked=asked,
        won=won / asked if asked else 0.0,
        views=seen,
        clicks=clicked,
        spent=cost,
        price=spent / unit if unit > 0 else 0.0,
        is_short=lasts < 1.0,
        lasts=lasts,
    )


def _rivals(row: AdRow, snapshot: Snapshot) -> list[AdRow]:
    return [one for one in snapshot.rows if one.ad != row.ad]


def _where_it_may_stand(row: AdRow, snapshot: Snapshot, recorded: Sequence[Recorded], now: datetime) -> list[Recorded]:
    alone = make_snapshot([row], floors=snapshot.floors)
    awake = alone.awake.at(now)
    return [
        one
        for one in recorded
        if one.asked > 0
        and alone.targets.matched(one.ask, awake)[0]
        and alone.targets.slots[0] & alone.targets.slot_bit(one.slot.key)
    ]


def _sold(
    row: AdRow, snapshot: Snapshot, there: Sequence[Recorded], now: datetime, chance: np.random.Generator, seed: int
) -> tuple[float, float, float, float]:
    """Slots that it wins of those recorded, its views and clicks there, and what they cost in micros."""
    some, weights = _some(there, chance)
    left = np.full(len(snapshot), NO_LIMIT, dtype=np.int64)
    won = views = clicks = spent = 0.0
    usual = _seen_of_filled(there)
    for number, (one, weight) in enumerate(zip(some, weights, strict=True)):
        seen = min(one.viewed / one.filled, 1.0) if one.filled else usual
        for again in range(DRAWS):
            draw = Draw(seed * 1_000_003 + number * DRAWS + again)
            choice = decide(snapshot, one.ask, [one.slot], left=left, draw=draw, now=now)[0]
            if choice is not None and choice.ad == row.ad:
                times = weight * one.asked / DRAWS
                won += times
                views += times * seen
                clicks += times * seen * choice.rate
                spent += times * seen * cost_of_view(choice.pricing, choice.price, choice.rate)
    return won, views, clicks, spent


def _some(there: Sequence[Recorded], chance: np.random.Generator) -> tuple[list[Recorded], list[float]]:
    """Those to be sold, and by how much each stands for others as well; the sums stay what they are on average."""
    if len(there) <= MOST_SOLD:
        return list(there), [1.0] * len(there)
    asked = np.array([one.asked for one in there], dtype=np.float64)
    whole = float(asked.sum())
    # One step through all of them, laid end to end: systematic sampling, whose parts vary least.
    step = whole / MOST_SOLD
    at = (chance.random() + np.arange(MOST_SOLD)) * step
    chosen = np.minimum(asked.cumsum().searchsorted(at), len(there) - 1)
    return [there[number] for number in chosen], [step / float(asked[number]) for number in chosen]


def _seen_of_filled(there: Sequence[Recorded]) -> float:
    """Which part of filled slots is seen, half where nothing was filled yet."""
    filled, viewed = sum(one.filled for one in there), sum(one.viewed for one in there)
    return min((viewed + 5) / (filled + 10), 1.0)


def _variation(by_day: Sequence[int]) -> float:
    """How much days differ, as a part of their mean; of few days as much as is usual, rather."""
    mean = sum(by_day) / len(by_day)
    if mean <= 0:
        return 1.0
    squares = sum((day - mean) ** 2 for day in by_day) / mean**2
    # As if four more days had varied as is usual.
    return min(sqrt((squares + 4 * _USUAL_VARIATION**2) / (len(by_day) + 3)), 1.0)


def _range(likely: float, spread: float) -> Range:
    if likely <= 0:
        return Range(0.0, 0.0, 0.0)
    off = exp(_EIGHT_OF_TEN * sqrt(spread**2 + 1 / max(likely, 1.0)))
    return Range(likely / off, likely, likely * off)
