"""Components that know no noun of the field."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from newsstand.algorithms import ages, charts
from newsstand.lib import clock

register = template.Library()


@register.simple_tag
def ago(when: datetime, short: bool = False, now: datetime | None = None) -> SafeString:
    """A `<time>` that says "3 days ago" (short: "3d ago"), with the moment itself in its attributes."""
    here = timezone.localtime(when)
    said = (ages.short_age if short else ages.long_age)(here, now or clock.now())
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        here.isoformat(timespec="seconds"),
        date_format(here, "l j F Y, H:i T"),
        said,
    )


@dataclass(frozen=True, slots=True)
class TableRow:
    """A line of the table behind a chart; `share`: how long its bar is, in per cent, where the table is the chart."""

    label: str
    numbers: Sequence[str]
    share: float


@register.inclusion_tag("components/chart.html")
def chart(chart: charts.Chart) -> dict[str, object]:
    """A chart with its table and its files. The page loads components/charts.css; two on a page differ in title."""
    shares = charts.shares(chart.series[0].values) if chart.series else []
    rows = [
        TableRow(label, [charts.full(one.values[place]) for one in chart.series], shares[place] if shares else 0.0)
        for place, label in enumerate(chart.labels)
    ]
    return {
        "chart": chart,
        "key": slugify(chart.title) or "chart",
        "drawing": charts.draw(chart),
        "description": charts.description(chart),
        "rows": rows,
        "is_empty": not (chart.labels and chart.series),
    }
