"""As many articles as are wanted, put together from the sentences of real ones."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bench.feed_host import bodies
from bench.reprints import lines, originals, places

LAST = datetime(2026, 11, 1, tzinfo=UTC)
DAYS = 730
SENTENCE = re.compile(r"(?<=[.!?。！？])\s+")


@dataclass(frozen=True, slots=True)
class Made:
    """An article: its words, when it was published, and the number of its publisher."""

    headline: str
    text: str
    published_at: datetime
    publisher: int


def sources() -> list[list[str]]:
    """The sentences of each real text: news pages, local news, event texts, encyclopaedic news, feeds."""
    texts = [
        *originals().values(),
        *places(),
        *(row["text"] for row in lines("stories-ecbplus.jsonl.gz")),
        *(row["text"] for row in lines("entities-wikinews-en.jsonl.gz")),
        *of_feeds(),
    ]
    apart = ([one.strip() for one in SENTENCE.split(text) if 20 <= len(one.strip()) <= 600] for text in texts)
    return [sentences for sentences in apart if len(sentences) >= 3]


def of_feeds() -> Iterator[str]:
    """The texts of the real feeds' entries."""
    from newsstand.algorithms.feedparts.model import NotAFeed
    from newsstand.algorithms.feeds import parse
    from newsstand.algorithms.html import plain

    for name, body in bodies().items():
        try:
            feed = parse(body, base_url=f"https://{name}/")
        except NotAFeed:
            continue
        yield from (plain(entry.content or entry.summary) for entry in feed.entries)


def articles(count: int, publishers: int, seed: int = 1) -> Iterator[Made]:
    """So many articles of two years, the oldest first: 8 to 40 sentences, most of them from two real texts."""
    dice = random.Random(seed)
    real = sources()
    every = [sentence for sentences in real for sentence in sentences]
    begun = LAST - timedelta(days=DAYS)
    for at in range(count):
        one, other = dice.choice(real), dice.choice(real)
        wanted = dice.randint(8, 40)
        said = [dice.choice(dice.choices((one, other, every), (5, 3, 2))[0]) for _ in range(wanted)]
        words = dice.choice(one).split()
        start = dice.randrange(max(1, len(words) - 8))
        headline = " ".join(words[start : start + 9]) or "News"
        when = begun + timedelta(days=DAYS) * (at / count) + timedelta(seconds=dice.randrange(60))
        yield Made(headline[:300], " ".join(said), when, dice.randrange(publishers))
