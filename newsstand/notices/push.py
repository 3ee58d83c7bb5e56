"""Notices are pushed to the devices that asked for it (RFC 8030, 8291, 8292), through the one door."""

import asyncio
import json
import logging
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from random import random

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from django.db import transaction

from newsstand.algorithms import schedule, websub_hub
from newsstand.algorithms.web_push import SALT, encrypt, from_text
from newsstand.lib.http import Door, DoorError, Limits, NotNow, Reply
from newsstand.lib.leases import claim, in_thread
from newsstand.notices.models import Device, Notice
from newsstand.notices.push_keys import credentials
from newsstand.notices.wishes import wishes_of

LEASE = timedelta(minutes=5)
LIMITS = Limits(seconds=15, body_bytes=100_000, redirects=0)
# What could not be pushed for a day is no news; the push service is told the same.
GOOD_FOR = timedelta(days=1)
LONGEST_TEXT = 240
# The push service says that nobody listens there any more (RFC 8030, section 7.3).
GONE = {404, 410}
HOPELESS = {"refused-address", "bad-address"}
# It will never take this very message.
TOO_LARGE = 413

Answer = Reply | DoorError
log = logging.getLogger(__name__)


async def push_due(*, door: Door, clock: Callable[[], datetime], most: int) -> int:
    """Push one notice each to up to `most` devices that are due, all at the same time; returns how many were due.

    1. Load: claim them. 2. Decide which notice is next. 3. Save what came of it, where the lease still stands. A
    worker that is killed between may push a notice again: it has the same tag, and the browser shows it once.
    """
    claimed = await in_thread(claim_due, clock(), most)
    await asyncio.gather(*(attend(device, door, clock) for device in claimed))
    return len(claimed)


def claim_due(now: datetime, most: int) -> list[Device]:
    return claim(Device.objects.due(now).select_related("user"), now=now, lease=LEASE, most=most)


async def attend(device: Device, door: Door, clock: Callable[[], datetime]) -> None:
    """Push the next notice to one device. A fault of ours stops no other."""
    try:
        notice = await in_thread(next_notice, device, clock())
        if notice is None:
            await in_thread(rest, device)
            return
        now = clock()
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Encoding": "aes128gcm",
            "TTL": str(int(GOOD_FOR.total_seconds())),
            "Urgency": "normal",
        }
        try:
            answer: Answer = await door.post(
                device.endpoint,
                body=sealed(device, notice),
                headers=headers,
                limits=LIMITS,
                kind="push",
                credentials=credentials(device.endpoint, now=now),
            )
        except DoorError as error:
            answer = error
        await in_thread(settle, device, notice, answer, clock())
    except Exception:
        # Its lease runs out, and it comes back.
        log.exception("The device %s could not be told.", device.pk)


def next_notice(device: Device, now: datetime) -> Notice | None:
    """The first notice that the device was not told: unread, of today, of a kind that its user wants pushed."""
    if not device.user.is_active:
        return None
    kinds = [kind for kind, ways in wishes_of(device.user).items() if ways.push]
    fresh = Notice.objects.filter(user=device.user, pk__gt=device.told_until, made_at__gt=now - GOOD_FOR)
    return fresh.filter(kind__in=kinds).unread().heard().order_by("pk").first()


def sealed(device: Device, notice: Notice) -> bytes:
    """What the browser is to show, encrypted for it alone."""
    text = notice.text if len(notice.text) <= LONGEST_TEXT else notice.text[: LONGEST_TEXT - 1] + "…"
    said = {"title": notice.title, "text": text, "address": f"/you/notices/{notice.pk}", "tag": f"notice-{notice.pk}"}
    return encrypt(
        json.dumps(said, ensure_ascii=False).encode(),
        receiver=from_text(device.p256dh),
        auth=from_text(device.auth),
        sender=generate_private_key(SECP256R1()),
        salt=os.urandom(SALT),
    )


@transaction.atomic
def rest(device: Device) -> None:
    """There is nothing to tell, unless a notice was made meanwhile: then it is due since another moment."""
    row = Device.objects.select_for_update().filter(pk=device.pk, leased_until=device.leased_until).first()
    if row is not None:
        row.due_at = None if row.due_at == device.due_at else row.due_at
        row.leased_until = None
        row.save(update_fields=["due_at", "leased_until"])


@transaction.atomic
def settle(device: Device, notice: Notice, answer: Answer, now: datetime) -> None:
    """Save what the push service said."""
    own = Device.objects.filter(pk=device.pk, leased_until=device.leased_until)
    row = own.select_for_update(of=("self",)).first()
    if row is None:
        return
    status = answer.status if isinstance(answer, Reply) else 0
    if 200 <= status < 300:
        Notice.objects.filter(pk=notice.pk, pushed_at=None).update(pushed_at=now)
        # There may be more: it is looked at again at once.
        own.update(told_until=notice.pk, tries=0, failing_since=None, error="", due_at=now, leased_until=None)
    elif isinstance(answer, NotNow):
        own.update(leased_until=None, due_at=now + answer.again_in)
    elif status in GONE or (isinstance(answer, DoorError) and answer.code in HOPELESS):
        own.delete()
    elif status == TOO_LARGE:
        own.update(told_until=notice.pk, due_at=now, leased_until=None)
    else:
        failed(row, answer, now)


def failed(row: Device, answer: Answer, now: datetime) -> None:
    """It is tried again, ever later or when the push service says; after three days the device is let go."""
    since = row.failing_since or now
    if websub_hub.given_up(since, now=now):
        row.delete()
        return
    wait, error = None, f"The push service answered {answer.status}." if isinstance(answer, Reply) else answer.reason
    if isinstance(answer, Reply):
        wait = schedule.retry_after(answer.headers.get("retry-after", ""), now=now)
    due_at = websub_hub.try_again(row.tries + 1, now=now, jitter=random(), retry_after=wait)  # noqa: S311
    row.tries, row.failing_since, row.error = row.tries + 1, since, error[:300]
    row.due_at, row.leased_until = due_at, None
    row.save(update_fields=["tries", "failing_since", "error", "due_at", "leased_until"])
