"""What Stripe sends, signed by its documented scheme, and a server that plays its API."""

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from tests.feed_server import Answer, Asked, FeedServer

SECRET = "whsec_of_the_tests"
KEY = "sk_test_of_the_tests"


def signed(body: bytes, now: datetime, secret: str = SECRET) -> str:
    """The header Stripe-Signature as docs.stripe.com/webhooks says: HMAC-SHA256 over "t.body"."""
    at = int(now.timestamp())
    made = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={made},v0={'0' * 64}"


def event(key: str, kind: str, thing: dict[str, Any]) -> dict[str, Any]:
    """An event in the shape that Stripe documents."""
    return {
        "id": key,
        "object": "event",
        "api_version": "2026-10-28.endive",
        "created": 1763900000,
        "data": {"object": thing},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": kind,
    }


def session(number: str, units: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"cs_test_{number}",
        "object": "checkout.session",
        "amount_subtotal": units,
        "amount_total": units,
        "client_reference_id": number,
        "currency": "eur",
        "metadata": {"top_up": number},
        "mode": "payment",
        "payment_intent": f"pi_{number}",
        "payment_status": "paid",
        "status": "complete",
        **more,
    }


def charge(number: str, refunded: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"ch_{number}",
        "object": "charge",
        "amount_refunded": refunded,
        "currency": "eur",
        "metadata": {"top_up": number},
        "payment_intent": f"pi_{number}",
        **more,
    }


def dispute(number: str, units: int, **more: Any) -> dict[str, Any]:
    thing = {"id": f"dp_{number}", "object": "dispute", "amount": units, "charge": f"ch_{number}", "currency": "eur"}
    return {**thing, "metadata": {}, "payment_intent": f"pi_{number}", "status": "needs_response", **more}


@dataclass
class Stripe:
    """Sessions and refunds by their Idempotency-Key, as Stripe keeps them: the same key gets the same answer."""

    server: FeedServer
    made: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server.answers["/v1/checkout/sessions"] = self.session
        self.server.answers["/v1/refunds"] = self.refund

    def session(self, asked: Asked) -> Answer:
        given = dict(parse_qsl(asked.body.decode()))
        number = given["client_reference_id"]
        made = {"id": f"cs_test_{number}", "object": "checkout.session", "given": given}
        return self.answer(asked, {**made, "url": f"https://checkout.stripe.com/c/pay/{number}"})

    def refund(self, asked: Asked) -> Answer:
        given = dict(parse_qsl(asked.body.decode()))
        return self.answer(asked, {"id": f"re_{len(self.made)}", "object": "refund", "given": given})

    def answer(self, asked: Asked, made: dict[str, Any]) -> Answer:
        self.asked.append(asked)
        if asked.headers["Authorization"] != f"Bearer {KEY}":
            body = {"error": {"type": "invalid_request_error", "message": "Invalid API Key provided"}}
            return 401, {"Content-Type": "application/json"}, json.dumps(body).encode()
        kept = self.made.setdefault(asked.headers["Idempotency-Key"], made)
        return 200, {"Content-Type": "application/json"}, json.dumps(kept).encode()
