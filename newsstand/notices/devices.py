"""Browsers that asked for web push: asked for by their user, and given up by them or by their push service."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from newsstand.accounts.models import User
from newsstand.algorithms.web_push import AUTH, from_text, read_point
from newsstand.lib.reachable import reachable
from newsstand.notices.models import Device, Notice

MOST = 20
LONGEST_ENDPOINT = 1000


class DeviceError(ValueError):
    """A subscription that no browser makes; the message says what is wrong with it."""


def digest_of(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()


@transaction.atomic
def add_device(*, user: User, endpoint: str, p256dh: str, auth: str, name: str, now: datetime) -> Device:
    """From now on, push this user's notices to this browser; the same browser again is the same device, whose it was.

    `endpoint` is where its push service listens, `p256dh` and `auth` its keys as base64url. Raises DeviceError for an
    address that we do not push to and for keys that are none.
    1. Load the device, and how many the user has.
    2. Decide: address and keys; of more than 20 devices the oldest go.
    3. Save; it is told what comes from now on.
    """
    check(endpoint, p256dh, auth)
    last = Notice.objects.filter(user=user).aggregate(last=Max("pk"))["last"] or 0
    device, _ = Device.objects.update_or_create(
        digest=digest_of(endpoint),
        defaults={
            "user": user,
            "endpoint": endpoint,
            "p256dh": p256dh,
            "auth": auth,
            "name": name[:80],
            "since": now,
            "told_until": last,
            "due_at": None,
            "leased_until": None,
            "tries": 0,
            "failing_since": None,
            "error": "",
        },
    )
    old = Device.objects.filter(user=user).order_by("-since", "-pk").values_list("pk", flat=True)[MOST:]
    Device.objects.filter(pk__in=list(old)).delete()
    return device


def check(endpoint: str, p256dh: str, auth: str) -> None:
    """Raises DeviceError where a message could not be pushed there."""
    networks = settings.NEWSSTAND_WEBSUB_NETWORKS
    if len(endpoint) > LONGEST_ENDPOINT or not reachable(endpoint, networks):
        raise DeviceError("The push service is at no address of the public internet.")
    # Where the operator has opened a private network to strangers' addresses, a push service of the house may be there.
    if not endpoint.lower().startswith("https://") and reachable(endpoint, ()):
        raise DeviceError("A push service is asked by https alone.")
    try:
        read_point(from_text(p256dh))
        secret = from_text(auth)
    except ValueError as error:
        raise DeviceError(f"The keys of the browser make no sense. {error}") from None
    if len(secret) != AUTH:
        raise DeviceError(f"The secret of the browser has {len(secret)} bytes; {AUTH} are right.")


def remove_device(*, user: User, number: int = 0, endpoint: str = "") -> bool:
    """Push nothing to this device of the user's any more, named by its number or its endpoint; whether there was one.

    1. Load nothing. 2. Decide nothing: only the user's own is found. 3. Delete.
    """
    mine = Device.objects.filter(user=user)
    found = mine.filter(digest=digest_of(endpoint)) if endpoint else mine.filter(pk=number)
    return bool(found.delete()[0])
