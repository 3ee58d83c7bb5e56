"""What a hub says to us at a subscription's own address: that it may push, that it will not, and what is new."""

from dataclasses import dataclass
from datetime import datetime
from random import random

from django.db import transaction
from django.db.models import F

from newsstand.algorithms import websub
from newsstand.algorithms.websub import Worth
from newsstand.ingest.models import Push, Subscription
from newsstand.ingest.subscribe import back_to_polling, ring
from newsstand.publishers.models import Feed

# A worker that is behind reads the feed itself: that is what all of them say.
MOST_WAITING = 10


@dataclass(frozen=True, slots=True)
class Question:
    """What a hub asks, in its own words: the parameters hub.mode, hub.topic and so on."""

    mode: str
    topic: str
    challenge: str = ""
    lease_seconds: str = ""
    reason: str = ""


def is_awaited(token: str) -> bool:
    """Whether there is a subscription with this token that we still want."""
    return Subscription.objects.filter(token=token, wanted=True).exists()


def held(token: str) -> Subscription | None:
    """The subscription with this token, its feed's row held before its own, as everybody does it."""
    found = Subscription.objects.filter(token=token).first()
    if found is None:
        return None
    Feed.objects.select_for_update().filter(pk=found.feed_id).first()
    return Subscription.objects.select_for_update(of=("self",)).select_related("feed").filter(pk=found.pk).first()


@transaction.atomic
def answer(*, token: str, question: Question, now: datetime) -> str | None:
    """What to answer a hub that comes back about a request of ours; None when we never asked for that.

    1. Load: the subscription, by the unguessable part of its address.
    2. Decide: a denial for our topic is believed; an intent only where it is ours.
    3. Save: the lease and when to renew it; the end; or why the hub will not.
    """
    subscription = held(token)
    if subscription is None:
        return None
    if question.mode == "denied" and question.topic == subscription.topic:
        deny(subscription, question.reason, now)
        return ""
    # A hub that did not get our answer, or renews by itself, asks a second time.
    standing = "subscribe" if subscription.wanted and subscription.lease_ends_at else ""
    asked = subscription.pending or standing
    if not websub.confirms(question.mode, question.topic, question.challenge, asked=asked, of=subscription.topic):
        return None
    if question.mode == "unsubscribe":
        subscription.delete()
    else:
        confirm(subscription, websub.lease_end(question.lease_seconds, now=now), now)
    return question.challenge


def confirm(subscription: Subscription, end: datetime, now: datetime) -> None:
    """The hub pushes until `end`."""
    subscription.lease_ends_at = end
    subscription.due_at = websub.renew_at(end, now=now, jitter=random())  # noqa: S311
    subscription.pending, subscription.tries, subscription.error, subscription.denied_at = "", 0, "", None
    subscription.save(update_fields=["lease_ends_at", "due_at", "pending", "tries", "error", "denied_at"])
    Feed.objects.filter(pk=subscription.feed_id, pushed_until__isnull=False).update(pushed_until=end)


def deny(subscription: Subscription, reason: str, now: datetime) -> None:
    """The hub does not push, or not any more."""
    if not subscription.wanted:
        subscription.delete()
        return
    why = " ".join(reason.replace("\x00", "").split())[:400]
    subscription.error = f"The hub will not push this feed: {why}" if why else "The hub will not push this feed."
    subscription.lease_ends_at, subscription.denied_at, subscription.pending = None, now, ""
    subscription.tries, subscription.due_at = 0, now + websub.AFTER_DENIAL
    subscription.save(update_fields=["error", "lease_ends_at", "denied_at", "pending", "tries", "due_at"])
    back_to_polling(subscription.feed_id, now)


@transaction.atomic
def receive(*, token: str, body: bytes, content_type: str, signature: str, now: datetime) -> bool:
    """Take what a hub pushed; False where we do not want it any more.

    1. Load: the subscription.
    2. Decide: content with a good signature is stored for the worker. One that is old-fashioned, or a hub that could
       not be told a secret, makes us read the feed. What is not signed as agreed is counted and nothing more, and the
       hub is not told (section 7.1).
    3. Save: what came, and that the hub is to be relied on.
    """
    subscription = held(token)
    if subscription is None or not subscription.wanted or subscription.feed.retired_at is not None:
        return False
    worth = websub.worth(signature, body, subscription.secret)
    if subscription.secret and worth is Worth.NONE:
        Subscription.objects.filter(pk=subscription.pk).update(forged=F("forged") + 1, forged_at=now)
        return True
    if worth is not Worth.STRONG or subscription.pushes.count() >= MOST_WAITING:
        ring(subscription.feed_id, now)
    else:
        Push.objects.create(
            subscription=subscription, body=body, content_type=content_type[:200].replace("\x00", ""), arrived_at=now
        )
        if subscription.lease_ends_at is not None:
            Feed.objects.filter(pk=subscription.feed_id).update(pushed_until=subscription.lease_ends_at)
    Subscription.objects.filter(pk=subscription.pk).update(heard_at=now)
    return True
