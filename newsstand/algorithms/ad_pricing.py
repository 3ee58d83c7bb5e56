"""What the winner of a slot pays: what it takes to stay before the next, by means, never less than the floor.

A generalised second price (Edelman, Ostrovsky and Schwarz, 2007) whose order is drawn but whose price is not: who wins
depends on how unsure rates are, what is paid on what is expected, so that a bill can be computed again.
"""

from math import ceil

from newsstand.algorithms.ad_rows import CPC, CPM, HOUSE


def price_again(*, pricing: str, rate: float, runner_up: float, floor: int) -> int:
    """The price of a decision from its own record: micros for a click (cpc) or for a thousand views (cpm).

    `runner_up`: micros a view; `rate`: clicks a view. The house pays nothing. Raises ValueError for another pricing.
    """
    if pricing == HOUSE:
        return 0
    if pricing == CPC:
        return max(floor, up(runner_up / rate)) if rate > 0 else floor
    if pricing == CPM:
        return max(floor, up(runner_up * 1000))
    raise ValueError(f"There is no pricing {pricing!r}: it is cpc, cpm or house.")


def up(micros: float) -> int:
    """The next whole micro, where what a division lost in the last binary places does not count as another one."""
    return ceil(micros * (1 - 1e-12) - 1e-9)
