"""What becomes of a batch of views and clicks: which count, which are marked, what is charged.

It does not matter in which order batches come, nor in how many: a click that is booked before its view (another node
heard that) is marked "no view" and waits in its row; the mark is taken off when a view is booked that was heard in time
before it. What is marked changes nothing for anything else, not even for the limits.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from newsstand.algorithms.ad_log import VIEW, Heard
from newsstand.algorithms.ad_marks import (
    CLICK_AFTER,
    CLICKS_OF_NETWORK,
    CLICKS_OF_READER,
    CLICKS_ON_AN_AD,
    NO_VIEW,
    QUICK,
    VIEWS_OF_NETWORK,
    VIEWS_OF_READER,
    Limit,
)
from newsstand.algorithms.ad_rows import cost_of_view
from newsstand.algorithms.ad_tokens import Offer

QUICKEST = CLICK_AFTER.seconds * 1_000_000 + CLICK_AFTER.microseconds
# A mark that a view takes off.
WAITING = frozenset({NO_VIEW, QUICK})
VIEWS, CLICKS, MARKED_VIEWS, MARKED_CLICKS = range(4)
# ad, day, slot, context
Counted = tuple[int, date, str, int]


@dataclass(slots=True)
class Row:
    """A decision as it stands. Times are microseconds since 1970, None where nothing was heard."""

    offer: Offer
    viewed_at: int | None = None
    view_mark: str = ""
    clicked_at: int | None = None
    click_mark: str = ""
    is_new: bool = True
    is_changed: bool = False

    @property
    def seen_at(self) -> int | None:
        """When it was seen by somebody who counts."""
        return None if self.view_mark else self.viewed_at


class Cost(NamedTuple):
    """A view or a click that has its price."""

    offer: Offer
    at: int


@dataclass(slots=True)
class Judged:
    """What is to be saved. `counts`: what is added to an ad's day (views, clicks, marked views, marked clicks).

    `seen`: views that count, by context, slot and hour (seconds since 1970). `often`: what is added to the counts of
    limits, and when each is over (seconds since 1970). `expected`: micros that the views that count should cost, by
    campaign: by them its pace is set.
    """

    rows: dict[int, Row] = field(default_factory=dict)
    costs: list[Cost] = field(default_factory=list)
    counts: dict[Counted, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0, 0]))
    seen: Counter[tuple[int, str, int]] = field(default_factory=Counter)
    often: dict[str, list[int]] = field(default_factory=dict)
    expected: dict[int, float] = field(default_factory=lambda: defaultdict(float))


Wanted = Sequence[tuple[Limit, str]]


def limits_of(event: Heard) -> Wanted:
    """The limits that a view or click counts towards, with their keys; none where it is marked, or nobody's."""
    kind, at, mark, reader, network, offer = event
    if mark:
        return ()
    of_reader: Sequence[Limit]
    of_network: Sequence[Limit]
    on_ad: Sequence[Limit]
    if kind == VIEW:
        of_reader, of_network, on_ad = (VIEWS_OF_READER,), (VIEWS_OF_NETWORK,), ()
    else:
        of_reader, of_network, on_ad = CLICKS_OF_READER, CLICKS_OF_NETWORK, CLICKS_ON_AN_AD
    wanted: list[tuple[Limit, str]] = []
    if reader:
        wanted = [(limit, limit.key(at, f"{reader}:{offer.ad}")) for limit in on_ad]
        wanted += [(limit, limit.key(at, reader)) for limit in of_reader]
    if network:
        wanted += [(limit, limit.key(at, network)) for limit in of_network]
    return wanted


def with_limits(events: Iterable[Heard]) -> list[tuple[Heard, Wanted]]:
    """The events with what the limits count of them, in the order in which they were heard."""
    return [(one, limits_of(one)) for one in sorted(events, key=heard_at)]


