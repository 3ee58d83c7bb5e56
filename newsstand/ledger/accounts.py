"""Opening and finding accounts."""

from datetime import datetime

from django.conf import settings

from newsstand.ledger.errors import AccountError
from newsstand.ledger.models import Account


def account(*, kind: str, owner: str, never_negative: bool, now: datetime, currency: str = "") -> Account:
    """The account of that kind and owner in a currency (the site's own when none is given); opened when there is none.

    Raises AccountError where it stands as one that may, or may not, fall below zero, and the other was asked for.
    """
    found, _ = Account.objects.get_or_create(
        kind=kind,
        owner=owner,
        currency=currency or settings.NEWSSTAND_CURRENCY,
        defaults={"never_negative": never_negative, "opened_at": now},
    )
    if found.never_negative != never_negative:
        raise AccountError(f"The account {found} {'never falls' if found.never_negative else 'may fall'} below zero.")
    return found


def balance(*, kind: str, owner: str, currency: str = "") -> int:
    """What an account holds, in micros; 0 where it was never opened."""
    wanted = {"kind": kind, "owner": owner, "currency": currency or settings.NEWSSTAND_CURRENCY}
    return Account.objects.filter(**wanted).values_list("balance", flat=True).first() or 0
