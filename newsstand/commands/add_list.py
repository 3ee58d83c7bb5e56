"""`newsstand add-list FILE`: all publishers of a list."""

import asyncio
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from django.conf import settings

from newsstand.algorithms.opml import MOST_BYTES, Listed, ListError, read_list
from newsstand.commands.add import report
from newsstand.commands.prepare import prepare_database
from newsstand.commands.show import counting_bar, progress_bar, result, say
from newsstand.ingest.add_list import Result, add_list
from newsstand.lib.clock import now
from newsstand.lib.door import LONG_PATIENCE, open_door
from newsstand.worker.rounds import complete


def add_from_list(name: str) -> int:
    """Connect every address of the file (OPML or an address a line, "-" for stdin), print each publisher's page.

    At the end says how many were added, were here already and failed, and why. Returns 1 when any failed, 130 when it
    was interrupted: what is added stays, and the same command goes on from there.
    """
    try:
        listed = read_list(read(name))
    except OSError as error:
        say(f"{name}: {error.strerror}.")
        return 1
    except ListError as error:
        say(f"{name}: {error}")
        return 1
    prepare_database()
    done: list[Result] = []
    try:
        with counting_bar("Adding", len(listed)) as step:

            def settled(one: Result) -> None:
                note(one, done)
                step()

            asyncio.run(connect_all(listed, settled))
        with progress_bar("Reading pages and pictures") as progress:
            asyncio.run(complete(clock=now, progress=progress))
    except KeyboardInterrupt:
        summarise(done)
        say(f"Interrupted with {len(listed) - len(done)} to go. Run the same command again: what is here is skipped.")
        return 130
    summarise(done)
    return 1 if any(one.added is None for one in done) else 0


def read(name: str) -> bytes:
    """The file's bytes, of a larger one the first that are too many."""
    if name == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    with Path(name).open("rb") as file:
        return file.read(MOST_BYTES + 1)


async def connect_all(listed: Sequence[Listed], settled: Callable[[Result], None]) -> None:
    """All addresses, through one door."""
    async with open_door(patience=LONG_PATIENCE) as door:
        await add_list(listed, door=door, clock=now, settled=settled)


def note(one: Result, done: list[Result]) -> None:
    """Say what came of one address, and print its publisher's page."""
    done.append(one)
    if one.added is None:
        say(f"{one.address}: not added.")
        return
    report(one.added)
    result(f"{settings.NEWSSTAND_URL}{one.added.publisher.get_absolute_url()}")


def summarise(done: Sequence[Result]) -> None:
    """How many were added, here already and failed; each failure with its reason."""
    failed = [one for one in done if one.added is None]
    here = sum(one.added is not None and one.added.outcome is None for one in done)
    say(f"{len(done) - here - len(failed)} added, {here} here already, {len(failed)} failed.")
    for one in failed:
        say("  " + " ".join(filter(None, [f"{one.address}: {one.reason}", one.detail])))
