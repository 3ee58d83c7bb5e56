"""Which ways of paying this site offers."""

from django.conf import settings

from newsstand.advertisers.payments.invoice import Invoice
from newsstand.advertisers.payments.port import Provider
from newsstand.advertisers.payments.stripe_checkout import StripeCheckout


def providers() -> dict[str, Provider]:
    """By their keys, the one that needs nobody outside first."""
    known: list[Provider] = [Invoice()]
    if settings.NEWSSTAND_STRIPE_KEY:
        known.append(StripeCheckout())
    return {one.key: one for one in known}
