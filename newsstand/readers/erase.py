"""What was kept long enough goes, and what its reader wants gone goes at once."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from newsstand.accounts.models import User
from newsstand.ranking.models import PageOrder, Signal
from newsstand.readers.models import AdsOff, Affinity, Digest, Follow, FrontPage, Hidden, Mailing, Saved, Seen
from newsstand.readers.news import REMEMBERED

MOST_AT_ONCE = 5000


def erase_old(*, now: datetime) -> int:
    """Erase history after NEWSSTAND_HISTORY_DAYS, and what mails held when it can come again in none of them.

    Returns how many rows went. A few thousand of each kind at once, so that nobody waits for the database.
    """
    since = now - timedelta(days=settings.NEWSSTAND_HISTORY_DAYS)
    gone = erase_oldest(Seen.objects.filter(at__lt=since))
    return gone + erase_oldest(Mailing.objects.filter(made_at__lt=now - REMEMBERED))


def erase_oldest(rows: "QuerySet[Any]") -> int:
    """The first few thousand of these rows."""
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
    count, _ = rows.model.objects.filter(pk__in=ids).delete() if ids else (0, {})
    return int(count)


@transaction.atomic
def erase_all(*, user: User) -> None:
    """Erase all that these tables know of a user: what they follow, saved, opened and hid, their digest, which ads
    they switched off, what their page believes and what that was learnt from. The account stays, and what they said
    under articles.

    1. Load nothing.
    2. Decide: it is theirs. Whether the page may learn and keep a history is no knowledge but their word, and holds on.
    3. Delete.
    """
    for model in (Follow, Saved, Seen, Hidden, Affinity, Signal, PageOrder, Digest, AdsOff):
        rows: QuerySet[Any] = model.objects.filter(user=user)
        rows.delete()
    FrontPage.objects.filter(user=user).update(place=None)
