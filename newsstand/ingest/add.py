"""A site or feed address becomes a publisher."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from newsstand.algorithms import discovery, feeds
from newsstand.algorithms.proofs import covers
from newsstand.algorithms.urls import absolute, host, slug
from newsstand.images.models import Image, remember
from newsstand.ingest.poll import LEASE
from newsstand.ingest.refresh import Outcome, settle
from newsstand.lib.http import Door, DoorError, NotNow, Reply
from newsstand.lib.leases import in_thread
from newsstand.lib.stamps import touch
from newsstand.publishers.models import Contract, Feed, Publisher

NO_TERMS: Mapping[str, Any] = MappingProxyType({})
# Addresses of ours stand where a publisher of that name would.
TAKEN = frozenset({"applications", "apply", "check", "invitation", "proof"})
# What stands at /publishers/... beside the publishers' desks.
OWN_PAGES = ("apply", "applications", "check", "proof", "invitation")
TITLE_SEPARATORS = (" » ", " › ", " | ", " — ", " – ", " - ", " · ", ": ")


class CannotAddError(Exception):
    """There is no feed to be had at an address. `reason` says what was tried and what to do; `detail` is for the
    operator's eyes alone. `again_in` is when to come back to a host that is only not to be asked yet.
    """

    def __init__(self, reason: str, detail: str = "", again_in: timedelta | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail
        self.again_in = again_in


@dataclass(frozen=True, slots=True)
class Added:
    """What an address led to. `outcome` is what its first reading brought; None when it was here already."""

    publisher: Publisher
    feed: Feed
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Found:
    """A feed that answered, and what its site says of itself."""

    reply: Reply
    parsed: feeds.Feed
    site: discovery.Site | None
    site_url: str


async def add(
    address: str,
    *,
    door: Door,
    clock: Callable[[], datetime],
    name: str = "",
    fictional: bool = False,
    terms: Mapping[str, Any] = NO_TERMS,
    under: Sequence[str] = (),
    writing: AbstractAsyncContextManager[object] | None = None,
) -> Added:
    """Connect the publisher at a site's or a feed's address, and read its feed for the first time.

    1. Load: the address, the feed it names or is, the site's own page for its name and icon.
    2. Decide: which feed, which name.
    3. Save: publisher, contract, feed; then the first reading like any other.

    `name` is the publisher's, where somebody has given it; `writing` is held while it is saved, where several are added
    at once. `terms` are columns of the new contract; `under` the domains under which the feed must lie in the end, ()
    for any. Raises CannotAddError when there is no feed to be had.
    """
    start = normal(address)
    known = await in_thread(lambda: Feed.objects.select_related("publisher").filter(address=start).first())
    if known is not None:
        return Added(known.publisher, known, None)
    found = await find(door, start)
    if under and not any(covers(domain, host(found.reply.url)) for domain in under):
        raise CannotAddError(
            f"The feed is at {found.reply.url}, outside of what was proved ({', '.join(under)}). Prove that one, too."
        )
    async with writing or nullcontext():
        feed, new = await in_thread(create, found, name or name_of(found), clock(), fictional, terms)
        if not new:
            return Added(feed.publisher, feed, None)
        outcome = await in_thread(settle, feed, found.reply, clock())
    return Added(feed.publisher, feed, outcome)


def normal(address: str) -> str:
    """An address as somebody types it, made whole; raises CannotAddError for what is none."""
    typed = address.strip()
    whole = absolute(typed if "://" in typed else f"https://{typed}", "")
    if not whole or not host(whole):
        raise CannotAddError(
            f"{typed!r} is not an address. Write it as https://example.org/ or as the feed's own address."
        )
    return whole


async def find(door: Door, start: str) -> Found:
    """The first feed that answers: the address itself, those its page names, those in the usual places."""
    try:
        reply = await door.get(start)
    except DoorError as error:
        hint = "If it is yours, name it in NEWSSTAND_ALLOWED_NETWORKS." if error.code == "refused-address" else ""
        detail = " ".join(filter(None, [error.detail, hint]))
        again_in = error.again_in if isinstance(error, NotNow) else None
        raise CannotAddError(f"{start} cannot be reached: {error.reason}", detail, again_in) from None
    if reply.status != 200:
        raise CannotAddError(f"{start} answered {reply.status}. Check the address, or give the feed's own.")
    try:
        parsed = feeds.parse(reply.body, content_type=reply.headers.get("content-type", ""), base_url=reply.url)
    except feeds.NotAFeed as error:
        return await find_on_site(door, reply, error)
    home = parsed.site_url or root(start)
    return Found(reply, parsed, await look_at_home(door, home), home)


async def find_on_site(door: Door, page: Reply, why: feeds.NotAFeed) -> Found:
    """The feed that a site's page leads to; raises CannotAddError with everything that was tried."""
    if why.kind not in {"html", "text", "xml"}:
        raise CannotAddError(f"{page.url} is not a feed: {why.reason}")
    site = discovery.look_at(page.body, url=page.url, content_type=page.headers.get("content-type", ""))
    named = [feed.url for feed in site.feeds]
    usual = [absolute(path, root(page.url)) for path in discovery.COMMON_FEED_PATHS]
    tried = []
    for address in dict.fromkeys([*named[:5], *usual]):
        try:
            reply = await door.get(address)
            if reply.status != 200:
                tried.append(f"{address} ({reply.status})")
                continue
            parsed = feeds.parse(reply.body, content_type=reply.headers.get("content-type", ""), base_url=reply.url)
        except (DoorError, feeds.NotAFeed) as error:
            tried.append(f"{address} ({error.reason})")
            continue
        return Found(reply, parsed, site, page.url)
    shown = "; ".join(tried[:4])
    raise CannotAddError(f"No feed was found at {page.url}. Tried {shown}. Give the feed's own address.")


