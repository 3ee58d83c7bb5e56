"""New ads all the time: how many clicks are won of those that somebody who knew all rates would win; calibration."""

from collections import Counter
from datetime import UTC, datetime

import numpy as np

from newsstand.algorithms.auction import (
    CPC,
    NO_LIMIT,
    AdRow,
    Ask,
    Draw,
    Effects,
    Floors,
    SlotAsk,
    decide,
    make_snapshot,
)
from newsstand.algorithms.clickrate import Cell, Model, calibration, fit

ADS = 50
MEAN, SPREAD = 0.006, 3.0
# One ad goes and another comes so often, and rates are learnt so often: a site with a few pages a second.
CHANGES_EVERY = 3000
LEARNS_EVERY = 1000
NOW = datetime(2026, 9, 7, tzinfo=UTC)
SLOT = SlotAsk("front-1", 1.0)


def cold_start(*, requests: int, seed: int) -> tuple[float, float]:
    """The share of the oracle's clicks that are expected of what was chosen, and expected clicks over true ones."""
    chance = np.random.default_rng(seed)

    def new_rate() -> float:
        return float(chance.beta(SPREAD, SPREAD / MEAN))

    truth = {ad: new_rate() for ad in range(ADS)}
    rates = dict(truth)
    views: Counter[int] = Counter()
    clicks: Counter[int] = Counter()
    won = best = expected = 0.0
    left = np.full(ADS, NO_LIMIT, dtype=np.int64)
    snapshot = make_snapshot([], floors=Floors())
    for number in range(requests):
        is_new = number and number % CHANGES_EVERY == 0
        if is_new:
            del truth[min(truth)]
            truth[ADS + number // CHANGES_EVERY] = rates[ADS + number // CHANGES_EVERY] = new_rate()
        if is_new or number % LEARNS_EVERY == 0:
            model = fit(Cell(ad, SLOT.key, 0, views[ad], clicks[ad]) for ad in views)
            # What all ads have in common is in their own rates: there is one slot and one section.
            snapshot = make_snapshot([_row(ad, model) for ad in truth], floors=Floors(), effects=_effects(model))
        choice = decide(snapshot, Ask(), [SLOT], left=left, draw=Draw(seed * 1_000_003 + number), now=NOW)[0]
        if choice is None:
            raise RuntimeError("An ad that may stand anywhere was not chosen.")
        views[choice.ad] += 1
        clicks[choice.ad] += int(chance.random() < truth[choice.ad])
        won, best, expected = won + truth[choice.ad], best + max(truth.values()), expected + choice.rate
    return won / best, expected / won


def _row(ad: int, model: Model) -> AdRow:
    rate, deviation = model.ads.get(ad, model.usual)
    return AdRow(ad, ad, ad, str(ad), CPC, 100_000, rate=rate, rate_sd=deviation)


def _effects(model: Model) -> Effects:
    return Effects(slots=model.slots, sections=model.sections, crosses=model.crosses)


def calibrated(*, ads: int, views: int, seed: int) -> tuple[float, float, float]:
    """Clicks that a model expects over those there are, of views it has not seen: all, least and most of a section.

    Ads, slots, sections and ads in sections differ, and some were seen ten times as often as others.
    """
    chance = np.random.default_rng(seed)
    slots, sections = {"front-1": 1.0, "front-2": 0.55, "article-1": 0.35}, np.exp(chance.normal(0, 0.35, 10))
    own, crosses = chance.beta(3, 500, ads), np.exp(chance.normal(0, 0.25, (ads, 10)))
    weights = chance.lognormal(0, 1.0, (ads, len(slots), 10))
    weights /= weights.sum()
    learnt: list[Cell] = []
    asked: list[Cell] = []
    for ad in range(ads):
        for slot, (key, factor) in enumerate(slots.items()):
            for section in range(10):
                rate = min(own[ad] * factor * sections[section] * crosses[ad, section], 1.0)
                for cells in (learnt, asked):
                    seen = int(chance.poisson(views * weights[ad, slot, section]))
                    cells.append(Cell(ad, key, section, seen, int(chance.binomial(seen, rate))))
    model = fit(learnt, slots={"front-1": 1.0, "front-2": 0.7, "article-1": 1.0})
    by_section = [calibration(model, [cell for cell in asked if cell.section == section]) for section in range(10)]
    return calibration(model, asked), min(by_section), max(by_section)
