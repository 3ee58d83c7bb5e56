"""What moved in a month, from the ledger's entries and the settlements: what statements are made from."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet, Sum

from newsstand.ledger.models import Entry
from newsstand.revenue.accounts import PAYABLE
from newsstand.revenue.charges import bounds, charges_between
from newsstand.revenue.models import Closing, Payout, Settlement
from newsstand.revenue.months import following, last_day
from newsstand.revenue.shares import SITE


@dataclass(slots=True)
class MonthSums:
    """An earner's month in micros: owed before and after it by the ledger; earned by ads (of `gross`); paid out."""

    opening: int = 0
    balance: int = 0
    gross: int = 0
    ads: int = 0
    paid: int = 0


def sums_of(month: date) -> dict[str, MonthSums]:
    """Everybody on whose account something moved on the month's days. Five queries."""
    days = (month, last_day(month))
    found: defaultdict[str, MonthSums] = defaultdict(MonthSums)
    for owner in entries().filter(transaction__day__range=days).values_list("account__owner", flat=True).distinct():
        found[owner] = MonthSums()
    settled = Settlement.objects.filter(day__range=days).exclude(owner=SITE).values_list("owner")
    for owner, gross, micros in settled.annotate(all_gross=Sum("gross"), all_micros=Sum("micros")).order_by():
        found[owner].gross, found[owner].ads = gross, micros
    for one in payouts(days).select_related("transaction", "back"):
        for moved, sign in ((one.transaction, 1), (one.back, -1)):
            if moved is not None and days[0] <= moved.day <= days[1]:
                found[one.owner].paid += sign * one.micros
    for last, name in ((month - timedelta(days=1), "opening"), (days[1], "balance")):
        rows = entries().filter(transaction__day__lte=last, account__owner__in=list(found))
        for owner, micros in rows.values_list("account__owner").annotate(all=Sum("micros")).order_by():
            setattr(found[owner], name, micros)
    return dict(found)


def entries() -> "QuerySet[Entry]":
    """All that came to earners or left them, in the site's currency."""
    return Entry.objects.filter(account__kind=PAYABLE, account__currency=settings.NEWSSTAND_CURRENCY).order_by()


def payouts(days: tuple[date, date]) -> "QuerySet[Payout]":
    """Payouts that moved money on these days, either way."""
    return Payout.objects.filter(Q(transaction__day__range=days) | Q(back__day__range=days))


def has_moved(month: date) -> bool:
    """Whether ads earned somebody something, or something was paid out, on the month's days."""
    days = (month, last_day(month))
    return Settlement.objects.filter(day__range=days).exists() or payouts(days).exists()


def ads_of(month: date) -> int:
    """What ads earned publishers and contributors in a month, in micros, as far as it is settled."""
    return Settlement.objects.filter(day__range=(month, last_day(month))).aggregate(all=Sum("micros"))["all"] or 0


def has_charges(month: date) -> bool:
    """Whether ads cost anything in a month."""
    return charges_between(bounds(month)[0], bounds(last_day(month))[1]).exists()


def first_open(before: date) -> date | None:
    """The first month before another in which ads or payouts moved something and which has no closing; None."""
    closed = Closing.objects.order_by("-month").values_list("month", flat=True)
    latest = closed.filter(month__lt=before).first()
    since = following(latest) if latest is not None else date(1970, 1, 1)
    days = (since, before - timedelta(days=1))
    found = [
        Settlement.objects.filter(day__range=days).order_by("day").values_list("day", flat=True).first(),
        payouts(days).order_by("transaction__day").values_list("transaction__day", flat=True).first(),
    ]
    months = [day.replace(day=1) for day in found if day is not None]
    return max(min(months), since) if months else None


def open_months(until: date) -> list[date]:
    """The months before `until` in which ads or payouts moved something and which are not closed. A query a month."""
    found, month = [], first_open(until)
    while month is not None and month < until:
        if has_moved(month) and not Closing.objects.filter(month=month).exists():
            found.append(month)
        month = following(month)
    return found
