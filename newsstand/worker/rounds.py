"""One round of what there is to do, and rounds until somebody says stop."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import OperationalError

from newsstand.articles.models import Article
from newsstand.articles.pictures import pictures_settled
from newsstand.images.fetch import fetch_due
from newsstand.ingest.connect import connect_accepted
from newsstand.ingest.full_text import read_due_pages
from newsstand.ingest.refresh import Outcome, refresh_due
from newsstand.lib.door import open_door
from newsstand.lib.http import Door

# How long a worker with nothing to do waits before it looks again.
REST_SECONDS = 2.0
FEEDS_A_ROUND = 200
PAGES_A_ROUND = 100
PICTURES_A_ROUND = 100

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Done:
    """What one round did."""

    feeds: list[Outcome] = field(default_factory=list)
    connected: int = 0
    pages: int = 0
    pictures: int = 0

    @property
    def anything(self) -> bool:
        return bool(self.feeds or self.connected or self.pages or self.pictures)


@dataclass(frozen=True, slots=True)
class Progress:
    """Who wants to hear of each thing as it is done: a progress bar, or nobody."""

    feed: Callable[[Outcome], None] = lambda _: None
    page: Callable[[Article], None] = lambda _: None
    pictures: Callable[[int], None] = lambda _: None


async def one_round(*, door: Door, clock: Callable[[], datetime], progress: Progress) -> Done:
    """Do what is due: accepted applications, feeds, pages, pictures, in that order."""
    done = Done()
    done.connected = await connect_accepted(door=door, clock=clock)
    done.feeds = await refresh_due(door=door, clock=clock, most=FEEDS_A_ROUND, settled=progress.feed)
    done.pages = len(await read_due_pages(door=door, clock=clock, most=PAGES_A_ROUND, settled=progress.page))
    fetched = await fetch_due(door=door, now=clock, most=PICTURES_A_ROUND, settled=pictures_settled)
    done.pictures = fetched.ready + fetched.failed
    progress.pictures(done.pictures)
    return done


async def catch_up(*, clock: Callable[[], datetime], progress: Progress | None = None) -> list[Outcome]:
    """Rounds until nothing is due any more; what became of each feed."""
    outcomes: list[Outcome] = []
    async with open_door() as door:
        while True:
            done = await one_round(door=door, clock=clock, progress=progress or Progress())
            outcomes += done.feeds
            if not done.anything:
                return outcomes


async def complete(*, clock: Callable[[], datetime], progress: Progress | None = None) -> None:
    """Read the pages and fetch the pictures that wait, and leave feeds alone: what a newly added article needs."""
    wanted = progress or Progress()
    async with open_door() as door:
        while True:
            pages = await read_due_pages(door=door, clock=clock, most=PAGES_A_ROUND, settled=wanted.page)
            fetched = await fetch_due(door=door, now=clock, most=PICTURES_A_ROUND, settled=pictures_settled)
            wanted.pictures(fetched.ready + fetched.failed)
            if not pages and not fetched.ready + fetched.failed:
                return


async def work(*, clock: Callable[[], datetime], stop: asyncio.Event) -> None:
    """Rounds until `stop` is set. A round that fails is logged, and the next one tries again."""
    async with open_door() as door:
        while not stop.is_set():
            try:
                done = await one_round(door=door, clock=clock, progress=Progress())
            except OperationalError:
                log.exception("The database did not answer; trying again.")
                done = Done()
            heartbeat().touch()
            if not done.anything:
                await rest(stop)


async def rest(stop: asyncio.Event) -> None:
    """Wait a little, or until `stop` is set."""
    try:
        await asyncio.wait_for(stop.wait(), timeout=REST_SECONDS)
    except TimeoutError:
        return


def heartbeat() -> Path:
    """The file whose age says when a worker last finished a round."""
    return Path(settings.NEWSSTAND_HOME) / "worker-alive"
