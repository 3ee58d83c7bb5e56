"""Money that its bank or provider took back from us, whatever we think of it: refunds made at Stripe, disputes."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from newsstand.advertisers.accounts import payments
from newsstand.advertisers.campaign import pause
from newsstand.advertisers.debts import receivable, settle_debt, tax_account
from newsstand.advertisers.deeds import note_deed
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.fund import fund, unfund
from newsstand.advertisers.models import Advertiser, Campaign, Refund, Role, TopUp
from newsstand.advertisers.note import note_change
from newsstand.advertisers.pay_back import give_tax_back
from newsstand.advertisers.tell_people import tell_people
from newsstand.algorithms.amounts import amount
from newsstand.algorithms.taxes import tax_back
from newsstand.ledger.models import Transaction
from newsstand.ledger.post import post

WHY = "Money was taken back by the bank or card service: pay in what is owed, then resume."


def take_back(*, top_up: TopUp, micros: int, key: str, reason: str, now: datetime) -> int:
    """Take `micros` of a paid top-up out of its wallet, once for each `key`; gives those that were not there any more.

    What was spent already is owed from then on (`receivable`), and the advertiser's campaigns are paused.

    1. Load: its advertiser and the top-up, locked in the order in which an advertiser is closed.
    2. Decide: was this key taken, is there so much of the top-up left, is so much in the wallet?
    3. Save: wallet, debt and tax; the refund; where something is owed, the pause. Its people and the counter hear it.
    """
    with transaction.atomic():
        Advertiser.objects.select_for_update(no_key=True).get(pk=top_up.advertiser_id)
        held = TopUp.objects.select_for_update(of=("self",)).select_related("advertiser").get(pk=top_up.pk)
        micros = min(micros, held.micros - held.paid_back)
        if micros <= 0 or Refund.objects.filter(key=key).exists():
            return 0
        memo = f"Taken back from {held.advertiser.name}, of top-up {held.number}"
        short = micros - take_what_is_there(held.advertiser, micros, key, memo, now)
        if short:
            entries = [(receivable(held.advertiser, now), -short), (payments(now), short)]
            post(key=f"{key}:short", entries=entries, at=now, memo=f"{memo}: it was spent already"[:300])
        tax = tax_back(micros, before=held.paid_back, micros=held.micros, tax=held.tax, currency=held.currency)
        give_tax_back(key, tax, memo, now)
        TopUp.objects.filter(pk=held.pk).update(paid_back=F("paid_back") + micros)
        Refund.objects.create(
            advertiser=held.advertiser, top_up=held, key=key, micros=micros, tax=tax, reason=reason[:300],
            by=None, at=now, sent_at=now,
        )  # fmt: skip
        tell_of_it(held, micros, short, key, now)
        return short


def take_what_is_there(advertiser: Advertiser, micros: int, key: str, memo: str, now: datetime) -> int:
    """How many micros the wallet gave."""
    try:
        unfund(advertiser=advertiser, micros=micros, key=key, memo=memo, now=now)
    except RefusedError as refusal:
        micros = refusal.most or 0
        if micros:
            unfund(advertiser=advertiser, micros=micros, key=key, memo=memo, now=now)
    return micros


def tell_of_it(top_up: TopUp, micros: int, short: int, key: str, now: datetime) -> None:
    advertiser = top_up.advertiser
    if short:
        for campaign in Campaign.objects.filter(advertiser=advertiser, paused_at=None, ended_at=None).order_by("pk"):
            pause(campaign=campaign, by=None, why=WHY, now=now)
    said = f"{amount(micros, top_up.currency)} of top-up {top_up.number} was taken back"
    note_change(advertiser=advertiser, campaign=None, by=None, said=said, now=now)
    note_deed(by=None, said=said, advertiser=advertiser, micros=micros, now=now)
    owed = f" {amount(short, top_up.currency)} of it was spent already and is owed: {WHY}" if short else ""
    tell_people(
        advertiser=advertiser, key=f"taken-back:{key}"[:100], title=f"{said}.", text=owed.strip(), now=now,
        address=f"{advertiser.get_absolute_url()}/money", roles=(Role.OWNER,),
    )  # fmt: skip


def give_again(*, top_up: TopUp, key: str, now: datetime) -> None:
    """A dispute was won: what was taken under `key` comes back, once, and pays first what is owed."""
    again = f"{key}:again"
    with transaction.atomic():
        held = TopUp.objects.select_for_update(of=("self",)).select_related("advertiser").get(pk=top_up.pk)
        taken = Refund.objects.filter(key=key, top_up=held).first()
        if taken is None or not fund_once(held.advertiser, taken.micros, again, now):
            return
        if taken.tax:
            entries = [(payments(now), -taken.tax), (tax_account(now), taken.tax)]
            post(key=f"{again}:tax", entries=entries, at=now, memo=f"Tax of {held.number} came again")
        TopUp.objects.filter(pk=held.pk).update(paid_back=F("paid_back") - taken.micros)
        settle_debt(advertiser=held.advertiser, key=f"debt:{again}", now=now)
        said = f"{amount(taken.micros, held.currency)} of top-up {held.number} came again"
        note_change(advertiser=held.advertiser, campaign=None, by=None, said=said, now=now)
        note_deed(by=None, said=said, advertiser=held.advertiser, micros=taken.micros, now=now)


def fund_once(advertiser: Advertiser, micros: int, key: str, now: datetime) -> bool:
    """Whether the money came with this call, and not with an earlier one."""
    if Transaction.objects.filter(key=key).exists():
        return False
    fund(advertiser=advertiser, micros=micros, key=key, memo=f"{advertiser.name} won a dispute", now=now)
    return True
