"""Hubs are asked to push, to go on pushing, and to stop."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from random import random
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction

from newsstand.algorithms import websub
from newsstand.ingest.models import Subscription
from newsstand.ingest.subscribe import back_to_polling, is_private, leave_the_retired
from newsstand.lib.http import Door, DoorError, NotNow, Reply
from newsstand.lib.leases import claim, in_thread
from newsstand.publishers.models import Feed

LEASE = timedelta(minutes=5)
# A hub that does not answer when we leave finds out by itself.
MOST_FAREWELLS = 5
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

Answer = Reply | DoorError
log = logging.getLogger(__name__)


async def ask_due_hubs(*, door: Door, clock: Callable[[], datetime], most: int) -> int:
    """Ask the hubs of up to `most` subscriptions that are due; returns how many.

    1. Load: claim them; what was asked is written down before it is sent, since a hub may come back at once.
    2. Decide: one request each, all at the same time.
    3. Save: what was answered, where no other worker has taken it over.
    """
    claimed = await in_thread(claim_due, clock(), most)
    await asyncio.gather(*(ask(row, door, clock) for row in claimed))
    return len(claimed)


def claim_due(now: datetime, most: int) -> list[Subscription]:
    leave_the_retired(now)
    return claim(Subscription.objects.due(now), now=now, lease=LEASE, most=most)


async def ask(subscription: Subscription, door: Door, clock: Callable[[], datetime]) -> None:
    """Ask one hub once. A fault of ours stops no other."""
    try:
        form = await in_thread(prepare, subscription, clock())
        if form is None:
            return
        try:
            body = urlencode(form).encode()
            answer: Answer = await door.post(subscription.hub, body=body, headers=FORM, kind="hub")
        except DoorError as error:
            answer = error
        await in_thread(settle, subscription, answer, clock())
    except Exception:
        # Its lease runs out, and it comes back.
        log.exception("The hub %s could not be asked.", subscription.hub)


@transaction.atomic
def prepare(subscription: Subscription, now: datetime) -> dict[str, str] | None:
    """Write down what is asked for, and give the form that asks for it; None where there is nothing to ask.

    A lease that has run out is noticed here: the feed is polled as any other until the hub is back.
    """
    Feed.objects.select_for_update().filter(pk=subscription.feed_id).first()
    own = Subscription.objects.filter(pk=subscription.pk, leased_until=subscription.leased_until)
    row = own.select_for_update(of=("self",)).first()
    if row is None:
        return None
    over = row.lease_ends_at is not None and row.lease_ends_at <= now
    if over and row.wanted:
        back_to_polling(row.feed_id, now)
        own.update(lease_ends_at=None)
    if not row.wanted and (over or row.tries >= MOST_FAREWELLS):
        row.delete()
        return None
    mode = "subscribe" if row.wanted else "unsubscribe"
    own.update(pending=mode, tries=row.tries + 1)
    subscription.pending, subscription.tries = mode, row.tries + 1
    subscription.lease_ends_at = None if over else row.lease_ends_at
    callback = f"{settings.NEWSSTAND_URL}/websub/{row.token}"
    return websub.request(mode, offer=websub.Offer(row.hub, row.topic), callback=callback, secret=row.secret)


def settle(subscription: Subscription, answer: Answer, now: datetime) -> None:
    """Save what a hub answered and give the lease back. One that has come back meanwhile has said when it is due."""
    own = Subscription.objects.filter(pk=subscription.pk, leased_until=subscription.leased_until)
    due_at = websub.ask_again(
        subscription.tries,
        now=now,
        jitter=random(),  # noqa: S311
        end=subscription.lease_ends_at,
    )
    tries = subscription.tries
    if isinstance(answer, NotNow):
        due_at, tries = now + answer.again_in, tries - 1
    if subscription.secret and overheard(answer):
        own.update(secret="")
    error = "" if isinstance(answer, NotNow) else complaint(answer)[:500].replace("\x00", "")
    waiting = own.filter(pending=subscription.pending)
    if not waiting.update(due_at=due_at, tries=tries, error=error, leased_until=None):
        own.update(leased_until=None)


def overheard(answer: Answer) -> bool:
    """Whether a hub sent us on to where everybody can listen: a secret that was told there is none any more."""
    return isinstance(answer, Reply) and not all(is_private(hop.url) for hop in answer.hops)


def complaint(answer: Answer) -> str:
    """Why a hub did not take our request, as a sentence; "" when it did."""
    if isinstance(answer, DoorError):
        return f"The hub could not be asked. {answer.reason}"
    if 200 <= answer.status < 300:
        return ""
    said = " ".join(answer.body[:300].decode("utf-8", "replace").split())
    return f"The hub answered {answer.status}: {said}" if said else f"The hub answered {answer.status}."
