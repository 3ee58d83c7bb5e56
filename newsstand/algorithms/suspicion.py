"""Whether the traffic on one owner's pages looks made: reasons for people, who then hold its money or do not."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt
from statistics import fmean, pstdev


@dataclass(frozen=True, slots=True)
class Traffic:
    """An owner's views and clicks in a time, marked ones apart.

    `expected`: clicks that its views would have had by the rates that were known when they were decided. `pages`: how
    many page views they were on. `times`: when views were heard, in seconds, in any order.
    """

    views: int
    clicks: int
    marked: int
    expected: float
    pages: int
    times: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """`rule`: rate, timing, views a page, marked; `said`: what was found, for people."""

    rule: str
    said: str


LEAST_VIEWS = 200
# Ten times the clicks that are expected; five of them at least, and no chance: one in a million (one-sided).
RATE_TIMES, LEAST_CLICKS, BY_CHANCE = 10.0, 5, 1e-6
# People come irregularly: gaps between independent views have a deviation as large as their mean (Poisson).
LEAST_SPREAD = 0.25
MOST_A_PAGE = 4.0
MOST_MARKED = 0.5


def reasons(traffic: Traffic) -> list[Reason]:
    """All that speaks against it; none where there is too little to say anything (under 200 views, marked or not)."""
    if traffic.views + traffic.marked < LEAST_VIEWS:
        return []
    found = []
    if is_clicked_too_often(traffic):
        times = traffic.clicks / max(traffic.expected, 1e-9)
        found.append(Reason("rate", f"{traffic.clicks} clicks, {min(times, 999):.0f} times as many as expected"))
    spread = spread_of(traffic.times)
    if spread is not None and spread < LEAST_SPREAD:
        found.append(Reason("timing", f"views come as regularly as a clock: gaps vary by {spread:.0%} of their mean"))
    a_page = traffic.views / max(traffic.pages, 1)
    if a_page > MOST_A_PAGE:
        found.append(Reason("views a page", f"{a_page:.1f} views on each page, where there is room for fewer ads"))
    part = traffic.marked / (traffic.views + traffic.marked)
    if part > MOST_MARKED:
        found.append(Reason("marked", f"{part:.0%} of what was heard is not believed"))
    return found


def is_clicked_too_often(traffic: Traffic) -> bool:
    """Ten times as many clicks as expected, and not by chance (normal approximation of a Poisson count)."""
    expected = max(traffic.expected, 0.0)
    if traffic.clicks < max(LEAST_CLICKS, RATE_TIMES * expected):
        return False
    z = (traffic.clicks - 0.5 - expected) / sqrt(max(expected, 0.25))
    return erfc(z / sqrt(2)) / 2 < BY_CHANCE


def spread_of(times: Sequence[float]) -> float | None:
    """The deviation of the gaps between moments as a part of their mean; None for too few (under 50) to tell."""
    ordered = sorted(times)
    gaps = [later - earlier for earlier, later in itertools.pairwise(ordered)]
    if len(gaps) < 50 or (mean := fmean(gaps)) <= 0:
        return None
    return pstdev(gaps) / mean
