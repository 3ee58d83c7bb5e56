"""Paying out what is owed: drafted by month, approved by somebody else, sent, and confirmed or back again."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from newsstand.accounts.models import User
from newsstand.algorithms.amounts import amount
from newsstand.ledger.accounts import account
from newsstand.ledger.errors import OverdrawnError
from newsstand.ledger.models import Account
from newsstand.ledger.post import post
from newsstand.revenue import accounts
from newsstand.revenue.days import booked_on
from newsstand.revenue.earners import cashiers
from newsstand.revenue.errors import RefusedError
from newsstand.revenue.models import Payout, PayTo
from newsstand.revenue.told import tell_cashiers, tell_earner

State = Payout.State
CENT = 10_000  # micros


def draft(*, month: date, by: User, now: datetime) -> list[Payout]:
    """Draft the payouts of the month that begins on `month`: everybody who is owed at least the least, once a month.

    Whoever said not where, is kept back, or has a payout of that month is passed over; one that was not approved is
    drafted anew. Nothing moves yet.

    1. Load: the books' lock; what is owed, and where it goes.
    2. Decide: who is paid, and what.
    3. Save the drafts; the other cashiers hear of them.

    Raises RefusedError for a month that is not there yet.
    """
    if month > now.date():
        raise RefusedError(f"{month:%B %Y} has not begun: draft the payouts of this month or an earlier one.")
    with transaction.atomic():
        accounts.lock(now)
        owed = dict(
            Account.objects.filter(
                kind=accounts.PAYABLE, currency=settings.NEWSSTAND_CURRENCY, balance__gte=least()
            ).values_list("owner", "balance")
        )
        there = {one.owner: one for one in Payout.objects.filter(month=month, owner__in=owed)}
        waiting = set(Payout.objects.filter(state=State.DRAFT).values_list("owner", flat=True))
        made = []
        for to in PayTo.objects.filter(owner__in=owed, held_at=None).exclude(sealed="").order_by("owner"):
            before = there.get(to.owner)
            if to.owner in waiting or (before is not None and before.state != State.CANCELLED):
                continue
            row = before or Payout(owner=to.owner, month=month)
            row.micros, row.currency, row.state = whole_cents(owed[to.owner]), settings.NEWSSTAND_CURRENCY, State.DRAFT
            row.name, row.method, row.sealed, row.hint = to.name, to.method, to.sealed, to.hint
            row.drafted_by, row.drafted_at, row.closed_by, row.closed_at, row.why = by, now, None, None, ""
            row.save()
            made.append(row)
        if made:
            whole = amount(sum(one.micros for one in made), settings.NEWSSTAND_CURRENCY)
            title = f"{len(made)} payouts of {month:%B %Y} wait for approval: {whole}"
            tell_cashiers(key=f"payouts:{month}:{now:%Y%m%d%H%M%S}", title=title, text="", but=by, now=now,
                          address="/counter/payouts")  # fmt: skip
    return made


def least() -> int:
    """The least that is paid out, in micros: a cent at least."""
    return max(CENT, int(settings.NEWSSTAND_PAYOUT_LEAST))


def whole_cents(micros: int) -> int:
    """What a bank can pay of it; the rest stays owed."""
    return micros // CENT * CENT


def approve(*, payout: Payout, by: User, now: datetime) -> Payout:
    """Approve a draft: what it pays is not owed any more. Where there are two cashiers, it is another one's to do.

    1. Load: the books' lock; the draft.
    2. Decide: who may; whether it still is owed, nobody keeps it back, and it goes where it went when it was drafted.
    3. Save: the transaction from what is owed to what was paid out.

    Raises RefusedError.
    """
    with transaction.atomic():
        one = taken(payout, {State.DRAFT}, now)
        if one.drafted_by_id == by.pk and len(cashiers()) > 1:
            raise RefusedError("You drafted it: another cashier approves it.")
        to = PayTo.objects.filter(owner=one.owner).first()
        if to is None or to.sealed != one.sealed:
            raise RefusedError("Where the money goes has changed since it was drafted: refuse it, and draft it again.")
        if to.held_at is not None:
            raise RefusedError(f"Payouts to them are kept back: {to.held_why}")
        entries = [(accounts.payable(one.owner, now), -one.micros), (paid_out(one.owner, now), one.micros)]
        day = booked_on(now.date(), now)
        try:
            moved = post(key=f"payout:{one.pk}:{one.owner}:{one.month}", entries=entries, at=now, day=day,
                         memo=f"Payout {one.number}")  # fmt: skip
        except OverdrawnError as error:
            raise RefusedError("Less than that is owed by now: refuse it, and draft it again.") from error
        one.state, one.approved_by, one.approved_at, one.transaction = State.APPROVED, by, now, moved
        one.save()
    return one


def cancel(*, payout: Payout, why: str, by: User, now: datetime) -> Payout:
    """Do not approve a draft; nothing has moved. The month can be drafted again. Raises RefusedError."""
    with transaction.atomic():
        one = taken(payout, {State.DRAFT}, now)
        one.state, one.closed_by, one.closed_at, one.why = State.CANCELLED, by, now, said(why)
        one.save()
    return one


def send(*, payout: Payout, by: User, now: datetime) -> Payout:
    """Say that the bank was told to pay it. The earner's people hear of it. Raises RefusedError."""
    with transaction.atomic():
        one = taken(payout, {State.APPROVED}, now)
        one.state, one.sent_by, one.sent_at = State.SENT, by, now
        one.save()
        title = f"{amount(one.micros, one.currency)} is on its way to you"
        tell_earner(one.owner, key=f"payout:{one.pk}:sent", title=title, text=f"Payout {one.number}", page="payouts",
                    now=now)  # fmt: skip
    return one


