"""How hard a campaign bids so that its budget lasts: a factor on its bid, moved by what its views are expected to cost.

A window is over when enough of the traffic that is expected until the budget ends has come. What its views are
expected to have cost is then held against the window's share of the budget, and the factor moves by a step that
depends on the ratio (mirror descent with entropy, in windows: Balseiro, Lu and Mirrokni 2020; Balseiro and Gur 2019).
Expected cost (price times rate) instead of clicks: clicks are few and come late. Traffic, not time, ends a window: an
hour without readers says nothing about a factor, and a burst has a share as large as itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

LOWEST, HIGHEST = 0.01, 1.0
# How far one window moves a factor at most.
STEP = 0.25
# A window is over with so much of the traffic that is expected until the end, and no sooner than with so many views.
SHARE = 1 / 400
FEWEST_VIEWS = 25
# Of a window that should cost less than so many views, little can be said: it moves the factor in proportion.
FULL_STEP = 20
# Below this part of its budget a campaign is at its wall: what it spends says nothing about its factor any more.
_ALL_BUT_SPENT = 0.01
# So much of a plan is even, whatever was learnt: an hour that never had readers may have them today.
EVEN = 0.2


@dataclass(frozen=True, slots=True)
class Window:
    """What happened since a factor was set, and what is to come.

    `budget` and `remaining`: micros for the whole of the time, and left now. `expected`: micros that the views of the
    window are expected to have cost. `traffic`: views of the whole site in the window; `ahead`: those expected from now
    until the budget's time is over (the campaign's own hours only). `view`: micros that a view costs at its whole bid.
    """

    factor: float
    budget: float
    remaining: float
    expected: float
    traffic: float
    ahead: float
    view: float


def is_over(window: Window) -> bool:
    """Whether enough came since the factor was set to set it anew."""
    whole = window.traffic + max(window.ahead, 0.0)
    return window.traffic >= FEWEST_VIEWS and window.traffic >= SHARE * whole


def next_factor(window: Window) -> float:
    """The factor after this window, from LOWEST to HIGHEST; the same where there was no traffic or no money left.

    It is multiplied by e to the power of STEP * clip((target - expected) / max(target, FULL_STEP * view), -1, 1), with
    target = (remaining + expected) * traffic / (traffic + ahead).
    """
    whole = window.traffic + max(window.ahead, 0.0)
    before = window.remaining + window.expected
    if window.traffic <= 0 or window.remaining <= _ALL_BUT_SPENT * window.budget or before <= 0:
        return window.factor
    # Never less than a hundredth of an even share, so that a budget that is all but gone stops nothing for days.
    target = max(before * window.traffic / whole, _ALL_BUT_SPENT * window.budget * SHARE)
    error = min(max((target - window.expected) / max(target, FULL_STEP * window.view), -1.0), 1.0)
    return min(max(window.factor * exp(STEP * error), LOWEST), HIGHEST)


def plan(seen: Sequence[float]) -> list[float]:
    """Views to expect in each of the 168 hours of a week (UTC, from Monday midnight), of those that were seen in each.

    Four fifths are what was seen, one fifth is even (`EVEN`). Nothing seen: one view an hour, so that all hours weigh
    the same. Raises ValueError for another number of hours.
    """
    if len(seen) != 168:
        raise ValueError(f"A week has 168 hours, not {len(seen)}.")
    mean = sum(seen) / 168
    return [(1 - EVEN) * views + EVEN * mean for views in seen] if mean > 0 else [1.0] * 168
