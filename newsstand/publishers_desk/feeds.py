"""A publisher connects another feed, rests one, and goes on with it."""

import asyncio
from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.algorithms.domains import registrable
from newsstand.algorithms.proofs import covers
from newsstand.algorithms.urls import host
from newsstand.ingest.add import normal
from newsstand.ingest.check import fetch
from newsstand.lib.stamps import touch
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.may import must_be
from newsstand.publishers.models import Feed, FeedEvent, Publisher, Role
from newsstand.publishers.proved import proved_domains

MOST_FEEDS = 50
EDITORS_WORD = "An editor of this site retired this feed, so only they read it again. Write to them."


def domains_of(publisher: Publisher) -> list[str]:
    """Under which domains a publisher's feeds may lie: what it proved, else the domain of its site."""
    return proved_domains(publisher) or [registrable(host(publisher.site_url)) or host(publisher.site_url)]


def must_lie_within(publisher: Publisher, address: str) -> None:
    """Raises RefusedError for a feed that is not under the publisher's own domains."""
    domains = domains_of(publisher)
    if not any(domain and covers(domain, host(address)) for domain in domains):
        raise RefusedError(
            f"The feed is at {address}, outside of {', '.join(filter(None, domains)) or 'any domain of yours'}. "
            "Prove that domain under Profile first, or ask this site’s editors."
        )


def connect_feed(*, publisher: Publisher, address: str, by: User, now: datetime) -> Feed:
    """Connect the feed at a site's or feed's address; the worker reads it at once. Not where an event loop runs.

    Raises RefusedError for who may not, an address outside the publisher's domains, one that is read already, and
    after `MOST_FEEDS`; CannotAddError (ingest/add.py) when there is no feed to be had.
    1. Load: the feed, found as when a publisher is added, through a door of its own, in bounded time.
    2. Decide whether it is the publisher's, by where it was found in the end.
    3. Save the feed, due now, and who connected it.
    """
    must_be(by, publisher, Role.EDITOR, now)
    start = normal(address)
    if not by.is_editor:
        must_lie_within(publisher, start)
    found = asyncio.run(fetch(start)).reply.url
    if not by.is_editor:
        must_lie_within(publisher, found)
    with transaction.atomic():
        # One after the other: two presses of the button are one feed.
        Publisher.objects.select_for_update().get(pk=publisher.pk)
        known = Feed.objects.filter(address=found).select_related("publisher").first()
        if known is not None and known.publisher_id != publisher.pk:
            raise RefusedError(
                f"This feed is read already, for {known.publisher.name}. If it is yours, tell the editors."
            )
        if known is not None:
            raise RefusedError("This feed is connected already: look for it in the list below.")
        if publisher.feeds.count() >= MOST_FEEDS:
            raise RefusedError(f"{MOST_FEEDS} feeds are the most. Ask this site’s editors if you need more.")
        feed = Feed.objects.create(publisher=publisher, address=found, next_check_at=now)
        FeedEvent.objects.create(feed=feed, kind=FeedEvent.Kind.CONNECTED, by=by, at=now)
        touch(["publishers", f"publisher:{publisher.slug}"])
    return feed


@transaction.atomic
def rest(*, feed: Feed, by: User, now: datetime, for_good: bool = False) -> None:
    """Do not read this feed until somebody resumes it; `for_good` says that nobody means to. Twice does no harm.

    A worker that is reading it at this moment throws away what it gets. What is here stays.
    Raises RefusedError for who may not.
    1. Load nothing. 2. Decide who may. 3. Save, with who did it.
    """
    must_be(by, feed.publisher, Role.EDITOR, now)
    kind = FeedEvent.Kind.RETIRED if for_good else FeedEvent.Kind.PAUSED
    reason = f"{kind.label.capitalize()} by {by.name}."
    reading = Feed.objects.filter(pk=feed.pk, retired_at=None)
    values = {"retired_at": now, "retired_reason": reason, "is_paused": not for_good, "leased_until": None}
    changed = reading.update(**values)
    if not changed and for_good:
        changed = Feed.objects.filter(pk=feed.pk, is_paused=True).update(is_paused=False, retired_reason=reason)
    if changed:
        FeedEvent.objects.create(feed=feed, kind=kind, by=by, at=now)
        touch(["publishers", f"publisher:{feed.publisher.slug}"])
    feed.refresh_from_db()


@transaction.atomic
def resume(*, feed: Feed, by: User, now: datetime) -> None:
    """Read a feed again that was paused or retired, from now on. Twice does no harm.

    Raises RefusedError for who may not, and for a feed that an editor of this site retired.
    1. Load who retired it. 2. Decide who may. 3. Save: it is due now, and read whole.
    """
    must_be(by, feed.publisher, Role.EDITOR, now)
    ended = [FeedEvent.Kind.PAUSED, FeedEvent.Kind.RETIRED]
    last = FeedEvent.objects.filter(feed=feed, kind__in=ended).select_related("by").order_by("-at", "-id").first()
    if last is not None and last.by is not None and last.by.is_editor and not by.is_editor:
        raise RefusedError(EDITORS_WORD)
    again = {"retired_at": None, "retired_reason": "", "is_paused": False, "next_check_at": now, "leased_until": None}
    fresh = {"etag": "", "last_modified": "", "body_hash": "", "error": "", "error_count": 0}
    if Feed.objects.filter(pk=feed.pk, retired_at__isnull=False).update(**again, **fresh):
        FeedEvent.objects.create(feed=feed, kind=FeedEvent.Kind.RESUMED, by=by, at=now)
        touch(["publishers", f"publisher:{feed.publisher.slug}"])
    feed.refresh_from_db()
