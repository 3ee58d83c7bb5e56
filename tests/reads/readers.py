"""Readers for the tests of numbers: what they send, and months of them at once."""

from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from newsstand.algorithms.read_log import Deed, Event
from newsstand.articles.models import Article
from newsstand.lib import clock
from newsstand.reads.count import count
from tests.pages.newsroom import NOON

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
WHENCE = ("here:front", "search", "direct", "l.facebook.com", "feed")


def agent(number: int) -> str:
    """The browser of reader number so and so."""
    return f"{FIREFOX} {number}"


def tell(client: Client, kind: str, article: int | Article, *, reader: int = 0, **said: Any) -> int:
    """What the page's script sends; the status of the answer."""
    headers = {"user-agent": agent(reader), **said.pop("headers", {})}
    number = article.pk if isinstance(article, Article) else article
    return client.post("/signal", {"kind": kind, "article": number, "from": "", **said}, headers=headers).status_code


def event(
    article: Article, deed: Deed = Deed.OPENED, *, reader: int = 0, at: datetime = NOON, source: str = ""
) -> Event:
    """What the log holds of it."""
    return Event(at, article.pk, deed, f"{reader:024x}", f"{reader:024x}", source or "direct")


def read_for_days(article: Article, *, days: int, until: datetime | None = None) -> int:
    """Read on each of so many days up to now: more on some than on others, a few to the end. How many reads."""
    events = []
    last = until or clock.now()
    Article.objects.filter(pk=article.pk).update(opens_at=None)
    for day in range(days):
        at = last - timedelta(days=day)
        for reader in range(3 + (day * 7) % 11):
            events.append(event(article, Deed.OPENED, reader=reader, at=at, source=WHENCE[reader % len(WHENCE)]))
            if reader % 3 == 0:
                events.append(event(article, Deed.FINISHED, reader=reader, at=at))
        events.append(event(article, Deed.REFERRED, reader=1, at=at))
        events += [Event(at, article.pk, Deed.ROBOT)] * (day % 5)
    return count(events)
