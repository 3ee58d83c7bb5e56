"""The auction as one would do it with pencil and paper: one row after the other, nothing kept, nothing clever."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from newsstand.algorithms.ad_draw import draw_keys
from newsstand.algorithms.auction import CPC, CPM, HOUSE, AdRow, Ask, Draw, Effects, Floors, SlotAsk


def may_stand(row: AdRow, ask: Ask, slot: str, now: datetime, floors: Floors) -> bool:
    """Whether dates, hours, targets, categories and floors let a row stand in a slot of a page."""
    if (row.starts and now < row.starts) or (row.ends and now >= row.ends):
        return False
    local = now.astimezone(ZoneInfo(row.zone))
    if row.hours and row.hours[local.weekday() * 24 + local.hour] != "1":
        return False
    for wanted, excluded, there in (
        (row.places, row.not_places, ask.places),
        (row.topics, row.not_topics, ask.topics),
        (row.sections, row.not_sections, ask.sections),
        (row.slots, row.not_slots, (slot,)),
    ):
        if (wanted and not wanted & set(there)) or excluded & set(there):
            return False
    if row.category in ask.without or (ask.is_grave and not row.grave):
        return False
    return row.pricing == HOUSE or row.bid >= (floors.click if row.pricing == CPC else floors.thousand)


class ByHand:
    def __init__(
        self, rows: Sequence[AdRow], floors: Floors, effects: Effects, left: dict[int, int], draw: Draw
    ) -> None:
        self.rows, self.floors, self.effects, self.left = rows, floors, effects, left
        self.draw = draw

    def normal(self, row: AdRow) -> float:
        return float(self.draw.normals(draw_keys(np.array([row.ad])))[0])

    def bid(self, row: AdRow) -> int:
        return min(row.bid, self.left[row.ad] * (1000 if row.pricing == CPM else 1))

    def factor(self, row: AdRow, ask: Ask, slot: SlotAsk) -> float:
        section = ask.sections[0] if ask.sections else 0
        here = self.effects.slots.get(slot.key, slot.weight) * self.effects.sections.get(section, 1.0)
        return here * self.effects.crosses.get((row.ad, section), 1.0)

    def expected(self, row: AdRow, ask: Ask, slot: SlotAsk) -> float:
        if row.pricing == CPM:
            return row.pace * self.bid(row) / 1000
        return row.pace * self.bid(row) * row.rate * self.factor(row, ask, slot)

    def drawn(self, row: AdRow, ask: Ask, slot: SlotAsk) -> float:
        normal = self.normal(row)
        if row.pricing == CPM:
            return row.pace * self.bid(row) / 1000 * (1 + 1e-6 * normal)
        rate = max(row.rate * (1 + 1e-6 * normal) + row.rate_sd * 0.5**0.5 * normal, row.rate / 100)
        return row.pace * self.bid(row) * rate * self.factor(row, ask, slot)

    def decide(self, ask: Ask, slots: Sequence[SlotAsk], now: datetime) -> list[tuple[int, float] | None]:
        """For each slot the ad and the micros a view expected from the next, before they are limited; or None."""
        found: dict[str, tuple[int, float]] = {}
        above: list[AdRow] = []
        inorder = sorted(slots, key=lambda slot: -self.effects.slots.get(slot.key, slot.weight))
        for slot in inorder:
            there = [row for row in self.rows if row.pricing != HOUSE and self.is_free(row, above)]
            there = [row for row in there if may_stand(row, ask, slot.key, now, self.floors) and self.can_pay(row)]
            there = [row for row in there if self.expected(row, ask, slot) > 0]
            if there:
                winner = max(there, key=lambda row: self.drawn(row, ask, slot))
                others = [row for row in there if row.advertiser != winner.advertiser]
                next_best = max((self.expected(row, ask, slot) for row in others), default=0.0)
                found[slot.key] = winner.ad, next_best
                above.append(winner)
        house = sorted((row for row in self.rows if row.pricing == HOUSE), key=lambda row: -self.normal(row))
        for slot in inorder:
            row = next((row for row in house if may_stand(row, ask, slot.key, now, self.floors)), None)
            if slot.key not in found and row is not None:
                house.remove(row)
                found[slot.key] = row.ad, 0.0
        return [found.get(slot.key) for slot in slots]

    def is_free(self, row: AdRow, above: list[AdRow]) -> bool:
        return all(row.advertiser != one.advertiser and row.category != one.category for one in above)

    def can_pay(self, row: AdRow) -> bool:
        return self.bid(row) >= (self.floors.click if row.pricing == CPC else self.floors.thousand)
