"""A day of a small market earns nearly all that could be earned by who knows the day beforehand, and never too much."""

import numpy as np
import pytest

pytest.importorskip("scipy", reason="The optimum is found by SciPy, which is installed for development.")

from bench.ad_days import Unpaced, day
from bench.ad_markets import Shape, make_market
from bench.ad_optimum import optimum

SMALL = Shape("20 campaigns, 2 slots, drift", 20, 6000, 2, drift=True, rich=0.8)


@pytest.mark.parametrize("seed", [1, 2])
def test_pacing_earns_nearly_the_optimum_and_more_than_greed(seed: int) -> None:
    market = make_market(SMALL, seed=seed)
    best = optimum(market)
    paced, greedy = day(market, seed=seed), day(market, Unpaced, seed=seed)
    assert paced.charged.sum() >= 0.95 * best
    assert paced.charged.sum() > greedy.charged.sum()
    assert (paced.charged <= market.budgets).all()
    # Nobody can have earned more than the optimum but by the micros that are carried on.
    assert paced.charged.sum() <= best + len(market.rows)


def test_clicks_that_are_drawn_and_come_late_pass_no_budget() -> None:
    market = make_market(SMALL, seed=3)
    done = day(market, drawn=True, seed=3)
    assert done.clicks > 0
    assert np.maximum(done.charged - market.budgets, 0).sum() == 0


def test_a_day_is_the_same_again() -> None:
    market = make_market(Shape("tiny", 6, 400, 2, drift=True, rich=0.5), seed=4)
    assert (day(market, seed=4).charged == day(market, seed=4).charged).all()
