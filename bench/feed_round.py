"""`python -m bench.feed_round ours PORT` or `... feedparser`: one round of reading the real feeds, as JSON."""

import asyncio
import json
import sys
import time

from bench.feed_host import bodies
from bench.home import prepare


def ours(port: int) -> dict[str, float]:
    """The feeds of the host at `port` into a fresh database, by the worker's own way."""
    prepare()
    from newsstand.articles.models import Article
    from newsstand.ingest.models import Item
    from newsstand.ingest.poll import refresh_due
    from newsstand.lib.clock import now
    from newsstand.lib.door import open_door
    from newsstand.publishers.models import Contract, Feed, Publisher

    for name in bodies():
        publisher = Publisher.objects.create(name=name, slug=name.partition(".")[0], joined_at=now())
        Contract.objects.create(publisher=publisher)
        Feed.objects.create(publisher=publisher, address=f"http://127.0.0.1:{port}/{name}", next_check_at=now())

    async def read() -> int:
        async with open_door() as door:
            outcomes = await refresh_due(door=door, clock=now)
        return sum(outcome.state == "read" for outcome in outcomes)

    wall, cpu = time.perf_counter(), time.process_time()
    feeds = asyncio.run(read())
    spent = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    return {**spent, "feeds": feeds, "entries": Item.objects.count(), "articles": Article.objects.count()}


def by_feedparser() -> dict[str, float]:
    """The same bytes parsed by feedparser, and nothing done with what it gives."""
    import feedparser

    every = list(bodies().values())
    wall, cpu = time.perf_counter(), time.process_time()
    entries = sum(len(feedparser.parse(body).entries) for body in every)
    return {
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "feeds": len(every),
        "entries": entries,
    }


if __name__ == "__main__":
    print(json.dumps(ours(int(sys.argv[2])) if sys.argv[1] == "ours" else by_feedparser()))