async def look_at_home(door: Door, home: str) -> discovery.Site | None:
    """What a site says of itself; None when its page cannot be read, which stops nothing."""
    try:
        page = await door.get(home)
    except DoorError:
        return None
    if page.status != 200 or not page.body:
        return None
    return discovery.look_at(page.body, url=page.url, content_type=page.headers.get("content-type", ""))


def root(url: str) -> str:
    """The address of a site's first page."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def name_of(found: Found) -> str:
    """A publisher's name: what its site calls itself, else the feed's title without what follows it."""
    title = " ".join(found.parsed.title.split())
    for separator in TITLE_SEPARATORS:
        title = title.split(separator)[0] or title
    site = found.site.name if found.site else ""
    return (title or site or host(found.reply.url))[:200]


def create(
    found: Found, name: str, now: datetime, fictional: bool, terms: Mapping[str, Any] = NO_TERMS
) -> tuple[Feed, bool]:
    """The feed's row, with its publisher and contract; False when it was here already."""
    address = found.reply.url
    site = found.site
    with transaction.atomic():
        known = Feed.objects.select_related("publisher").filter(address=address).first()
        if known is not None:
            return known, False
        icon = (site.icon if site else "") or found.parsed.icon
        icons = remember([icon], now=now) if icon else {}
        publisher = Publisher.objects.create(
            name=name,
            slug=free_slug(name),
            site_url=found.site_url[:2000],
            description=(found.parsed.description or (site.description if site else ""))[:2000],
            language=(found.parsed.language or (site.language if site else ""))[:20],
            icon=Image.objects.get(pk=icons[icon]) if icons else None,
            is_fictional=fictional,
            joined_at=now,
        )
        Contract.objects.create(publisher=publisher, **terms)
        # Until it is read for the first time, here, no worker takes it up: two first readings are two of everything.
        feed = Feed.objects.create(publisher=publisher, address=address, next_check_at=now, leased_until=now + LEASE)
        touch(["publishers", f"publisher:{publisher.slug}"])
    return feed, True


def free_slug(name: str) -> str:
    """An address for a new publisher: its name, with a number where another has that."""
    plain = slug(name)[:70]
    taken = TAKEN | set(Publisher.objects.filter(slug__startswith=plain).values_list("slug", flat=True))
    candidate, number = plain, 2
    while candidate in taken:
        candidate = f"{plain}-{number}"
        number += 1
    return candidate
