"""Starts real workers for the hostile world, each a process of its own, told to on standard input.

A line "make PORT", "dump PORT" or "work" is done in a forked child, so that the modules are read in once. The answer is
a line: what was dumped, or the child's number.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "newsstand.settings"
django.setup()

from aiohttp.abc import AbstractResolver, ResolveResult  # noqa: E402

from newsstand.articles.models import Article  # noqa: E402
from newsstand.commands.prepare import prepare_database  # noqa: E402
from newsstand.ingest import full_text  # noqa: E402
from newsstand.ingest.models import Item  # noqa: E402
from newsstand.lib import tokens  # noqa: E402
from newsstand.lib.clock import now  # noqa: E402
from newsstand.lib.door import open_door  # noqa: E402
from newsstand.lib.http import Limits  # noqa: E402
from newsstand.publishers.models import Contract, Feed, Publisher  # noqa: E402
from newsstand.worker.rounds import work  # noqa: E402
from tests.worker.hostile_world import FEEDS, host_of, path_of  # noqa: E402

SECONDS = 4.0
LEASE = timedelta(seconds=11)


class Names(AbstractResolver):
    """Every name of the world is this machine."""

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=2, proto=6, flags=0)]

    async def close(self) -> None:
        """Nothing is open."""


def make(port: int) -> None:
    """An installation with the world's feeds, due in half a minute: the test says when."""
    prepare_database()
    for number in range(FEEDS):
        publisher = Publisher.objects.create(name=f"Paper {number}", slug=f"paper-{number}", joined_at=now())
        Contract.objects.create(publisher=publisher)
        address = f"http://{host_of(number)}:{port}{path_of(number)}"
        Feed.objects.create(publisher=publisher, address=address, next_check_at=now() + timedelta(days=1))


def write_turns_down() -> None:
    """Each turn that the buckets give from now on becomes a line of "turns": the bucket, and the moment in seconds."""
    file = os.open(Path(os.environ["NEWSSTAND_HOME"]) / "turns", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    reserve = tokens.reserve

    def listen(wanted: Sequence[Sequence[str]], **rest: Any) -> list[tokens.Turn]:
        answers = reserve(wanted, **rest)
        lines = [
            f"{name} {(rest['now'] + turn.pause).timestamp()}\n"
            for names, turn in zip(wanted, answers, strict=True)
            for name in names
            if turn.granted
        ]
        # In one piece, before any of them is used: whoever is killed has written all or asked for nothing.
        os.write(file, "".join(lines).encode())
        return answers

    tokens.reserve = listen


async def until_told() -> None:
    write_turns_down()
    full_text.LEASE = LEASE
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    limits = Limits(seconds=SECONDS, body_bytes=1_000_000)
    async with open_door(limits, connections=400, resolver=Names()) as door:
        await work(clock=now, stop=stop, door=door, lease=LEASE)


def dump(port: str) -> None:
    """All that is to be the same with and without faults, as JSON."""
    feeds = [
        {
            "paper": feed.publisher.name,
            "address": feed.address.replace(port, "PORT"),
            "moved_from": feed.moved_from.replace(port, "PORT"),
            "retired": feed.retired_reason.replace(port, "PORT"),
            "error": feed.error.replace(port, "PORT"),
            "errors": feed.error_count,
            "title": feed.title,
            "changes": len(feed.change_times),
            "held": feed.leased_until is not None,
        }
        for feed in Feed.objects.select_related("publisher").order_by("publisher_id")
    ]
    items = Item.objects.order_by("feed_id", "guid", "title", "outcome")
    articles = Article.objects.order_by("publisher_id", "headline", "id")
    told = {
        "feeds": feeds,
        "items": [list(row) for row in items.values_list("feed_id", "guid", "title", "outcome", "rule")],
        "articles": [
            [article.publisher_id, article.headline, article.text, article.page, article.revisions.count()]
            for article in articles
        ],
    }
    print(json.dumps(told))


def attend() -> None:
    """Do what comes on standard input until it ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    for line in sys.stdin:
        what, *rest = line.split()
        child = os.fork()
        if child:
            if what == "work":
                print(child, flush=True)
            continue
        sys.stdin.close()
        if what == "make":
            make(int(rest[0]))
            print("made", flush=True)
        elif what == "dump":
            dump(rest[0])
        else:
            asyncio.run(until_told())
        sys.stdout.flush()
        os._exit(0)


if __name__ == "__main__":
    attend()
