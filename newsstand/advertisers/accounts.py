"""Whose accounts the ledger keeps for advertising, and what they are called there."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from newsstand.advertisers.models import Advertiser
from newsstand.ledger.accounts import account
from newsstand.ledger.models import Account

WALLET = "wallet"
CLEARING = "clearing"
HELD = "held"


def wallet_owner(advertiser: int) -> str:
    """What the advertiser of this number is called in the ledger."""
    return f"advertiser:{advertiser}"


def wallet(advertiser: Advertiser, now: datetime) -> Account:
    """An advertiser's money here; never below zero."""
    return account(kind=WALLET, owner=wallet_owner(advertiser.pk), never_negative=True, now=now)


def clearing(owner: str, now: datetime) -> Account:
    """What ads on an owner's pages ("publisher:3", "contributor:5", "site") cost and nobody was given yet."""
    return account(kind=CLEARING, owner=owner, never_negative=True, now=now)


def held(owner: str, now: datetime) -> Account:
    """What waits because the traffic on an owner's pages is suspect."""
    return account(kind=HELD, owner=owner, never_negative=True, now=now)


def payments(now: datetime) -> Account:
    """Where advertisers' money comes from: it owes what all others hold."""
    return account(kind="outside", owner="payments", never_negative=False, now=now)


def numbers(kind: str, owners: Iterable[str], now: datetime) -> dict[str, int]:
    """The numbers of many accounts of one kind that never fall below zero, by owner; those that are missing are opened.

    One query, however many there are, once all are open.
    """
    wanted = sorted(set(owners))
    rows = Account.objects.filter(kind=kind, owner__in=wanted, currency=settings.NEWSSTAND_CURRENCY)
    found = dict(rows.values_list("owner", "pk"))
    for owner in wanted:
        if owner not in found:
            found[owner] = account(kind=kind, owner=owner, never_negative=True, now=now).pk
    return found
