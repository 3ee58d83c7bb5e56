"""What was earned of funds and by ads: by day, and by article as statements and settlements have it."""

from datetime import date, timedelta

from django.conf import settings
from django.db.models import Sum

from newsstand.contributors.models import Contributor
from newsstand.ledger.accounts import balance
from newsstand.ledger.models import Entry
from newsstand.publishers.models import Publisher
from newsstand.revenue.accounts import PAYABLE, owner_of
from newsstand.revenue.models import AdLine, Line, Settlement

# How the keys of transactions begin by which somebody earns.
EARNED = "earned:"


def by_day(
    *, publisher: Publisher | None = None, contributor: Contributor | None = None, first: date, last: date
) -> list[tuple[date, int]]:
    """Each day from `first` to `last`, both included, with the micros that were earned on it.

    Of funds straight from the ledger's entries, where days of months that are not closed have 0; by ads as far as they
    are settled. Two queries. Raises ValueError where not exactly one earner is given.
    """
    owner = owner_of(publisher=publisher, contributor=contributor)
    rows = Entry.objects.filter(
        account__kind=PAYABLE, account__owner=owner, account__currency=settings.NEWSSTAND_CURRENCY,
        transaction__day__range=(first, last), transaction__key__startswith=EARNED,
    )  # fmt: skip
    found = dict(rows.values("transaction__day").annotate(all=Sum("micros")).values_list("transaction__day", "all"))
    ads = Settlement.objects.filter(owner=owner, day__range=(first, last)).values("day").order_by()
    for day, micros in ads.annotate(all=Sum("micros")).values_list("day", "all"):
        found[day] = found.get(day, 0) + micros
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [(day, found.get(day, 0)) for day in days]


def by_article(
    *,
    publisher: Publisher | None = None,
    contributor: Contributor | None = None,
    first: date,
    last: date,
    most: int | None = None,
) -> list[tuple[int, int]]:
    """(article's number, micros), the most earned first: by ads on those days, of funds in the months they touch.

    Two queries. `most` articles when it is given. Raises ValueError where not exactly one earner is given.
    """
    owner = owner_of(publisher=publisher, contributor=contributor)
    rows = Line.objects.filter(statement__owner=owner, statement__closing__month__range=(first.replace(day=1), last))
    sums = dict(rows.values("number").annotate(all=Sum("micros")).order_by().values_list("number", "all"))
    ads = AdLine.objects.filter(settlement__owner=owner, settlement__day__range=(first, last)).exclude(article=0)
    for number, micros in ads.values_list("article").annotate(all=Sum("micros")).order_by():
        sums[number] = sums.get(number, 0) + micros
    return sorted(sums.items(), key=lambda one: (-one[1], one[0]))[:most]


def of_article(article: int, *, first: date, last: date) -> list[tuple[date, int]]:
    """Each day from `first` to `last` with the micros that one article earned its owner. Two queries."""
    rows = Line.objects.filter(number=article, statement__closing__month__range=(first.replace(day=1), last))
    found: dict[str, int] = {}
    for days in rows.values_list("days", flat=True):
        for day, _, micros in days:
            found[day] = found.get(day, 0) + micros
    ads = AdLine.objects.filter(article=article, settlement__day__range=(first, last)).values_list("settlement__day")
    for at, micros in ads.annotate(all=Sum("micros")).order_by():
        found[at.isoformat()] = found.get(at.isoformat(), 0) + micros
    days_between = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [(day, found.get(day.isoformat(), 0)) for day in days_between]


def owed(*, publisher: Publisher | None = None, contributor: Contributor | None = None) -> int:
    """What an earner's account holds now, in micros. One query."""
    return balance(kind=PAYABLE, owner=owner_of(publisher=publisher, contributor=contributor))
