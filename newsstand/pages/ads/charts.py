"""The charts of an advertiser's days."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.conf import settings

from newsstand.advertisers.figures import Figures
from newsstand.algorithms.amounts import MICROS
from newsstand.algorithms.charts import Chart, Series

MOST_BARS = 60


def charts(days: Sequence[tuple[date, Figures]], conversions: Mapping[date, int], files: str) -> list[Chart]:
    """Money, views, clicks, and conversions where there are any; a chart of nothing but zeros is left out.

    `files`: where the same numbers lie, with {} for csv or json.
    """
    labels = [f"{day.day} {day:%b}" for day, _ in days]
    kind = "bar" if len(days) <= MOST_BARS else "line"
    links = {"csv": files.format("csv"), "json": files.format("json")}
    currency = settings.NEWSSTAND_CURRENCY

    def chart(title: str, unit: str, values: Sequence[float], name: str) -> Chart:
        return Chart(title, unit, labels, [Series(name, values)], kind, **links)

    every = (
        chart("Spent", f"{currency} a day", [one.spent / MICROS for _, one in days], currency),
        chart("Views", "views a day", [one.views for _, one in days], "Views"),
        chart("Clicks", "clicks a day", [one.clicks for _, one in days], "Clicks"),
        chart("Conversions", "by the day of the click", [conversions.get(day, 0) for day, _ in days], "Conversions"),
    )
    return [one for one in every if any(one.series[0].values)]
