"""Feeds that are due are read: hundreds of fetches open at once, a new one as soon as one is done."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import OperationalError, transaction

from newsstand.ingest.refresh import Answer, FeedError, Outcome, fetch, settle
from newsstand.ingest.settle_all import Answered, has_nothing_new, settle_all
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
# What brought something is stored so many feeds at a time, so that their places are free again soon.
HANDFUL = 4
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
    3. Save: what came meanwhile together (`settle_all`); a feed that fails stops no other.
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
        self._freed = asyncio.Event()
        self._answered: list[tuple[Answered, asyncio.Future[Outcome]]] = []
        self._storing: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Poller":
        self._database = await DatabaseThread().__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        try:
            reading = dict(self._reading)
            for task in reading:
                task.cancel()
            await asyncio.gather(*reading, *filter(None, [self._storing]), return_exceptions=True)
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
        if not self._reading:
            return
        waiting = [asyncio.ensure_future(event.wait()) for event in (self._freed, stop) if event is not None]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waiting:
                each.cancel()
        self._freed.clear()

    async def _read(self, feed: Feed) -> None:
        try:
            answer = await self._fetch(feed)
            outcome = await self._store((feed, answer, self._clock()))
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

    def _store(self, answered: Answered) -> asyncio.Future[Outcome]:
        """What becomes of an answer; it stands in line until the database thread is free."""
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._answered.append((answered, future))
        if self._storing is None or self._storing.done():
            self._storing = asyncio.create_task(self._store_all())
        return future

    async def _store_all(self) -> None:
        while self._answered:
            some = self._some_answered()
            outcomes = await self._database(settle_all, [answered for answered, _ in some])
            for (_, future), outcome in zip(some, outcomes, strict=True):
                if future.done():
                    continue
                if isinstance(outcome, Outcome):
                    future.set_result(outcome)
                else:
                    future.set_exception(outcome)

    def _some_answered(self) -> list[tuple[Answered, asyncio.Future[Outcome]]]:
        """Take out of the line all that brought nothing new, and a handful of the others. Nobody waits for the rest."""
        some: list[tuple[Answered, asyncio.Future[Outcome]]] = []
        rest: list[tuple[Answered, asyncio.Future[Outcome]]] = []
        left = HANDFUL
        for each in self._answered:
            if each[1].done():
                continue
            quick = has_nothing_new(each[0])
            left -= not quick
            (some if quick or left >= 0 else rest).append(each)
        self._answered = rest
        return some

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
        self._freed.set()
        if not task.cancelled() and task.exception() is not None:
            log.error("Reading a feed failed.", exc_info=task.exception())


def claim_due(now: datetime, most: int, lease: timedelta = LEASE) -> list[Feed]:
    """Up to `most` due feeds, taken for this worker."""
    return claim(Feed.objects.due(now).select_related("publisher__contract"), now=now, lease=lease, most=most)


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
