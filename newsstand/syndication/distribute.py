"""Feeds of ours that changed are found, and their subscribers become due."""

import hashlib
import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from newsstand.lib.leases import claim
from newsstand.lib.stamps import versions
from newsstand.syndication.models import OutgoingFeed, Subscriber
from newsstand.syndication.outgoing import Document, document

LEASE = timedelta(minutes=2)
CHECK_EVERY = timedelta(minutes=5)
# On a busy day several changes go to a subscriber together.
BETWEEN = timedelta(seconds=15)
GONE = "This feed is not here any more."

log = logging.getLogger(__name__)


def notice_changes(*, now: datetime, most: int) -> int:
    """Look at up to `most` feeds whose stamps have moved; returns how many have changed.

    1. Load: claim them.
    2. Decide: the same bytes are no change, whatever was touched.
    3. Save: the new bytes, once for all subscribers, who become due. A feed that is gone denies them; one that nobody
       wants any more is forgotten.
    """
    changed = 0
    for feed in claim(OutgoingFeed.objects.due(now), now=now, lease=LEASE, most=most):
        try:
            changed += look_at(feed, now)
        except Exception:
            # Its lease runs out, and it comes back.
            log.exception("Our feed %s could not be made.", feed)
    return changed


@transaction.atomic
def look_at(feed: OutgoingFeed, now: datetime) -> bool:
    """Make one feed anew; whether it has changed."""
    own = OutgoingFeed.objects.select_for_update(of=("self",)).filter(pk=feed.pk, leased_until=feed.leased_until)
    if own.first() is None:
        return False
    subscribers = Subscriber.objects.filter(feed=feed)
    if not subscribers.exists():
        own.delete()
        return False
    # Read before the feed is made: what changes meanwhile is seen the next time.
    feed.seen = sum(versions([feed.stamp, "site"]))
    before, made = feed.content_hash, document(feed.own)
    put_in(feed, made)
    feed.check_at, feed.leased_until = now + CHECK_EVERY, None
    feed.save(update_fields=["url", "link", "content_type", "body", "content_hash", "seen", "check_at", "leased_until"])
    if feed.content_hash == before:
        return False
    if made is None:
        subscribers.update(pending="denied", reason=GONE, asked_at=now, due_at=now, tries=0)
    else:
        # Who is out of reach keeps its time, and gets what stands then.
        waiting = subscribers.filter(lease_ends_at__gt=now, pending="", tries=0)
        waiting.filter(delivered_at__gt=now - BETWEEN).update(due_at=F("delivered_at") + BETWEEN)
        waiting.exclude(delivered_at__gt=now - BETWEEN).update(due_at=now)
    return True


def put_in(feed: OutgoingFeed, made: Document | None) -> None:
    """Put a feed as it is sent into its row; nothing is saved. None: it is gone."""
    feed.body = made.body if made else b""
    feed.content_hash = hashlib.blake2b(made.body, digest_size=20).hexdigest() if made else ""
    if made:
        feed.url, feed.link, feed.content_type = made.url[:2000], made.link[:4000], made.content_type
