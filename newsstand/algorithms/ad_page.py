"""The slots of one page, sold one after the other: one ad of each advertiser and of each category, the house's last."""

from dataclasses import dataclass, field

import numpy as np

from newsstand.algorithms.ad_bidders import Bidders, Order, TooFewError, section_of
from newsstand.algorithms.ad_draw import Draw
from newsstand.algorithms.ad_pricing import price_again
from newsstand.algorithms.ad_rows import CPC, HOUSE, AdRow, Ask, Choice, Integers, SlotAsk
from newsstand.algorithms.ad_snapshot import Snapshot


def weight(snapshot: Snapshot, slot: SlotAsk) -> float:
    """By what the rate of any ad is multiplied in a slot: what was learnt, or what the slot says of itself."""
    return snapshot.effects.slots.get(slot.key, slot.weight)


@dataclass(slots=True)
class Page:
    """What stands on the page by now: choices by the slots' keys, and who may not stand there again."""

    snapshot: Snapshot
    ask: Ask
    choices: dict[str, Choice] = field(default_factory=dict)
    advertisers: set[int] = field(default_factory=set)
    categories: set[str] = field(default_factory=set)
    factor: float = field(init=False)
    section: int = field(init=False)

    def __post_init__(self) -> None:
        self.section = section_of(self.ask)
        self.factor = self.snapshot.effects.sections.get(self.section, 1.0)

    def sell(self, slot: SlotAsk, competing: Bidders, left: Integers) -> None:
        """Give a slot to the best, at the price of the next; nobody may be there.

        Raises TooFewError where `competing` does not hold enough to say who is next.
        """
        snapshot = self.snapshot
        factor = weight(snapshot, slot) * self.factor
        bit = snapshot.targets.slot_bit(slot.key)
        winner = self._best(competing.drawn, factor, bit, None)
        if winner is None:
            return
        row = snapshot.rows[winner[0]]
        following = self._best(competing.expected, factor, bit, row.advertiser)
        runner_up = following[1] if following else 0.0
        self._put(slot, winner[0], factor, runner_up, int(left[winner[0]]))
        self.advertisers.add(row.advertiser)
        self.categories.add(row.category)

    def give_to_house(self, slots: list[SlotAsk], found: Integers, draw: Draw) -> None:
        """Fill what nobody bought with the house's ads, each once on a page, in an order that is drawn."""
        empty = [slot for slot in slots if slot.key not in self.choices]
        house = found[np.searchsorted(found, self.snapshot.first_house) :]
        if not empty or not len(house):
            return
        waiting = house[np.argsort(-draw.normals(self.snapshot.keys[house]), kind="stable")].tolist()
        for slot in empty:
            bit = self.snapshot.targets.slot_bit(slot.key)
            row = next((row for row in waiting if self.snapshot.targets.slots[row] & bit), None)
            if row is not None:
                waiting.remove(row)
                self._put(slot, row, weight(self.snapshot, slot) * self.factor, 0.0, 0)

    def _best(self, orders: tuple[Order, Order], factor: float, bit: int, but: int | None) -> tuple[int, float] | None:
        """The best row that may stand here, not of the advertiser `but`, with its micros a view in this slot."""
        by_click = self._first(orders[0], bit, but)
        by_view = self._first(orders[1], bit, but)
        if by_click is not None:
            by_click = by_click[0], by_click[1] * factor
        if by_click is None or by_view is None:
            return by_click or by_view
        return by_click if by_click[1] >= by_view[1] else by_view

    def _first(self, order: Order, bit: int, but: int | None) -> tuple[int, float] | None:
        snapshot, advertisers, categories = self.snapshot, self.advertisers, self.categories
        owners, kinds, slots = snapshot.advertisers, snapshot.categories, snapshot.targets.slots
        rows = order.rows
        for place in range(order.start, len(rows)):
            row = rows[place]
            if owners[row] in advertisers or kinds[row] in categories:
                if place == order.start:
                    order.start += 1
            elif owners[row] != but and slots[row] & bit:
                value = order.values[place]
                if value < order.bound:
                    raise TooFewError
                return (row, value) if value > 0 else None
        if order.bound > 0:
            raise TooFewError
        return None

    def _put(self, slot: SlotAsk, number: int, factor: float, runner_up: float, left: int) -> None:
        row = self.snapshot.rows[number]
        rate = min(row.rate * factor * self.snapshot.effects.crosses.get((row.ad, self.section), 1.0), 1.0)
        floor = self.snapshot.floors.of(row.pricing)
        most = min(row.bid, left * int(self.snapshot.units[number]))
        runner_up = 0.0 if row.pricing == HOUSE else min(runner_up, most * (rate if row.pricing == CPC else 0.001))
        price = price_again(pricing=row.pricing, rate=rate, runner_up=runner_up, floor=floor)
        met = matched(row, self.ask, slot.key)
        self.choices[slot.key] = Choice(
            slot.key, row.ad, row.campaign, row.advertiser, row.pricing, price, rate, runner_up, floor, met, number
        )


def matched(row: AdRow, ask: Ask, slot: str) -> tuple[tuple[str, int | str], ...]:
    """The targets of a row that a page meets: what the page says to whoever asks why the ad stands there."""
    met: list[tuple[str, int | str]] = []
    if row.places:
        met += [("place", number) for number in ask.places if number in row.places]
    if row.topics:
        met += [("topic", number) for number in ask.topics if number in row.topics]
    if row.sections:
        met += [("section", number) for number in ask.sections if number in row.sections]
    if slot in row.slots:
        met.append(("slot", slot))
    return tuple(met)
