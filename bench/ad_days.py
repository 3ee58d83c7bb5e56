"""A day of a market, with Newsstand's auction and pacing: the same functions that fill slots."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from bench.ad_markets import DAY, FLOORS, Floats, Market, with_paces
from newsstand.algorithms.ad_rows import cost_of_view
from newsstand.algorithms.auction import CPC, Choice, Draw, Snapshot, decide, make_snapshot
from newsstand.algorithms.clickrate import FIRST_RATE
from newsstand.algorithms.pacing import Window, is_over, next_factor
from newsstand.algorithms.traffic import Traffic

# Paces are looked at so often: every few seconds of a busy site.
EVERY_REQUESTS = 25
# A click is heard so many requests after the slot was filled.
DELAY = 200


@dataclass(frozen=True, slots=True)
class Day:
    """What came of it. `charged`: micros of each campaign; `uncharged`: clicks that came when the budget was gone."""

    charged: NDArray[np.int64]
    worth: Floats
    clicks: int
    uncharged: int
    by_hour: Floats


class Unpaced:
    """Everybody bids all they bid until their budget is gone: the greedy way. Also what the others have in common."""

    def __init__(self, market: Market) -> None:
        self.market = market
        self.factors = np.ones(len(market.rows))
        self.expected = np.zeros(len(market.rows))
        self.traffic = 0.0

    def move(self, charged: NDArray[np.int64], now: datetime) -> bool:
        """Set the factors; whether any changed. Asked every `EVERY_REQUESTS`."""
        return False

    def join(self) -> NDArray[np.bool_] | None:
        """Who takes part in the next page; None: all."""
        return None

    def seen(self, views: int) -> None:
        self.traffic += views

    def ahead(self, now: datetime) -> float:
        return Traffic(self.market.plan, now).ahead(DAY + timedelta(days=1))


class Paced(Unpaced):
    """The factors as `advertisers/pace.py` sets them for the budgets of a day."""

    def __init__(self, market: Market) -> None:
        super().__init__(market)
        self.begun = np.zeros(len(market.rows))
        self.views = [cost_of_view(row.pricing, row.bid, FIRST_RATE) for row in market.rows]

    def move(self, charged: NDArray[np.int64], now: datetime) -> bool:
        ahead, moved = self.ahead(now), False
        for number, budget in enumerate(self.market.budgets.tolist()):
            window = Window(
                float(self.factors[number]), budget, budget - int(charged[number]), float(self.expected[number]),
                self.traffic - float(self.begun[number]), ahead, self.views[number],
            )  # fmt: skip
            if is_over(window):
                self.factors[number] = next_factor(window)
                self.expected[number], self.begun[number] = 0.0, self.traffic
                moved = True
        return moved


def day(
    market: Market, controller: type[Unpaced] = Paced, *, at_bid: bool = True, drawn: bool = False, seed: int = 1
) -> Day:
    """Fill all slots of a market's day. `at_bid`: each view is charged at what it is worth to the campaign, so that
    nothing but the choice is compared; else at the auction's price. `drawn`: clicks are drawn and come `DELAY` requests
    later; else each view costs what its click is expected to."""
    books = Books(market, at_bid=at_bid, drawn=drawn, seed=seed)
    paces = controller(market)
    snapshot = _snapshot(market, paces.factors)
    for number, page in enumerate(market.pages.tolist()):
        now = DAY + timedelta(seconds=float(market.times[number]))
        if number % EVERY_REQUESTS == 0 and paces.move(books.charged, now):
            snapshot = _snapshot(market, paces.factors)
        free = market.budgets - books.charged
        joining = paces.join()
        left = (free if joining is None else free * joining)[snapshot.campaigns - 1]
        chosen = decide(
            snapshot, market.asks[page], market.slots, left=left, draw=Draw(seed * 1_000_003 + number), now=now
        )
        books.late(number)
        for choice in chosen:
            if choice is not None:
                paces.expected[choice.campaign - 1] += books.shown(choice, page, number, now.hour)
        paces.seen(len(market.slots))
    books.late(len(market.pages) + DELAY)
    return Day(books.charged, books.worth, books.clicks, books.uncharged, books.by_hour)


class Books:
    """What was charged, never more than there is; micros are whole, what is less is carried on."""

    def __init__(self, market: Market, *, at_bid: bool, drawn: bool, seed: int) -> None:
        self.market, self.at_bid, self.drawn = market, at_bid, drawn
        self.charged = np.zeros(len(market.rows), dtype=np.int64)
        self.worth = np.zeros(len(market.rows))
        self.carry = np.zeros(len(market.rows))
        self.by_hour = np.zeros(24)
        self.clicks = self.uncharged = 0
        self.chance = np.random.default_rng(seed)
        self.waiting: deque[tuple[int, int, int, int]] = deque()

    def shown(self, choice: Choice, page: int, number: int, hour: int) -> float:
        """A view of this ad; what it is expected to cost."""
        row = self.market.rows[choice.campaign - 1]
        is_cpc = choice.pricing == CPC
        # The model knows the truth here: the rate of the choice is that of the market.
        worth = row.bid * choice.rate if is_cpc else row.bid / 1000
        price = row.bid if self.at_bid else choice.price
        expected = price * choice.rate if is_cpc else price / 1000
        if is_cpc and self.drawn:
            if self.chance.random() < choice.rate:
                self.waiting.append((number + DELAY, choice.campaign - 1, price, hour))
        else:
            self._charge(choice.campaign - 1, expected, hour)
            self.worth[choice.campaign - 1] += worth
        return expected

    def late(self, number: int) -> None:
        """Clicks that are heard by now; one for which no budget is left leads on and costs nothing."""
        while self.waiting and self.waiting[0][0] <= number:
            _, campaign, price, hour = self.waiting.popleft()
            self.clicks += 1
            if self.charged[campaign] + price <= self.market.budgets[campaign]:
                self._charge(campaign, price, hour)
                self.worth[campaign] += self.market.rows[campaign].bid
            else:
                self.uncharged += 1

    def _charge(self, campaign: int, micros: float, hour: int) -> None:
        self.carry[campaign] += micros
        whole = min(int(self.carry[campaign]), int(self.market.budgets[campaign] - self.charged[campaign]))
        self.carry[campaign] -= whole
        self.charged[campaign] += whole
        self.by_hour[hour] += whole


def _snapshot(market: Market, factors: Floats) -> Snapshot:
    return make_snapshot(with_paces(market.rows, factors), floors=FLOORS, effects=market.effects)
