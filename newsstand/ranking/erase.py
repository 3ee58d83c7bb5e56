"""What has been kept long enough goes."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from newsstand.lib.day_keys import throw_away_salts
from newsstand.ranking.candidates import LIVE
from newsstand.ranking.models import Candidate, PageOrder, Reading, Signal
from newsstand.ranking.trends import PAST, WINDOW

MOST_AT_ONCE = 5000


def erase_old(*, now: datetime) -> int:
    """Erase signals and orders after NEWSSTAND_SIGNAL_DAYS, yesterday's salts, and what nothing asks for any more.

    Returns how many rows went. A few thousand of each kind at once, so that nobody waits for the database.
    """
    since = now - timedelta(days=settings.NEWSSTAND_SIGNAL_DAYS)
    gone = throw_away_salts(now=now)
    gone += erase(Signal.objects.filter(at__lt=since))
    gone += erase(PageOrder.objects.filter(at__lt=since))
    gone += erase(Reading.objects.filter(hour__lt=min(since, now - LIVE - PAST - WINDOW)))
    gone += erase(Candidate.objects.filter(published_at__lt=now - 2 * LIVE))
    return gone


def erase(rows: QuerySet[Any]) -> int:
    """The oldest few thousand of these rows."""
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
    count, _ = rows.model.objects.filter(pk__in=ids).delete() if ids else (0, {})
    return int(count)
