"""The demonstration town comes into an installation, through the same verbs as everybody's articles and comments."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from newsstand.articles.models import Author
from newsstand.demo.desk import fill_desk
from newsstand.demo.outlets import fill_outlets
from newsstand.demo.pieces import fill_drafts, publish_pieces
from newsstand.demo.reads import fill_reads
from newsstand.demo.registry import at_home, enter_topics
from newsstand.demo.server import DemoServer
from newsstand.demo.shops import fill_shops
from newsstand.demo.talk import talk
from newsstand.demo.town import Publisher as TownPublisher
from newsstand.demo.views import fill_views
from newsstand.ingest.add import CannotAddError, add
from newsstand.ingest.refresh import Outcome, fetch, settle
from newsstand.lib.door import open_door
from newsstand.lib.http import Door
from newsstand.lib.leases import in_thread
from newsstand.publishers.models import Contract, Feed, Publisher
from newsstand.ranking.candidates import catch_up
from newsstand.worker.rounds import complete

Clock = Callable[[], datetime]

BEFORE = timedelta(minutes=1)


def load(*, server: DemoServer, clock: Clock, progress: Callable[[float], object]) -> None:
    """Bring the town in; what is here already is left as it is, so that an interrupted run can go on.

    `server` must be running; `progress` is told the share that is done, 0 to 1. Raises CannotAddError when a feed of
    the server cannot be read.
    1. Sections and topics.
    2. The publishers and their articles, as they came: see `moments`.
    3. The contributors' pieces, on their way here.
    4. Comments and likes, what waits for its moderators.
    5. What contributors have in hand, the papers' people, who applies, what is contested; how often all of it was read.
    6. Shops that advertise; how often their ads were seen and clicked.
    7. The front page's candidates.
    """
    enter_topics(server.town)
    progress(0.05)
    steps = moments(server)
    try:
        for done, as_of in enumerate(steps, start=1):
            server.as_of = as_of
            asyncio.run(read_all(server, as_of, clock))
            progress(0.05 + 0.75 * done / len(steps))
    finally:
        server.as_of = None
    publish_pieces(server)
    asyncio.run(complete(clock=clock))
    progress(0.9)
    talk(server)
    fill_desk(server)
    fill_drafts(server)
    fill_outlets(server)
    fill_reads(server)
    fill_shops(server)
    fill_views(server)
    catch_up(now=clock())
    progress(1.0)


def moments(server: DemoServer) -> list[datetime | None]:
    """When to read the feeds: before the first correction, at each, and (None) now.

    The past is played again so that a corrected article has its revision, and "Updated" says when.
    """
    changes = server.changes
    return [changes[0] - BEFORE, *changes, None] if changes else [None]


async def read_all(server: DemoServer, as_of: datetime | None, clock: Clock) -> None:
    """Read every publisher's feed, then the pages and pictures that wait, as if it were `as_of`."""
    now: Clock = clock if as_of is None else lambda: as_of
    async with open_door() as door:
        for publisher, address in zip(server.town.publishers, server.publisher_addresses, strict=True):
            ours = await read(door, address, as_of, now)
            await in_thread(describe, ours, publisher, server.town.attribution)
            await in_thread(at_home, ours, server.town)
    await complete(clock=now)


async def read(door: Door, address: str, as_of: datetime | None, now: Clock) -> Publisher:
    """Connect the publisher at `address`, or read its feed again; raises CannotAddError when that fails."""
    added = await add(address, door=door, clock=now, fictional=True)
    outcome = added.outcome
    if outcome is None and not played(added.feed, as_of):
        outcome = await again(door, added.feed, now)
    if outcome is not None and outcome.state == "error":
        raise CannotAddError(f"The demonstration's feed {added.feed.address} cannot be read: {outcome.error}")
    return added.publisher


async def again(door: Door, feed: Feed, now: Clock) -> Outcome:
    """One more reading of a feed, due or not."""
    return await in_thread(settle, feed, await fetch(door, feed), now())


def played(feed: Feed, as_of: datetime | None) -> bool:
    """Whether an earlier run read this feed as of that moment: the past must not be put over the present."""
    return as_of is not None and feed.checked_at is not None and feed.checked_at >= as_of


def describe(ours: Publisher, publisher: TownPublisher, attribution: str) -> None:
    """What no feed says: the line at the foot of the articles, and who the authors are."""
    Contract.objects.filter(publisher=ours).update(attribution=f"{attribution}.")
    for author in publisher.authors:
        Author.objects.filter(publisher=ours, name=author.name).update(about=author.about)
