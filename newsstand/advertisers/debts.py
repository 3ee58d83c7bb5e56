"""What advertisers owe: money that was taken back after it was spent, and what a buyer outside bought on credit."""

from datetime import datetime

from newsstand.advertisers.accounts import payments, wallet_owner
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.fund import unfund
from newsstand.advertisers.models import Advertiser
from newsstand.ledger.accounts import account, balance
from newsstand.ledger.models import Account
from newsstand.ledger.post import post

RECEIVABLE = "receivable"


def receivable(advertiser: Advertiser, now: datetime) -> Account:
    """Below zero by what an advertiser owes this site."""
    return account(kind=RECEIVABLE, owner=wallet_owner(advertiser.pk), never_negative=False, now=now)


def owes(advertiser: Advertiser) -> int:
    """Micros that an advertiser owes; 0 where it owes nothing."""
    return max(0, -balance(kind=RECEIVABLE, owner=wallet_owner(advertiser.pk)))


def tax_account(now: datetime) -> Account:
    """Tax that was paid beside top-ups: it is the state's, not the site's."""
    return account(kind="tax", owner="site", never_negative=True, now=now)


def settle_debt(*, advertiser: Advertiser, key: str, now: datetime) -> int:
    """Pay what an advertiser owes out of its wallet, as far as that goes, inside the caller's transaction.

    Gives the micros that were paid.
    """
    owed = owes(advertiser)
    if not owed:
        return 0
    memo = f"{advertiser.name} owed it"
    try:
        unfund(advertiser=advertiser, micros=owed, key=key, memo=memo, now=now)
    except RefusedError as refusal:
        owed = refusal.most or 0
        if not owed:
            return 0
        unfund(advertiser=advertiser, micros=owed, key=key, memo=memo, now=now)
    entries = [(payments(now), -owed), (receivable(advertiser, now), owed)]
    post(key=f"{key}:settled", entries=entries, at=now, memo=f"{memo}, and has paid")
    return owed
