"""Whose accounts the ledger keeps for us, and what they are called there."""

from collections.abc import Mapping
from datetime import date, datetime

from newsstand.contributors.models import Contributor
from newsstand.ledger.accounts import account
from newsstand.ledger.models import Account
from newsstand.publishers.models import Publisher

PAYABLE = "payable"
FUND = "fund"


def owner_of(*, publisher: Publisher | None = None, contributor: Contributor | None = None) -> str:
    """What an earner is called in the ledger. Raises ValueError where not exactly one is given."""
    if (publisher is None) == (contributor is None):
        raise ValueError("Either a publisher earns, or a contributor: name one of them.")
    return f"publisher:{publisher.pk}" if publisher is not None else f"contributor:{contributor.pk}"  # type: ignore[union-attr]


def outside(now: datetime) -> Account:
    """Where the money of funds comes from: it owes what all others hold."""
    return account(kind="outside", owner="funds", never_negative=False, now=now)


def fund(month: date, now: datetime) -> Account:
    """What was booked for a month and is not divided yet."""
    return account(kind=FUND, owner=f"{month:%Y-%m}", never_negative=True, now=now)


def payable(owner: str, now: datetime) -> Account:
    """What an earner is owed."""
    return account(kind=PAYABLE, owner=owner, never_negative=True, now=now)


def platform(now: datetime) -> Account:
    """What stays with the site."""
    return account(kind="platform", owner="site", never_negative=True, now=now)


def lock(now: datetime) -> Account:
    """The platform's account, locked until the caller's transaction ends: the lock of all that earners are owed.

    Whoever settles, holds, refunds, divides or pays out takes it before any other account's. No charge ever waits for
    it, because charges go from wallets to clearing.
    """
    return Account.objects.select_for_update(no_key=True).get(pk=platform(now).pk)


def payables(owners: Mapping[str, object] | list[str], now: datetime) -> dict[str, Account]:
    """The accounts of many earners, by name; those that are missing are opened."""
    found = {one.owner: one for one in Account.objects.filter(kind=PAYABLE, owner__in=list(owners))}
    return {owner: found.get(owner) or payable(owner, now) for owner in owners}
