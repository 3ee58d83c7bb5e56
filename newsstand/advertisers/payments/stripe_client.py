"""Stripe's own library, with the one door in place of its network."""

import asyncio
from collections.abc import Mapping
from typing import Any, cast

import stripe
from django.conf import settings

from newsstand.lib.http import Door, DoorError, Limits

# A person waits for it; Stripe answers in less than a second as a rule.
BOUNDS = Limits(seconds=20, connect_seconds=5, body_bytes=1024 * 1024, redirects=0)
# The door sets these itself, or never sends them; telemetry is nobody's business.
LEFT_OUT = frozenset({"user-agent", "authorization", "x-stripe-client-user-agent", "x-stripe-client-telemetry"})


class DoorClient(stripe.HTTPClient):
    """What the library takes for its network: each request goes through the one door, with its checks and bounds."""

    name = "newsstand-door"

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, **_: Any
    ) -> tuple[str, int, Mapping[str, str]]:
        """The body, the status and the headers of the answer. Raises stripe.APIConnectionError where there is none."""
        given = dict(headers or {})
        credentials = next((value for name, value in given.items() if name.lower() == "authorization"), "")
        sent = {name: value for name, value in given.items() if name.lower() not in LEFT_OUT}
        body = None if method.upper() == "GET" else (post_data or "")
        if method.upper() not in {"GET", "POST"}:
            raise unreached(f"{method} is not sent through the door.", again=False)
        try:
            return asyncio.run(ask(url, sent, credentials, body.encode() if isinstance(body, str) else body))
        except DoorError as error:
            # Sent again with the same Idempotency-Key it does no harm.
            raise unreached(str(error), again=True) from error

    def close(self) -> None:
        """Nothing stays open between two requests."""


def unreached(said: str, *, again: bool) -> stripe.APIConnectionError:
    return stripe.APIConnectionError(said, should_retry=again)  # type: ignore[no-untyped-call]


async def ask(
    url: str, headers: Mapping[str, str], credentials: str, body: bytes | None
) -> tuple[str, int, Mapping[str, str]]:
    """One request, without the manners that others' sites are owed: it is the house's own provider."""
    networks = settings.NEWSSTAND_ALLOWED_NETWORKS
    async with Door(user_agent=settings.NEWSSTAND_USER_AGENT, allowed_networks=networks, limits=BOUNDS) as door:
        if body is None:
            reply = await door.get(url, headers=headers, credentials=credentials)
        else:
            reply = await door.post(url, body=body, headers=headers, credentials=credentials)
    return reply.body.decode("utf-8", "replace"), reply.status, reply.headers


def client() -> stripe.StripeClient:
    """Stripe's client with this site's key. It asks once more where the network failed, never twice for one deed."""
    return stripe.StripeClient(
        settings.NEWSSTAND_STRIPE_KEY,
        base_addresses=cast(Any, {"api": settings.NEWSSTAND_STRIPE_URL}),
        max_network_retries=1,
        http_client=DoorClient(),
    )
