"""Automated rules of campaigns: whether one acts now, and what it does.

A rule judges only what came after the last change of the same kind, so it never answers the same evidence twice, and
two rules that pull a bid to and fro each wait for new evidence. Without evidence nothing is done (a peer's budgets
went 0, 2, 0, 2 because a campaign that had spent nothing was judged: promovolve PR 80).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from newsstand.algorithms.amounts import amount

COUNTS = ("spent", "views", "clicks", "conversions")
NAMES = {
    "spent": "What was spent",
    "views": "Views",
    "clicks": "Clicks",
    "rate": "Clicks a thousand views",
    "click cost": "The cost of a click",
    "conversions": "Conversions",
    "conversion cost": "The cost of a conversion",
}
IN_MICROS = ("spent", "click cost", "conversion cost")
MOVES = ("daily", "bid")


@dataclass(frozen=True, slots=True)
class Terms:
    """What a rule says. Money is micros, `rate` clicks a thousand views; `change` per cent, within limits."""

    metric: str
    over: bool
    limit: int
    days: int
    least: int
    deed: str
    change: int = 0
    lowest: int | None = None
    highest: int | None = None
    rest: timedelta = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was counted on the days of `window`; `spent` in micros."""

    views: int
    clicks: int
    spent: int
    conversions: int


@dataclass(frozen=True, slots=True)
class Lever:
    """What a rule may move. `now`: micros of the daily budget or bid, None where there is none; `floor`: its least.

    `acted_at`: when this rule, or another that moves the same, did so last.
    """

    now: int | None
    floor: int
    acted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Action:
    """What is to be done: `value` is the new daily budget or bid in micros, None for the other deeds."""

    deed: str
    value: int | None
    figure: int
    said: str


def window(terms: Terms, *, today: date, began_on: date, acted_on: date | None) -> tuple[date, date] | None:
    """The first and the last day by which a rule judges; None where there is none yet.

    A count that is too low can only be seen on days that are over, and in which the campaign could have been shown;
    all else counts today too. What was before the last act is not judged again.
    """
    too_low = terms.metric in COUNTS and not terms.over
    last = today - timedelta(days=1) if too_low else today
    first = last - timedelta(days=max(1, terms.days) - 1)
    if too_low and (began_on >= first or (acted_on is not None and acted_on >= first)):
        return None
    if acted_on is not None:
        first = max(first, acted_on + timedelta(days=1))
    return (first, last) if first <= last else None


def figure_of(terms: Terms, seen: Evidence) -> int | None:
    """The figure that is held against the limit; None where there is no evidence for one.

    Where money was spent and nothing came of it, what one costs is at least what was spent: enough to be too much.
    """
    if terms.metric == "rate":
        return (2000 * seen.clicks + seen.views) // (2 * seen.views) if seen.views else None
    if terms.metric in {"click cost", "conversion cost"}:
        many = seen.clicks if terms.metric == "click cost" else seen.conversions
        if not many:
            return seen.spent if terms.over and seen.spent else None
        return (2 * seen.spent + many) // (2 * many)
    return {"spent": seen.spent, "views": seen.views, "clicks": seen.clicks, "conversions": seen.conversions}[
        terms.metric
    ]


def act(terms: Terms, seen: Evidence, lever: Lever, *, now: datetime, currency: str) -> Action | None:
    """What a rule does now about a running campaign; None for nothing.

    It rests for a while after it, or another of the same kind, acted; it wants `least` views; and it moves a budget or
    a bid only where something was seen at all, only the way it says, and only within its limits.
    """
    if lever.acted_at is not None and now < lever.acted_at + terms.rest:
        return None
    if seen.views < terms.least or (terms.deed in MOVES and not seen.views):
        return None
    figure = figure_of(terms, seen)
    if figure is None or not (figure > terms.limit if terms.over else figure < terms.limit):
        return None
    why = said(terms, figure, currency)
    if terms.deed not in MOVES:
        return Action(terms.deed, None, figure, why)
    value = moved(terms, lever)
    if value is None or lever.now is None:
        return None
    what = "bid" if terms.deed == "bid" else "daily budget"
    change = f"{what} {amount(lever.now, currency)} → {amount(value, currency)}"
    return Action(terms.deed, value, figure, f"{why}: {change}")


def moved(terms: Terms, lever: Lever) -> int | None:
    """The new value in micros, to the cent where that leaves it in its limits; None where nothing would move that way.

    A limit that lies on the other side of what stands now does not turn a raise into a cut.
    """
    if lever.now is None or not terms.change:
        return None
    lowest, highest = max(lever.floor, terms.lowest or 0, 1), terms.highest
    wanted = lever.now * (100 + terms.change) // 100
    if wanted >= 100_000:
        wanted = (wanted + 5_000) // 10_000 * 10_000
    value = max(lowest, wanted if highest is None else min(highest, wanted))
    return value if (value > lever.now if terms.change > 0 else value < lever.now) else None


def said(terms: Terms, figure: int, currency: str) -> str:
    """Why it acts, for its log and its people."""
    write: Callable[[int], str] = (lambda one: amount(one, currency)) if terms.metric in IN_MICROS else "{:,}".format
    span = "today" if terms.days <= 1 and terms.over else f"in {terms.days} day{'' if terms.days == 1 else 's'}"
    side = "over" if terms.over else "under"
    return f"{NAMES[terms.metric]} {span}: {write(figure)}, {side} {write(terms.limit)}"


DEEDS = {"pause": "pause the campaign", "daily": "change the daily budget", "bid": "change the bid", "tell": "tell me"}


def in_words(terms: Terms, currency: str) -> str:
    """A whole rule as a sentence or two."""
    in_money = terms.metric in IN_MICROS
    limit = amount(terms.limit, currency) if in_money else f"{terms.limit:,}"
    span = "a day" if terms.days == 1 else f"{terms.days} days"
    deed = DEEDS.get(terms.deed, terms.deed)
    if terms.deed in MOVES:
        deed += f" by {terms.change:+} %"
        deed += f", to {amount(terms.lowest, currency)} at least" if terms.lowest is not None else ""
        deed += f", to {amount(terms.highest, currency)} at most" if terms.highest is not None else ""
    when = f"{NAMES.get(terms.metric, terms.metric)} in {span} {'over' if terms.over else 'under'} {limit}"
    hours = round(terms.rest / timedelta(hours=1))
    return f"{when}, from {terms.least:,} views on: {deed}. Once in {hours} hour{'' if hours == 1 else 's'}."


def wrong(terms: Terms) -> str:
    """What is wrong about a rule, in words for its form; "" where it makes sense."""
    moves, up = terms.deed in MOVES, terms.change > 0
    lowest, highest = terms.lowest, terms.highest
    found = (
        (terms.limit < 0 or (not terms.over and terms.limit == 0), "A figure is never under nothing: give it a limit."),
        (not 1 <= terms.days <= 90, "A rule looks at 1 to 90 days."),
        (not 1 <= terms.rest / timedelta(hours=1) <= 24 * 90, "A rule rests for 1 hour to 90 days."),
        (
            moves and (not terms.change or not -90 <= terms.change <= 100),
            "Say by how much it changes: from -90 to 100 per cent, and not 0.",
        ),
        (
            moves and lowest is not None and highest is not None and lowest > highest,
            "The lowest is above the highest: turn them round.",
        ),
        (moves and up and highest is None, "Say how high it may raise it: without a limit it would go on for ever."),
    )
    return next((said for is_wrong, said in found if is_wrong), "")
