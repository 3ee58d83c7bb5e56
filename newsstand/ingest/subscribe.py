"""Which feeds we want to be told about, by which hub, and when that ends."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Least

from newsstand.algorithms import websub
from newsstand.algorithms.domains import is_own
from newsstand.algorithms.feeds import Feed as ParsedFeed
from newsstand.ingest.models import Subscription
from newsstand.lib.addresses import read_address
from newsstand.lib.door_errors import DoorError
from newsstand.lib.reachable import reachable
from newsstand.lib.rows import select
from newsstand.publishers.models import Contract, Feed

# Whoever rings makes us read a feed no more often than this.
BETWEEN_READINGS = timedelta(minutes=1)
TOKEN_BYTES = 24


def can_be_called() -> bool:
    """Whether a hub can reach this installation at NEWSSTAND_URL."""
    return reachable(settings.NEWSSTAND_URL, settings.NEWSSTAND_WEBSUB_NETWORKS)


def note_offer(*, feed: Feed, parsed: ParsedFeed, headers: Mapping[str, str], now: datetime) -> None:
    """Want to be told by the hub that a reading of `feed` names, and by no other. Inside the reading's transaction.

    `headers` are those of the answer, with lower-case keys.
    1. Load: the subscription that is wanted now.
    2. Decide: `algorithms.websub.discover`; none at all where no hub could call us.
    3. Save: a new one that the worker asks for, and an end for what is not wanted any more.
    """
    offer = None
    there = select(Subscription, ["id"], feed=feed.pk, wanted=True)
    current = Subscription.objects.filter(feed=feed, wanted=True).first() if there else None
    if can_be_called():
        denied = current is not None and current.denied_at is not None
        hub = current.hub if current else ""
        offer = websub.discover(
            headers.get("link", ""),
            hubs=parsed.hubs,
            self_url=parsed.self_url,
            base=feed.address,
            kept="" if denied else hub,
            spurned=hub if denied else "",
        )
    if current is not None and offer == websub.Offer(current.hub, current.topic):
        return
    if current is not None:
        leave(current, now)
        feed.pushed_until = None
    if offer is not None:
        Subscription.objects.create(
            feed=feed,
            hub=offer.hub,
            topic=offer.topic,
            token=secrets.token_urlsafe(TOKEN_BYTES),
            secret=secrets.token_urlsafe(TOKEN_BYTES) if is_private(offer.hub) else "",
            due_at=now,
        )


def is_private(hub: str) -> bool:
    """Whether nobody listens on the way to a hub, so that it can be told a secret (section 5.1)."""
    try:
        address = read_address(hub)
    except DoorError:
        return False
    return address.scheme == "https" or is_own(address.host or "")


def leave(subscription: Subscription, now: datetime) -> None:
    """Want it no longer: the worker tells the hub, where the hub knows of it at all."""
    Feed.objects.filter(pk=subscription.feed_id).update(pushed_until=None)
    if subscription.lease_ends_at is None and not subscription.tries:
        subscription.delete()
        return
    Subscription.objects.filter(pk=subscription.pk).update(wanted=False, pending="", tries=0, due_at=now)


def leave_the_retired(now: datetime) -> None:
    """Nobody has to tell us of feeds that are not read any more."""
    unread = Q(feed__retired_at__isnull=False) | Q(feed__publisher__in=Contract.objects.suspended())
    for subscription in Subscription.objects.filter(unread, wanted=True)[:100]:
        with transaction.atomic():
            leave(subscription, now)


def back_to_polling(feed_id: int, now: datetime) -> None:
    """Nobody tells us of this feed any more: it is read now, and as often as any other from then on."""
    Feed.objects.filter(pk=feed_id).update(pushed_until=None)
    ring(feed_id, now)


def ring(feed_id: int, now: datetime) -> None:
    """Somebody says that the feed has changed: it is read as soon as may be. One that fails or waits keeps its time."""
    feed = Feed.objects.filter(pk=feed_id, retired_at=None, error="").first()
    if feed is None:
        return
    soonest = max(now, feed.checked_at + BETWEEN_READINGS) if feed.checked_at else now
    Feed.objects.filter(pk=feed_id).update(next_check_at=Least("next_check_at", soonest))


def note_miss(feed: Feed, now: datetime) -> None:
    """A reading of a feed that is pushed brought something new: unless the hub spoke since the reading before, it
    cannot be relied on until it speaks again."""
    silent = Q(heard_at=None) | (Q(heard_at__lt=feed.checked_at) if feed.checked_at else Q())
    if Subscription.objects.filter(silent, feed=feed, wanted=True).update(missed_at=now):
        Feed.objects.filter(pk=feed.pk).update(pushed_until=None)
        feed.pushed_until = None