def confirm(*, payout: Payout, by: User, now: datetime) -> Payout:
    """Say that it arrived. Raises RefusedError."""
    with transaction.atomic():
        one = taken(payout, {State.SENT}, now)
        one.state, one.closed_by, one.closed_at = State.CONFIRMED, by, now
        one.save()
    return one


def fail(*, payout: Payout, why: str, by: User, now: datetime) -> Payout:
    """Say that it came back, or was never sent: it is owed again, and goes with the next month's payout.

    1. Load: the books' lock; the payout.
    2. Decide: it must be approved, sent or even confirmed (banks send money back late), and somebody says why.
    3. Save: the transaction the other way. The earner's people hear of it.

    Raises RefusedError.
    """
    with transaction.atomic():
        one = taken(payout, {State.APPROVED, State.SENT, State.CONFIRMED}, now)
        why = said(why)
        entries = [(paid_out(one.owner, now), -one.micros), (accounts.payable(one.owner, now), one.micros)]
        day = booked_on(now.date(), now)
        moved = post(key=f"payout-back:{one.pk}:{one.owner}:{one.month}", entries=entries, at=now, day=day,
                     memo=f"Payout {one.number} came back")  # fmt: skip
        one.state, one.closed_by, one.closed_at, one.why, one.back = State.FAILED, by, now, why, moved
        one.save()
        title = f"{amount(one.micros, one.currency)} did not reach you"
        tell_earner(one.owner, key=f"payout:{one.pk}:back", title=title, text=why, page="payouts", now=now)
    return one


def taken(payout: Payout, states: set[Payout.State], now: datetime) -> Payout:
    """The payout, locked with the books. Raises RefusedError where it stands elsewhere by now."""
    accounts.lock(now)
    one = Payout.objects.select_for_update(of=("self",)).get(pk=payout.pk)
    if one.state not in states:
        raise RefusedError(f"Payout {one.number} stands elsewhere by now: {one.get_state_display()}.")
    return one


def paid_out(owner: str, now: datetime) -> Account:
    """What went out to an earner."""
    return account(kind="paid_out", owner=owner, never_negative=True, now=now)


def said(why: str) -> str:
    """The words of a decision. Raises RefusedError without any."""
    why = " ".join(why.replace("\x00", "").split())
    if not 3 <= len(why) <= 300:
        raise RefusedError("Say why, in 3 to 300 characters.")
    return why
