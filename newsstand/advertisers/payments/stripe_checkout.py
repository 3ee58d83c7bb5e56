"""Paying on Stripe's page: we never see a card. What was paid comes signed to `/api/payments/stripe`."""

from datetime import datetime
from typing import Any, cast

from django.conf import settings

from newsstand.advertisers.models import Refund, TopUp
from newsstand.advertisers.payments.intents import intent_of
from newsstand.advertisers.payments.port import PaymentError
from newsstand.algorithms.taxes import units

FAILED = "Stripe did not take the request: nothing was charged. Try again in a minute, or pay by invoice."


class StripeCheckout:
    """The provider for cards and whatever else Stripe is set to take."""

    key = "stripe"
    name = "Card or other, by Stripe"
    hint = "You pay on Stripe’s page and come back; the campaigns run within a minute."

    def begin(self, top_up: TopUp, *, now: datetime) -> str:  # noqa: ARG002 (the port's)
        """Make a Checkout Session; asked again for the same top-up, Stripe gives the same one (Idempotency-Key)."""
        # Stripe's library is large: only who pays with it waits for it.
        import stripe

        from newsstand.advertisers.payments.stripe_client import client

        try:
            options = {"idempotency_key": f"top-up:{top_up.number}"}
            made = client().v1.checkout.sessions.create(cast(Any, session_of(top_up)), cast(Any, options))
        except stripe.StripeError as error:
            raise PaymentError(FAILED) from error
        address = str(made.url or "")
        if not made.id or not address.startswith("https://"):
            raise PaymentError(FAILED)
        TopUp.objects.filter(pk=top_up.pk).update(reference=made.id)
        return address

    def pay_back(self, refund: Refund, *, now: datetime) -> bool:  # noqa: ARG002 (the port's)
        """Refund a part of the payment; the same refund asked for twice is one (Idempotency-Key)."""
        import stripe

        from newsstand.advertisers.payments.stripe_client import client

        top_up = refund.top_up
        intent = intent_of(top_up) if top_up else ""
        if top_up is None or not intent:
            raise PaymentError("Stripe has not said yet by which payment this came. Try again in a few minutes.")
        wanted = {
            "payment_intent": intent,
            "amount": units(refund.micros + refund.tax, top_up.currency),
            "metadata": {"refund": refund.key},
        }
        try:
            client().v1.refunds.create(cast(Any, wanted), cast(Any, {"idempotency_key": refund.key}))
        except stripe.StripeError as error:
            raise PaymentError(f"Stripe did not refund it: {str(error)[:200]}") from error
        return True


def session_of(top_up: TopUp) -> dict[str, Any]:
    """What Stripe is asked for: the sum and its tax as two lines, and where the payer comes back to."""
    page = f"{settings.NEWSSTAND_URL}/advertisers/{top_up.advertiser.slug}/money"
    lines = [line(f"Advertising on {settings.NEWSSTAND_NAME}", top_up.micros, top_up.currency)]
    if top_up.tax:
        lines.append(line(settings.NEWSSTAND_TAX.rpartition(" ")[0] or "Tax", top_up.tax, top_up.currency))
    mail = {"customer_email": top_up.advertiser.email} if top_up.advertiser.email else {}
    return {
        "mode": "payment",
        "client_reference_id": top_up.number,
        "line_items": lines,
        "metadata": {"top_up": top_up.number},
        # Stripe copies it to the charge, by which later refunds name the top-up.
        "payment_intent_data": {"metadata": {"top_up": top_up.number}},
        "success_url": f"{page}?paid={top_up.number}",
        "cancel_url": f"{page}?left={top_up.number}",
        **mail,
    }


def line(name: str, micros: int, currency: str) -> dict[str, Any]:
    data = {"currency": currency.lower(), "unit_amount": units(micros, currency), "product_data": {"name": name}}
    return {"price_data": data, "quantity": 1}
