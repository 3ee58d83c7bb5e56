"""The most read articles of a period, from kept months and the days at its ends.

Over a long period the articles that were read most in all are asked first: nobody has more reads in a period than in
all, so that a tenth of them that is ahead of the next one's total is the answer (the bound of Fagin's threshold
algorithm, "Optimal aggregation algorithms for middleware", PODS 2001). Only where it is not, everything is added up.
"""

from datetime import date, timedelta

from django.db import connection
from django.db.models import Q

from newsstand.reads.models import COUNTED, ArticleDay, ArticleMonth, ArticleTotal

Span = tuple[date, date]
DAY = timedelta(days=1)
# In a shorter period, old articles that were read most in all are rarely those that were read most in it.
LONG = timedelta(days=180)
TIMES_AS_MANY, MOST_AT_FIRST = 10, 500


def most_read(
    *, author: int | None, publisher: int | None, first: date, last: date, most: int
) -> list[tuple[int, ...]]:
    """(article, *COUNTED) of those with a read from `first` to `last`: by reads, finished, number; the most first.

    One query in a short period, two in a long one, and three where the totals do not tell.
    """
    # The article's publisher never changes, so it stands in the totals as well, where an index has both.
    wanted, in_all = Q(), Q()
    if publisher is not None:
        wanted, in_all = Q(article__publisher=publisher), Q(publisher=publisher)
    if author is not None:
        wanted = in_all = Q(article__bylines__author=author)
    if last - first >= LONG and 0 < most * TIMES_AS_MANY <= MOST_AT_FIRST:
        found = by_totals(in_all, first, last, most)
        if found is not None:
            return found
    return added_up(wanted, first, last, most)


def by_totals(in_all: Q, first: date, last: date, most: int) -> list[tuple[int, ...]] | None:
    """The same from the articles that were read most in all; None where others may have been read more. Two queries."""
    rows = ArticleTotal.objects.filter(in_all, reads__gt=0).order_by("-reads", "-finished", "-article_id")
    asked = most * TIMES_AS_MANY
    totals = list(rows.values_list("reads", "finished", "article_id")[: asked + 1])
    if not totals:
        return []
    found = added_up(Q(article__in=[pk for _, _, pk in totals[:asked]]), first, last, most)
    if len(totals) <= asked:
        return found
    is_sure = len(found) == most and (found[-1][1], found[-1][2], found[-1][0]) > totals[-1]
    return found if is_sure else None


def added_up(wanted: Q, first: date, last: date, most: int) -> list[tuple[int, ...]]:
    """The same from the months and days of all articles that are `wanted`. One query."""
    months, days = split(first, last)
    parts = [
        *(ArticleMonth.objects.filter(wanted, month__range=one) for one in months),
        *(ArticleDay.objects.filter(wanted, day__range=one) for one in days),
    ]
    columns = [part.values_list("article_id", *COUNTED) for part in parts]
    # Django's own union cannot be added up.
    sql, values = columns[0].union(*columns[1:], all=True).query.sql_with_params()
    sums = ", ".join(f"SUM({one})" for one in COUNTED)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH every (article_id, {', '.join(COUNTED)}) AS ({sql}) SELECT article_id, {sums} FROM every "  # noqa: S608
            "GROUP BY article_id HAVING SUM(reads) > 0 ORDER BY 2 DESC, 3 DESC, 1 DESC LIMIT %s",
            [*values, most],
        )
        return [tuple(int(one) for one in row) for row in cursor.fetchall()]


def split(first: date, last: date) -> tuple[list[Span], list[Span]]:
    """The whole months between `first` and `last`, as one span of days or none, and the days before and after them."""
    begins = first if first.day == 1 else (first.replace(day=1) + 31 * DAY).replace(day=1)
    after = (last + DAY).replace(day=1)
    if begins >= after:
        return [], [(first, last)]
    days = [(first, begins - DAY), (after, last)]
    return [(begins, after - DAY)], [one for one in days if one[0] <= one[1]]
