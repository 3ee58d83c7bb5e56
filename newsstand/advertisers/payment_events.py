"""What Stripe says of payments: each event is kept once and does once what it means."""

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.models import PaymentEvent, Refund, TopUp
from newsstand.advertisers.payments.intents import PROVIDER, number_of
from newsstand.advertisers.take_back import give_again, take_back
from newsstand.advertisers.top_up import cancel, credit
from newsstand.algorithms.stripe_events import DISPUTE, WON, Meaning, meaning
from newsstand.algorithms.taxes import unit, without_tax

TOLERANCE_SECONDS = 300
WAITS = "waits for its payment: "


class ForgedError(Exception):
    """Not signed by Stripe with our secret, or too long ago."""


def checked(body: bytes, header: str, *, now: datetime) -> dict[str, Any]:
    """The event of a signed body. Raises ForgedError; ValueError for what is signed and no event.

    The signature is the library's to check; when it was made is held against `now`, both ways.
    """
    from stripe import SignatureVerificationError, WebhookSignature

    try:
        WebhookSignature.verify_header(body, header, settings.NEWSSTAND_STRIPE_WEBHOOK_SECRET, tolerance=None)
        at = int(next(part[2:] for part in header.split(",") if part.startswith("t=")))
    except (SignatureVerificationError, UnicodeDecodeError, StopIteration, ValueError) as error:
        raise ForgedError("The signature is not Stripe’s.") from error
    if abs(now.timestamp() - at) > TOLERANCE_SECONDS:
        raise ForgedError("The signature is more than five minutes old.")
    event = json.loads(body)
    if not isinstance(event, dict):
        raise ValueError("An event is a JSON object.")
    meaning(event)
    return event


def take(event: dict[str, Any], *, now: datetime) -> str:
    """Do what a checked event means, once for its number; says what came of it.

    1. Load: the event's row; one that is there was heard before.
    2. Decide: what it means, and for which top-up.
    3. Save: the event, and what it does, both or neither. What waited for this payment is done too.
    """
    told = meaning(event)
    with transaction.atomic():
        row, is_new = PaymentEvent.objects.get_or_create(
            provider=PROVIDER,
            key=event["id"][:200],
            defaults={"kind": event["type"][:100], "body": event, "came_at": now},
        )
        if not is_new:
            return row.outcome
        row.outcome = outcome(told, now)[:300]
        row.save(update_fields=["outcome"])
        if told.deed == "paid":
            do_what_waited(told, now)
        return row.outcome


def outcome(told: Meaning, now: datetime) -> str:
    if not told.deed:
        return f"nothing: {told.why}"
    top_up = named(told)
    if told.deed in {"paid", "over"}:
        if top_up is None:
            return "nothing: no top-up has that number"
        return paid(top_up, told, now) if told.deed == "paid" else over(top_up, now)
    if top_up is None or top_up.state != TopUp.State.PAID:
        return WAITS + (told.intent or told.number)
    return taken(top_up, told, now)


def over(top_up: TopUp, now: datetime) -> str:
    try:
        cancel(top_up=top_up, by=None, expired=True, now=now)
    except RefusedError:
        return "nothing: it is paid"
    return f"{top_up.number} ran out"


def paid(top_up: TopUp, told: Meaning, now: datetime) -> str:
    wanted = (top_up.micros + top_up.tax) // unit(top_up.currency)
    if (told.units, told.currency) != (wanted, top_up.currency) or top_up.provider != PROVIDER:
        return f"nothing: {top_up.number} is {wanted} {top_up.currency}, not {told.units} {told.currency}"
    credit(top_up=top_up, reference=told.session, now=now)
    return f"{top_up.number} paid"


def taken(top_up: TopUp, told: Meaning, now: datetime) -> str:
    if told.currency != top_up.currency:
        return f"nothing: {top_up.number} was paid in {top_up.currency}"
    if told.deed == "won":
        give_again(top_up=top_up, key=told.key, now=now)
        return f"{top_up.number}: came again"
    gone = without_tax(told.units * unit(top_up.currency), micros=top_up.micros, tax=top_up.tax)
    if told.deed == "refunded":
        # Stripe says what was refunded in all; what we know of is no news.
        known = Refund.objects.filter(top_up=top_up).exclude(key__startswith=DISPUTE)
        gone -= known.aggregate(micros=Sum("micros"))["micros"] or 0
    elif is_won(told.key):
        return f"nothing: {top_up.number} was won"
    if gone <= 0:
        return f"nothing: of {top_up.number} that is known"
    why = "Disputed at the bank" if told.deed == "disputed" else "Refunded at Stripe"
    short = take_back(top_up=top_up, micros=gone, key=told.key, reason=why, now=now)
    return f"{top_up.number}: taken back" + (", some of it spent already" if short else "")


def is_won(key: str) -> bool:
    """Whether a dispute is known to be over: its events come in any order."""
    rows = PaymentEvent.objects.filter(provider=PROVIDER, kind=WON)
    return rows.filter(body__data__object__id=key.removeprefix(DISPUTE)).exists()


def named(told: Meaning) -> TopUp | None:
    """The top-up an event is about, by its number or by its payment."""
    number = told.number or number_of(told.intent)
    return TopUp.objects.filter(number=number, provider=PROVIDER).first() if number else None


def do_what_waited(told: Meaning, now: datetime) -> None:
    """Refunds and disputes that came before the payment they are about."""
    keys = [WAITS + one for one in (told.intent, told.number) if one]
    for row in PaymentEvent.objects.filter(provider=PROVIDER, outcome__in=keys).order_by("pk"):
        row.outcome = outcome(meaning(row.body), now)[:300]
        row.save(update_fields=["outcome"])
