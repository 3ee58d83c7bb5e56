"""Ask a service outside what it thinks of a text: one signed request, a short time limit, no redirects."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from newsstand.algorithms.screening import outside
from newsstand.algorithms.screening.verdicts import Finding
from newsstand.lib.http import (
    AddressRefused,
    BadAddress,
    ConnectionFailed,
    Door,
    DoorError,
    Limits,
    NoSuchHost,
    TlsFailed,
    TooSlow,
)

log = logging.getLogger(__name__)
UNREACHED = (AddressRefused, BadAddress, ConnectionFailed, NoSuchHost, TlsFailed)
MOST_ANSWER_BYTES = 64 * 1024


def is_asked() -> bool:
    """Whether there is a service to ask: NEWSSTAND_SCREEN_URL."""
    return bool(settings.NEWSSTAND_SCREEN_URL)


def ask(text: str, *, about: Mapping[str, object], silent: str, now: datetime) -> list[Finding]:
    """What the service finds in a text; where it does not answer, or answers nonsense, a finding with `silent`.

    It takes as long as NEWSSTAND_SCREEN_TIMEOUT says: call it outside every transaction, since others would wait for
    their locks.
    """
    body = outside.body(text, about=about)
    headers = outside.signature(settings.NEWSSTAND_SCREEN_SECRET, body, now)
    try:
        status, answer = asyncio.run(send(body, {**headers, "Content-Type": "application/json; charset=utf-8"}))
        return outside.read(status, answer)
    except DoorError as error:
        # Its writer reads the finding, and need not know where the service is.
        log.warning("The service at NEWSSTAND_SCREEN_URL did not answer: %s", error)
        return [outside.no_answer(what_failed(error), silent)]
    except ValueError as error:
        return [outside.no_answer(str(error), silent)]


def what_failed(error: DoorError) -> str:
    if isinstance(error, TooSlow):
        return f"it took longer than {settings.NEWSSTAND_SCREEN_TIMEOUT} milliseconds"
    return "it could not be reached" if isinstance(error, UNREACHED) else "its answer could not be read"


async def send(body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """The status and the body of the answer. Raises DoorError where there is none within the time limit.

    The service is the house's own: it is asked without the manners (lib/manners.py) that others' servers are owed.
    """
    seconds = settings.NEWSSTAND_SCREEN_TIMEOUT / 1000
    limits = Limits(seconds=seconds, connect_seconds=seconds, body_bytes=MOST_ANSWER_BYTES, redirects=0)
    networks = settings.NEWSSTAND_ALLOWED_NETWORKS
    async with Door(user_agent=settings.NEWSSTAND_USER_AGENT, allowed_networks=networks, limits=limits) as door:
        reply = await door.post(settings.NEWSSTAND_SCREEN_URL, body=body, headers=headers)
    return reply.status, reply.body
