"""Views, clicks and slots that were asked for are heard: in a file before the answer is given.

What nobody signed is not heard at all. What is not believed is heard with its mark.
"""

import logging
import threading
from datetime import datetime, timedelta
from typing import NamedTuple

from newsstand.advertisers.events import own_log
from newsstand.advertisers.token_keys import keys
from newsstand.algorithms.ad_log import CLICK, VIEW, Asked, Heard
from newsstand.algorithms.ad_marks import Request, mark_of_request
from newsstand.algorithms.ad_tokens import Offer, TokenError, micros_of, read
from newsstand.lib.segments import CannotWriteError

# What is older is led to its landing page all the same, and not written down any more.
MOST_AGE = timedelta(days=7)
SAY_EVERY = timedelta(minutes=1)

log = logging.getLogger(__name__)
_saying = threading.Lock()
_said_at: list[datetime] = []


class Client(NamedTuple):
    """Who sends it, as far as a request tells: keys of the day (lib.day_keys), and what speaks against a reader."""

    agent: str = ""
    reader: str = ""
    network: str = ""
    shared: str = ""
    is_in_advance: bool = False
    is_hidden: bool = False
    is_from_elsewhere: bool = False


def seen(token: str, *, client: Client, now: datetime) -> Offer:
    """An ad was seen: write it down, with its mark. Raises TokenError for a token that is none, CannotWriteError.

    A view that is heard sooner than a second after the decision, or later than half an hour, is marked.
    """
    return heard(token, VIEW, client, now)


def clicked(token: str, *, client: Client, now: datetime) -> Offer:
    """An ad was clicked: write it down, with its mark. Raises TokenError as `seen` does; a full disk only is logged.

    Whoever clicked gets to the landing page in any case, whatever becomes of the click.
    """
    try:
        return heard(token, CLICK, client, now)
    except CannotWriteError:
        return of(token, now)


def asked(context: int, slot: str, filled: bool, now: datetime) -> None:
    """A page asked for a slot in a context (its number), and something stood there, or nothing."""
    write(Asked(micros_of(now), context, slot, bool(filled)), now)


def of(token: str, now: datetime) -> Offer:
    """What a token says that we signed, however old it is. Raises TokenError for one that we did not."""
    try:
        return read(token, keys=keys(), now=now)
    except TokenError as error:
        if error.reason == "expired" and error.offer is not None:
            return error.offer
        raise


def heard(token: str, kind: str, client: Client, now: datetime) -> Offer:
    offer = of(token, now)
    if now - offer.decided_at > MOST_AGE:
        return offer
    request = Request(client.agent, client.is_in_advance, client.is_hidden, client.is_from_elsewhere, client.shared)
    mark = mark_of_request(offer, request, is_click=kind == CLICK, now=now)
    if not write(Heard(kind, micros_of(now), mark, client.reader, client.network, offer), now):
        raise CannotWriteError("The event could not be written down; the log says why.")
    return offer


def write(event: Heard | Asked, now: datetime) -> bool:
    """Whether the event was taken. What was not is logged as an error, once a minute."""
    try:
        own_log().append(event)
    except CannotWriteError as error:
        with _saying:
            if not _said_at or abs(now - _said_at[-1]) >= SAY_EVERY:
                _said_at[:] = [now]
                log.error("Views and clicks are not counted: %s Make room there; pages go on without it.", error)
        return False
    return True
