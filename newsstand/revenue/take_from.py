"""Where the money of a charge lies that goes back to its advertiser: clearing, held, or settled already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Count, F, Sum

from newsstand.advertisers import accounts as ads
from newsstand.advertisers.models import Decision, Pricing
from newsstand.algorithms.ad_shares import AdCell, shared
from newsstand.ledger.models import Account, Transaction
from newsstand.revenue import accounts
from newsstand.revenue.days import booked_on
from newsstand.revenue.models import AdLine, Hold, Settlement
from newsstand.revenue.settle import save
from newsstand.revenue.shares import SITE


@dataclass(frozen=True, slots=True)
class Source:
    """Who pays a refund back: accounts with the micros that leave them (below zero), on `day` of the books.

    `settled`: the settlement that has to be written with the refund's transaction, where one stands already; `hold`:
    the hold out of which it goes. `is_all`: whether nothing of the charge is left.
    """

    decision: Decision
    micros: int
    is_all: bool
    day: date
    entries: Sequence[tuple[Account, int]]
    settled: Settlement | None = None
    hold: Hold | None = None

    def book(self, moved: Transaction, now: datetime) -> None:
        """Write what the refund's transaction did, inside the caller's transaction."""
        if self.hold is not None:
            Hold.objects.filter(pk=self.hold.pk).update(micros=F("micros") - self.micros)
        if self.settled is not None:
            take_back_line(self, self.settled, moved, now)


def take_from(*, decision: Decision, micros: int, now: datetime) -> Source:
    """Where `micros` of a decision's charge are taken from, inside the caller's transaction; then call `book`.

    1. Load: the books' lock; the hold of that day; what was settled about its article and day.
    2. Decide: held money goes first; what was not settled is still in clearing; what was settled comes from what the
       owner is owed and from the platform as it was shared, or all from the platform where less is owed.

    The decision's `refunded` still is what it was before.
    """
    platform = accounts.lock(now)
    day = (decision.charged_at or now).astimezone(UTC).date()
    is_all = micros == decision.charged - decision.refunded
    hold = Hold.objects.filter(owner=decision.owner, day=day, micros__gte=micros).first()
    if hold is not None:
        return Source(decision, micros, is_all, now.date(), [(ads.held(decision.owner, now), -micros)], hold=hold)
    about = Settlement.objects.filter(owner=decision.owner, about=day)
    lines = AdLine.objects.filter(settlement__in=about, article=decision.article or 0)
    if (lines.aggregate(all=Sum("gross"))["all"] or 0) < micros:
        return Source(decision, micros, is_all, now.date(), [(ads.clearing(decision.owner, now), -micros)])
    latest = about.filter(kind=Settlement.Kind.SETTLED).order_by("-number").first()
    booked = booked_on(now.date(), now)
    share = latest.share if latest is not None else 0
    [part] = shared([AdCell(decision.article or 0, 0, 0, micros)], share)
    entries = [(platform, part.micros - micros)]
    if decision.owner != SITE and part.micros:
        payable = Account.objects.get(pk=accounts.payable(decision.owner, now).pk)
        if payable.balance >= part.micros:
            entries.append((payable, -part.micros))
        else:
            share, entries = 0, [(platform, -micros)]
    number = about.aggregate(all=Count("pk"))["all"] + 1
    row = Settlement(
        owner=decision.owner, about=day, day=booked, number=number, share=share, gross=-micros, decision=decision.pk,
        kind=Settlement.Kind.REFUNDED, at=now,
    )  # fmt: skip
    return Source(decision, micros, is_all, booked, [one for one in entries if one[1]], settled=row)


def take_back_line(source: Source, row: Settlement, moved: Transaction, now: datetime) -> None:
    """The settlement that takes a charge back, with its one line."""
    decision = source.decision
    views = -1 if source.is_all and decision.pricing == Pricing.CPM else 0
    clicks = -1 if source.is_all and decision.pricing == Pricing.CPC else 0
    lines = shared([AdCell(decision.article or 0, views, clicks, -source.micros)], row.share)
    row.views, row.clicks, row.at, row.transaction = views, clicks, now, moved
    row.micros = sum(line.micros for line in lines)
    row.rest = row.gross - row.micros
    save([row], [lines])
