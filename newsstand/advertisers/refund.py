"""A charge is taken back: its money returns to the wallet, and may be spent again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.db import transaction
from django.db.models import F

from newsstand.accounts.models import User
from newsstand.advertisers.accounts import clearing, wallet
from newsstand.advertisers.book_sql import wait_for_turn
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.models import AdDay, Advertiser, Decision, Refund
from newsstand.advertisers.walls import Walls
from newsstand.algorithms.amounts import amount
from newsstand.ledger.models import Account, Transaction
from newsstand.ledger.post import post

MOST_REASON = 300


class Source(Protocol):
    """Who pays a refund: accounts with the micros that leave them (below zero), on `day` of the books."""

    @property
    def entries(self) -> Sequence[tuple[Account, int]]: ...

    @property
    def day(self) -> date: ...

    def book(self, moved: Transaction, now: datetime) -> None:
        """Write down what the refund's transaction took, inside the transaction around it."""


class TakeFrom(Protocol):
    """Finds out where a charge's money lies now, and locks it."""

    def __call__(self, *, decision: Decision, micros: int, now: datetime) -> Source: ...


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A charge that nobody was given yet: it lies in its owner's clearing."""

    entries: Sequence[tuple[Account, int]]
    day: date

    def book(self, moved: Transaction, now: datetime) -> None:
        """There is nothing to write beside the transaction."""


def take_from_clearing(*, decision: Decision, micros: int, now: datetime) -> Source:
    return Unsettled([(clearing(decision.owner, now), -micros)], now.date())


@dataclass(slots=True)
class Sources:
    """Who is asked; `revenue/`, which settles, puts its own here when Django starts."""

    take_from: TakeFrom = take_from_clearing


sources = Sources()


def refund(*, decision: Decision, reason: str, by: User | None, now: datetime, micros: int | None = None) -> Refund:
    """Give an advertiser back `micros` of a charge, or all of it: once for each decision.

    It goes to the wallet. What campaign, day and purse have spent is less by it, so that it may be spent again: what
    was not worth its price is not to cost a part of the budget either. The same refund asked for twice is one.

    1. Load: the decision and its walls, locked; where its money lies, from revenue/.
    2. Decide: whether it was charged so much, and was not refunded before.
    3. Save: walls, one transaction of the ledger, the decision, the day's count, the refund.

    Raises RefusedError (`most`: what was charged) without a reason, for more than the charge, and for a second one
    of another amount; OverdrawnError where nobody has the money any more. Then nothing has changed.
    """
    reason = " ".join(reason.split())
    if not reason or len(reason) > MOST_REASON:
        raise RefusedError(f"Write why it goes back, in {MOST_REASON} characters at most.")
    with transaction.atomic():
        # In the order in which events are booked: walls, then decisions. A batch locks its accounts before the
        # decisions that it only says were seen, so that one of the two would wait for ever.
        wait_for_turn()
        walls = Walls.lock({(decision.campaign_id, decision.day)})
        row = Decision.objects.select_for_update(of=("self",), no_key=True).get(pk=decision.pk)
        wanted = row.charged if micros is None else micros
        before = Refund.objects.filter(decision=row).first()
        if before is not None and before.micros == wanted:
            return before
        refuse(row, wanted, before)
        advertiser = Advertiser.objects.get(pk=walls.budgets[row.campaign_id].advertiser)
        walls.move(row.campaign_id, row.day, spent=-wanted)
        walls.write(now)
        moved = give_back(row, wanted, advertiser, now)
        return Refund.objects.create(
            advertiser=advertiser,
            decision=row,
            key=f"refund:{row.pk}",
            micros=wanted,
            reason=reason,
            by=by,
            at=now,
            transaction=moved,
        )


def refuse(row: Decision, wanted: int, before: Refund | None) -> None:
    """Raises RefusedError where so much of a charge cannot go back."""
    if before is not None:
        raise RefusedError(f"{amount(before.micros)} of this charge went back already: a charge is refunded once.")
    if not row.charged:
        raise RefusedError("This view or click cost nothing: there is nothing to give back.", most=0)
    if not 0 < wanted <= row.charged:
        raise RefusedError(f"{amount(row.charged)} was charged: give back that or less.", most=row.charged)


def give_back(row: Decision, micros: int, advertiser: Advertiser, now: datetime) -> Transaction:
    """Move the money, and say so where the charge was counted."""
    source = sources.take_from(decision=row, micros=micros, now=now)
    entries = [(wallet(advertiser, now), micros), *source.entries]
    moved = post(key=f"refund:{row.pk}", entries=entries, at=now, day=source.day, memo=f"A charge back: {row.pk}")
    source.book(moved, now)
    Decision.objects.filter(pk=row.pk).update(refunded=micros)
    counted = AdDay.objects.filter(ad_id=row.ad_id, day=row.day, slot=row.slot, context_id=row.context_id)
    counted.update(refunded=F("refunded") + micros)
    return moved
