"""Telling others when a feed of ours changes: what may be asked of our hub, and when it tries again.

After the W3C recommendation WebSub, https://www.w3.org/TR/websub/ (sections are named where a rule comes from it).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, unquote, urlencode, urlsplit

USUAL_LEASE = timedelta(days=10)
SHORTEST_LEASE = timedelta(hours=1)
LONGEST_LEASE = timedelta(days=30)
# Section 5.1: a secret has less than 200 bytes.
MOST_SECRET = 199
MOST_CALLBACK = 2000
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
PATIENCE = timedelta(days=3)
JITTER = 0.2
MODES = ("subscribe", "unsubscribe")

_OWN = re.compile(r"/(?:(?P<kind>publisher|author|topic|story)/(?P<slug>[^/]{1,200})/)?feed\.(?P<form>rss|atom|json)")


class RefusedRequest(ValueError):  # noqa: N818 (it says what happened)
    """A request that our hub does not take; the message says why."""


@dataclass(frozen=True, slots=True)
class Own:
    """A feed of ours: whose it is ("front", "publisher", "author", "topic", "story"), by what slug, in what form."""

    kind: str
    slug: str
    form: str

    @property
    def stamp(self) -> str:
        """The stamp that changes with it."""
        return f"{self.kind}:{self.slug}" if self.slug else self.kind

    @property
    def path(self) -> str:
        """Its address on our site, without the site's own."""
        page = f"/{self.kind}/{quote(self.slug)}" if self.slug else ""
        return f"{page}/feed.{self.form}"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks of our hub: "subscribe" or "unsubscribe" `callback` to the feed `own`."""

    mode: str
    own: Own
    callback: str
    secret: str
    lease: timedelta


def own_feed(topic: str, site: str) -> Own | None:
    """Which feed of the site at the address `site` a topic is, by its address; None when it is none."""
    path = topic.removeprefix(site) if topic.startswith(f"{site}/") else ""
    found = _OWN.fullmatch(path)
    if found is None:
        return None
    slug = unquote(found["slug"] or "", errors="replace")
    own = Own(found["kind"] or "front", slug, found["form"])
    return own if "\x00" not in slug and "/" not in slug and own.path == path else None


def read_wish(form: Mapping[str, str], *, site: str) -> Wish:
    """What a request to our hub (the site is at the address `site`) asks for; raises RefusedRequest (section 5.1)."""
    mode, topic = form.get("hub.mode", ""), form.get("hub.topic", "")
    if mode == "publish":
        raise RefusedRequest("This hub serves the feeds of its own site alone, and knows itself when they change.")
    if mode not in MODES:
        raise RefusedRequest("hub.mode has to be subscribe or unsubscribe.")
    own = own_feed(topic, site)
    if own is None:
        raise RefusedRequest("hub.topic has to be the address of a feed of this site, as the feed itself names it.")
    secret = form.get("hub.secret", "")
    if len(secret.encode("utf-8", "replace")) > MOST_SECRET or "\x00" in secret:
        raise RefusedRequest(f"hub.secret may have {MOST_SECRET} bytes and no NUL.")
    return Wish(
        mode, own, read_callback(form.get("hub.callback", "")), secret, lease(form.get("hub.lease_seconds", ""))
    )


def read_callback(text: str) -> str:
    """The address to call, as it was given; raises RefusedRequest for what is no web address."""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        usable = False
    if not usable or not text.isascii() or not text.isprintable() or " " in text or parts.fragment:
        raise RefusedRequest("hub.callback has to be a whole http or https address in plain ASCII.")
    if len(text) > MOST_CALLBACK:
        raise RefusedRequest(f"hub.callback may have {MOST_CALLBACK} characters.")
    return text


def lease(seconds: str) -> timedelta:
    """How long a subscription lasts for which so many seconds are asked: within our bounds; raises RefusedRequest."""
    text = seconds.strip()
    if not text:
        return USUAL_LEASE
    if not (text.isascii() and text.isdigit()):
        raise RefusedRequest("hub.lease_seconds has to be a whole number of seconds.")
    return max(SHORTEST_LEASE, min(timedelta(seconds=int(text[:12])), LONGEST_LEASE))


def question(callback: str, **parameters: str) -> str:
    """The address at which a subscriber is asked, or told: `mode="subscribe"` becomes "hub.mode=subscribe".

    What the callback has of a query stays (section 5.3).
    """
    query = urlencode({f"hub.{name}": value for name, value in parameters.items()})
    return f"{callback}{'&' if '?' in callback else '?'}{query}"


def try_again(tries: int, *, now: datetime, jitter: float, retry_after: timedelta | None = None) -> datetime:
    """When to try again after `tries` failures (1 and up): twice as long each time, or what the subscriber asks for."""
    wait = min(FIRST_WAIT * float(2 ** min(max(tries, 1) - 1, 12)), LONGEST_WAIT)
    wait = min(max(wait, retry_after or wait), LONGEST_WAIT)
    return now + wait * (1 + JITTER * jitter)


def given_up(failing_since: datetime, *, now: datetime) -> bool:
    """Whether a subscriber has been out of reach for so long that it is let go."""
    return now - failing_since >= PATIENCE