def judge(events: Iterable[tuple[Heard, Wanted]], known: Mapping[int, Row], often: Mapping[str, int]) -> Judged:
    """What to save for these events, which `with_limits` has put in order.

    `known`: rows that stand, by decision; `often`: counts of limits, by key.

    Charges come in the order in which their events were heard. The rows of `known` are changed.
    """
    judged = Judged()
    bench = Bench(judged, often)
    for event, wanted in events:
        number = event.offer.decision
        row = judged.rows.get(number)
        if row is None:
            row = judged.rows[number] = known.get(number) or Row(event.offer)
        if event.kind == VIEW:
            bench.view(event, wanted, row)
        else:
            bench.click(event, wanted, row)
    return judged


def heard_at(event: Heard) -> tuple[int, bool]:
    return event.at, event.kind != VIEW


@dataclass(slots=True)
class Bench:
    """Judges one event after the other."""

    judged: Judged
    often: Mapping[str, int]

    def view(self, event: Heard, wanted: Wanted, row: Row) -> None:
        counts = self.counts(event.offer)
        seen_at = row.seen_at
        if event.mark or seen_at is not None or (mark := self.too_many(event, wanted)):
            counts[MARKED_VIEWS] += 1
            if row.viewed_at is None:
                row.viewed_at, row.view_mark, row.is_changed = event.at, event.mark or mark, True
            elif seen_at is not None and not event.mark and event.at < seen_at:
                # Heard by another node, and earlier than the one that was booked first.
                row.viewed_at, row.is_changed = event.at, True
                self.let_click_count(row)
            return
        row.viewed_at, row.view_mark, row.is_changed = event.at, "", True
        counts[VIEWS] += 1
        self.judged.seen[event.offer.context, event.offer.slot, event.at // 3_600_000_000 * 3_600] += 1
        offer = event.offer
        self.judged.expected[offer.campaign] += cost_of_view(offer.pricing, offer.price, offer.rate)
        if offer.pricing == "cpm":
            self.judged.costs.append(Cost(offer, event.at))
        self.let_click_count(row)

    def click(self, event: Heard, wanted: Wanted, row: Row) -> None:
        counts = self.counts(event.offer)
        if row.clicked_at is not None and not row.click_mark:
            counts[MARKED_CLICKS] += 1
            return
        mark = event.mark or after_view(row, event.at) or self.too_many(event, wanted)
        if not mark:
            row.clicked_at, row.click_mark, row.is_changed = event.at, "", True
            counts[CLICKS] += 1
            self.charge_click(event.offer, event.at)
            return
        counts[MARKED_CLICKS] += 1
        # Of those that wait for a view the latest is kept: a view that lets an earlier one count lets it, too.
        is_better = mark in WAITING and (row.click_mark not in WAITING or event.at > (row.clicked_at or 0))
        if row.clicked_at is None or is_better:
            row.clicked_at, row.click_mark, row.is_changed = event.at, mark, True

    def let_click_count(self, row: Row) -> None:
        """A view is known now: a click that waited for one counts, if it came after it."""
        if row.click_mark not in WAITING or row.clicked_at is None or after_view(row, row.clicked_at):
            return
        row.click_mark = ""
        counts = self.counts(row.offer)
        counts[CLICKS] += 1
        counts[MARKED_CLICKS] -= 1
        self.charge_click(row.offer, row.clicked_at)

    def charge_click(self, offer: Offer, at: int) -> None:
        if offer.pricing == "cpc":
            self.judged.costs.append(Cost(offer, at))

    def counts(self, offer: Offer) -> list[int]:
        return self.judged.counts[offer.ad, offer.day, offer.slot, offer.context]

    def too_many(self, event: Heard, wanted: Wanted) -> str:
        """The mark of the first limit that the event passes; where it passes none, it counts towards all of them."""
        often = self.judged.often
        for limit, key in wanted:
            more = often.get(key)
            if (self.often.get(key, 0) + (more[0] if more else 0)) >= limit.most:
                return limit.mark
        for limit, key in wanted:
            if key in often:
                often[key][0] += 1
            else:
                often[key] = [1, limit.ends(event.at)]
        return ""


def after_view(row: Row, at: int) -> str:
    """The mark of a click at this moment by the view that is known: no view before it, or too quick; "" for neither."""
    seen_at = row.seen_at
    if seen_at is None or at < seen_at:
        return NO_VIEW
    return QUICK if at - seen_at < QUICKEST else ""
