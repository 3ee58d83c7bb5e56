"""The figures of a publisher: by day, by article, by source; as a page's charts and as files of the same numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from newsstand.accounts.models import User
from newsstand.algorithms.amounts import MICROS, rounded
from newsstand.algorithms.charts import Chart, Series
from newsstand.algorithms.read_sources import label_of
from newsstand.articles.models import Article
from newsstand.lib import clock
from newsstand.lib.tables import as_csv, as_json
from newsstand.pages.publisher_gate import for_members
from newsstand.publishers.models import Publisher, Role
from newsstand.reads.numbers import Day, Total, added_up, days, sources, top_articles, totals
from newsstand.revenue.earned import by_article, by_day
from newsstand.revenue.models import Line

PERIODS = (7, 28, 365)
USUAL = 28
MOST_BARS = 60
TOP = 10
SOURCES = 8
COLUMNS = ("day", "reads", "finished", "referrals", "robots", "prefetches", "earned_micros", "currency")


@dataclass(frozen=True, slots=True)
class Period:
    """So many days, the last of which is today (UTC)."""

    length: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Best:
    """One of the articles that were read most, and what it earned in the months of the period (micros)."""

    article: Article
    total: Total
    micros: int

    @property
    def money(self) -> str:
        return rounded(self.micros, settings.NEWSSTAND_CURRENCY)


def period_of(request: HttpRequest) -> Period:
    """The period that the address asks for, four weeks without one. Raises Http404 for any other."""
    wanted = request.GET.get("days", str(USUAL))
    length = next((one for one in PERIODS if str(one) == wanted), None)
    if length is None:
        raise Http404("Figures are here for 7, 28 and 365 days.")
    last = clock.now().date()
    return Period(length, last - timedelta(days=length - 1), last)


def figures(publisher: Publisher, period: Period) -> dict[str, Any]:
    """What a template shows of a period: sums, charts, the best articles. Six queries, whatever there is."""
    read = days(publisher=publisher.pk, first=period.first, last=period.last)
    earned = by_day(publisher=publisher, first=period.first, last=period.last)
    total = added_up(read)
    files = f"/publishers/{publisher.slug}/figures.{{}}?days={period.length}"
    return {
        "period": period,
        "periods": PERIODS,
        "total": total,
        "finished_share": total.finished / total.reads if total.reads else None,
        "earned": rounded(sum(micros for _, micros in earned), settings.NEWSSTAND_CURRENCY),
        "charts": [chart for chart in charts(read, earned, files) if any(any(one.values) for one in chart.series)],
        "sources": source_chart(publisher, period),
        "best": best(publisher, period),
        "files": files,
    }


def charts(read: Sequence[Day], earned: Sequence[tuple[date, int]], files: str) -> list[Chart]:
    """Reads, referrals and revenue by day."""
    labels = [f"{one.day.day} {one.day:%b}" for one in read]
    kind = "bar" if len(read) <= MOST_BARS else "line"
    addresses = {"csv": files.format("csv"), "json": files.format("json")}
    read_series = (
        Series("Reads", [one.reads for one in read]),
        Series("Read to the end", [one.finished for one in read]),
    )
    referrals = (Series("Readers", [one.referrals for one in read]),)
    revenue = (Series(settings.NEWSSTAND_CURRENCY, [micros / MICROS for _, micros in earned]),)
    return [
        Chart("Readers", "reads a day", labels, read_series, kind, **addresses),
        Chart("Sent on to your site", "readers a day", labels, referrals, kind, **addresses),
        Chart("Revenue", f"{settings.NEWSSTAND_CURRENCY} a day", labels, revenue, kind, **addresses),
    ]


def source_chart(publisher: Publisher, period: Period) -> Chart:
    """Where readers came from."""
    found = sources(publisher=publisher.pk, first=period.first, last=period.last, most=SOURCES)
    labels = [label_of(source) for source, _ in found]
    return Chart(
        "Where readers came from",
        f"reads in {period.length} days",
        labels,
        (Series("Reads", [reads for _, reads in found]),),
        "rows",
    )


def best(publisher: Publisher, period: Period) -> list[Best]:
    """The articles that were read most. Three queries."""
    found = top_articles(publisher=publisher.pk, first=period.first, last=period.last, most=TOP)
    articles = Article.objects.only("headline", "slug", "published_at").in_bulk([pk for pk, _ in found])
    earned = dict(by_article(publisher=publisher, first=period.first, last=period.last)) if found else {}
    return [Best(articles[pk], total, earned.get(pk, 0)) for pk, total in found if pk in articles]


def worth(ids: Sequence[int]) -> dict[int, tuple[Total, int]]:
    """What each of these articles was read in all, and earned in the months that are closed (micros). Two queries."""
    lines = Line.objects.filter(article__in=ids).values("article").annotate(all=Sum("micros"))
    earned = dict(lines.order_by().values_list("article", "all"))
    return {pk: (total, earned.get(pk, 0)) for pk, total in totals(ids).items()}


def said(total: Total, micros: int) -> str:
    """The same in a line; "" for what nobody read."""
    if not (total.reads or micros):
        return ""
    parts = [f"{total.reads:,} reads", f"{total.finished:,} to the end", f"{total.referrals:,} sent on"]
    return " · ".join([*parts, rounded(micros, settings.NEWSSTAND_CURRENCY)] if micros else parts)


@require_safe
@for_members(Role.VIEWER)
def publisher_figures(request: HttpRequest, user: User, publisher: Publisher, form: str) -> HttpResponse:  # noqa: ARG001
    """`/publishers/<slug>/figures.csv`, `.json`: the numbers of the page's charts, a row a day."""
    period = period_of(request)
    read = days(publisher=publisher.pk, first=period.first, last=period.last)
    earned = dict(by_day(publisher=publisher, first=period.first, last=period.last))
    rows = [
        (
            *(one.day, one.reads, one.finished, one.referrals, one.robots, one.prefetches),
            *(earned.get(one.day, 0), settings.NEWSSTAND_CURRENCY),
        )
        for one in read
    ]
    write = {"csv": as_csv, "json": as_json}.get(form)
    if write is None:
        raise Http404("Figures are here as csv and json.")
    return write(f"{publisher.slug}-{period.first}-{period.last}", COLUMNS, rows)
