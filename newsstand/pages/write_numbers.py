"""`/write/numbers`: how a contributor's articles do: readers, their ways, followers, answers due, earnings."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from newsstand.accounts.models import User
from newsstand.algorithms.earnings import formula
from newsstand.articles.models import Article
from newsstand.comments.unanswered import unanswered
from newsstand.contributors.models import Contributor
from newsstand.lib import clock
from newsstand.lib.tables import as_csv, as_json
from newsstand.pages.publisher_figures import PERIODS, Period, period_of
from newsstand.pages.write_figures import (
    article_rows,
    best,
    charts,
    day_rows,
    days_of,
    earned_of,
    month_until_now,
    source_chart,
)
from newsstand.pages.writers import for_contributors
from newsstand.readers.models import Follow
from newsstand.reads.numbers import added_up
from newsstand.revenue.earned import owed
from newsstand.revenue.models import Statement
from newsstand.revenue.readings import contributor_share

ANSWERS_SHOWN = 5
ANSWERS_COUNTED = 100
STATEMENTS_SHOWN = 6
FILES = {"csv": as_csv, "json": as_json}
DAY_COLUMNS = ("day", "reads", "finished", "robots", "prefetches", "earned_micros", "currency")
ARTICLE_COLUMNS = ("article", "address", "headline", "reads", "finished", "earned_micros", "currency")


@require_safe
@for_contributors
def write_numbers(request: HttpRequest, user: User, contributor: Contributor) -> HttpResponse:
    """`/write/numbers?days=7|28|365`. The same number of queries whatever was written and read."""
    now, period = clock.now(), period_of(request)
    waiting = list(unanswered(user=user, author_id=contributor.author_id or 0, now=now)[: ANSWERS_COUNTED + 1])
    followers = Follow.objects.filter(author=contributor.author_id or 0)
    context = {
        "visitor": user,
        "contributor": contributor,
        "here": "numbers",
        "followers": followers.count(),
        "new_followers": followers.filter(since__date__gte=period.first).count(),
        "answers": waiting[:ANSWERS_SHOWN],
        "answer_count": len(waiting),
        "answers_counted": ANSWERS_COUNTED,
        "best": best(contributor, period),
        "owed": owed(contributor=contributor),
        "this_month": month_until_now(contributor, now),
        "formula": formula(contributor_share()),
        "statements": list(Statement.objects.of(contributor=contributor)[:STATEMENTS_SHOWN]),
        **shown(contributor, None, period),
    }
    return render(request, "pages/write_numbers.html", context)


@require_safe
@for_contributors
def write_article_numbers(request: HttpRequest, user: User, contributor: Contributor, article_id: int) -> HttpResponse:
    """`/write/numbers/<article>?days=`: the same of one article. Raises Http404 for one of somebody else's."""
    period, article = period_of(request), own_article(contributor, article_id)
    context = {
        "visitor": user,
        "article": article,
        "here": "numbers",
        "formula": formula(contributor_share()),
        **shown(contributor, article, period),
    }
    return render(request, "pages/write_article_numbers.html", context)


@require_safe
@for_contributors
def write_figures(
    request: HttpRequest,
    user: User,  # noqa: ARG001
    contributor: Contributor,
    form: str,
    article_id: int | None = None,
) -> HttpResponse:
    """`/write/numbers.csv`, `.json`, and the same below an article: a row a day; `?articles=1`: a row an article."""
    write, period = FILES.get(form), period_of(request)
    if write is None:
        raise Http404("Figures are here as csv and json.")
    if article_id is None and request.GET.get("articles"):
        return write(f"articles-{period.first}-{period.last}", ARTICLE_COLUMNS, article_rows(contributor, period))
    article = None if article_id is None else own_article(contributor, article_id)
    name = f"numbers-{f'{article.pk}-' if article else ''}{period.first}-{period.last}"
    return write(name, DAY_COLUMNS, day_rows(contributor, article, period))


def own_article(contributor: Contributor, article_id: int) -> Article:
    """An article that has this contributor in its byline. Raises Http404."""
    found = Article.objects.filter(bylines__author=contributor.author_id or 0).defer("body", "text", "sources")
    return get_object_or_404(found, pk=article_id)


def shown(contributor: Contributor, article: Article | None, period: Period) -> dict[str, Any]:
    """Sums and charts of all articles, or of one. Three queries."""
    read = days_of(contributor, article, period)
    earned = earned_of(contributor, article, period)
    total = added_up(read)
    base = f"/write/numbers/{article.pk}" if article else "/write/numbers"
    return {
        "period": period,
        "periods": PERIODS,
        "total": total,
        "finished_share": total.finished / total.reads if total.reads else None,
        "earned": sum(micros for _, micros in earned),
        "charts": charts(read, earned, f"{base}.{{}}?days={period.length}"),
        "sources": source_chart(contributor, article, period),
        "files": base,
    }
