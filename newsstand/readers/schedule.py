"""When a reader wants their digest: every decision of theirs about it."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import transaction

from newsstand.accounts.mailable import may_be_mailed
from newsstand.accounts.models import User
from newsstand.algorithms.digest import Schedule, next_time
from newsstand.readers.aims import may_act
from newsstand.readers.errors import RefusedError
from newsstand.readers.models import Digest

# What the first digest tells.
FIRST = timedelta(days=1)
UNCONFIRMED = (
    "Your e-mail address is not confirmed yet: open the link in the mail that we sent you, or have it sent again under "
    "“Change your e-mail address”."
)


def digest_of(user: User, *, now: datetime) -> Digest:
    """The user's digest; one that is off and not stored, where they never asked for any."""
    found = Digest.objects.filter(user=user).first()
    return found or Digest(user=user, zone=settings.TIME_ZONE, told_until=now - FIRST)


def zone_named(name: str) -> tzinfo:
    """The time zone of that name. Raises RefusedError for none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise RefusedError(f"There is no time zone “{name[:60]}”: choose one from the list.") from None


def schedule_of(digest: Digest) -> Schedule:
    """When the digest is due. A zone that the machine does not know any more is read as UTC."""
    try:
        zone = zone_named(digest.zone)
    except RefusedError:
        zone = UTC
    return Schedule(digest.hour, zone, frozenset(map(int, digest.days)))


@transaction.atomic
def choose_digest(*, user: User, is_on: bool, hour: int, days: Collection[int], zone: str, now: datetime) -> Digest:
    """Send it at this hour of these days (0 is Monday) by the clock of this zone, or do not send it.

    Raises RefusedError for what no clock or calendar has, and for an address that is not confirmed.
    1. Load the digest, locked.
    2. Decide the next time (algorithms.digest).
    3. Save.
    """
    may_act(user)
    try:
        schedule = Schedule(hour, zone_named(zone), frozenset(days))
    except ValueError as error:
        raise RefusedError(str(error)) from None
    if is_on and not may_be_mailed(user):
        raise RefusedError(UNCONFIRMED)
    digest = locked(user, now)
    if is_on and not digest.is_on:
        # Who comes back after a year wants the news of the day.
        digest.told_until = max(digest.told_until, now - FIRST)
    digest.is_on, digest.hour, digest.zone = is_on, hour, zone
    digest.days = "".join(map(str, sorted(frozenset(days))))
    digest.due_at = next_time(schedule, after=now) if is_on else None
    digest.attempts, digest.error = 0, ""
    digest.save()
    return digest


@transaction.atomic
def switch_off(*, user: User) -> None:
    """Send no digest any more; twice is as good as once. Works for everybody, whoever they are signed in as.

    1. Load the digest, locked. 2. Decide nothing. 3. Save that it is off.
    """
    digest = Digest.objects.select_for_update().filter(user=user).first()
    if digest is not None:
        digest.is_on, digest.due_at = False, None
        digest.save(update_fields=["is_on", "due_at"])


@transaction.atomic
def send_now(*, user: User, now: datetime) -> Digest:
    """Have one made now, whether or not there is a digest at other times; the worker sends it within seconds.

    Raises RefusedError for an address that is not confirmed.
    1. Load the digest, locked.
    2. Decide whether they may have mail.
    3. Save that it is due.
    """
    may_act(user)
    if not may_be_mailed(user):
        raise RefusedError(UNCONFIRMED)
    digest = locked(user, now)
    digest.due_at, digest.attempts, digest.error = now, 0, ""
    digest.save(update_fields=["due_at", "attempts", "error"])
    return digest


def locked(user: User, now: datetime) -> Digest:
    """The user's digest, made where there was none, ours until the transaction ends."""
    Digest.objects.get_or_create(user=user, defaults={"zone": settings.TIME_ZONE, "told_until": now - FIRST})
    return Digest.objects.select_for_update().get(user=user)


def after(digest: Digest, *, now: datetime) -> datetime | None:
    """When the next one is due after this one; None where it is off."""
    return next_time(schedule_of(digest), after=now) if digest.is_on else None
