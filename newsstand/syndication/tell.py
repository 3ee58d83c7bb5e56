"""Subscribers are asked whether they meant it, and told what is new."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from random import random

from django.db import transaction

from newsstand.algorithms import schedule, websub, websub_hub
from newsstand.lib.http import Door, DoorError, Limits, NotNow, Reply
from newsstand.lib.leases import claim, in_thread
from newsstand.syndication.distribute import BETWEEN
from newsstand.syndication.models import OutgoingFeed, Subscriber

LEASE = timedelta(minutes=5)
# A redirect is no consent (section 5.3) and no receipt (section 7).
LIMITS = Limits(seconds=15, body_bytes=1_000_000, redirects=0)
MOST_QUESTIONS = 3
# What asking again does not change: an address that may not be reached, or is none.
HOPELESS = {"refused-address", "bad-address"}
GONE = 410

Answer = Reply | DoorError
log = logging.getLogger(__name__)


async def tell_subscribers(*, door: Door, clock: Callable[[], datetime], most: int) -> int:
    """Ask or tell up to `most` subscribers that are due, all at the same time; returns how many.

    1. Load: claim them. 2. Decide what each is due for. 3. Save what came of it, where the lease still stands.
    """
    claimed = await in_thread(claim_due, clock(), most)
    await asyncio.gather(*(attend(row, door, clock) for row in claimed))
    return len(claimed)


def claim_due(now: datetime, most: int) -> list[Subscriber]:
    return claim(Subscriber.objects.due(now).select_related("feed"), now=now, lease=LEASE, most=most)


async def attend(subscriber: Subscriber, door: Door, clock: Callable[[], datetime]) -> None:
    """Do what one subscriber is due for. A fault of ours stops no other."""
    now = clock()
    feed = subscriber.feed
    try:
        if subscriber.pending:
            await question(subscriber, door, clock)
        elif subscriber.lease_ends_at is None or subscriber.lease_ends_at <= now:
            await in_thread(let_go, subscriber)
        elif feed.content_hash in {"", subscriber.delivered_hash}:
            await in_thread(delivered, subscriber, subscriber.delivered_hash, None)
        else:
            await deliver(subscriber, door, clock)
    except Exception:
        # Its lease runs out, and it comes back.
        log.exception("The subscriber %s could not be told.", subscriber.callback)


async def question(subscriber: Subscriber, door: Door, clock: Callable[[], datetime]) -> None:
    """Ask whether it meant what was asked for in its name (section 5.3), or tell it that it is denied (5.2)."""
    challenge = secrets.token_urlsafe(24)
    said = {"mode": subscriber.pending, "topic": subscriber.feed.url}
    if subscriber.pending == "denied":
        said["reason"] = subscriber.reason
    else:
        said["challenge"] = challenge
    if subscriber.pending == "subscribe":
        said["lease_seconds"] = str(subscriber.pending_seconds)
    try:
        address = websub_hub.question(subscriber.callback, **said)
        answer: Answer = await door.get(address, limits=LIMITS, kind="subscriber")
    except DoorError as error:
        answer = error
    await in_thread(settle_question, subscriber, answer, challenge, clock())


@transaction.atomic
def settle_question(subscriber: Subscriber, answer: Answer, challenge: str, now: datetime) -> None:
    """Save what a subscriber answered. A newer request than the one it was asked about stays to be asked."""
    own = Subscriber.objects.filter(pk=subscriber.pk, leased_until=subscriber.leased_until)
    row = own.select_for_update(of=("self",)).first()
    if row is None:
        return
    if row.asked_at != subscriber.asked_at:
        own.update(leased_until=None)
    elif isinstance(answer, NotNow):
        own.update(leased_until=None, due_at=now + answer.again_in)
    elif row.pending == "denied":
        own.delete()
    elif isinstance(answer, Reply) and 200 <= answer.status < 300 and answer.body.strip() == challenge.encode():
        agreed(row, now)
    elif unsure(answer) and row.tries + 1 < MOST_QUESTIONS:
        due_at = websub_hub.try_again(row.tries + 1, now=now, jitter=random())  # noqa: S311
        own.update(leased_until=None, tries=row.tries + 1, due_at=due_at)
    elif row.lease_ends_at is None:
        own.delete()
    else:
        own.update(leased_until=None, pending="", tries=0, due_at=now)


def unsure(answer: Answer) -> bool:
    """Whether it did not say no, but could not say anything."""
    return answer.code not in HOPELESS if isinstance(answer, DoorError) else answer.status >= 500


def agreed(row: Subscriber, now: datetime) -> None:
    """It did mean it. What stands in the feed at this moment it has read itself."""
    if row.pending == "unsubscribe":
        row.delete()
        return
    if row.lease_ends_at is None:
        row.delivered_hash = OutgoingFeed.objects.values_list("content_hash", flat=True).get(pk=row.feed_id)
    row.lease_ends_at = now + timedelta(seconds=row.pending_seconds)
    row.secret, row.pending, row.pending_secret, row.tries = row.pending_secret, "", "", 0
    # Looked at at once: the feed may have changed while it was asked.
    row.failing_since, row.error, row.due_at, row.leased_until = None, "", now, None
    row.save()


async def deliver(subscriber: Subscriber, door: Door, clock: Callable[[], datetime]) -> None:
    """Send the feed as it is now (section 7), signed where a secret was agreed on."""
    feed, body = subscriber.feed, bytes(subscriber.feed.body)
    headers = {"Content-Type": feed.content_type, "Link": feed.link}
    if subscriber.secret:
        headers["X-Hub-Signature"] = websub.sign(body, subscriber.secret)
    try:
        answer: Answer = await door.post(
            subscriber.callback, body=body, headers=headers, limits=LIMITS, kind="subscriber"
        )
    except DoorError as error:
        answer = error
    if isinstance(answer, Reply) and 200 <= answer.status < 300:
        await in_thread(delivered, subscriber, feed.content_hash, clock())
    else:
        await in_thread(failed, subscriber, answer, clock())


@transaction.atomic
def delivered(subscriber: Subscriber, content_hash: str, at: datetime | None) -> None:
    """It has this version of the feed, since `at` (None: for longer). Due again when the feed changes, or has."""
    own = Subscriber.objects.filter(pk=subscriber.pk, leased_until=subscriber.leased_until)
    row = own.select_for_update(of=("self",)).first()
    if row is None:
        return
    # Read after the row is held: whoever changes the feed makes its subscribers due afterwards.
    current = OutgoingFeed.objects.values_list("content_hash", flat=True).get(pk=row.feed_id)
    has_all = current in {"", content_hash} and not row.pending
    if has_all and row.lease_ends_at:
        row.due_at = row.lease_ends_at
    elif at is not None and not row.pending:
        row.due_at = at + BETWEEN
    row.delivered_hash, row.delivered_at = content_hash, at or row.delivered_at
    row.tries, row.failing_since, row.error, row.leased_until = 0, None, "", None
    row.save()


@transaction.atomic
def failed(subscriber: Subscriber, answer: Answer, now: datetime) -> None:
    """It did not take what is new: tried again, ever later, and let go after three days or when its lease ends."""
    own = Subscriber.objects.filter(pk=subscriber.pk, leased_until=subscriber.leased_until)
    row = own.select_for_update(of=("self",)).first()
    if row is None:
        return
    if row.pending:
        own.update(leased_until=None)
        return
    if isinstance(answer, NotNow):
        own.update(leased_until=None, due_at=now + answer.again_in)
        return
    since = row.failing_since or now
    if (isinstance(answer, Reply) and answer.status == GONE) or websub_hub.given_up(since, now=now):
        own.delete()
        return
    wait, error = None, f"It answered {answer.status}." if isinstance(answer, Reply) else answer.reason
    if isinstance(answer, Reply):
        wait = schedule.retry_after(answer.headers.get("retry-after", ""), now=now)
    due_at = websub_hub.try_again(row.tries + 1, now=now, jitter=random(), retry_after=wait)  # noqa: S311
    own.update(leased_until=None, tries=row.tries + 1, failing_since=since, error=error[:500], due_at=due_at)


def let_go(subscriber: Subscriber) -> None:
    """Its lease has ended and it did not ask for another one."""
    Subscriber.objects.filter(pk=subscriber.pk, leased_until=subscriber.leased_until, pending="").delete()
