"""Somebody asks our hub to be told of a feed, or to be left alone."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from newsstand.algorithms.domains import registrable
from newsstand.algorithms.websub_hub import Own, RefusedRequest, Wish
from newsstand.lib.reachable import reachable
from newsstand.syndication.distribute import put_in
from newsstand.syndication.models import OutgoingFeed, Subscriber
from newsstand.syndication.outgoing import document

# An aggregator may follow all our feeds; what is not confirmed yet may be somebody who is to be annoyed.
MOST_A_DOMAIN = 2000
MOST_WAITING_A_DOMAIN = 20
MOST = 50_000
# Who asks the same again so soon is being asked back already.
PATIENCE = timedelta(minutes=1)


@transaction.atomic
def enrol(*, wish: Wish, now: datetime) -> None:
    """Have the worker ask `wish.callback` whether it wants that; until it says so, nothing changes.

    Raises RefusedRequest for a feed that is not there, an address that is not on the public internet, and where there
    are too many subscribers.
    1. Load: the feed of ours, and the subscription that stands.
    2. Decide: limits by domain and in all.
    3. Save: what is to be asked.
    """
    if not reachable(wish.callback, settings.NEWSSTAND_WEBSUB_NETWORKS):
        raise RefusedRequest("hub.callback has to be on the public internet.")
    feed = feed_of(wish.own, now, wanted=wish.mode == "subscribe")
    standing = Subscriber.objects.filter(feed=feed, callback=wish.callback).first() if feed else None
    if feed is None or (standing is None and wish.mode == "unsubscribe"):
        # There is nothing to end, and nobody to be bothered with questions.
        return
    asked = {
        "pending": wish.mode,
        "pending_secret": wish.secret,
        "pending_seconds": int(wish.lease.total_seconds()),
        "asked_at": now,
        "due_at": now,
        "tries": 0,
    }
    domain = registrable(urlsplit(wish.callback).hostname or "")[:255]
    if standing is None:
        make_room(domain)
        Subscriber.objects.get_or_create(feed=feed, callback=wish.callback, defaults={**asked, "domain": domain})
    elif standing.pending != wish.mode or standing.pending_secret != wish.secret or now - standing.asked_at >= PATIENCE:
        Subscriber.objects.filter(pk=standing.pk).update(**asked)


def feed_of(own: Own, now: datetime, *, wanted: bool) -> OutgoingFeed | None:
    """The row of a feed of ours, made where it is `wanted`; raises RefusedRequest where there is no such feed."""
    held = OutgoingFeed.objects.select_for_update()
    found = held.filter(kind=own.kind, slug=own.slug, form=own.form).first()
    if not wanted or (found is not None and found.content_hash):
        return found
    made = document(own)
    if found is not None or made is None:
        raise RefusedRequest("hub.topic is not the address of a feed that is here.")
    feed, is_new = OutgoingFeed.objects.get_or_create(
        kind=own.kind, slug=own.slug, form=own.form, defaults={"stamp": own.stamp, "check_at": now}
    )
    if is_new:
        put_in(feed, made)
        feed.save()
    return feed


def make_room(domain: str) -> None:
    """Raises RefusedRequest where there are enough subscribers at a domain, or at all."""
    there = Subscriber.objects.filter(domain=domain)
    if there.filter(lease_ends_at=None).count() >= MOST_WAITING_A_DOMAIN:
        raise RefusedRequest(f"{MOST_WAITING_A_DOMAIN} requests for {domain} are not confirmed yet. Try again later.")
    if there.count() >= MOST_A_DOMAIN or Subscriber.objects.count() >= MOST:
        raise RefusedRequest(f"There are too many subscriptions of {domain} or in all. Read the feed instead.")
