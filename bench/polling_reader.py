"""`python -m bench.polling_reader WHO PORT FEEDS READING`: one reading of many feeds, as JSON.

WHO is ours, bare, cleaned, reckoned or feedparser; or make.

`ours` is a worker's poller over the installation in NEWSSTAND_HOME, until no feed is due. `bare` asks for the same
feeds with the same HTTP library, as many at a time, and gives the answers to the same parser; it stores nothing but,
between readings, the validators. `cleaned` also makes the HTML of entries safe; `reckoned` does besides all else that
ours reckons from words (fingerprints, places, names, what is searched for). `feedparser` gives the answers to that
library in place of ours; it makes HTML safe as it parses. `make` readies an installation for ours.
"""

import asyncio
import gc
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from bench.home import prepare

SECOND = "second"
Parse = Callable[[bytes, Mapping[str, str], str], int]
# Two feeds a host: none is asked so often that it would have to be spared.
FEEDS_A_HOST = 2
# As `topics/locate.py` and `search/documents.py` have it.
MOST_TEXT = 40_000
SPELLED_CHARACTERS = 1_000


class Names(AbstractResolver):
    """Every name is this machine."""

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=2, proto=6, flags=0)]

    async def close(self) -> None:
        """Nothing is open."""


def address_of(number: int, port: int) -> str:
    """Where the feed of this number is."""
    return f"http://www.paper{number // FEEDS_A_HOST}.example:{port}/feed/{number}"


def make(port: int, feeds: int) -> None:
    """An installation with so many feeds, each of a publisher of its own, all due."""
    prepare()
    from newsstand.lib.clock import now
    from newsstand.publishers.models import Contract, Feed, Publisher
    from newsstand.topics import gazetteer

    # Once an installation, and a worker does it before it reads anything.
    gazetteer.prepare()
    publishers = Publisher.objects.bulk_create(
        [Publisher(name=f"Paper {number}", slug=f"paper-{number}", joined_at=now()) for number in range(feeds)]
    )
    Contract.objects.bulk_create([Contract(publisher=publisher) for publisher in publishers])
    Feed.objects.bulk_create(
        [
            Feed(publisher=publisher, address=address_of(number, port), next_check_at=now())
            for number, publisher in enumerate(publishers)
        ]
    )


def make_due() -> None:
    """All feeds are to be read again, now."""
    from newsstand.lib.clock import now
    from newsstand.publishers.models import Feed

    Feed.objects.update(next_check_at=now())


async def ours(feeds: int) -> dict[str, int]:
    """Read what is due as a worker does: how many feeds brought something, and how many did not."""
    from newsstand.ingest.poll import poll
    from newsstand.ingest.refresh import Outcome
    from newsstand.lib.clock import now
    from newsstand.lib.door import open_door
    from newsstand.worker.rounds import CONNECTIONS

    states: dict[str, int] = {}
    entries = 0
    stop = asyncio.Event()

    def settled(outcome: Outcome) -> None:
        nonlocal entries
        states[outcome.state] = states.get(outcome.state, 0) + 1
        counts = outcome.counts
        entries += counts.accepted + counts.changed + counts.same + counts.duplicate + counts.rejected
        if sum(states.values()) >= feeds:
            stop.set()

    async with open_door(connections=CONNECTIONS, resolver=Names()) as door:
        await poll(door=door, clock=now, stop=stop, settled=settled)
    return {**states, "entries": entries}


async def bare(port: int, feeds: int, etags: dict[str, str], parse: Parse) -> dict[str, int]:
    """The same feeds with aiohttp and a parser alone, as many at a time as the poller has places.

    `etags` by address are sent, and those that come are put there.
    """
    from newsstand.ingest.poll import PLACES

    states: dict[str, int] = {}
    entries = 0
    numbers = iter(range(feeds))
    connector = aiohttp.TCPConnector(resolver=Names(), limit=PLACES)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def read() -> None:
            nonlocal entries
            for number in numbers:
                address = address_of(number, port)
                headers = {"If-None-Match": etags[address]} if address in etags else {}
                async with session.get(address, headers=headers) as answer:
                    body = await answer.read()
                    state = "unchanged" if answer.status == 304 else "read"
                    etags[address] = answer.headers["ETag"]
                states[state] = states.get(state, 0) + 1
                if state == "read":
                    entries += parse(body, answer.headers, address)

        await asyncio.gather(*(read() for _ in range(min(PLACES, feeds))))
    return {**states, "entries": entries}


