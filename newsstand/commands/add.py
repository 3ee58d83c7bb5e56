"""`newsstand add ADDRESS...`: publishers by the address of their site or feed."""

import asyncio
from collections.abc import Sequence

from django.conf import settings

from newsstand.commands.prepare import prepare_database
from newsstand.commands.show import progress_bar, say, sentence
from newsstand.ingest.add import Added, CannotAddError, add
from newsstand.lib.clock import now
from newsstand.lib.door import open_door
from newsstand.worker.rounds import complete


def add_publishers(addresses: Sequence[str]) -> int:
    """Connect each address, read its feed, its pages and pictures. Prints each publisher's page; 1 if any failed."""
    prepare_database()
    failed = False
    for address in addresses:
        try:
            added = asyncio.run(connect(address))
        except CannotAddError as error:
            say(" ".join(filter(None, [f"{address}: {error.reason}", error.detail])))
            failed = True
            continue
        report(added)
        print(f"{settings.NEWSSTAND_URL}{added.publisher.get_absolute_url()}", flush=True)
    with progress_bar("Reading pages and pictures") as progress:
        asyncio.run(complete(clock=now, progress=progress))
    return 1 if failed else 0


async def connect(address: str) -> Added:
    """One address, through a door of its own."""
    async with open_door() as door:
        return await add(address, door=door, clock=now)


def report(added: Added) -> None:
    """What the first reading brought, for the person at the terminal."""
    if added.outcome is None:
        say(f"{added.publisher.name} is here already, with the feed {added.feed.address}.")
    else:
        say(f"{added.publisher.name}: {sentence(added.outcome)}")
