"""Money comes to an advertiser's wallet, and goes back where it came from. Purse and ledger move together."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from newsstand.advertisers.accounts import payments, wallet
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.models import Advertiser, Purse
from newsstand.algorithms.amounts import amount
from newsstand.ledger.models import Transaction
from newsstand.ledger.post import post


def fund(*, advertiser: Advertiser, micros: int, key: str, memo: str, now: datetime) -> Transaction:
    """Put `micros` into an advertiser's wallet, once for each `key`; gives the transaction that stands for it.

    1. Load: the advertiser's purse, locked; it is opened with the first money.
    2. Decide: a key that was posted before changes nothing any more.
    3. Save: the purse and the transaction (outside to wallet), both or neither.

    Raises RefusedError for an amount that is not above zero, KeyTakenError where the key stands for something else.
    """
    return move(advertiser=advertiser, micros=at_least_one(micros), key=key, memo=memo, now=now)


def unfund(*, advertiser: Advertiser, micros: int, key: str, memo: str, now: datetime) -> Transaction:
    """Take `micros` out of an advertiser's wallet, once for each `key`: what `fund` did, the other way.

    Raises RefusedError (`most`: what can be taken out) where so much is not there, or is held for ads on pages now.
    """
    return move(advertiser=advertiser, micros=-at_least_one(micros), key=key, memo=memo, now=now)


def at_least_one(micros: int) -> int:
    if micros <= 0:
        raise RefusedError("An amount is more than nothing.")
    return micros


def move(*, advertiser: Advertiser, micros: int, key: str, memo: str, now: datetime) -> Transaction:
    Purse.objects.get_or_create(advertiser=advertiser)
    with transaction.atomic():
        purse = Purse.objects.select_for_update(of=("self",), no_key=True).get(advertiser=advertiser)
        is_new = not Transaction.objects.filter(key=key).exists()
        if is_new:
            free = purse.funded - purse.spent - purse.leased
            if free + micros < 0:
                raise too_much(purse, free)
            Purse.objects.filter(pk=purse.pk).update(funded=F("funded") + micros)
        entries = [(payments(now), -micros), (wallet(advertiser, now), micros)]
        return post(key=key, entries=entries, at=now, memo=memo)


def too_much(purse: Purse, free: int) -> RefusedError:
    said = f"{amount(free)} is the most that can be taken out of the wallet."
    if purse.leased:
        said += f" {amount(purse.leased)} more is held for ads that are on pages now: try again later."
    return RefusedError(said, most=free)
