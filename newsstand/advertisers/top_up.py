"""An advertiser pays in: the top-up is begun, comes true once, or runs out."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from newsstand.accounts.models import User
from newsstand.advertisers.accounts import payments
from newsstand.advertisers.debts import settle_debt, tax_account
from newsstand.advertisers.deeds import note_deed
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.fund import fund
from newsstand.advertisers.models import Advertiser, Kind, TopUp
from newsstand.advertisers.note import note_change
from newsstand.advertisers.payments.providers import providers
from newsstand.algorithms.amounts import MICROS, amount
from newsstand.algorithms.taxes import named_tax, tax_on, unit
from newsstand.ledger.post import post

LEAST = 5 * MICROS
MOST = 100_000 * MICROS
MOST_OPEN = 10
TRIES = 5


def begin_top_up(*, advertiser: Advertiser, micros: int, provider: str, by: User, now: datetime) -> TopUp:
    """Begin to pay `micros` in by a way of paying; the tax comes on top of it. No money has moved yet.

    1. Load: the advertiser, locked, and what of it is still unpaid.
    2. Decide: is the sum one, does the site offer this way, are there not too many unpaid already?
    3. Save: the numbered top-up, for its invoice or its page at the provider.

    Raises RefusedError with what to do instead.
    """
    with transaction.atomic():
        held = Advertiser.objects.select_for_update().get(pk=advertiser.pk)
        refuse(held, micros, provider)
        _, rate = named_tax(settings.NEWSSTAND_TAX)
        currency = settings.NEWSSTAND_CURRENCY
        made = numbered(
            advertiser=held, micros=micros, tax=tax_on(micros, rate, currency), currency=currency,
            provider=provider, by=by, at=now,
        )  # fmt: skip
        note_change(advertiser=held, campaign=None, by=by, said=f"Top-up {made.number} begun", now=now)
        return made


def refuse(advertiser: Advertiser, micros: int, provider: str) -> None:
    if advertiser.kind != Kind.SELF_SERVICE:
        raise RefusedError("This advertiser does not pay in advance.")
    if advertiser.closed_at is not None:
        raise RefusedError("This advertiser is closed: nothing is paid in any more.")
    if not LEAST <= micros <= MOST:
        raise RefusedError(f"Pay in between {amount(LEAST)} and {amount(MOST)} at once.", lowest=LEAST, most=MOST)
    if micros % unit(settings.NEWSSTAND_CURRENCY):
        raise RefusedError("Pay in whole cents: nobody can transfer less.")
    if provider not in providers():
        raise RefusedError("This site does not offer that way of paying: choose one that stands on the page.")
    if TopUp.objects.filter(advertiser=advertiser, state=TopUp.State.OPEN).count() >= MOST_OPEN:
        raise RefusedError("Ten top-ups are not paid yet: pay or cancel one of them first.")


def numbered(**given: object) -> TopUp:
    """The row with the next number of its year, "2026-00017": they are numbered without a gap."""
    year = f"{given['at']:%Y}"
    for _ in range(TRIES):
        last = TopUp.objects.filter(number__startswith=f"{year}-").order_by("-number").first()
        number = int(last.number.partition("-")[2]) + 1 if last else 1
        try:
            with transaction.atomic():
                return TopUp.objects.create(number=f"{year}-{number:05}", **given)
        except IntegrityError:
            continue
    raise RefusedError("Many pay in just now. Try again.")


def credit(
    *, top_up: TopUp, now: datetime, reference: str = "", marked_by: User | None = None, note: str = ""
) -> TopUp:
    """Put a top-up's money into its wallet, once, however often and by whomever it is said to be paid.

    `marked_by`: the cashier who says so of an invoice. What came in late, for one that ran out or was cancelled, is
    money all the same.

    1. Load: the row, locked.
    2. Decide: a paid one is left alone.
    3. Save: wallet, purse and tax; what its advertiser owes is settled; the state; who said so.
    """
    with transaction.atomic():
        held = TopUp.objects.select_for_update(of=("self",)).select_related("advertiser").get(pk=top_up.pk)
        if held.state == TopUp.State.PAID:
            return held
        memo = f"Top-up {held.number} of {held.advertiser.name}"
        moved = fund(advertiser=held.advertiser, micros=held.micros, key=f"top-up:{held.number}", memo=memo, now=now)
        if held.tax:
            entries = [(payments(now), -held.tax), (tax_account(now), held.tax)]
            post(key=f"tax:{held.number}", entries=entries, at=now, memo=f"Tax of {memo}"[:300])
        held.state, held.paid_at, held.transaction = TopUp.State.PAID, now, moved
        held.marked_by, held.note = marked_by, " ".join(note.split())[:300]
        if reference:
            held.reference = reference
        held.save(update_fields=["state", "paid_at", "transaction", "marked_by", "note", "reference"])
        settle_debt(advertiser=held.advertiser, key=f"debt:{held.number}", now=now)
        note_change(advertiser=held.advertiser, campaign=None, by=None, said=f"Top-up {held.number} paid", now=now)
        return held


def mark_paid(*, top_up: TopUp, note: str, by: User, now: datetime) -> TopUp:
    """A cashier has seen the money of an invoice in the bank. Undone only by paying it back.

    Raises RefusedError for what is no invoice, is paid already, or comes without a note.
    """
    if top_up.provider != "invoice":
        raise RefusedError("Stripe itself says when this is paid: nothing is marked by hand.")
    if len(note.split()) == 0:
        raise RefusedError("Note where you saw the money, such as “bank statement 14, line 3”.")
    with transaction.atomic():
        held = TopUp.objects.select_for_update().get(pk=top_up.pk)
        if held.state == TopUp.State.PAID:
            raise RefusedError(f"{held.number} is marked as paid already.")
        paid = credit(top_up=held, marked_by=by, note=note, now=now)
        said = f"Marked {paid.number} as paid: {paid.note}"
        note_deed(by=by, said=said, advertiser=paid.advertiser, micros=paid.micros, now=now)
        return paid


def cancel(*, top_up: TopUp, by: User | None, now: datetime, expired: bool = False) -> None:
    """It is not going to be paid. Raises RefusedError where it is paid already."""
    state = TopUp.State.EXPIRED if expired else TopUp.State.CANCELLED
    with transaction.atomic():
        held = TopUp.objects.select_for_update(of=("self",)).select_related("advertiser").get(pk=top_up.pk)
        if held.state == TopUp.State.PAID:
            raise RefusedError(f"{held.number} is paid: ask for the money back instead.")
        if held.state == TopUp.State.OPEN:
            TopUp.objects.filter(pk=held.pk).update(state=state)
            said = f"Top-up {held.number} {'ran out' if expired else 'cancelled'}"
            note_change(advertiser=held.advertiser, campaign=None, by=by, said=said, now=now)
