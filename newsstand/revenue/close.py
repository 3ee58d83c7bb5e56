"""Closing a month: its fund is divided by what was read to the end, and what ads earned in it is stated, for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from newsstand.accounts.models import User
from newsstand.algorithms.earnings import RULE, Earned, by_day, divide
from newsstand.ledger.models import Account
from newsstand.ledger.post import Posting, post_all
from newsstand.revenue import accounts
from newsstand.revenue.book import locked
from newsstand.revenue.errors import RefusedError
from newsstand.revenue.models import Booking, Closing
from newsstand.revenue.month_sums import first_open, has_charges, has_moved, sums_of
from newsstand.revenue.months import can_close_from, following, last_day
from newsstand.revenue.readings import readings, shares
from newsstand.revenue.settle import last_due, settle_due
from newsstand.revenue.write import write_statements


@dataclass(frozen=True, slots=True)
class Division:
    """How a month's `fund` (micros) is divided, or would be."""

    month: date
    fund: int
    earned: Sequence[Earned]

    @property
    def finished(self) -> int:
        return sum(one.finished for one in self.earned)

    @property
    def rest(self) -> int:
        """What stays with the platform, in micros."""
        return sum(one.rest for one in self.earned)

    @property
    def theirs(self) -> int:
        """What publishers and contributors get together, in micros."""
        return sum(one.micros for one in self.earned)


def divided(month: date, held: int) -> Division:
    """What becomes of `held` micros by the reads as they were counted until now; of nothing nobody gets a part."""
    if not held:
        return Division(month, 0, [])
    found = readings(month)
    return Division(month, held, divide(held, found, shares(one.owner for one in found)))


def close(*, month: date, by: User | None, now: datetime) -> Closing:
    """Close the month that begins on `month`.

    1. Load: what ads earned, settled as far as it is due; the books' lock and the fund's account, so that nobody books,
       settles or closes meanwhile; all finished reads of the month.
    2. Decide: may it be closed; who earns what (algorithms/earnings.py). Where nobody was read to the end, the fund
       goes on to the next month.
    3. Save: the closing, a transaction a day and one of what stays with the platform, and a statement for everybody who
       earned of the fund or by ads, or was paid; all of it or nothing.

    Raises RefusedError with what to do instead.
    """
    settle_due(now=now)
    with transaction.atomic():
        accounts.lock(now)
        account = locked(month, now)
        refuse(month, account.balance, now)
        division = divided(month, account.balance)
        carried = 0 if division.earned else account.balance
        booked = Booking.objects.filter(month=month).aggregate(micros=Sum("micros"))["micros"] or 0
        closing = Closing.objects.create(
            month=month, at=now, by=by, currency=settings.NEWSSTAND_CURRENCY, fund=account.balance,
            carried_in=account.balance - booked, carried=carried, rest=division.rest,
            finished=division.finished, rule=dict(RULE), weights=[one.finished for one in division.earned],
        )  # fmt: skip
        owners = accounts.payables([one.owner for one in division.earned], now)
        post_all(postings(division, account, owners, carried, now))
        write_statements(closing=closing, earned=division.earned, sums=sums_of(month), now=now)
    return closing


def refuse(month: date, held: int, now: datetime) -> None:
    """Raises RefusedError for a month that cannot be closed now."""
    said = f"{month:%Y-%m}"
    if Closing.objects.filter(month=month).exists():
        raise RefusedError(f"{said} is closed already: a month is divided once.")
    if now < can_close_from(month):
        raise RefusedError(
            f"{said} can be closed from {can_close_from(month):%-d %B %Y} on: then all reads are counted."
        )
    if last_day(month) > last_due(now) and has_charges(month):
        on = last_day(month) + timedelta(days=settings.NEWSSTAND_AD_HOLD_DAYS + 1)
        raise RefusedError(f"{said} can be closed from {on:%-d %B %Y} on: then what ads earned in it is settled.")
    if not held and not has_moved(month):
        raise RefusedError(f"The fund of {said} holds nothing, and ads earned nothing: there is nothing to close.")
    before = Account.objects.filter(kind=accounts.FUND, owner__lt=said, balance__gt=0).order_by("owner").first()
    if before is not None:
        raise RefusedError(f"Close {before.owner} first: its fund was not divided yet.")
    earlier = first_open(month)
    if earlier is not None:
        raise RefusedError(f"Close {earlier:%Y-%m} first: what ads earned or was paid out in it has no statement yet.")


def postings(
    division: Division, fund: Account, owners: dict[str, Account], carried: int, now: datetime
) -> list[Posting]:
    """A transaction for each day on which somebody earned, one of the platform's part, or one into the next month."""
    month = division.month
    said = f"{month:%Y-%m}"
    found = []
    for day, parts in by_day(division.earned).items():
        entries = {owners[owner].pk: micros for owner, micros in parts.items()}
        entries[fund.pk] = -sum(parts.values())
        found.append(Posting(f"earned:{said}:{day}", entries, now, day, f"Earned on {day} by finished reads"))
    for key, target, micros, day in (
        ("rest", accounts.platform(now), division.rest, last_day(month)),
        ("carried", accounts.fund(following(month), now), carried, last_day(month) + timedelta(days=1)),
    ):
        if micros:
            memo = {"rest": f"The platform's part of {said}", "carried": f"Nobody was read to the end in {said}"}[key]
            found.append(Posting(f"{key}:{said}", {fund.pk: -micros, target.pk: micros}, now, day, memo))
    return found
