"""What an auction is asked and what it answers: ads as rows, the page that asks, the slots, the choices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Integers: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]

CPC, CPM, HOUSE = "cpc", "cpm", "house"
# Left to spend where nothing limits it: far above every budget, far below the end of int64.
NO_LIMIT = 2**52


@dataclass(frozen=True, slots=True)
class AdRow:
    """One ad that may run, with what its campaign wants. Whoever makes rows leaves out what is paused or refused.

    `bid`: micros for a click (cpc) or for a thousand views (cpm), 0 for the house's. `rate`: expected clicks a view
    in an average slot and section, `rate_sd` how unsure that is (one standard deviation, clicks a view); both of
    `clickrate`. `pace`: 0.01 to 1. Targets: of one kind any is enough, of all kinds one each; none: anywhere. `hours`:
    168 characters of 0 and 1, the week of `zone` from Monday midnight; empty: always. `grave`: may stand beside crime,
    deaths and disasters.
    """

    ad: int
    campaign: int
    advertiser: int
    category: str
    pricing: str
    bid: int
    rate: float = 0.005
    rate_sd: float = 0.0
    pace: float = 1.0
    places: frozenset[int] = frozenset()
    topics: frozenset[int] = frozenset()
    sections: frozenset[int] = frozenset()
    slots: frozenset[str] = frozenset()
    not_places: frozenset[int] = frozenset()
    not_topics: frozenset[int] = frozenset()
    not_sections: frozenset[int] = frozenset()
    not_slots: frozenset[str] = frozenset()
    hours: str = ""
    zone: str = "UTC"
    starts: datetime | None = None
    ends: datetime | None = None
    grave: bool = True


@dataclass(frozen=True, slots=True)
class Floors:
    """The least that anybody pays: micros for a click, and for a thousand views."""

    click: int = 1
    thousand: int = 1

    def of(self, pricing: str) -> int:
        """The least for a pricing; 0 for the house."""
        if pricing == CPC:
            return self.click
        return self.thousand if pricing == CPM else 0


@dataclass(frozen=True, slots=True)
class Effects:
    """By what the rate of any ad is multiplied: in a slot, in a section, and of one ad in one section."""

    slots: Mapping[str, float] = field(default_factory=dict)
    sections: Mapping[int, float] = field(default_factory=dict)
    crosses: Mapping[tuple[int, int], float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ask:
    """What a page is about, and nothing of who reads it.

    `sections`: the first is the page's own, by which rates are known. `without`: categories that are switched off.
    """

    places: tuple[int, ...] = ()
    topics: tuple[int, ...] = ()
    sections: tuple[int, ...] = ()
    is_grave: bool = False
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SlotAsk:
    """A slot to be filled. `weight`: by how much more (or less) its ads are clicked, until that is learnt."""

    key: str
    weight: float = 1.0


class Choice(NamedTuple):
    """Which ad fills a slot, and at what price: all that a decision's record says of the auction.

    `price`: micros for a click (cpc), for a thousand views (cpm), 0 (house). `rate`: clicks a view expected here.
    `runner_up`: micros a view expected from the next, at most what the winner's own bid is worth. `matched`: the
    targets that the page meets, as ("place", number), ("topic", number), ("section", number), ("slot", key). `row`: its
    place in the snapshot.
    """

    slot: str
    ad: int
    campaign: int
    advertiser: int
    pricing: str
    price: int
    rate: float
    runner_up: float
    floor: int
    matched: tuple[tuple[str, int | str], ...]
    row: int

    @property
    def expected(self) -> float:
        """Micros that a view is expected to cost."""
        return cost_of_view(self.pricing, self.price, self.rate)


def cost_of_view(pricing: str, price: int, rate: float) -> float:
    """Micros that a view is expected to cost: price times clicks expected of it, or a thousandth of the price."""
    return price * rate if pricing == CPC else price / 1000
