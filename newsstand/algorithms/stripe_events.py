"""What Stripe's events mean to us, whatever order they come in; and whether a signature is one.

Fields as Stripe documents them: events (`id`, `type`, `data.object`), Checkout Sessions, Charges, Disputes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

PAID = frozenset({"checkout.session.completed", "checkout.session.async_payment_succeeded"})
OVER = frozenset({"checkout.session.expired", "checkout.session.async_payment_failed"})
DISPUTED = frozenset({"charge.dispute.created", "charge.dispute.funds_withdrawn"})
WON = "charge.dispute.funds_reinstated"
REFUNDED = "charge.refunded"
DISPUTE = "dispute:"


@dataclass(frozen=True, slots=True)
class Meaning:
    """`deed`: paid, over, refunded, disputed, won, or "" where there is nothing to do (`why`).

    `number`: the top-up's, where the event has it; `intent`: the payment's. `units` of the currency's least, what was
    paid or taken in all; `key`: what is done once.
    """

    deed: str
    why: str = ""
    number: str = ""
    intent: str = ""
    session: str = ""
    units: int = 0
    currency: str = ""
    key: str = ""


def meaning(event: Mapping[str, Any]) -> Meaning:
    """What an event asks for. Raises ValueError, saying what it lacks, for what is no event of Stripe's."""
    kind, data = event.get("type"), event.get("data")
    thing = data.get("object") if isinstance(data, dict) else None
    if not isinstance(kind, str) or not isinstance(thing, dict) or not isinstance(event.get("id"), str):
        raise ValueError("An event has an id, a type and data.object.")
    if kind in PAID | OVER:
        return of_session(kind, thing)
    if kind == REFUNDED:
        taken = whole(thing, "amount_refunded")
        return replace(of_charge(thing), deed="refunded", units=taken, key=f"refund:{text(thing, 'id')}:{taken}")
    if kind in DISPUTED or kind == WON:
        # A dispute names its payment; its charge's top-up stands there alone.
        deed, key = ("won" if kind == WON else "disputed"), f"{DISPUTE}{text(thing, 'id')}"
        return replace(of_charge(thing), deed=deed, units=whole(thing, "amount"), key=key)
    return Meaning("", f"{kind[:60]} means nothing here")


def of_session(kind: str, session: Mapping[str, Any]) -> Meaning:
    number, intent = str(session.get("client_reference_id") or ""), str(session.get("payment_intent") or "")
    named = Meaning("", number=number[:30], intent=intent, session=text(session, "id"))
    if kind in OVER:
        return replace(named, deed="over")
    if session.get("payment_status") != "paid":
        return replace(named, why="its payment is still under way")
    currency = text(session, "currency").upper()
    return replace(named, deed="paid", units=whole(session, "amount_total"), currency=currency)


def of_charge(thing: Mapping[str, Any]) -> Meaning:
    metadata = thing.get("metadata")
    number = str(metadata.get("top_up") or "") if isinstance(metadata, dict) else ""
    intent = str(thing.get("payment_intent") or "")
    return Meaning("", number=number[:30], intent=intent, currency=text(thing, "currency").upper())


def text(thing: Mapping[str, Any], name: str) -> str:
    value = thing.get(name)
    if not isinstance(value, str) or not value:
        raise ValueError(f"It has no {name}.")
    return value


def whole(thing: Mapping[str, Any], name: str) -> int:
    value = thing.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"Its {name} is no amount.")
    return value
