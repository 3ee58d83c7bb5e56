"""Views and clicks that were heard are booked in batches: decisions, money and counters, all or nothing, each once."""

import gc
import logging
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial

from newsstand.advertisers import book_rows
from newsstand.advertisers.book_sql import wait_for_turn
from newsstand.advertisers.charge import Charge, Charged, charge
from newsstand.advertisers.events import folder
from newsstand.advertisers.pace import expect
from newsstand.algorithms.ad_judge import Cost, Counted, Judged, judge, with_limits
from newsstand.algorithms.ad_log import Asked, Heard, events_of
from newsstand.algorithms.ad_tokens import EPOCH
from newsstand.lib import drain_segments

# What one transaction books: some twenty thousand views.
PIECE = 5 * 1024 * 1024

log = logging.getLogger(__name__)


def drain(*, now: datetime) -> int:
    """Book what this machine's segments hold, and delete those to which nothing will be added. Returns the bytes.

    0 when there was nothing, or when another process of this machine is at it.
    """
    with uncollected():
        return drain_segments.drain(folder(), partial(book_lines, now=now), now=now, piece=PIECE)


@contextmanager
def uncollected() -> Iterator[None]:
    """A batch is a hundred thousand objects and no circle: looking for circles again and again took half its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def book_lines(lines: bytes, name: str, offset: int, *, now: datetime) -> None:
    """Book whole lines of a segment; one that is no event is left out, and the log says so. Inside a transaction."""
    heard, asked, torn = events_of(lines)
    book(heard, asked, key=f"ads:{name}:{offset}", now=now)
    if torn:
        log.error("%s: %d lines are no events, and were left out.", name, torn)


def book(heard: Sequence[Heard], asked: Sequence[Asked], *, key: str, now: datetime) -> Judged:
    """Book these events, which nobody booked before, and charge what counts. Inside the caller's transaction.

    1. Load: which ads and contexts there are (what is gone since is left out), the decisions that stand, the counts of
       readers and networks.
    2. Decide: algorithms/ad_judge.py says what counts and what is marked; `charge` what it costs.
    3. Save: decisions with what they cost, days of ads, hours of contexts, counts of limits, what paces go by.

    `key`: of the batch, by which the ledger knows its transaction. Returns what was judged.
    """
    wait_for_turn()
    events = with_limits(book_rows.that_stand(heard))
    known = book_rows.decisions([one for one, _ in events])
    often = book_rows.often({key for _, wanted in events for _, key in wanted})
    judged = judge(events, known, often)
    charged = charge([as_charge(one) for one in judged.costs], key=key, now=now)
    book_rows.save_decisions(judged, charged, now)
    book_rows.save_days(judged, micros_by_day(judged.costs, charged))
    book_rows.save_hours(judged.seen, requests(book_rows.asked_that_stand(asked)))
    book_rows.save_shown(events_that_count(judged))
    book_rows.save_often(judged.often, often)
    expect(judged.expected)
    return judged


def as_charge(cost: Cost) -> Charge:
    offer = cost.offer
    return Charge(
        decision=offer.decision,
        campaign=offer.campaign,
        advertiser=offer.advertiser,
        owner=offer.owner,
        day=offer.day,
        pricing=offer.pricing,
        price=offer.price,
        lease=offer.lease,
        at=EPOCH + timedelta(microseconds=cost.at),
    )


def micros_by_day(costs: Sequence[Cost], charged: Mapping[int, Charged]) -> Counter[Counted]:
    """What the days of ads cost."""
    found: Counter[Counted] = Counter()
    for offer, _ in costs:
        found[offer.ad, offer.day, offer.slot, offer.context] += charged[offer.decision].micros
    return found


def requests(asked: Sequence[Asked]) -> Mapping[book_rows.Hour, list[int]]:
    """How often slots were asked for, and how often they were filled, by context, slot and hour."""
    found: dict[book_rows.Hour, list[int]] = defaultdict(lambda: [0, 0])
    for one in asked:
        numbers = found[one.context, one.slot, one.at // 3_600_000_000 * 3_600]
        numbers[0] += 1
        numbers[1] += one.filled
    return found


def events_that_count(judged: Judged) -> Mapping[int, tuple[int, int]]:
    """The first and the last moment in which each ad was seen, in microseconds since 1970."""
    found: dict[int, tuple[int, int]] = {}
    for row in judged.rows.values():
        if row.is_changed and (at := row.seen_at) is not None:
            first, last = found.get(row.offer.ad, (at, at))
            found[row.offer.ad] = min(first, at), max(last, at)
    return found
