"""The figures of a contributor, from counters, entries and statements: nothing is counted when it is looked at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings

from newsstand.algorithms.amounts import MICROS
from newsstand.algorithms.charts import Chart, Series
from newsstand.algorithms.read_sources import label_of
from newsstand.algorithms.split import share_of
from newsstand.articles.models import Article
from newsstand.contributors.models import Contributor
from newsstand.ledger.accounts import balance
from newsstand.pages.publisher_figures import MOST_BARS, SOURCES, TOP, Period
from newsstand.reads.numbers import Day, Total, days, sources, top_articles
from newsstand.revenue.accounts import FUND
from newsstand.revenue.earned import by_article, by_day, of_article
from newsstand.revenue.months import month_of
from newsstand.revenue.readings import contributor_share

MOST_ROWS = 20_000
NOBODY = 0


@dataclass(frozen=True, slots=True)
class Best:
    """An article, how often it was read in the period, and what it earned in the months that touches (micros)."""

    article: Article
    total: Total
    micros: int


@dataclass(frozen=True, slots=True)
class UntilNow:
    """What the month would bring if it ended now: `micros` by `finished` of `all` finished reads of the site."""

    month: date
    micros: int
    finished: int
    all: int


def days_of(contributor: Contributor, article: Article | None, period: Period) -> list[Day]:
    """Each day of the period. One query."""
    if article is not None:
        return days(article=article.pk, first=period.first, last=period.last)
    return days(author=contributor.author_id or NOBODY, first=period.first, last=period.last)


def earned_of(contributor: Contributor, article: Article | None, period: Period) -> list[tuple[date, int]]:
    """Each day of the period with what was earned on it, in micros. One query."""
    if article is not None:
        return of_article(article.pk, first=period.first, last=period.last)
    return by_day(contributor=contributor, first=period.first, last=period.last)


def charts(read: Sequence[Day], earned: Sequence[tuple[date, int]], files: str) -> list[Chart]:
    """Readers and earnings by day; only those that have something to show."""
    labels = [f"{one.day.day} {one.day:%b}" for one in read]
    kind = "bar" if len(read) <= MOST_BARS else "line"
    addresses = {"csv": files.format("csv"), "json": files.format("json")}
    readers = (
        Series("Reads", [one.reads for one in read]),
        Series("Read to the end", [one.finished for one in read]),
    )
    currency = settings.NEWSSTAND_CURRENCY
    money = (Series(currency, [micros / MICROS for _, micros in earned]),)
    found = [
        Chart("Readers", "reads a day", labels, readers, kind, **addresses),
        Chart("Earned", f"{currency} a day", labels, money, kind, **addresses),
    ]
    return [chart for chart in found if any(any(one.values) for one in chart.series)]


def source_chart(contributor: Contributor, article: Article | None, period: Period) -> Chart:
    """Where readers came from. One query."""
    span: dict[str, Any] = {"first": period.first, "last": period.last}
    if article is not None:
        found = sources(article=article.pk, most=SOURCES, **span)
    else:
        found = sources(author=contributor.author_id or NOBODY, most=SOURCES, **span)
    reads = (Series("Reads", [number for _, number in found]),)
    labels = [label_of(source) for source, _ in found]
    return Chart("Where readers came from", f"reads in {period.length} days", labels, reads, "rows")


def best(contributor: Contributor, period: Period, most: int = TOP) -> list[Best]:
    """The articles that were read most. Three queries."""
    span: dict[str, Any] = {"first": period.first, "last": period.last}
    found = top_articles(author=contributor.author_id or NOBODY, most=most, **span)
    earned = dict(by_article(contributor=contributor, **span))
    ids = [number for number, _ in found]
    articles: dict[int, Article] = {}
    for start in range(0, len(ids), 500):
        articles |= Article.objects.only("headline", "slug").in_bulk(ids[start : start + 500])
    return [Best(articles[pk], total, earned.get(pk, 0)) for pk, total in found if pk in articles]


def month_until_now(contributor: Contributor, now: datetime) -> UntilNow | None:
    """What this month would bring if it was closed now; None where its fund is empty. Three queries.

    Less than it will be where articles of nobody were read: they are not told apart here.
    """
    month = month_of(now)
    held = balance(kind=FUND, owner=f"{month:%Y-%m}")
    if not held:
        return None
    span: dict[str, Any] = {"first": month, "last": now.date()}
    own = sum(one.finished for one in days(author=contributor.author_id or NOBODY, **span))
    everybody = sum(one.finished for one in days(**span))
    gross = held * own // everybody if everybody else 0
    return UntilNow(month, share_of(gross, contributor_share())[0], own, everybody)


def day_rows(contributor: Contributor, article: Article | None, period: Period) -> Iterator[tuple[object, ...]]:
    """The rows of a file, a day each."""
    earned = dict(earned_of(contributor, article, period))
    for one in days_of(contributor, article, period):
        counted = (one.day, one.reads, one.finished, one.robots, one.prefetches)
        yield (*counted, earned.get(one.day, 0), settings.NEWSSTAND_CURRENCY)


def article_rows(contributor: Contributor, period: Period) -> Iterator[tuple[object, ...]]:
    """The rows of a file, an article each, the most read first."""
    for one in best(contributor, period, MOST_ROWS):
        address = f"{settings.NEWSSTAND_URL}{one.article.get_absolute_url()}"
        known = (one.article.pk, address, one.article.headline, one.total.reads, one.total.finished)
        yield (*known, one.micros, settings.NEWSSTAND_CURRENCY)
