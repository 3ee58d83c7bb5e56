"""Looking for suspect days: what was seen and clicked on each owner's pages, beside what is usual there."""

import logging
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from newsstand.advertisers.models import Decision, Pricing
from newsstand.algorithms.suspicion import LEAST, OwnerFigures, reasons
from newsstand.lib.rows import insert
from newsstand.revenue.charges import bounds, charges_of
from newsstand.revenue.errors import RefusedError
from newsstand.revenue.hold import hold
from newsstand.revenue.models import Hold, OwnerDay
from newsstand.revenue.settle import last_due
from newsstand.revenue.shares import SITE

USUAL_DAYS = 28
MOST_CLICKS = 500
NOTHING = OwnerFigures(0, 0)
log = logging.getLogger(__name__)


def look_at_all(*, now: datetime) -> int:
    """Look at today, and at the days that wait to be settled; how many holds that made."""
    first, days = last_due(now), []
    while first <= now.date():
        days.append(first)
        first += timedelta(days=1)
    for day in days[-2:]:
        count_day(day)
    return sum(look_at(day, now) for day in days)


def count_day(day: date) -> None:
    """Count what was heard on a day (UTC) on each owner's pages, by the campaigns that paid for any of it.

    Two queries and one statement for each few hundred owners. A decision stands in its advertiser's day, which begins
    up to a day earlier or later.
    """
    begin, end = bounds(day)
    campaigns = list(charges_of(day).order_by().values_list("campaign_id", flat=True).distinct())
    days = [day + timedelta(days=number) for number in (-1, 0, 1)]
    heard = Decision.objects.filter(campaign__in=campaigns, day__in=days).annotate(
        heard_at=Coalesce("viewed_at", "clicked_at")
    )
    rows = heard.filter(heard_at__gte=begin, heard_at__lt=end).values_list("owner")
    counted = rows.annotate(
        views=Count("pk", filter=Q(viewed_at__isnull=False, view_mark="")),
        clicks=Count("pk", filter=Q(clicked_at__isnull=False, click_mark="")),
        marked_views=Count("pk", filter=~Q(view_mark="")),
        marked_clicks=Count("pk", filter=~Q(click_mark="")),
    ).order_by("owner")
    found = [
        OwnerDay(owner=owner, day=day, views=views, clicks=clicks, marked=seen + clicked)
        for owner, views, clicks, seen, clicked in counted
    ]
    insert(found, unique=("owner", "day"), update=("views", "clicks", "marked"))


def look_at(day: date, now: datetime) -> int:
    """Hold the day of everybody whose figures are suspect; how many. Three queries, and two for each with clicks."""
    decided = set(Hold.objects.filter(day=day).values_list("owner", flat=True))
    usual = usual_of(day)
    made = 0
    for row in OwnerDay.objects.filter(day=day).exclude(owner=SITE).order_by("owner"):
        if row.owner in decided or row.clicks + row.marked < LEAST:
            continue
        gaps, delays = timing(row.owner, day)
        found = reasons(figures(row), usual.get(row.owner, NOTHING), gaps=gaps, delays=delays)
        if found:
            evidence = [asdict(one) for one in found]
            try:
                made += hold(owner=row.owner, day=day, reasons=evidence, by=None, now=now) is not None
            except RefusedError:
                log.warning("The ads of %s on %s are suspect, and were paid out.", row.owner, day)
    return made


def figures(row: OwnerDay) -> OwnerFigures:
    return OwnerFigures(row.views, row.clicks, row.marked)


def usual_of(day: date) -> Mapping[str, OwnerFigures]:
    """The sums of each owner's days before; a day that was given back to advertisers is none of them. Two queries."""
    rows = OwnerDay.objects.filter(day__gte=day - timedelta(days=USUAL_DAYS), day__lt=day)
    bad = set(Hold.objects.filter(day__lt=day).exclude(state=Hold.State.RELEASED).values_list("owner", "day"))
    found: dict[str, OwnerFigures] = {}
    for owner, at, views, clicks, marked in rows.values_list("owner", "day", "views", "clicks", "marked"):
        if (owner, at) not in bad:
            one = found.get(owner, NOTHING)
            found[owner] = OwnerFigures(one.views + views, one.clicks + clicks, one.marked + marked)
    return found


def timing(owner: str, day: date) -> tuple[list[float], list[float]]:
    """Seconds between the owner's latest paid clicks of a day, and from the view of each to its click. One query."""
    rows = charges_of(day, [owner]).filter(pricing=Pricing.CPC, clicked_at__isnull=False)
    times = list(rows.order_by("-charged_at").values_list("viewed_at", "clicked_at")[:MOST_CLICKS])
    clicked = sorted(at for _, at in times if at is not None)
    gaps = [(later - sooner).total_seconds() for sooner, later in pairwise(clicked)]
    delays = [(at - seen).total_seconds() for seen, at in times if seen is not None and at is not None]
    return gaps, delays


def usual_day(owner: str, day: date) -> dict[str, float]:
    """An owner's usual day in the four weeks before: the mean of each figure, for the page of a hold. One query."""
    rows = OwnerDay.objects.filter(owner=owner, day__gte=day - timedelta(days=USUAL_DAYS), day__lt=day)
    sums = rows.aggregate(views=Sum("views"), clicks=Sum("clicks"), marked=Sum("marked"), days=Count("pk"))
    days = sums.pop("days") or 1
    return {name: (value or 0) / days for name, value in sums.items()}
