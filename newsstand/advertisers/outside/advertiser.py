"""The buyer outside as an advertiser: it has no money here but credit, and is billed for what was seen."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from newsstand.accounts.models import User
from newsstand.advertisers.accounts import WALLET, payments, wallet_owner
from newsstand.advertisers.budgets import open_budget
from newsstand.advertisers.debts import owes, receivable
from newsstand.advertisers.deeds import note_deed
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.fund import fund
from newsstand.advertisers.models import Advertiser, Campaign, Kind, Pricing
from newsstand.algorithms.amounts import amount
from newsstand.ledger.accounts import balance
from newsstand.ledger.models import Transaction
from newsstand.ledger.post import post

SLUG = "bought-outside"
# Its purse is what holds it, not the budget of its one campaign.
TOTAL = 10**14


def is_on() -> bool:
    """Whether a buyer is asked at all: NEWSSTAND_OPENRTB_URL."""
    return bool(settings.NEWSSTAND_OPENRTB_URL)


def buyer(now: datetime) -> Campaign:
    """The one campaign of the buyer; made with its advertiser when it is first asked for. One query once it is there.

    Its bid is the floor: what it really pays is said with each bid.
    """
    found = Campaign.objects.select_related("advertiser").filter(advertiser__slug=SLUG).first()
    return found or made(now)


@transaction.atomic
def made(now: datetime) -> Campaign:
    host = (urlsplit(settings.NEWSSTAND_OPENRTB_URL).hostname or "a buyer outside")[:90]
    advertiser, _ = Advertiser.objects.get_or_create(
        slug=SLUG,
        defaults={"name": f"Bought at {host}", "kind": Kind.OUTSIDE, "payer": host, "joined_at": now},
    )
    held = Advertiser.objects.select_for_update().get(pk=advertiser.pk)
    found = Campaign.objects.select_related("advertiser").filter(advertiser=held).first()
    if found is not None:
        return found
    floor = max(1, settings.NEWSSTAND_AD_FLOOR_CPM)
    campaign = Campaign.objects.create(
        advertiser=held, name="OpenRTB", pricing=Pricing.CPM, bid=floor, starts_at=now, made_at=now
    )
    open_budget(campaign=campaign, total=TOTAL, now=now)
    return campaign


def bought(advertiser: Advertiser) -> int:
    """Micros of what it bought and did not pay for yet: what it owes, without the credit it has left."""
    return owes(advertiser) - balance(kind=WALLET, owner=wallet_owner(advertiser.pk))


def extend_credit(now: datetime) -> int:
    """Fill the buyer's wallet until what it may owe is NEWSSTAND_OPENRTB_CREDIT; gives the micros that came.

    1. Load: the buyer, locked, and what it owes.
    2. Decide: how much is missing.
    3. Save: from what it owes into its wallet. The payment account is passed through, and is what it was.
    """
    with transaction.atomic():
        advertiser = Advertiser.objects.select_for_update().get(pk=buyer(now).advertiser_id)
        owed = receivable(advertiser, now)
        missing: int = settings.NEWSSTAND_OPENRTB_CREDIT + owed.balance
        if missing <= 0:
            return 0
        key, memo = f"credit:{advertiser.pk}:{owed.entry_count}", f"Credit for {advertiser.name}"
        fund(advertiser=advertiser, micros=missing, key=key, memo=memo, now=now)
        post(key=f"{key}:owed", entries=[(owed, -missing), (payments(now), missing)], at=now, memo=memo)
        return missing


def buyer_pays(*, advertiser: Advertiser, micros: int, note: str, key: str, by: User, now: datetime) -> None:
    """A cashier has seen the buyer's money; the same `key` twice is one payment. Its credit grows by it.

    Raises RefusedError without a note, for a sum that is none, and for more than it owes (`most`).
    """
    note = " ".join(note.split())
    if not note or not key or micros <= 0:
        raise RefusedError("Write the sum, and where you saw the money.")
    with transaction.atomic():
        held = Advertiser.objects.select_for_update().get(pk=advertiser.pk)
        name = f"bill:{held.pk}:{key}"[:200]
        if Transaction.objects.filter(key=name).exists():
            return
        most = bought(held)
        if micros > most:
            raise RefusedError(f"It owes {amount(most)} for what it bought, and no more than that.", most=most)
        entries = [(payments(now), -micros), (receivable(held, now), micros)]
        post(key=name, entries=entries, at=now, memo=f"{held.name} has paid")
        note_deed(by=by, said=f"Bill of {held.name} paid: {note}", advertiser=held, micros=micros, now=now)
