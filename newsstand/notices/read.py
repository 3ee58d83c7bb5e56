"""Notices that their user has read."""

from datetime import datetime

from newsstand.accounts.models import User
from newsstand.notices.models import Notice


def mark_read(*, user: User, number: int, now: datetime) -> Notice | None:
    """The user read this notice of theirs; None where they have none of this number. Twice is as good as once.

    1. Load the notice. 2. Decide nothing: only their own is found. 3. Save when it was read first.
    """
    found = Notice.objects.filter(user=user, pk=number).first()
    if found is not None and found.read_at is None:
        Notice.objects.filter(pk=found.pk, read_at=None).update(read_at=now)
        found.read_at = now
    return found


def mark_all_read(*, user: User, until: int, now: datetime) -> int:
    """The user read all of theirs up to the number `until`, the last that the page showed; returns how many were new.

    1. Load nothing. 2. Decide: what came after the page was made was not read. 3. Save.
    """
    return Notice.objects.filter(user=user, pk__lte=until, read_at=None).update(read_at=now)


def unread_count(user: User, most: int = 100) -> int:
    """How many they have not read, counted up to `most`. One query."""
    return Notice.objects.filter(user=user).unread().heard()[:most].count()
