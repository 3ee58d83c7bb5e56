"""How often the town's articles were read: invented, as all of the town, and counted as any other reads are."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta

from newsstand.algorithms.read_log import Deed, Event
from newsstand.articles.models import Article
from newsstand.demo.server import DemoServer
from newsstand.reads.count import count

DAY = timedelta(days=1)
# Of a hundred readers: who came from where.
SOURCES = (
    ("here:front", 34),
    ("direct", 16),
    ("search", 15),
    ("here:story", 10),
    ("feed", 9),
    ("here:place", 7),
    ("orrin-radio.example", 5),
    ("marram-village.example", 4),
)
MOST_READS, LEAST_READS = 90, 12
# A day later so many of a hundred are left.
FADES = 55


def fill_reads(server: DemoServer) -> None:
    """Let the town read its articles, the same readers each time: what was counted is not counted again."""
    articles = Article.objects.published(server.started_at).only("pk", "headline", "published_at", "publisher")
    events = [event for article in articles.order_by("pk") for event in reads_of(article, server.started_at)]
    count(events)


def reads_of(article: Article, until: datetime) -> Iterator[Event]:
    """The readers of an article from its publication on, most of them on the first day."""
    key = f"{article.publisher_id or 0}:{article.headline}"
    a_day = LEAST_READS + number(f"{key}:popular", MOST_READS - LEAST_READS)
    begun = article.published_at
    while begun < until and a_day:
        share = min(DAY, until - begun) / DAY
        for reader in range(round(a_day * share)):
            yield from read_by(article, f"{key}:{begun:%j}:{reader}", begun, share)
        begun, a_day = begun + DAY, a_day * FADES // 100
    for robot in range(number(f"{key}:robots", 9)):
        yield Event(article.published_at + timedelta(minutes=5 + robot), article.pk, Deed.ROBOT)


def read_by(article: Article, who: str, begun: datetime, share: float) -> Iterator[Event]:
    """One reader: some come to the end, and a few go on to the publisher's own page."""
    at = begun + number(f"{who}:when", 1000) / 1000 * share * DAY
    reader, network = digits(f"{who}:reader"), digits(f"{who}:network")
    source = source_of(number(f"{who}:source", 100))
    deeds = [Deed.OPENED]
    if number(f"{who}:end", 100) < 30 + number(f"{article.headline}:end", 45):
        deeds.append(Deed.FINISHED)
    if article.publisher_id is not None and number(f"{who}:on", 100) < 11:
        deeds.append(Deed.REFERRED)
    for deed in deeds:
        yield Event(at, article.pk, deed, reader, network, source)


def source_of(drawn: int) -> str:
    """The source to which a number below a hundred falls."""
    for source, share in SOURCES:
        drawn -= share
        if drawn < 0:
            return source
    return SOURCES[0][0]


def digits(text: str) -> str:
    """24 hexadecimal digits, the same for the same text."""
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def number(text: str, most: int) -> int:
    """A whole number below `most`, the same for the same text."""
    return int(digits(text), 16) % most
