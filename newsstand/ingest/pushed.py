"""What hubs pushed is taken in as if it had been read."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from newsstand.algorithms import feeds, schedule
from newsstand.ingest.models import Push
from newsstand.ingest.read import Counts, take_in
from newsstand.ingest.subscribe import ring
from newsstand.lib.leases import claim, in_thread
from newsstand.publishers.models import Contract, Feed

LEASE = timedelta(minutes=5)
# What we stumble over so often is left; the feed is read instead.
MOST_TRIES = 3

log = logging.getLogger(__name__)


async def take_pushed(*, clock: Callable[[], datetime], most: int) -> int:
    """Take in up to `most` pushes, of each feed in the order in which they came; returns how many.

    1. Load: claim them. 2. Decide and 3. save: each in its own transaction, as a reading is.
    """
    claimed = await in_thread(claim_waiting, clock(), most)
    for push in claimed:
        try:
            await in_thread(take, push, clock())
        except Exception:
            # Its lease runs out, and it comes back.
            log.exception("What %s pushed could not be taken in.", push.subscription.hub)
        await asyncio.sleep(0)
    return len(claimed)


def claim_waiting(now: datetime, most: int) -> list[Push]:
    claimed = claim(Push.objects.due(now).select_related("subscription"), now=now, lease=LEASE, most=most)
    # Counted before it is tried: whoever is killed by it has counted it, too.
    Push.objects.filter(pk__in=[push.pk for push in claimed]).update(tries=F("tries") + 1)
    return claimed


def take(push: Push, now: datetime) -> Counts | None:
    """Take in one push; None when it brought nothing that could be: then the feed itself is read.

    It says what is new and may leave out all else, so that neither the feed's validators nor its title come from it.
    """
    feed_id = push.subscription.feed_id
    try:
        if push.tries >= MOST_TRIES:
            raise feeds.NotAFeed("text", "It was tried often enough.")
        base_url = push.subscription.topic
        parsed = feeds.parse(bytes(push.body), content_type=push.content_type, base_url=base_url)
    except feeds.NotAFeed:
        ring(feed_id, now)
        Push.objects.filter(pk=push.pk, leased_until=push.leased_until).delete()
        return None
    with transaction.atomic():
        feed = Feed.objects.select_for_update(of=("self",)).select_related("publisher").filter(pk=feed_id).first()
        own = Push.objects.select_for_update().filter(pk=push.pk, leased_until=push.leased_until)
        if feed is None or own.first() is None:
            return None
        counts = Counts()
        if feed.retired_at is None and not is_suspended(feed):
            counts = take_in(feed=feed, parsed=parsed, now=now)
        if counts.accepted or counts.changed:
            times = [*feed.change_times, now.isoformat()][-schedule.MOMENTS :]
            Feed.objects.filter(pk=feed_id).update(changed_at=now, change_times=times)
        own.delete()
    return counts


def is_suspended(feed: Feed) -> bool:
    return Contract.objects.suspended().filter(publisher=feed.publisher_id).exists()
