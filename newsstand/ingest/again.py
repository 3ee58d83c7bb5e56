"""An item is run again: the next reading of its feed decides about it afresh."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from newsstand.ingest.models import Item
from newsstand.publishers.join import RefusedError
from newsstand.publishers.models import Feed

# Whoever presses a button makes us ask somebody else's server no more often than this.
BETWEEN_READINGS = timedelta(minutes=5)


@transaction.atomic
def run_again(*, item: Item, now: datetime) -> Item:
    """Forget what the item said and make its feed due, so that the worker reads it and decides about the item afresh.

    Raises RefusedError when the feed is retired or is being read at this moment.
    1. Load: the feed, and when it may be asked again.
    2. Decide: a feed that a worker holds would overwrite what is asked here.
    3. Save: no validators, so that the feed is read whole; no memory of what the item said; who asked when.
    """
    feed = Feed.objects.get(pk=item.feed_id)
    if feed.retired_at is not None:
        raise RefusedError("This feed is retired: it is not read any more, so nothing can be run again.")
    soonest = max(now, feed.checked_at + BETWEEN_READINGS) if feed.checked_at else now
    free = Feed.objects.filter(Q(leased_until=None) | Q(leased_until__lte=now), pk=feed.pk, retired_at=None)
    # A server that failed or asked us to wait is waited for.
    due = feed.next_check_at if feed.error else min(feed.next_check_at, soonest)
    if not free.update(next_check_at=due, etag="", last_modified="", body_hash=""):
        raise RefusedError("The feed is being read at this moment. Try again in a minute.")
    Item.objects.filter(pk=item.pk).update(content_hash="", again_at=now)
    item.refresh_from_db()
    return item


def what_came(item: Item, feed: Feed) -> str:
    """What came of running an item again, as a sentence; "" when nobody asked for it."""
    if item.again_at is None:
        return ""
    if item.decided_at > item.again_at:
        return f"Run again: {item.get_outcome_display()}."
    if feed.checked_at is None or feed.checked_at <= item.again_at:
        return f"To be run again: the feed is read at {feed.next_check_at:%H:%M} UTC or soon after."
    if feed.error:
        return f"Not run again yet: the feed could not be read. {feed.error}"
    return "The feed was read again, and this item was not in it any more."
