"""What an advertiser has not spent goes back, the same way it came."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

from newsstand.accounts.models import User
from newsstand.advertisers.accounts import payments
from newsstand.advertisers.debts import tax_account
from newsstand.advertisers.deeds import note_deed
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.fund import unfund
from newsstand.advertisers.models import Advertiser, Purse, Refund, TopUp
from newsstand.advertisers.note import note_change
from newsstand.advertisers.payments.port import PaymentError
from newsstand.advertisers.payments.providers import providers
from newsstand.algorithms.taxes import tax_back, unit
from newsstand.ledger.post import post


def can_go_back(advertiser: Advertiser) -> int:
    """Micros that can be paid back now, in whole cents: what is neither spent nor held for ads on pages."""
    purse = Purse.objects.filter(pk=advertiser.pk).first()
    free = purse.funded - purse.spent - purse.leased if purse else 0
    return free - free % unit(settings.NEWSSTAND_CURRENCY)


def ask_back(*, advertiser: Advertiser, micros: int, reason: str, by: User | None, now: datetime) -> list[Refund]:
    """Take `micros` out of the wallet and owe them to whoever paid: a refund for each top-up, the latest first.

    1. Load: the paid top-ups that did not go back whole, locked.
    2. Decide: is so much free, and was so much paid in?
    3. Save: wallet, purse and tax; the refunds, which `send_back` sends.

    Raises RefusedError (`most`: what can go back).
    """
    with transaction.atomic():
        rows = TopUp.objects.select_for_update().filter(advertiser=advertiser, state=TopUp.State.PAID)
        paid = [one for one in rows.order_by("-paid_at", "-pk") if one.paid_back < one.micros]
        if micros <= 0 or micros % unit(settings.NEWSSTAND_CURRENCY):
            raise RefusedError("Ask for an amount in whole cents.")
        most = min(can_go_back(advertiser), sum(one.micros - one.paid_back for one in paid))
        if micros > most:
            raise RefusedError("So much cannot go back: it is spent, held for ads on pages, or on its way.", most=most)
        made: list[Refund] = []
        for one in paid:
            part = min(micros, one.micros - one.paid_back)
            if part:
                made.append(take_out(one, part, reason=reason, key=None, by=by, now=now))
                micros -= part
        return made


def take_out(top_up: TopUp, micros: int, *, reason: str, key: str | None, by: User | None, now: datetime) -> Refund:
    """One refund of a top-up that is locked; wallet and tax account lose what it holds."""
    advertiser = top_up.advertiser
    key = key or f"back:{top_up.number}:{top_up.paid_back}"
    tax = tax_back(
        micros, before=top_up.paid_back, micros=top_up.micros, tax=top_up.tax, currency=top_up.currency
    )  # fmt: skip
    memo = f"Back to {advertiser.name}, of top-up {top_up.number}"
    moved = unfund(advertiser=advertiser, micros=micros, key=key, memo=memo, now=now)
    give_tax_back(key, tax, memo, now)
    TopUp.objects.filter(pk=top_up.pk).update(paid_back=F("paid_back") + micros)
    note_change(advertiser=advertiser, campaign=None, by=by, said=f"Money back of top-up {top_up.number}", now=now)
    return Refund.objects.create(
        advertiser=advertiser, top_up=top_up, key=key, micros=micros, tax=tax, reason=" ".join(reason.split())[:300],
        by=by, at=now, transaction=moved,
    )  # fmt: skip


def give_tax_back(key: str, tax: int, memo: str, now: datetime) -> None:
    if tax:
        entries = [(tax_account(now), -tax), (payments(now), tax)]
        post(key=f"{key}:tax", entries=entries, at=now, memo=f"Tax: {memo}"[:300])


def send_back(*, refund: Refund, by: User | None, now: datetime) -> bool:
    """Have the provider send a refund's money, outside transactions; False where a cashier has to do it.

    Raises PaymentError where the provider did not: it stays at the counter, and may be sent again.
    """
    if refund.sent_at is not None or refund.top_up is None:
        return True
    provider = providers().get(refund.top_up.provider)
    if provider is None:
        raise PaymentError("The way by which this was paid is switched off here: set it up again, or mark it as sent.")
    if not provider.pay_back(refund, now=now):
        return False
    mark_sent(refund=refund, by=by, now=now, note="by the provider")
    return True


def mark_sent(*, refund: Refund, by: User | None, now: datetime, note: str) -> None:
    """The money of a refund has left. Raises RefusedError without a note, or where it was sent before."""
    note = " ".join(note.split())
    if not note:
        raise RefusedError("Note how you sent it, such as “transfer of 3 May”.")
    with transaction.atomic():
        held = Refund.objects.select_for_update(of=("self",)).select_related("advertiser", "top_up").get(pk=refund.pk)
        if held.top_up is None:
            raise RefusedError("Charges that were refunded are in the wallet: there is nothing to send.")
        if held.sent_at is not None:
            raise RefusedError("This was sent already.")
        Refund.objects.filter(pk=held.pk).update(sent_at=now, sent_by=by)
        said = f"Sent back, of {held.top_up.number}: {note}"
        note_deed(by=by, said=said, advertiser=held.advertiser, micros=held.micros, now=now)
