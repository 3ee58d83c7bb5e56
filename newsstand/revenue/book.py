"""Booking money into a month's fund, and taking a booking back."""

from datetime import date, datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.ledger.errors import LedgerError
from newsstand.ledger.models import Account
from newsstand.ledger.post import post
from newsstand.revenue.accounts import fund, outside
from newsstand.revenue.errors import RefusedError
from newsstand.revenue.models import Booking, Closing
from newsstand.revenue.months import following, month_of

MOST = 10**14  # micros in one booking: a hundred million


def book(*, month: date, kind: str, micros: int, note: str, key: str, by: User | None, now: datetime) -> Booking:
    """Book `micros` into the fund of the month that begins on `month`; `by` is None at the command line.

    `key` is the form's or the call's own: sent twice, it is booked once.

    1. Load: the fund's account, locked, so that nobody closes the month meanwhile; the booking of the same key.
    2. Decide: is the month open, is the sum one?
    3. Save: the transaction from outside into the fund, and what it was for.

    Raises RefusedError with what to do instead.
    """
    note = " ".join(note.split())
    if not 0 < micros <= MOST:
        raise RefusedError("The sum must be more than nothing, and at most a hundred million.")
    if kind not in Booking.Kind.values:
        raise RefusedError(f"There is no such kind of money: {', '.join(Booking.Kind.values)} are.")
    if not 3 <= len(note) <= 300:
        raise RefusedError("Say in a note where the money comes from: 3 to 300 characters.")
    with transaction.atomic():
        account = locked(month, now)
        done = Booking.objects.filter(transaction__key=f"book:{key}").first()
        if done is not None:
            return done
        refuse_closed(month, now)
        entries = [(outside(now), -micros), (account, micros)]
        memo = f"Fund of {month:%Y-%m}: {note}"[:300]
        moved = post(key=f"book:{key}", entries=entries, at=now, day=month, memo=memo)
        return Booking.objects.create(
            month=month, kind=kind, micros=micros, note=note, by=by, at=now, transaction=moved
        )


def reverse(*, booking: Booking, note: str, by: User | None, now: datetime) -> Booking:
    """Take a booking back by another one; both stay in the books. Once, and only before its month is closed.

    1. Load: the fund's account, locked; whether it was taken back before.
    2. Decide: may it be?
    3. Save: the transaction the other way, and the booking that says why.

    Raises RefusedError.
    """
    note = " ".join(note.split())
    if not 3 <= len(note) <= 300:
        raise RefusedError("Say in a note why it is taken back: 3 to 300 characters.")
    with transaction.atomic():
        account = locked(booking.month, now)
        if booking.reverses_id or Booking.objects.filter(reverses=booking).exists():
            raise RefusedError("This booking was taken back already.")
        refuse_closed(booking.month, now)
        entries = [(account, -booking.micros), (outside(now), booking.micros)]
        memo = f"Taken back from the fund of {booking.month:%Y-%m}: {note}"[:300]
        try:
            moved = post(key=f"reverse:{booking.pk}", entries=entries, at=now, day=booking.month, memo=memo)
        except LedgerError as error:
            raise RefusedError(f"It cannot be taken back: {error}") from error
        values = {"month": booking.month, "kind": booking.kind, "micros": -booking.micros, "reverses": booking}
        return Booking.objects.create(**values, note=note, by=by, at=now, transaction=moved)


def locked(month: date, now: datetime) -> Account:
    """The account of a month's fund. Whoever closes the month locks it too."""
    return Account.objects.select_for_update(no_key=True).get(pk=fund(month, now).pk)


def refuse_closed(month: date, now: datetime) -> None:
    if Closing.objects.filter(month=month).exists():
        raise RefusedError(f"{month:%Y-%m} is closed: its fund was divided. Book it into a month that is open.")
    if month > following(month_of(now)):
        raise RefusedError(f"{month:%Y-%m} is too far ahead: book into this month or the next.")
