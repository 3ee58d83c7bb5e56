"""What others do with budgets: nothing, trade off what is spent (MSVV), or let bidders sit out (throttling by PI)."""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from bench.ad_days import EVERY_REQUESTS, Unpaced
from bench.ad_markets import Market


class Msvv(Unpaced):
    """Bids are scaled by 1 - e^(x-1), x the spent part of the budget (Mehta, Saberi, Vazirani and Vazirani, 2005)."""

    def move(self, charged: NDArray[np.int64], now: datetime) -> bool:
        spent = charged / self.market.budgets
        self.factors = np.clip(1 - np.exp(spent - 1), 0.001, 1)
        return True


class Throttled(Unpaced):
    """Bidders bid all they bid and take part by chance, which a PI controller sets by how spending keeps to its plan.

    Gains as promovolve documents them: 0.5 and 0.3, errors of a twelfth of an hour smoothed by 0.3, clamped to 1.
    """

    def __init__(self, market: Market) -> None:
        super().__init__(market)
        self.chance = np.random.default_rng(len(market.pages))
        self.sum = np.zeros(len(market.rows))
        self.smooth = np.zeros(len(market.rows))
        self.part = np.ones(len(market.rows))
        self.before = np.zeros(len(market.rows), dtype=np.int64)

    def move(self, charged: NDArray[np.int64], now: datetime) -> bool:
        views = EVERY_REQUESTS * len(self.market.slots)
        share = views / max(self.ahead(now) + views, 1.0)
        target = np.maximum((self.market.budgets - self.before) * share, 0.01 * self.market.budgets * share)
        error = np.clip(1 - (charged - self.before) / target, -1, 1)
        self.smooth = 0.3 * error + 0.7 * self.smooth
        self.sum = np.clip(0.995 * self.sum + 0.1 * self.smooth, -1, 1)
        self.part = np.clip(1 + 0.5 * self.smooth + 0.3 * self.sum - 0.3, 0.01, 1)
        self.before = charged.copy()
        return False

    def join(self) -> NDArray[np.bool_] | None:
        return self.chance.random(len(self.part)) < self.part
