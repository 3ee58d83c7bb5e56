"""The most that could have been earned on a day whose every page is known beforehand: a linear program (HiGHS)."""

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix

from bench.ad_markets import Market


def optimum(market: Market) -> float:
    """Micros: the sum of what is charged, each view at its value, within budgets, with the rules of a page.

    Variables: how often a campaign stands in a slot of a context. A slot holds one ad; a page holds a campaign and a
    category once.
    """
    counts = np.bincount(market.pages, minlength=len(market.asks))
    contexts, campaigns = np.nonzero(market.values * (counts[:, None] > 0))
    gains, rows, columns, data, limits = [], [], [], [], []
    number: dict[tuple[object, ...], int] = {}

    def limit(key: tuple[object, ...], most: float, variable: int, weight: float) -> None:
        if key not in number:
            number[key] = len(limits)
            limits.append(most)
        rows.append(number[key])
        columns.append(variable)
        data.append(weight)

    for context, campaign in zip(contexts.tolist(), campaigns.tolist(), strict=True):
        for slot, weight in enumerate(market.weights(campaign)):
            variable, gain = len(gains), float(market.values[context, campaign] * weight)
            gains.append(gain)
            limit(("slot", context, slot), counts[context], variable, 1.0)
            limit(("once", context, campaign), counts[context], variable, 1.0)
            limit(("category", context, market.rows[campaign].category), counts[context], variable, 1.0)
            limit(("budget", campaign), float(market.budgets[campaign]), variable, gain)
    matrix = coo_matrix((data, (rows, columns)), shape=(len(limits), len(gains))).tocsr()
    # In thousands of micros, so that all numbers are of one size.
    found = linprog(-np.array(gains) / 1000, A_ub=matrix, b_ub=limits, method="highs")
    if found.status != 0:
        raise RuntimeError(f"The optimum was not found: {found.message}")
    return float(-found.fun * 1000)
