"""Whether an owner's day of views and clicks looks made up: the reasons, each with its figure beside the usual one."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, log
from statistics import mean, median, pstdev

# So few events say nothing.
LEAST = 20
TIMES_USUAL = 5.0
# So unlikely is a day's number of clicks by chance alone before it counts.
BY_CHANCE = 1e-6
# Clicks a thousand views that are taken for usual where nothing is known, and the fewest that are.
FIRST_RATE, LOWEST_RATE = 0.005, 0.001
MARKED_SHARE = 0.3
EVENNESS = 0.25
SOONEST_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class OwnerFigures:
    """Views and clicks on an owner's pages; those that were marked are apart and not among them."""

    views: int
    clicks: int
    marked: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that is not as it should be: `figure` is the day's, `usual` what was to be expected."""

    rule: str
    said: str
    figure: float
    usual: float


def reasons(
    day: OwnerFigures, usual: OwnerFigures, *, gaps: Sequence[float] = (), delays: Sequence[float] = ()
) -> list[Reason]:
    """Why a day is suspect; nothing for one that is not.

    `usual`: the sums of the owner's days before. `gaps`: seconds between one click and the next; `delays`: seconds from
    each click's view to the click. Each rule needs enough events to say anything, so that a small paper with one good
    day is left alone.
    """
    found = [too_many_clicks(day, usual), too_many_marked(day), too_even(gaps), too_soon(delays)]
    return [one for one in found if one is not None]


def too_many_clicks(day: OwnerFigures, usual: OwnerFigures) -> Reason | None:
    """Many times as many clicks for the views as usual, and more than chance explains (a Poisson law's tail)."""
    if day.clicks < LEAST:
        return None
    known = usual.views * FIRST_RATE >= 1
    rate = max((usual.clicks + 1) / (usual.views + 1 / FIRST_RATE) if known else FIRST_RATE, LOWEST_RATE)
    expected = rate * max(day.views, day.clicks)
    if day.clicks < TIMES_USUAL * expected or poisson_tail(day.clicks, expected) > BY_CHANCE:
        return None
    here = 1000 * day.clicks / max(day.views, 1)
    said = f"{day.clicks:,} clicks for {day.views:,} views: {here:.1f} a thousand, where {1000 * rate:.1f} are usual."
    return Reason("rate", said, round(here, 3), round(1000 * rate, 3))


def too_many_marked(day: OwnerFigures) -> Reason | None:
    """A large part of what was heard is robots, repeated or impossible."""
    heard = day.views + day.clicks + day.marked
    if day.marked < LEAST or day.marked < MARKED_SHARE * heard:
        return None
    share = day.marked / heard
    said = f"{day.marked:,} of {heard:,} views and clicks were not believed when they were heard."
    return Reason("marked", said, round(100 * share, 1), round(100 * MARKED_SHARE, 1))


def too_even(gaps: Sequence[float]) -> Reason | None:
    """Clicks come at even intervals: people's come like rain, with a spread about as large as their mean."""
    if len(gaps) < LEAST or mean(gaps) <= 0:
        return None
    spread = pstdev(gaps) / mean(gaps)
    if spread >= EVENNESS:
        return None
    said = f"{len(gaps) + 1:,} clicks came as by a clock, one every {mean(gaps):.0f} seconds."
    return Reason("even", said, round(spread, 3), 1.0)


def too_soon(delays: Sequence[float]) -> Reason | None:
    """Clicks follow their views sooner than people read."""
    if len(delays) < LEAST or median(delays) >= SOONEST_SECONDS:
        return None
    said = f"Half of {len(delays):,} clicks came within {median(delays):.2f} seconds of their view."
    return Reason("soon", said, round(median(delays), 3), SOONEST_SECONDS)


def poisson_tail(least: int, expected: float) -> float:
    """How likely at least so many events are where `expected` are, by Poisson's law; bounded from above."""
    if least <= expected:
        return 1.0
    first = exp(least * log(expected) - expected - lgamma(least + 1))
    # Each further term is at most `expected / (least + 1)` of the one before.
    return min(1.0, first / (1 - expected / (least + 1)))
