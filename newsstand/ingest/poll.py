"""Feeds that are due are read: hundreds of fetches open at once, a new one as soon as one is done."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import OperationalError, transaction

from newsstand.ingest.refresh import Answer, FeedError, Outcome, fetch, settle
from newsstand.lib.dbthread import DatabaseThread
from newsstand.lib.http import Door, NotNow
from newsstand.lib.leases import claim
from newsstand.publishers.models import Feed

LEASE = timedelta(minutes=5)
PLACES = 300
# What is left of the lease is for storing what came.
FETCH_SHARE = 0.8
# How long a worker with nothing to do waits before it looks again.
REST_SECONDS = 2.0
# When all places are taken and one gets free, others do so soon; they are filled together.
GATHER_SECONDS = 0.02

Settled = Callable[[Outcome], None]
log = logging.getLogger(__name__)


async def refresh_due(
    *,
    door: Door,
    clock: Callable[[], datetime],
    most: int | None = None,
    settled: Settled = lambda _: None,
) -> list[Outcome]:
    """Read the feeds that are due until none is (or `most` were); each outcome is given to `settled` as it comes."""
    outcomes: list[Outcome] = []

    def note(outcome: Outcome) -> None:
        outcomes.append(outcome)
        settled(outcome)

    async with Poller(door=door, clock=clock, settled=note) as poller:
        left = most
        while True:
            claimed = await poller.fill(left)
            left = None if left is None else left - claimed
            if not poller.busy and not claimed:
                return outcomes
            await poller.one_done()


async def poll(
    *,
    door: Door,
    clock: Callable[[], datetime],
    stop: asyncio.Event,
    settled: Settled = lambda _: None,
    places: int = PLACES,
    lease: timedelta = LEASE,
    rest: float = REST_SECONDS,
    alive: Callable[[], object] = lambda: None,
) -> None:
    """Read feeds as they fall due until `stop` is set or the task is cancelled; then the leases are given back.

    A slow feed holds its own place and nothing else. `alive` is called at every step. Any number of processes may run
    this on one database. A database that does not answer is tried again.
    """
    async with Poller(door=door, clock=clock, settled=settled, places=places, lease=lease) as poller:
        while not stop.is_set():
            try:
                claimed = await poller.fill()
            except OperationalError:
                log.exception("The database did not answer; trying again.")
                claimed = 0
            alive()
            if not claimed and poller.free:
                await wait_for(stop, rest)
            elif not poller.free:
                await poller.one_done(stop)
                await asyncio.sleep(GATHER_SECONDS)


async def wait_for(stop: asyncio.Event, seconds: float) -> None:
    """Wait a little, or until `stop` is set."""
    try:
        await asyncio.wait_for(stop.wait(), timeout=seconds)
    except TimeoutError:
        return


class Poller:
    """So many places for feeds that are being read. Use as `async with Poller(...) as poller`.

    1. Load: claim due feeds for `lease`, as many as there are free places.
    2. Decide: fetch, all at the same time.
    3. Save: one after the other, each in its own transaction; a feed that fails stops no other.
    """

    def __init__(
        self,
        *,
        door: Door,
        clock: Callable[[], datetime],
        settled: Settled,
        places: int = PLACES,
        lease: timedelta = LEASE,
    ) -> None:
        self._door = door
        self._clock = clock
        self._settled = settled
        self._places = places
        self._lease = lease
        self._reading: dict[asyncio.Task[None], Feed] = {}

    async def __aenter__(self) -> "Poller":
        self._database = await DatabaseThread().__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        try:
            reading = dict(self._reading)
            for task in reading:
                task.cancel()
            await asyncio.gather(*reading, return_exceptions=True)
            # One whose saving was under way has given its lease back itself.
            await self._database(give_back, list(reading.values()))
        finally:
            await self._database.__aexit__(None, None, None)

    @property
    def busy(self) -> int:
        """How many feeds are being read."""
        return len(self._reading)

    @property
    def free(self) -> int:
        """How many more could be."""
        return self._places - len(self._reading)

    async def fill(self, most: int | None = None) -> int:
        """Start reading feeds that are due, at most `most`, as far as there are places; returns how many."""
        room = self.free if most is None else min(self.free, most)
        # The lease begins when the claim is made, not when it stands in line behind what is being stored.
        claimed = await self._database(lambda: claim_due(self._clock(), room, self._lease))
        for feed in claimed:
            task = asyncio.create_task(self._read(feed))
            self._reading[task] = feed
            task.add_done_callback(self._done)
        return len(claimed)

    async def one_done(self, stop: asyncio.Event | None = None) -> None:
        """Wait until a feed is done, or `stop` is set."""
        waiting: set[asyncio.Future[object]] = set(self._reading)  # type: ignore[arg-type]
        stopped = asyncio.ensure_future(stop.wait()) if stop else None
        try:
            if waiting:
                await asyncio.wait(waiting | ({stopped} if stopped else set()), return_when=asyncio.FIRST_COMPLETED)
        finally:
            if stopped:
                stopped.cancel()

    async def _read(self, feed: Feed) -> None:
        try:
            answer = await self._fetch(feed)
            outcome = await self._database(settle, feed, answer, self._clock())
        except OperationalError:
            # Its lease runs out, and it comes back.
            log.exception("Feed %s could not be stored: the database did not answer.", feed.address)
            return
        except Exception:
            # A fault of ours in one feed must not stop the others.
            log.exception("Feed %s could not be read.", feed.address)
            error = FeedError("An error of ours; the log of this installation has more.")
            outcome = await self._database(settle_anew, feed.pk, feed.leased_until, error, self._clock())
        self._settled(outcome)

    async def _fetch(self, feed: Feed) -> Answer:
        """Ask the feed's address, unless the line before its host is so long that the lease would run out meanwhile."""
        left = feed.leased_until - self._clock() if feed.leased_until else self._lease
        try:
            async with asyncio.timeout((left * FETCH_SHARE).total_seconds()):
                return await fetch(self._door, feed)
        except TimeoutError:
            return NotNow("The line before its host was too long.", self._lease * (1 - FETCH_SHARE))

    def _done(self, task: asyncio.Task[None]) -> None:
        self._reading.pop(task, None)
        if not task.cancelled() and task.exception() is not None:
            log.error("Reading a feed failed.", exc_info=task.exception())


def claim_due(now: datetime, most: int, lease: timedelta = LEASE) -> list[Feed]:
    """Up to `most` due feeds, taken for this worker."""
    return claim(Feed.objects.due(now).select_related("publisher"), now=now, lease=lease, most=most)


def settle_anew(feed_id: int, held: datetime | None, error: FeedError, now: datetime) -> Outcome:
    """Settle a feed whose row in memory may be half changed: as it stands in the table."""
    feed = Feed.objects.select_related("publisher").get(pk=feed_id)
    if feed.leased_until is None or feed.leased_until != held:
        return Outcome(feed, "lost")
    return settle(feed, error, now)


@transaction.atomic
def give_back(feeds: Sequence[Feed]) -> None:
    """End leases early because the work is being stopped: the feeds are due as before."""
    for feed in feeds:
        if feed.leased_until is not None:
            Feed.objects.filter(pk=feed.pk, leased_until=feed.leased_until).update(leased_until=None)
