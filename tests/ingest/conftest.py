"""What the tests of ingest share: adding and reading against a real local server."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newsstand.ingest.add import Added, add
from newsstand.ingest.refresh import Outcome
from newsstand.lib.door import open_door
from newsstand.publishers.models import Feed
from newsstand.worker.rounds import catch_up

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


class Reader:
    """Adds and reads at a moment that the test sets."""

    def __init__(self) -> None:
        self.now = NOON

    def clock(self) -> datetime:
        return self.now

    def later(self, **how_long: float) -> None:
        self.now += timedelta(**how_long)

    def add(self, address: str) -> Added:
        async def through_the_door() -> Added:
            async with open_door() as door:
                return await add(address, door=door, clock=self.clock)

        return asyncio.run(through_the_door())

    def catch_up(self) -> list[Outcome]:
        return asyncio.run(catch_up(clock=self.clock))

    def read_again(self) -> list[Outcome]:
        """All feeds, an hour later, whether or not they are due."""
        self.later(hours=1)
        Feed.objects.update(next_check_at=self.now)
        return self.catch_up()


@pytest.fixture
def reader(transactional_db: None, door_to_loopback: None, settings: Any) -> Reader:
    """How often a host may be asked is not what these tests wait for; tests/lib/test_manners.py holds it."""
    settings.NEWSSTAND_REQUESTS_A_MINUTE = 60_000
    return Reader()


@pytest.fixture
def rss() -> Callable[..., str]:
    """An RSS feed of the given items (each a string of elements)."""

    def make(*items: str, title: str = "The Harbour Light", **channel: Any) -> str:
        extra = "".join(f"<{name}>{value}</{name}>" for name, value in channel.items())
        body = "".join(f"<item>{item}</item>" for item in items)
        return (
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<channel><title>{title}</title><link>http://127.0.0.1:1/</link><language>en</language>{extra}{body}"
            "</channel></rss>"
        )

    return make
