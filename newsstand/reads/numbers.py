"""The numbers of readers, wherever they are shown. They are read from counters, never counted at view time.

A day is a day of UTC everywhere, so that all nodes and all exports mean the same one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet, Sum

from newsstand.reads.models import (
    COUNTED,
    ArticleDay,
    ArticleSource,
    ArticleTotal,
    AuthorDay,
    AuthorSource,
    PublisherDay,
    PublisherSource,
    SiteDay,
    SiteSource,
)
from newsstand.reads.most_read import most_read

IDS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Total:
    """How often: `reads`, of these `finished` and `referrals`; `robots` and `prefetches` are in none of them."""

    reads: int = 0
    finished: int = 0
    robots: int = 0
    prefetches: int = 0
    referrals: int = 0


@dataclass(frozen=True, slots=True)
class Day(Total):
    """The same for one day of UTC."""

    day: date = date.min


@dataclass(frozen=True, slots=True)
class About:
    """Whose numbers: of one of these by its id, or of the whole site when none is given."""

    article: int | None = None
    author: int | None = None
    publisher: int | None = None

    def __post_init__(self) -> None:
        if sum(one is not None for one in (self.article, self.author, self.publisher)) > 1:
            raise ValueError("Numbers are of an article, of an author or of a publisher: name one of them.")

    def days(self) -> QuerySet[Any]:
        if self.article is not None:
            return ArticleDay.objects.filter(article=self.article)
        if self.author is not None:
            return AuthorDay.objects.filter(author=self.author)
        if self.publisher is not None:
            return PublisherDay.objects.filter(publisher=self.publisher)
        return SiteDay.objects.all()

    def sources(self) -> QuerySet[Any]:
        if self.article is not None:
            return ArticleSource.objects.filter(article=self.article)
        if self.author is not None:
            return AuthorSource.objects.filter(author=self.author)
        if self.publisher is not None:
            return PublisherSource.objects.filter(publisher=self.publisher)
        return SiteSource.objects.all()


def days(
    *, article: int | None = None, author: int | None = None, publisher: int | None = None, first: date, last: date
) -> list[Day]:
    """Each day from `first` to `last`, both included, whether or not anybody read. By ids; none: the whole site.

    One query. Raises ValueError for more than one of the three.
    """
    rows = About(article, author, publisher).days().filter(day__range=(first, last))
    found = {row[-1]: Day(*row) for row in rows.values_list(*COUNTED, "day")}
    return [found.get(day) or Day(day=day) for day in each_day(first, last)]


def each_day(first: date, last: date) -> Iterator[date]:
    """From `first` to `last`, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def added_up(found: Iterable[Total]) -> Total:
    """The sum of days."""
    every = list(found)
    return Total(*(sum(getattr(one, name) for one in every) for name in COUNTED))


def totals(article_ids: Iterable[int]) -> dict[int, Total]:
    """What each of these articles was read in all, with zeros for one that nobody read. One query for each 500."""
    ids = list(dict.fromkeys(article_ids))
    found = dict.fromkeys(ids, Total())
    for start in range(0, len(ids), IDS_AT_ONCE):
        rows = ArticleTotal.objects.filter(pk__in=ids[start : start + IDS_AT_ONCE])
        found |= {row[0]: Total(*row[1:]) for row in rows.values_list("article_id", *COUNTED)}
    return found


def total_of(article_id: int) -> Total:
    """What one article was read in all."""
    return totals([article_id])[article_id]


def top_articles(
    *, author: int | None = None, publisher: int | None = None, first: date, last: date, most: int
) -> list[tuple[int, Total]]:
    """The articles that were read most from `first` to `last`, the most read first. At most three queries.

    An author's are those that have the name in their byline now. Raises ValueError for both.
    """
    About(None, author, publisher)
    found = most_read(author=author, publisher=publisher, first=first, last=last, most=most)
    return [(row[0], Total(*row[1:])) for row in found]


def sources(
    *,
    article: int | None = None,
    author: int | None = None,
    publisher: int | None = None,
    first: date,
    last: date,
    most: int,
) -> list[tuple[str, int]]:
    """Where readers came from, the most first: a host, or a word of algorithms/read_sources.py. One query.

    By ids; none: the whole site. Raises ValueError for more than one of the three.
    """
    rows = About(article, author, publisher).sources().filter(day__range=(first, last))
    sums = rows.values("source").annotate(all_reads=Sum("reads")).order_by("-all_reads", "source")[:most]
    return list(sums.values_list("source", "all_reads"))
