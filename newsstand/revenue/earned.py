"""What was earned, by day as the ledger has it, and by article as the statements have it."""

from datetime import date, timedelta

from django.conf import settings
from django.db.models import Sum

from newsstand.contributors.models import Contributor
from newsstand.ledger.accounts import balance
from newsstand.ledger.models import Entry
from newsstand.publishers.models import Publisher
from newsstand.revenue.accounts import PAYABLE, owner_of
from newsstand.revenue.models import Line

# How the keys of transactions begin by which somebody earns.
EARNED = "earned:"


def by_day(
    *, publisher: Publisher | None = None, contributor: Contributor | None = None, first: date, last: date
) -> list[tuple[date, int]]:
    """Each day from `first` to `last`, both included, with the micros that were earned by what was read on it.

    Straight from the ledger's entries, in one query; days of months that are not closed have 0. Raises ValueError
    where not exactly one earner is given.
    """
    owner = owner_of(publisher=publisher, contributor=contributor)
    rows = Entry.objects.filter(
        account__kind=PAYABLE, account__owner=owner, account__currency=settings.NEWSSTAND_CURRENCY,
        transaction__day__range=(first, last), transaction__key__startswith=EARNED,
    )  # fmt: skip
    found = dict(rows.values("transaction__day").annotate(all=Sum("micros")).values_list("transaction__day", "all"))
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
    """(article's number, micros) of the months that `first` to `last` touch, the most earned first.

    One query, of `most` articles when it is given. Raises ValueError where not exactly one earner is given.
    """
    owner = owner_of(publisher=publisher, contributor=contributor)
    rows = Line.objects.filter(statement__owner=owner, statement__closing__month__range=(first.replace(day=1), last))
    sums = rows.values("number").annotate(all=Sum("micros")).order_by("-all", "number")
    return list(sums.values_list("number", "all")[:most])


def of_article(article: int, *, first: date, last: date) -> list[tuple[date, int]]:
    """Each day from `first` to `last` with the micros that one article earned its owner. One query."""
    rows = Line.objects.filter(number=article, statement__closing__month__range=(first.replace(day=1), last))
    found: dict[str, int] = {}
    for days in rows.values_list("days", flat=True):
        for day, _, micros in days:
            found[day] = found.get(day, 0) + micros
    days_between = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [(day, found.get(day.isoformat(), 0)) for day in days_between]


def owed(*, publisher: Publisher | None = None, contributor: Contributor | None = None) -> int:
    """What an earner's account holds now, in micros. One query."""
    return balance(kind=PAYABLE, owner=owner_of(publisher=publisher, contributor=contributor))
