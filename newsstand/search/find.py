"""What a reader finds: articles that may be seen, in order, those about one event together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import connection
from django.utils import timezone

from newsstand.algorithms.queries import Query
from newsstand.algorithms.results import SLOTS, Page, Row, page
from newsstand.articles.models import Copy
from newsstand.publishers.models import Contract
from newsstand.search.engine import WINDOW, Conditions
from newsstand.search.filters import Names, resolve
from newsstand.search.index import engine
from newsstand.search.models import Due
from newsstand.stories.models import Coverage
from newsstand.topics.models import Mention

PAGE_LENGTH = 20
# Beyond any number of the index.
TOP = 2**62


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of results begins: in the window below the number `ceiling`, after the group that `after` leads."""

    ceiling: int = TOP
    after: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results. `at_least`: there are more than `page.total`. `following`: where the next page begins."""

    page: Page
    names: Names
    at_least: bool
    following: Place | None


NOTHING = Page((), 0, 0)


def find(
    query: Query, *, now: datetime, newest: bool = False, place: Place | None = None, length: int = PAGE_LENGTH
) -> Found:
    """One page of what readers may see at `now` and the query asks for.

    The newest `WINDOW` entries that match are weighed against each other; when they have all been shown, the older ones
    follow in a window of their own.
    1. Load: the publishers, topics and places that the query names.
    2. Ask the engine.
    3. Order, and put together what belongs together (`algorithms.results`).
    """
    place = place or Place()
    names = resolve(query)
    if query.is_empty or names.is_impossible:
        return Found(NOTHING, names, at_least=False, following=None)
    rows = matching(query, names, now=now, ceiling=place.ceiling)
    shown = page(rows, now=now.timestamp(), newest=newest, after=place.after, length=length)
    full = len(rows) >= WINDOW
    following = Place(place.ceiling, shown.next_after) if shown.next_after else None
    if following is None and full:
        following = Place(min(row.number for row in rows))
    return Found(shown, names, at_least=full or place.ceiling != TOP, following=following)


def matching(query: Query, names: Names, *, now: datetime, ceiling: int = TOP) -> list[Row]:
    """The newest `WINDOW` entries below the number `ceiling` that the query asks for and readers may see, unordered."""
    chosen, parameters = engine().select(query, conditions(query, names, now, ceiling))
    coverage, copy = Coverage._meta.db_table, Copy._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.number, r.article_id, r.relevance, c.story_id, k.original_id "  # noqa: S608 (names of tables)
            f"FROM ({chosen}) r LEFT JOIN {coverage} c ON c.article_id = r.article_id "
            f"LEFT JOIN {copy} k ON k.article_id = r.article_id",
            parameters,
        )
        return [
            Row(number, article, float(relevance), group_of(article, story, original), original is not None)
            for number, article, relevance, story, original in cursor.fetchall()
        ]


def group_of(article: int, story: int | None, original: int | None) -> tuple[str, int]:
    """What a result goes together with: its story, else the text that it is or copies."""
    return ("story", story) if story is not None else ("text", original or article)


def conditions(query: Query, names: Names, now: datetime, ceiling: int) -> Conditions:
    """All that must hold beside the words: first of all that readers may see it (articles.models.may_be_seen)."""
    moment = connection.ops.adapt_datetimefield_value(now)
    parts: list[tuple[str, Sequence[Any]]] = [
        ("(e.opens_at IS NULL OR e.opens_at <= %s)", [moment]),
        ("(e.closes_at IS NULL OR e.closes_at > %s)", [moment]),
        (f"NOT EXISTS (SELECT 1 FROM {Due._meta.db_table} d WHERE d.article_id = e.article_id)", []),  # noqa: S608
    ]
    if suspended := list(Contract.objects.suspended()):
        parts.append((f"(e.publisher_id IS NULL OR e.publisher_id NOT IN ({marks(suspended)}))", suspended))
    if ceiling != TOP:
        parts.append(("e.number < %s", [ceiling]))
    if query.after:
        parts.append(("e.number >= %s", [first_number(query.after)]))
    if query.before:
        parts.append(("e.number < %s", [first_number(query.before)]))
    if names.publishers:
        parts.append((f"e.publisher_id IN ({marks(names.publishers)})", names.publishers))
    if names.not_publishers:
        parts.append(
            (f"(e.publisher_id IS NULL OR e.publisher_id NOT IN ({marks(names.not_publishers)}))", names.not_publishers)
        )
    mention = Mention._meta.db_table
    for topics, negation in ((names.topics, ""), (names.not_topics, "NOT ")):
        for some in topics:
            within = f"SELECT m.article_id FROM {mention} m WHERE m.topic_id IN ({marks(some)})"  # noqa: S608
            parts.append((f"e.article_id {negation}IN ({within})", some))
    return Conditions(" AND ".join(sql for sql, _ in parts), tuple(value for _, values in parts for value in values))


def marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def first_number(day: date) -> int:
    """The smallest number that an article of this day, or of a later one, can have."""
    begins = timezone.make_aware(datetime.combine(day, time.min))
    return int(begins.timestamp()) * SLOTS
