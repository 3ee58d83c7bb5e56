"""How often this site is read, for everybody: as a page, and as files of the same numbers."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsstand.accounts.visitor import visitor
from newsstand.algorithms.charts import Chart, Series
from newsstand.algorithms.read_sources import label_of
from newsstand.lib.pagecache import public_page
from newsstand.lib.tables import as_csv, as_json
from newsstand.pages.publisher_figures import MOST_BARS, PERIODS, SOURCES, Period, period_of
from newsstand.reads.models import COUNTED
from newsstand.reads.numbers import Day, added_up, days, sources

FORMS = {"csv": as_csv, "json": as_json}
COLUMNS = ("day", *COUNTED)


@require_safe
@public_page(list)
def numbers(request: HttpRequest) -> HttpResponse:
    """`/about/numbers?days=`: reads, robots and sources of the whole site. Raises Http404 for another period."""
    period = period_of(request)
    context = {"visitor": visitor(request), **shown(period, "/about/numbers.{}")}
    return render(request, "pages/numbers.html", context)


@require_safe
@public_page(lambda form: [])  # noqa: ARG005 (named as in the address)
def numbers_file(request: HttpRequest, *, form: str) -> HttpResponse:
    """`/about/numbers.csv`, `.json`: a row a day. Raises Http404 for another form or period."""
    response = file_of(form, "reads", period_of(request))
    response["Access-Control-Allow-Origin"] = "*"
    return response


def file_of(form: str, name: str, period: Period, *, article: int | None = None) -> HttpResponse:
    """The period's days, of an article or of the whole site. Raises Http404 for another form than CSV and JSON."""
    if form not in FORMS:
        raise Http404("Numbers are here as csv and json.")
    found = days(article=article, first=period.first, last=period.last)
    rows = [[one.day, *(getattr(one, name) for name in COUNTED)] for one in found]
    return FORMS[form](f"{name}-{period.first}-{period.last}", COLUMNS, rows)


def shown(period: Period, files: str, *, article: int | None = None) -> dict[str, Any]:
    """What a template shows of a period, of an article or of the whole site. Two queries."""
    found = days(article=article, first=period.first, last=period.last)
    whence = sources(article=article, first=period.first, last=period.last, most=SOURCES)
    total = added_up(found)
    addresses = {ending: f"{files.format(ending)}?days={period.length}" for ending in FORMS}
    return {
        "period": period,
        "periods": PERIODS,
        "total": total,
        "finished_share": total.finished / total.reads if total.reads else None,
        "files": addresses,
        "charts": charts(found, addresses),
        "sources": Chart(
            "Where readers came from",
            f"reads in {period.length} days",
            [label_of(source) for source, _ in whence],
            [Series("Reads", [number for _, number in whence])],
            "rows",
        ),
    }


def charts(found: Sequence[Day], addresses: dict[str, str]) -> list[Chart]:
    """Readers by day; those who went on; and what was no reader. A chart of nothing but zeros is left out."""
    labels = [f"{one.day.day} {one.day:%b}" for one in found]
    kind = "bar" if len(found) <= MOST_BARS else "line"

    def values(column: str) -> list[int]:
        return [getattr(one, column) for one in found]

    read = (Series("Reads", values("reads")), Series("Read to the end", values("finished")))
    others = (Series("Robots", values("robots")), Series("Fetched in advance", values("prefetches")))
    every = (
        Chart("Readers", "reads a day", labels, read, kind, **addresses),
        Chart(
            "Went on to the publisher’s own page",
            "readers a day",
            labels,
            [Series("Readers", values("referrals"))],
            kind,
        ),
        Chart("Counted apart", "requests a day, in none of the numbers above", labels, others, kind),
    )
    return [chart for chart in every if any(any(one.values) for one in chart.series)]
