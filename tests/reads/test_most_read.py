"""The most read of a period: from months, days and totals the same as from the days alone."""

import importlib
from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as some

from newsstand.articles.models import Article
from newsstand.publishers.models import Publisher
from newsstand.reads import most_read as asking
from newsstand.reads.add import Sums, add
from newsstand.reads.count import owned
from newsstand.reads.models import COUNTED, ArticleDay, ArticleMonth, ArticleTotal
from newsstand.reads.most_read import split
from newsstand.reads.numbers import Total, each_day, top_articles
from tests.pages.newsroom import make_article, make_author, make_publisher

pytestmark = pytest.mark.django_db
BEGIN = date(2025, 1, 1)
DAYS = 800

dates = some.integers(0, DAYS).map(lambda number: BEGIN + timedelta(days=number))
counts = some.tuples(*[some.integers(0, 5)] * len(COUNTED))
reads = some.lists(some.tuples(some.integers(0, 5), dates, counts), max_size=30)
periods = some.lists(some.tuples(dates, dates, some.integers(1, 4)), min_size=1, max_size=6)


def read(rows: list[tuple[Article, date, tuple[int, ...]]]) -> None:
    sums: Sums = defaultdict(Counter)
    for article, day, numbers in rows:
        sums[article.pk, day].update(dict(zip(COUNTED, numbers, strict=True)))
    add(sums, {}, owned({article.pk for article, _, _ in rows}))


def plain_sum(first: date, last: date, most: int, **whose: Any) -> list[tuple[int, Total]]:
    """What it was before months were kept."""
    rows = ArticleDay.objects.filter(day__range=(first, last), **whose).values("article_id")
    sums = rows.annotate(**{f"all_{one}": Sum(one) for one in COUNTED}).filter(all_reads__gt=0)
    order = sums.order_by("-all_reads", "-all_finished", "-article_id")[:most]
    return [(row[0], Total(*row[1:])) for row in order.values_list("article_id", *(f"all_{one}" for one in COUNTED))]


@pytest.fixture
def articles(publisher: Publisher) -> list[Article]:
    """Four of a publisher's, two of them with an author; one of another's and one of nobody's."""
    other = make_publisher("other-paper")
    author = make_author(publisher)
    made = [make_article(publisher, authors=(author,) if number < 2 else ()) for number in range(4)]
    return [*made, make_article(other), make_article(None)]


@given(reads, periods, some.integers(1, 2), some.sampled_from([timedelta(0), timedelta(days=180)]))
@how(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_any_period_has_the_same_most_read_as_the_sum_of_its_days(
    articles: list[Article], rows: list[Any], asked: list[Any], times: int, long: timedelta
) -> None:
    for table in (ArticleDay, ArticleMonth, ArticleTotal):
        table.objects.all().delete()
    read([(articles[number], day, numbers) for number, day, numbers in rows])
    publisher, author = articles[0].publisher_id, articles[0].authors.get().pk
    with pytest.MonkeyPatch.context() as patched:
        # So few are asked first that totals do not always tell.
        patched.setattr(asking, "TIMES_AS_MANY", times)
        patched.setattr(asking, "LONG", long)
        for one, two, most in asked:
            first, last = min(one, two), max(one, two)
            theirs = plain_sum(first, last, most, article__publisher=publisher)
            assert top_articles(publisher=publisher, first=first, last=last, most=most) == theirs
            names = plain_sum(first, last, most, article__bylines__author=author)
            assert top_articles(author=author, first=first, last=last, most=most) == names
            assert top_articles(first=first, last=last, most=most) == plain_sum(first, last, most)


@given(dates, dates)
def test_months_and_days_of_a_period_are_each_of_its_days_once(one: date, two: date) -> None:
    first, last = min(one, two), max(one, two)
    months, days = split(first, last)
    found = [day for begin, end in (*months, *days) for day in each_day(begin, end)]
    assert sorted(found) == list(each_day(first, last))
    for begin, end in months:
        assert begin.day == 1
        assert (end + timedelta(days=1)).day == 1
    assert sum((end - begin).days + 1 for begin, end in days) <= 60


def test_what_was_read_most_in_all_but_not_in_the_period_is_not_in_front(publisher: Publisher) -> None:
    old, new, late = (make_article(publisher) for _ in range(3))
    year, before = date(2025, 12, 15), date(2024, 1, 5)
    read([(old, before, (90, 0, 0, 0, 0)), (old, year, (1, 0, 0, 0, 0)), (new, year, (7, 3, 0, 0, 0))])
    read([(late, date(2026, 2, 2), (7, 4, 0, 0, 0))])
    found = top_articles(publisher=publisher.pk, first=date(2025, 3, 10), last=date(2026, 3, 9), most=2)
    assert found == [(late.pk, Total(7, 4)), (new.pk, Total(7, 3))]


def test_a_year_costs_as_many_queries_for_many_articles_as_for_few(publisher: Publisher) -> None:
    whose: dict[str, Any] = {"publisher": publisher.pk, "first": date(2025, 3, 10), "last": date(2026, 3, 9), "most": 1}
    spent = []
    for number in (1, 30):
        read([(make_article(publisher), date(2025, 7, 7), (1 + one, 0, 0, 0, 0)) for one in range(number)])
        with CaptureQueriesContext(connection) as queries:
            top_articles(**whose)
        spent.append(len(queries))
    assert spent == [2, 2]


def test_a_publisher_s_totals_come_by_the_index(publisher: Publisher) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL decides by how much there is.")
    rows = ArticleTotal.objects.filter(publisher=publisher, reads__gt=0).order_by("-reads", "-finished", "-article_id")
    plan = rows.values_list("article_id")[:11].explain()
    assert "most_read_of_publisher" in plan
    assert "TEMP B-TREE" not in plan


def test_what_was_counted_before_months_were_kept_is_in_them(articles: list[Article]) -> None:
    read([(articles[number % 6], BEGIN + timedelta(days=5 * number), (number, 1, 2, 3, 4)) for number in range(60)])
    columns = ("article_id", "month", *COUNTED)
    months = set(ArticleMonth.objects.values_list(*columns))
    totals = set(ArticleTotal.objects.values_list("pk", "publisher", *COUNTED))
    assert len(months) > 50
    ArticleMonth.objects.all().delete()
    ArticleTotal.objects.update(publisher=None)
    importlib.import_module("newsstand.reads.migrations.0003_months_are_filled").fill(apps, None)
    assert set(ArticleMonth.objects.values_list(*columns)) == months
    assert set(ArticleTotal.objects.values_list("pk", "publisher", *COUNTED)) == totals


def test_months_go_with_their_article(articles: list[Article]) -> None:
    read([(articles[0], BEGIN, (1, 0, 0, 0, 0)), (articles[1], BEGIN, (1, 0, 0, 0, 0))])
    articles[0].delete()
    assert [one.article_id for one in ArticleMonth.objects.all()] == [articles[1].pk]
