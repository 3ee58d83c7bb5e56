"""The parts of a front page: which candidates each is chosen from, and in which order they stand."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice

from django.conf import settings

from newsstand.algorithms.exploration import SLOTS
from newsstand.algorithms.learning import Model, points
from newsstand.algorithms.orders import Asked, order
from newsstand.algorithms.pool import Pool, squares_around
from newsstand.algorithms.ranking import (
    PLAIN,
    Candidate,
    Reader,
    affinity,
    follow_points,
    is_hidden,
    nearness,
    personal,
)
from newsstand.ranking.keep import Sheet
from newsstand.ranking.numbers import hours

# For so long the same signals make the same page.
BUCKET = timedelta(minutes=5)
TOP = 24
NEAR = 6
BAND = 4
OWN = 6
# Candidates that go into the order of a small part, for each of its places.
FOR_A_PLACE = 4
LOOKED_AT_NEAR = 120
# Points of nearness from which something is near: about 56 km with full confidence.
NEAR_POINTS = 2.5


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page: its name in tables, who reads it, the sections that have a band (ids by name), whether it is personal.

    `page` is "front", "place:SLUG" or "reader:NUMBER". `model` is what was learnt, where that may rank.
    """

    page: str
    reader: Reader
    sections: Mapping[str, int]
    is_personal: bool = False
    model: Model | None = None


def bucket(now: datetime) -> datetime:
    """The moment for which a page is ranked: the last full five minutes."""
    passed = timedelta(seconds=now.timestamp() % BUCKET.total_seconds())
    return (now - passed).astimezone(UTC).replace(microsecond=0)


def chances(page: str, sheet: str, at: datetime) -> tuple[float, ...]:
    """The chance of each place that is given by chance: drawn from the page's name and the time, so that it repeats.

    The key is the site's secret: nobody outside can tell them beforehand.
    """
    drawn = []
    secret = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32).digest()
    for slot in SLOTS:
        digest = hashlib.blake2b(f"{page}|{sheet}|{at.isoformat()}|{slot}".encode(), key=secret, digest_size=7).digest()
        drawn.append(int.from_bytes(digest) / 2**56)
    return tuple(drawn)


def sheets(pool: Pool, wanted: Wanted, *, now: datetime) -> dict[str, Sheet]:
    """All parts of the page in the order in which they choose: what stands in one stands in none after it."""
    at = bucket(now)
    anybody = without_tastes(wanted.reader)
    made: dict[str, Sheet] = {}
    taken: set[int] = set()

    def add(name: str, reader: Reader, among: Iterable[Candidate], length: int, *, explores: bool = False) -> None:
        chosen = tuple(sorted((one for one in among if one.id not in taken), key=lambda one: one.id))
        asked = Asked(chosen, reader, hours(at), chances(wanted.page, name, at) if explores else (), length)
        if wanted.model is not None:
            asked = replace(asked, learnt=points(wanted.model, chosen, reader, hour=asked.hour))
        placed = order(asked)
        if placed:
            made[name] = Sheet(asked, placed)
            taken.update(one.candidate.id for one in placed)

    add("top", anybody, pool.shortlist(anybody), TOP, explores=True)
    if wanted.reader.place is not None:
        add("near", anybody, near(pool, wanted.reader), NEAR)
    if wanted.is_personal:
        add("following", wanted.reader, followed(pool, wanted.reader), OWN)
        add("for-you", wanted.reader, liked(pool, wanted.reader), OWN)
    for name, topic in wanted.sections.items():
        add(f"section:{name}", anybody, of_list(pool, ("topic", topic), anybody), BAND)
    return made


def without_tastes(reader: Reader) -> Reader:
    """The same for what everybody gets: place, hidden and seen count, follows and likes do not."""
    nothing: frozenset[int] = frozenset()
    own = replace(reader, publishers=nothing, authors=nothing, topics=nothing, stories=nothing)
    return replace(own, likes_publishers={}, likes_authors={}, likes_topics={})


def near(pool: Pool, reader: Reader) -> Sequence[Candidate]:
    """What plays near the reader's place."""
    place = reader.place
    if place is None:
        return []
    there = islice(pool.head(*squares_around(*place)), LOOKED_AT_NEAR)
    close = [one for one in there if nearness(one, place, PLAIN) >= NEAR_POINTS and not is_hidden(one, reader)]
    best = sorted(close, key=lambda one: (-pool.bases[one.id] - nearness(one, place, PLAIN), one.id))
    return best[: FOR_A_PLACE * NEAR * 2]


def followed(pool: Pool, reader: Reader) -> Sequence[Candidate]:
    """What the reader follows, from the heads of those lists."""
    follows = replace(reader, likes_publishers={}, likes_authors={}, likes_topics={}, place=None)
    return chosen(pool, follows, reader, lambda one: follow_points(one, reader, PLAIN) > 0)


def liked(pool: Pool, reader: Reader) -> Sequence[Candidate]:
    """What the page believes that the reader likes."""
    return chosen(pool, reader, reader, lambda one: affinity(one, reader) > 0.05)


def chosen(pool: Pool, lists: Reader, reader: Reader, fits: Callable[[Candidate], bool]) -> Sequence[Candidate]:
    """The best few dozen of some lists that fit, so that what is stored stays small."""
    kept = [one for one in pool.gathered(lists, from_all=0).values() if fits(one) and not is_hidden(one, reader)]
    return sorted(kept, key=lambda one: (-pool.bases[one.id] - personal(one, reader), one.id))[: FOR_A_PLACE * OWN]


def of_list(pool: Pool, key: tuple[str, int], reader: Reader) -> Sequence[Candidate]:
    """The head of one list."""
    return [one for one in islice(pool.head(key), 2 * FOR_A_PLACE * BAND) if not is_hidden(one, reader)]
