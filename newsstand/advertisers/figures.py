"""The figures of campaigns, from what was counted by ad, day, slot and context. Every function: a fixed few queries."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, QuerySet, Sum

from newsstand.advertisers.models import AdDay, Conversion, Decision
from newsstand.advertisers.slots import SLOTS
from newsstand.algorithms.intervals import wilson

COUNTED = ("views", "clicks", "marked_views", "marked_clicks", "charged", "refunded")
SUMS = {name: Sum(name) for name in COUNTED}
# What a context is about; one page may be about several, and counts for each of them.
ABOUT = ("place", "topic", "section")
PARTS = ("campaign", "ad", "slot", *ABOUT)


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts and micros of any set of rows. What was marked is in no other; `refunded` is part of `charged`."""

    views: int = 0
    clicks: int = 0
    marked_views: int = 0
    marked_clicks: int = 0
    charged: int = 0
    refunded: int = 0

    @property
    def spent(self) -> int:
        """Micros that were charged and did not come back."""
        return self.charged - self.refunded

    @property
    def rate(self) -> float | None:
        """Clicks a view; None where nobody has seen it."""
        return self.clicks / self.views if self.views else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Between which shares the rate lies, 19 times of 20; None where nobody has seen it."""
        return wilson(min(self.clicks, self.views), self.views) if self.views else None

    @property
    def click_cost(self) -> int | None:
        """Micros a click, halves up."""
        return rounded(self.spent, self.clicks)

    @property
    def thousand_cost(self) -> int | None:
        """Micros a thousand views, halves up."""
        return rounded(self.spent * 1000, self.views)

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(getattr(self, name) + getattr(other, name) for name in COUNTED))


@dataclass(frozen=True, slots=True)
class Part:
    """One row of a breakdown: `key` is a number or a word, `name` what people call it."""

    key: str
    name: str
    figures: Figures


def rounded(micros: int, by: int) -> int | None:
    return (2 * micros + by) // (2 * by) if by else None


def counted(campaigns: Sequence[int], first: date, last: date) -> "QuerySet[AdDay]":
    """The rows of these campaigns on the days from `first` to `last`, which are their advertiser's days."""
    return AdDay.objects.filter(ad__campaign__in=campaigns, day__gte=first, day__lte=last)


def of(row: Mapping[str, Any]) -> Figures:
    return Figures(*(row[name] or 0 for name in COUNTED))


def added_up(rows: Iterable[Figures]) -> Figures:
    total = Figures()
    for one in rows:
        total = total + one
    return total


def by_day(campaigns: Sequence[int], first: date, last: date) -> list[tuple[date, Figures]]:
    """Every day of the time, whether anything happened or not. One query."""
    rows = counted(campaigns, first, last).values("day").annotate(**SUMS)
    known = {row["day"]: of(row) for row in rows}
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [(day, known.get(day, Figures())) for day in days]


def by_campaign(campaigns: Sequence[int], first: date, last: date) -> dict[int, Figures]:
    """The sums of each campaign that has any. One query."""
    rows = counted(campaigns, first, last).values("ad__campaign").annotate(**SUMS)
    return {row["ad__campaign"]: of(row) for row in rows}


def by_part(part: str, campaigns: Sequence[int], first: date, last: date) -> list[Part]:
    """A breakdown by one of PARTS, the most views first. One query.

    By place, topic or section a page that is about two counts for both, and one that is about none for the row "":
    only the other breakdowns add up to the sum.
    """
    rows = counted(campaigns, first, last)
    if part in ABOUT:
        found = by_about(part, rows)
    elif part == "slot":
        found = [
            Part(row["slot"], SLOTS[row["slot"]].name if row["slot"] in SLOTS else row["slot"], of(row))
            for row in rows.values("slot").annotate(**SUMS)
        ]
    elif part == "ad":
        named = rows.values("ad", named=F("ad__headline")).annotate(**SUMS)
        found = [Part(str(row["ad"]), row["named"], of(row)) for row in named]
    elif part == "campaign":
        of_each = rows.values(number=F("ad__campaign"), named=F("ad__campaign__name")).annotate(**SUMS)
        found = [Part(str(row["number"]), row["named"], of(row)) for row in of_each]
    else:
        raise ValueError(f"Figures are broken down by {', '.join(PARTS)}, not by {part!r}.")
    return sorted(found, key=lambda one: (-one.figures.views, -one.figures.charged, one.name))


