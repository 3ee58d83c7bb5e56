"""A list of addresses becomes publishers, many at a time."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsstand.algorithms.opml import Listed
from newsstand.ingest.add import Added, CannotAddError, add
from newsstand.ingest.poll import LEASE
from newsstand.ingest.refresh import Outcome, fetch, settle
from newsstand.lib.http import Door
from newsstand.lib.leases import claim, in_thread
from newsstand.publishers.models import Feed

AT_ONCE = 20
# A list may name a hundred feeds of one host, which is asked no faster for that.
MOST_TRIES = 100
SHORTEST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one address: `added`, or the `reason` why not, with a `detail` for the operator."""

    address: str
    added: Added | None
    reason: str = ""
    detail: str = ""


async def add_list(
    listed: Sequence[Listed],
    *,
    door: Door,
    clock: Callable[[], datetime],
    settled: Callable[[Result], None] = lambda _: None,
) -> list[Result]:
    """Connect each address of a list; `settled` is told of each as it is done. One that fails stops no other.

    What is here already is left as it is, so that a list can be taken up again where it was interrupted; a feed whose
    first reading was interrupted is read.
    1. Load: up to twenty addresses at a time, each as `add` does.
    2. Decide: a host that is not to be asked yet is waited for.
    3. Save: one publisher after the other, each in its own transactions.
    """
    places = asyncio.Semaphore(AT_ONCE)
    writing = asyncio.Lock()

    async def one(entry: Listed) -> Result:
        async with places:
            result = await connect(entry, door=door, clock=clock, writing=writing)
        settled(result)
        return result

    return list(await asyncio.gather(*(one(entry) for entry in listed)))


async def connect(entry: Listed, *, door: Door, clock: Callable[[], datetime], writing: asyncio.Lock) -> Result:
    """One address of a list."""
    for attempt in range(1, MOST_TRIES + 1):
        try:
            added = await add(entry.address, door=door, clock=clock, name=entry.title, writing=writing)
        except CannotAddError as error:
            if error.again_in is None or error.again_in > LONGEST_WAIT or attempt == MOST_TRIES:
                return Result(entry.address, None, error.reason, error.detail)
            await asyncio.sleep(max(error.again_in, SHORTEST_WAIT).total_seconds())
            continue
        if added.outcome is None and added.feed.checked_at is None:
            added = Added(added.publisher, added.feed, await read_first(added.feed, door, clock, writing))
        return Result(entry.address, added)
    raise AssertionError("The last attempt returns.")


async def read_first(feed: Feed, door: Door, clock: Callable[[], datetime], writing: asyncio.Lock) -> Outcome | None:
    """The first reading of a feed that is here, when nobody holds it; None when somebody does."""
    rows = Feed.objects.filter(pk=feed.pk, checked_at=None, retired_at=None).select_related("publisher")
    taken = await in_thread(lambda: claim(rows, now=clock(), lease=LEASE, most=1))
    if not taken:
        return None
    answer = await fetch(door, taken[0])
    async with writing:
        return await in_thread(settle, taken[0], answer, clock())
