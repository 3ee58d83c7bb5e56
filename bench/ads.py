"""The auction and its pacing in markets with known truth, beside others and the optimum; cold start; one decision."""

import os

import numpy as np

from bench.ad_cold import calibrated, cold_start
from bench.ad_days import Day, Paced, Unpaced, day
from bench.ad_decide import measured
from bench.ad_markets import SHAPES, Market, Shape, make_market
from bench.ad_optimum import optimum
from bench.ad_rivals import Msvv, Throttled

SEEDS, COLD_SEEDS, COLD_REQUESTS, DECISIONS, CAMPAIGNS = 3, 3, 150_000, 10_000, 10_000
MODEL_VIEWS, MODEL_ADS = 5_000_000, 300
QUICK = {"SEEDS": 1, "COLD_SEEDS": 1, "COLD_REQUESTS": 20_000, "DECISIONS": 500, "CAMPAIGNS": 1000}


def run() -> dict[str, object]:
    """Per cent of the optimum (mean and least), overspent micros, cold start, calibration, microseconds."""
    found: dict[str, object] = {"load_1": round(os.getloadavg()[0], 1)}
    ours: list[float] = []
    for shape in SHAPES:
        figures, parts = _market(shape)
        ours += parts
        found[shape.name] = figures
    found["all markets"] = {"ours_mean": _per_cent(np.mean(ours)), "ours_least": _per_cent(min(ours))}
    cold = [cold_start(requests=COLD_REQUESTS, seed=seed) for seed in range(1, COLD_SEEDS + 1)]
    shares, chosen = [share for share, _ in cold], [right for _, right in cold]
    whole, least, most = calibrated(ads=MODEL_ADS, views=MODEL_VIEWS, seed=1)
    found["cold start"] = {"of_oracle_mean": _per_cent(np.mean(shares)), "of_oracle_least": _per_cent(min(shares))}
    found["calibration"] = {
        "all": round(whole, 3),
        "section_least": round(least, 3),
        "section_most": round(most, 3),
        "of_what_was_chosen_cold": round(float(np.mean(chosen)), 3),
    }
    found["decision, targeted"] = measured(CAMPAIGNS, DECISIONS, anywhere=False)
    found["decision, all match"] = measured(CAMPAIGNS, DECISIONS, anywhere=True)
    return found


def _market(shape: Shape) -> tuple[dict[str, float], list[float]]:
    """Of one shape: ours and others over all seeds."""
    columns: dict[str, list[float]] = {"ours": [], "greedy": [], "msvv": [], "throttled": [], "ours_drawn_clicks": []}
    over = uncharged = clicks = 0
    for seed in range(1, SEEDS + 1):
        market = make_market(shape, seed=seed)
        best = optimum(market)
        controllers: dict[str, type[Unpaced]] = {"ours": Paced, "greedy": Unpaced, "msvv": Msvv, "throttled": Throttled}
        for name, controller in controllers.items():
            done = day(market, controller, seed=seed)
            over += _over(market, done)
            columns[name].append(float(done.charged.sum()) / best)
        drawn = day(market, Paced, drawn=True, seed=seed)
        over, uncharged, clicks = over + _over(market, drawn), uncharged + drawn.uncharged, clicks + drawn.clicks
        columns["ours_drawn_clicks"].append(float(drawn.charged.sum()) / best)
    figures = {name: _per_cent(np.mean(parts)) for name, parts in columns.items()}
    figures["ours_least"] = _per_cent(min(columns["ours"]))
    figures["overspent_micros"] = over
    figures["uncharged_clicks_per_cent"] = round(100 * uncharged / clicks, 2) if clicks else 0.0
    return figures, columns["ours"]


def _over(market: Market, done: Day) -> int:
    return int(np.maximum(done.charged - market.budgets, 0).sum())


def _per_cent(part: float | np.floating) -> float:
    return round(100 * float(part), 2)