def by_about(part: str, rows: "QuerySet[AdDay]") -> list[Part]:
    """By what the pages were about, from their contexts' numbers and names."""
    sums: dict[str, Figures] = {}
    names: dict[str, str] = {"": "None"}
    grouped = rows.values(names=F("context__names"), numbers=F(f"context__{part}s"), whole=F("context")).annotate(
        **SUMS
    )
    for row in grouped:
        called = row["names"] or {}
        for key in [str(number) for number in row["numbers"] or []] or [""]:
            names.setdefault(key, called.get(key) or f"No. {key}")
            sums[key] = sums.get(key, Figures()) + of(row)
    return [Part(key, names[key], figures) for key, figures in sums.items()]


def marks(campaigns: Sequence[int], first: date, last: date) -> list[tuple[str, str, int]]:
    """What was not believed: ("view" or "click", its mark, how many), the most first. Two queries."""
    found = []
    for kind in ("view", "click"):
        rows = Decision.objects.filter(campaign__in=campaigns, day__gte=first, day__lte=last)
        marked = rows.exclude(**{f"{kind}_mark": ""}).values(mark=F(f"{kind}_mark")).annotate(many=Count("pk"))
        found += [(kind, row["mark"], row["many"]) for row in marked.order_by()]
    return sorted(found, key=lambda one: (-one[2], one[0], one[1]))


def uncharged(campaigns: Sequence[int], first: date, last: date) -> list[tuple[str, int]]:
    """Events that cost nothing though they counted, by why. One query."""
    rows = Decision.objects.filter(campaign__in=campaigns, day__gte=first, day__lte=last).exclude(uncharged="")
    found = rows.values("uncharged").annotate(many=Count("pk")).order_by()
    return sorted(((row["uncharged"], row["many"]) for row in found), key=lambda one: (-one[1], one[0]))


def converted(campaigns: Sequence[int], first: date, last: date) -> dict[int, tuple[int, int]]:
    """By campaign: how many conversions, and what they were worth in micros, where that was said. One query."""
    rows = Conversion.objects.filter(campaign__in=campaigns, day__gte=first, day__lte=last)
    sums = rows.values("campaign").annotate(many=Count("pk"), worth=Sum("value")).order_by()
    return {row["campaign"]: (row["many"], row["worth"] or 0) for row in sums}


def converted_by_day(campaigns: Sequence[int], first: date, last: date) -> dict[date, int]:
    """How many conversions each day's clicks brought. One query."""
    rows = Conversion.objects.filter(campaign__in=campaigns, day__gte=first, day__lte=last)
    return dict(rows.values("day").annotate(many=Count("pk")).order_by().values_list("day", "many"))


WHOLE = ("day", "campaign", "campaign_name", "ad", "headline", "slot", "page", "places", "topics", "sections", *COUNTED)


def whole(campaigns: Sequence[int], first: date, last: date) -> Iterator[tuple[Any, ...]]:
    """Every row there is, as WHOLE names its columns: a day, an ad, a slot and a context each. One query."""
    rows = counted(campaigns, first, last).order_by("day", "ad", "slot", "context")
    wanted = ("day", "ad__campaign", "ad__campaign__name", "ad", "ad__headline", "slot", "context__kind")
    about = tuple(f"context__{part}s" for part in ABOUT)
    for row in rows.values_list(*wanted, "context__names", *about, *COUNTED).iterator(2000):
        names = row[len(wanted)] or {}
        lists = row[len(wanted) + 1 : len(wanted) + 1 + len(about)]
        said = [", ".join(names.get(str(number)) or str(number) for number in numbers or []) for numbers in lists]
        yield (*row[: len(wanted)], *said, *row[-len(COUNTED) :])
