"""Which payment at Stripe belongs to which top-up, as its events said."""

from newsstand.advertisers.models import PaymentEvent, TopUp

PROVIDER = "stripe"


def number_of(intent: str) -> str:
    """The number of the top-up that a payment paid; "" where Stripe has not said."""
    if not intent:
        return ""
    rows = PaymentEvent.objects.filter(provider=PROVIDER, body__data__object__payment_intent=intent)
    found = rows.filter(kind__startswith="checkout.session.").values_list("body", flat=True).first()
    return str(found["data"]["object"].get("client_reference_id") or "") if found else ""


def intent_of(top_up: TopUp) -> str:
    """The payment by which a top-up was paid; "" where Stripe has not said."""
    rows = PaymentEvent.objects.filter(provider=PROVIDER, kind__startswith="checkout.session.")
    found = rows.filter(body__data__object__client_reference_id=top_up.number).order_by("pk")
    intents = [str(body["data"]["object"].get("payment_intent") or "") for body in found.values_list("body", flat=True)]
    return next((intent for intent in intents if intent), "")
