"""Markets with known truth: what each page is worth to each campaign, and what each may spend on the day."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from newsstand.algorithms.auction import CPC, CPM, AdRow, Ask, Effects, Floors, SlotAsk
from newsstand.algorithms.pacing import plan
from newsstand.algorithms.traffic import hours_of_week

Floats = NDArray[np.float64]
DAY = datetime(2026, 9, 7, tzinfo=UTC)
FLOORS = Floors(click=1, thousand=1)
CATEGORIES = 15


@dataclass(frozen=True, slots=True)
class Shape:
    """What a market is like. `rich`: the sum of budgets over what would be earned without any; `drift`: whether what
    is read changes over the day."""

    name: str
    campaigns: int
    requests: int
    slots: int
    drift: bool
    rich: float


SHAPES = (
    Shape("50 campaigns, 2 slots, even", 50, 20_000, 2, drift=False, rich=0.8),
    Shape("50 campaigns, 2 slots, drift", 50, 20_000, 2, drift=True, rich=0.8),
    Shape("50 campaigns, 2 slots, loose budgets", 50, 20_000, 2, drift=True, rich=1.6),
    Shape("200 campaigns, 2 slots, drift", 200, 10_000, 2, drift=True, rich=0.8),
    Shape("5 campaigns, 1 slot, drift", 5, 20_000, 1, drift=True, rich=0.8),
)


@dataclass(frozen=True, slots=True)
class Market:
    """A day. `asks`: the contexts; `pages`: which of them each request has, int64 of shape (requests,); `times`: when,
    in seconds since midnight. `values`: micros that a view in the best slot brings, of shape (contexts, campaigns), 0
    where it may not stand. `budgets`: micros a campaign; `plan`: views an hour of the week, as four other weeks had
    them."""

    shape: Shape
    rows: tuple[AdRow, ...]
    effects: Effects
    asks: tuple[Ask, ...]
    slots: tuple[SlotAsk, ...]
    pages: NDArray[np.int64]
    times: Floats
    values: Floats
    budgets: NDArray[np.int64]
    plan: list[float]

    def weights(self, row: int) -> Floats:
        """By what a row's value is multiplied in each slot: clicks are rarer in some, views are views."""
        return np.array([slot.weight if self.rows[row].pricing == CPC else 1.0 for slot in self.slots])


def make_market(shape: Shape, *, seed: int) -> Market:
    """A market of this shape, always the same for a seed."""
    chance = np.random.default_rng(seed)
    places, sections = 8, 10
    asks = tuple(Ask(places=(place,), sections=(section,)) for place in range(places) for section in range(sections))
    rows = [_row(number, chance, places) for number in range(1, shape.campaigns + 1)]
    effects = Effects(
        sections={section: float(np.exp(chance.normal(0, 0.3))) for section in range(sections)},
        crosses={
            (row.ad, section): float(np.exp(chance.normal(0, 0.7)))
            for row in rows
            for section in range(sections)
            if row.pricing == CPC
        },
    )
    slots = tuple(SlotAsk(f"slot-{number}", (1.0, 0.6, 0.4)[number]) for number in range(shape.slots))
    values = np.array([[_value(row, ask, effects) for row in rows] for ask in asks])
    times = _times(shape.requests, chance)
    pages = _pages(shape, len(asks), times, chance)
    budgets = _budgets(shape, values, pages, chance)
    return Market(shape, tuple(rows), effects, asks, slots, pages, times, values, budgets, _plan(shape, chance))


def _row(number: int, chance: np.random.Generator, places: int) -> AdRow:
    pricing = CPC if chance.random() < 0.6 else CPM
    rate = float(chance.beta(3, 500))
    worth = float(np.exp(chance.normal(8.0, 0.6)))
    bid = worth / 0.006 if pricing == CPC else worth * 1000
    wanted = frozenset(map(int, chance.choice(places, size=3, replace=False))) if chance.random() < 0.6 else frozenset()
    return AdRow(
        ad=number, campaign=number, advertiser=number, category=str(chance.integers(CATEGORIES)),
        pricing=pricing, bid=int(bid), rate=rate, places=wanted,
    )  # fmt: skip


def _value(row: AdRow, ask: Ask, effects: Effects) -> float:
    if row.places and not row.places & set(ask.places):
        return 0.0
    if row.pricing == CPM:
        return row.bid / 1000
    section = ask.sections[0]
    return row.bid * min(row.rate * effects.sections[section] * effects.crosses[row.ad, section], 1.0)


def shape_of_day() -> Floats:
    """How much is read in each hour: little at night, most in the morning and the evening; sums to 1."""
    hours = np.arange(24)
    read = 0.15 + np.exp(-((hours - 8) ** 2) / 8) + 1.2 * np.exp(-((hours - 20) ** 2) / 10) + 0.5 * (hours > 9)
    return np.asarray(read / read.sum())


def _times(requests: int, chance: np.random.Generator) -> Floats:
    hours = chance.choice(24, size=requests, p=shape_of_day())
    return np.sort(hours * 3600 + chance.random(requests) * 3600)


def _pages(shape: Shape, contexts: int, times: Floats, chance: np.random.Generator) -> NDArray[np.int64]:
    first, last = chance.dirichlet(np.full(contexts, 0.7)), chance.dirichlet(np.full(contexts, 0.7))
    if not shape.drift:
        return chance.choice(contexts, size=len(times), p=first)
    late = chance.random(len(times)) < times / 86_400
    return np.where(
        late, chance.choice(contexts, size=len(times), p=last), chance.choice(contexts, size=len(times), p=first)
    )


def _budgets(shape: Shape, values: Floats, pages: NDArray[np.int64], chance: np.random.Generator) -> NDArray[np.int64]:
    """Budgets that sum to `rich` times what would be earned without any, spread unevenly over who would win some."""
    counts = np.bincount(pages, minlength=len(values))
    best = np.sort(values, axis=1)[:, -shape.slots :]
    whole = float((best.sum(axis=1) * counts).sum())
    parts = chance.dirichlet(np.full(shape.campaigns, 2.0))
    return np.maximum(parts * whole * shape.rich, 1_000_000).astype(np.int64)


def _plan(shape: Shape, chance: np.random.Generator) -> list[float]:
    """What four other weeks had, which were a little more or less than this day."""
    mean = shape.requests * shape.slots * shape_of_day() * float(np.exp(chance.normal(0, 0.05)))
    start = DAY - timedelta(weeks=4)
    counts = [(start + timedelta(hours=hour), int(chance.poisson(mean[hour % 24]))) for hour in range(4 * 168)]
    return plan(hours_of_week(counts, weeks=4))


def with_paces(rows: tuple[AdRow, ...], factors: Floats) -> list[AdRow]:
    return [replace(row, pace=float(factor)) for row, factor in zip(rows, factors, strict=True)]
