"""What ads on whose pages cost on a day, read from the decisions that were charged."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Count, F, Q, QuerySet, Sum

from newsstand.advertisers.models import Decision, Pricing
from newsstand.algorithms.ad_shares import AdCell
from newsstand.revenue.models import AdLine

AT_ONCE = 2_000


def bounds(day: date) -> tuple[datetime, datetime]:
    """When a day of UTC begins and ends."""
    begin = datetime.combine(day, time(), UTC)
    return begin, begin + timedelta(days=1)


def charges_of(day: date, owners: Collection[str] | None = None) -> "QuerySet[Decision]":
    """All decisions that were charged on a day (UTC), of everybody or of these owners; the index has them."""
    found = charges_between(*bounds(day))
    return found if owners is None else found.filter(owner__in=owners)


def charges_between(begin: datetime, end: datetime) -> "QuerySet[Decision]":
    """All decisions that were charged from `begin` on and before `end`."""
    return Decision.objects.filter(charged__gt=0, charged_at__gte=begin, charged_at__lt=end)


def owners_of(day: date) -> list[str]:
    """Who has charges of that day on their pages. One query."""
    return list(charges_of(day).order_by("owner").values_list("owner", flat=True).distinct())


def cells_of(day: date, owners: Collection[str]) -> dict[str, list[AdCell]]:
    """What the day's charges, less what was refunded of them, make by owner and article. One query, added up there."""
    stands = Q(charged__gt=F("refunded"))
    rows = (
        charges_of(day, owners)
        .values_list("owner", "article")
        .annotate(
            views=Count("pk", filter=stands & Q(pricing=Pricing.CPM)),
            clicks=Count("pk", filter=stands & Q(pricing=Pricing.CPC)),
            gross=Sum(F("charged") - F("refunded")),
        )
        .order_by("owner", "article")
    )
    found: defaultdict[str, list[AdCell]] = defaultdict(list)
    for owner, article, views, clicks, gross in rows.iterator(chunk_size=AT_ONCE):
        found[owner].append(AdCell(article or 0, views, clicks, gross))
    return dict(found)


def settled_before(day: date, owners: Iterable[str]) -> dict[str, dict[int, AdCell]]:
    """What earlier settlements about the day hold, by owner and article. One query."""
    rows = (
        AdLine.objects.filter(settlement__about=day, settlement__owner__in=list(owners))
        .values_list("settlement__owner", "article")
        .annotate(all_views=Sum("views"), all_clicks=Sum("clicks"), all_gross=Sum("gross"))
        .order_by()
    )
    found: defaultdict[str, dict[int, AdCell]] = defaultdict(dict)
    for owner, article, views, clicks, gross in rows:
        found[owner][article] = AdCell(article, views, clicks, gross)
    return found