def with_ours(body: bytes, headers: Mapping[str, str], address: str) -> int:
    """Parsed with our parser: how many entries there are."""
    from newsstand.algorithms.feeds import parse

    return len(parse(body, content_type=headers["Content-Type"], base_url=address).entries)


def with_safe_html(body: bytes, headers: Mapping[str, str], address: str) -> int:
    """Parsed with our parser, and the entries' HTML made safe."""
    from newsstand.algorithms.feeds import parse
    from newsstand.algorithms.html import clean

    entries = parse(body, content_type=headers["Content-Type"], base_url=address).entries
    for entry in entries:
        clean(entry.content or entry.summary, base_url=entry.url, headline=entry.title)
    return len(entries)


def with_all_of_the_text(body: bytes, headers: Mapping[str, str], address: str) -> int:
    """Parsed with our parser, HTML made safe, and all else reckoned that ours reckons from words; nothing is stored."""
    from newsstand.algorithms.feeds import parse
    from newsstand.algorithms.fingerprints import fingerprint
    from newsstand.algorithms.html import clean
    from newsstand.algorithms.names import recurring
    from newsstand.algorithms.places import places_of
    from newsstand.algorithms.words import spellings, tokens
    from newsstand.topics.gazetteer import look_up

    entries = parse(body, content_type=headers["Content-Type"], base_url=address).entries
    for entry in entries:
        text = clean(entry.content or entry.summary, base_url=entry.url, headline=entry.title).text
        fingerprint(text)
        places_of(entry.title, text[:MOST_TEXT], look_up)
        recurring(f"{entry.title}\n\n{text[:MOST_TEXT]}", look_up)
        tokens(text)
        spellings([entry.title, text[:SPELLED_CHARACTERS]])
    return len(entries)


def with_feedparser(body: bytes, headers: Mapping[str, str], address: str) -> int:
    """Parsed with feedparser as it comes: addresses made absolute, HTML made safe."""
    import feedparser

    told = {"content-type": headers["Content-Type"], "content-location": address}
    return len(feedparser.parse(body, response_headers=told).entries)


PARSERS = {
    "bare": with_ours,
    "cleaned": with_safe_html,
    "reckoned": with_all_of_the_text,
    "feedparser": with_feedparser,
}


def afterwards() -> float:
    """CPU-seconds until nothing is left of what a reading leaves to the worker's next steps: stories and candidates."""
    from newsstand.lib.clock import now
    from newsstand.ranking import candidates
    from newsstand.search import index
    from newsstand.stories import cluster

    cpu = time.process_time()
    while index.catch_up():
        pass
    cluster.catch_up(now=now())
    candidates.catch_up(now=now())
    return time.process_time() - cpu


def main(who: str, port: int, feeds: int, reading: str) -> dict[str, float]:
    """Wall and CPU seconds, MiB at the peak, and what was read."""
    import django
    import feedparser  # noqa: F401 (loaded before time is taken, as ours is)

    django.setup()
    from newsstand.algorithms.domains import suffixes
    from newsstand.commands.work import work_until_stopped  # noqa: F401 (what a worker has loaded when it begins)

    suffixes()
    if who == "reckoned":
        from newsstand.topics import gazetteer

        gazetteer.prepare()
    # As the worker does when it begins.
    gc.collect()
    gc.freeze()
    if who == "ours" and reading == SECOND:
        make_due()
    kept = Path(os.environ["NEWSSTAND_HOME"]) / f"{who}.json"
    etags: dict[str, str] = json.loads(kept.read_text()) if kept.exists() else {}
    wall, cpu = time.perf_counter(), time.process_time()
    reader = ours(feeds) if who == "ours" else bare(port, feeds, etags, PARSERS[who])
    done = asyncio.run(reader)
    spent = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    kept.write_text(json.dumps(etags))
    later = {"afterwards_cpu": afterwards()} if who == "ours" else {}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**spent, **later, "peak_mib": peak, "read": 0, "unchanged": 0, **done}


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(int(sys.argv[2]), int(sys.argv[3]))
    else:
        print(json.dumps(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])))
