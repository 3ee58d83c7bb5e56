"""What there is to do: once, until nothing is due, and until somebody says stop."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import OperationalError

from newsstand.articles.models import Article
from newsstand.articles.pictures import pictures_settled
from newsstand.images.fetch import fetch_due
from newsstand.ingest.ask_hubs import ask_due_hubs
from newsstand.ingest.connect import connect_accepted
from newsstand.ingest.full_text import read_due_pages
from newsstand.ingest.poll import LEASE, PLACES, REST_SECONDS, poll, refresh_due, wait_for
from newsstand.ingest.pushed import take_pushed
from newsstand.ingest.refresh import Outcome
from newsstand.lib.dbthread import DatabaseThread
from newsstand.lib.door import LONG_PATIENCE, PATIENCE, open_door
from newsstand.lib.http import Door
from newsstand.lib.leases import in_thread
from newsstand.notices.push import push_due
from newsstand.ranking import candidates
from newsstand.search import index
from newsstand.stories import cluster
from newsstand.syndication.distribute import notice_changes
from newsstand.syndication.tell import tell_subscribers
from newsstand.topics import gazetteer
from newsstand.worker.ads import Ads, Paces
from newsstand.worker.advertisers import Advertisers
from newsstand.worker.budgets import Budgets
from newsstand.worker.counts import Counts
from newsstand.worker.desk import Desk
from newsstand.worker.landings import Landings
from newsstand.worker.letters import Letters
from newsstand.worker.money import Money
from newsstand.worker.outlets import Outlets
from newsstand.worker.payments import Payments
from newsstand.worker.ranks import Ranks
from newsstand.worker.redress import Redress
from newsstand.worker.talk import Talk
from newsstand.worker.texts import Texts

PAGES_A_ROUND = 100
PICTURES_A_ROUND = 100
PUSHES_A_ROUND = 200
# Each feed that is being read has a connection, and so have pages and pictures.
CONNECTIONS = PLACES + 100

# Does what is due; False when there was nothing.
Step = Callable[[], Awaitable[bool]]

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Done:
    """What one round did."""

    feeds: list[Outcome] = field(default_factory=list)
    connected: int = 0
    pages: int = 0
    pictures: int = 0
    pushes: int = 0

    @property
    def anything(self) -> bool:
        return bool(self.feeds or self.connected or self.pages or self.pictures or self.pushes)


@dataclass(frozen=True, slots=True)
class Progress:
    """Who wants to hear of each thing as it is done: a progress bar, or nobody."""

    feed: Callable[[Outcome], None] = lambda _: None
    page: Callable[[Article], None] = lambda _: None
    pictures: Callable[[int], None] = lambda _: None


def open_hub_door(patience: timedelta = PATIENCE) -> Door:
    """The door to hubs and subscribers, whose addresses strangers choose: what is opened for feeds is closed here."""
    return open_door(patience=patience, networks=settings.NEWSSTAND_WEBSUB_NETWORKS)


def push_steps(hub_door: Door, clock: Callable[[], datetime]) -> tuple[Step, ...]:
    """What hubs sent us is taken in; hubs are asked; our own subscribers are told, and devices of notices."""

    async def taken() -> bool:
        return bool(await take_pushed(clock=clock, most=PUSHES_A_ROUND))

    async def asked() -> bool:
        return bool(await ask_due_hubs(door=hub_door, clock=clock, most=PUSHES_A_ROUND))

    async def told() -> bool:
        changed = await in_thread(lambda: notice_changes(now=clock(), most=PUSHES_A_ROUND))
        return bool(await tell_subscribers(door=hub_door, clock=clock, most=PUSHES_A_ROUND) or changed)

    async def pushed() -> bool:
        return bool(await push_due(door=hub_door, clock=clock, most=PUSHES_A_ROUND))

    return taken, asked, told, pushed


async def one_round(*, door: Door, hub_door: Door, clock: Callable[[], datetime], progress: Progress) -> Done:
    """Do what is due: accepted applications, what was pushed, feeds, pages, pictures, in that order."""
    done = Done()
    done.connected = await connect_accepted(door=door, clock=clock)
    done.pushes = sum([await step() for step in push_steps(hub_door, clock)])
    done.feeds = await refresh_due(door=door, clock=clock, settled=progress.feed)
    done.pages = len(await read_due_pages(door=door, clock=clock, most=PAGES_A_ROUND, settled=progress.page))
    fetched = await fetch_due(door=door, now=clock, most=PICTURES_A_ROUND, settled=pictures_settled)
    done.pictures = fetched.ready + fetched.failed
    progress.pictures(done.pictures)
    return done


async def catch_up(*, clock: Callable[[], datetime], progress: Progress | None = None) -> list[Outcome]:
    """Rounds until nothing is due any more; what became of each feed."""
    outcomes: list[Outcome] = []
    async with (
        open_door(patience=LONG_PATIENCE, connections=CONNECTIONS) as door,
        open_hub_door(LONG_PATIENCE) as hub_door,
    ):
        while True:
            done = await one_round(door=door, hub_door=hub_door, clock=clock, progress=progress or Progress())
            outcomes += done.feeds
            if not done.anything:
                await in_thread(cluster.catch_up, now=clock())
                await in_thread(candidates.catch_up, now=clock())
                return outcomes


async def complete(*, clock: Callable[[], datetime], progress: Progress | None = None) -> None:
    """Read the pages and fetch the pictures that wait, and leave feeds alone: what a newly added article needs."""
    wanted = progress or Progress()
    async with open_door(patience=LONG_PATIENCE) as door:
        while True:
            pages = await read_due_pages(door=door, clock=clock, most=PAGES_A_ROUND, settled=wanted.page)
            fetched = await fetch_due(door=door, now=clock, most=PICTURES_A_ROUND, settled=pictures_settled)
            wanted.pictures(fetched.ready + fetched.failed)
            if not pages and not fetched.ready + fetched.failed:
                await in_thread(cluster.catch_up, now=clock())
                return


# What else falls due, each kind in its file; each does what is due by the clock, and says whether there may be more.
STEPS = (
    Ranks,
    Counts,
    Letters,
    Outlets,
    Talk,
    Redress,
    Texts,
    Desk,
    Budgets,
    Ads,
    Landings,
    Paces,
    Advertisers,
    Money,
    Payments,
)


async def work(
    *, clock: Callable[[], datetime], stop: asyncio.Event, door: Door | None = None, lease: timedelta = LEASE
) -> None:
    """What falls due side by side until `stop` is set: a slow server of one kind holds up no other.

    `door` is one that is open already; without one, this opens its own. A feed is held for `lease`.
    """
    if door is None:
        async with open_door(connections=CONNECTIONS) as own:
            return await work(clock=clock, stop=stop, door=own, lease=lease)

    async def texts() -> bool:
        connected = await connect_accepted(door=door, clock=clock)
        return bool(connected or await read_due_pages(door=door, clock=clock, most=PAGES_A_ROUND))

    async def pictures() -> bool:
        fetched = await fetch_due(door=door, now=clock, most=PICTURES_A_ROUND, settled=pictures_settled)
        return bool(fetched.ready + fetched.failed)

    async def search() -> bool:
        async with DatabaseThread() as database:
            return bool(await database(index.catch_up))

    async def stories() -> bool:
        return bool(await in_thread(cluster.cluster_due, now=clock()))

    # Before anything else: it takes seconds once, and must not happen while a feed's transaction waits for it.
    await in_thread(gazetteer.prepare)
    async with open_hub_door() as hub_door, asyncio.TaskGroup() as group:
        group.create_task(poll(door=door, clock=clock, stop=stop, lease=lease, alive=heartbeat().touch))
        steps = (texts, pictures, stories, search, *(kind(clock).step for kind in STEPS))
        for step in (*steps, *push_steps(hub_door, clock)):
            group.create_task(again_and_again(step, stop))
    await in_thread(cluster.give_back)
    return None


async def again_and_again(step: Step, stop: asyncio.Event) -> None:
    """`step` until `stop` is set, resting when it had nothing to do. One that fails is logged and tried again."""
    while not stop.is_set():
        try:
            busy = await step()
        except OperationalError:
            log.exception("The database did not answer; trying again.")
            busy = False
        if not busy:
            await wait_for(stop, REST_SECONDS)


def heartbeat() -> Path:
    """The file whose age says when a worker last finished a round."""
    return Path(settings.NEWSSTAND_HOME) / "worker-alive"
