"""Being told when a feed changes: which hub it names, what a hub may ask of us, what a signature is worth.

After the W3C recommendation WebSub, https://www.w3.org/TR/websub/ (sections are named where a rule comes from it).
"""

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from newsstand.algorithms.feedparts.text import address

WANTED_LEASE = timedelta(days=10)
LONGEST_LEASE = timedelta(days=60)
SOONEST_RENEWAL = timedelta(minutes=5)
FIRST_WAIT = timedelta(minutes=15)
LONGEST_WAIT = timedelta(days=1)
AFTER_DENIAL = timedelta(days=7)
JITTER = 0.2
MOST_ADDRESS = 2000
MOST_CHALLENGE = 2000
MOST_HUBS = 10

STRONG = {"sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}
WEAK = {"sha1": hashlib.sha1}

_VALUE = r'"(?:[^"\\]|\\.)*"|[^\s",;]*'
_PARAMETER = re.compile(rf"\s*;\s*([\w!#$&+.^`|~*-]+)(?:\s*=\s*({_VALUE}))?")
_LINK = re.compile(rf"<([^<>]*)>((?:\s*;\s*[\w!#$&+.^`|~*-]+(?:\s*=\s*(?:{_VALUE}))?)*)")


@dataclass(frozen=True, slots=True)
class Offer:
    """A hub that tells when a feed changes, and the address by which it knows that feed."""

    hub: str
    topic: str


class Worth(Enum):
    """What a signature proves: that the hub sent this, that it may have, nothing."""

    STRONG = "strong"
    WEAK = "weak"
    NONE = "none"


def links(header: str, base: str) -> dict[str, list[str]]:
    """The addresses in a Link header (RFC 8288) by their relations, in lower case; relative ones start at `base`."""
    found: dict[str, list[str]] = {}
    for target, parameters in _LINK.findall(header):
        named = {name.lower(): value.strip('"') for name, value in reversed(_PARAMETER.findall(parameters))}
        where = address(target, base)
        for relation in named.get("rel", "").lower().split() if where else ():
            found.setdefault(relation, []).append(where)
    return found


def discover(
    header: str, *, hubs: Sequence[str], self_url: str, base: str, kept: str = "", spurned: str = ""
) -> Offer | None:
    """The hub to ask for a feed, by the Link header of its answer and by what the feed itself says; None without one.

    Headers go before the feed (section 4). Of several hubs the one that we have (`kept`) stays, else the first safe one
    (https) is taken; `spurned`, which would not have us, only where there is no other. Without an address of its own
    (`self`) a feed cannot be had.
    """
    said = links(header, base)
    topic = next(iter(said.get("self", ())), self_url)
    offered = [hub for hub in (said.get("hub") or hubs)[:MOST_HUBS] if is_address(hub)]
    if not offered or not is_address(topic):
        return None
    best = min(offered, key=lambda hub: (hub == spurned, hub != kept, not hub.startswith("https://")))
    return Offer(best, topic)


def is_address(text: str) -> bool:
    return text.startswith(("http://", "https://")) and len(text) <= MOST_ADDRESS and "\x00" not in text


def request(mode: str, *, offer: Offer, callback: str, secret: str = "") -> dict[str, str]:
    """What is sent to a hub as a form (section 5.1). `mode` is "subscribe" or "unsubscribe"."""
    form = {"hub.mode": mode, "hub.topic": offer.topic, "hub.callback": callback}
    if mode == "subscribe":
        form["hub.lease_seconds"] = str(int(WANTED_LEASE.total_seconds()))
        if secret:
            form["hub.secret"] = secret
    return form


def confirms(mode: str, topic: str, challenge: str, *, asked: str, of: str) -> bool:
    """Whether a hub asks about what we asked of it: mode `asked` for topic `of`; "" when we asked nothing."""
    return bool(asked) and mode == asked and topic == of and 0 < len(challenge) <= MOST_CHALLENGE


def lease_end(seconds: str, *, now: datetime) -> datetime:
    """When a lease of so many seconds, as the hub writes them, ends; a hub that says nothing gives what we wanted."""
    if not (seconds.isascii() and seconds.isdigit()):
        return now + WANTED_LEASE
    return now + min(timedelta(seconds=int(seconds[:12])), LONGEST_LEASE)


def renew_at(end: datetime, *, now: datetime, jitter: float) -> datetime:
    """When to ask for the next lease: with a third to a tenth of this one left. `jitter` is a drawn number, 0 to 1."""
    return now + max((end - now) * (0.67 + 0.23 * jitter), SOONEST_RENEWAL)


def ask_again(tries: int, *, now: datetime, jitter: float, end: datetime | None = None) -> datetime:
    """When to ask once more after `tries` requests (1 and up) that no hub has confirmed: twice as long each time.

    A lease that still runs is looked at when it ends (`end`).
    """
    wait = min(FIRST_WAIT * float(2 ** min(max(tries, 1) - 1, 10)), LONGEST_WAIT)
    moment = now + wait * (1 + JITTER * jitter)
    return min(moment, end) if end is not None and end > now else moment


def sign(body: bytes, secret: str, method: str = "sha256") -> str:
    """The value of X-Hub-Signature for a body (section 7)."""
    return f"{method}={hmac.new(secret.encode(), body, STRONG[method]).hexdigest()}"


def worth(header: str, body: bytes, secret: str) -> Worth:
    """What the header X-Hub-Signature proves of a body, in constant time.

    SHA-1 is still what old hubs sign with. It is no proof of what was sent, but whoever can make it knows the secret
    well enough to ring the bell.
    """
    method, _, given = header.strip().partition("=")
    method = method.strip().lower()
    make = STRONG.get(method) or WEAK.get(method)
    if not secret or make is None:
        return Worth.NONE
    right = hmac.new(secret.encode(), body, make).hexdigest()
    if not hmac.compare_digest(right.encode(), given.strip().lower().encode("utf-8", "replace")):
        return Worth.NONE
    return Worth.STRONG if method in STRONG else Worth.WEAK
