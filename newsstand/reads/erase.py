"""Readers' keys go with their day; the counters stay."""

from datetime import datetime, timedelta

from newsstand.lib.day_keys import throw_away_salts
from newsstand.lib.drain_segments import forget_marks
from newsstand.reads.models import Once

MOST_AT_ONCE = 20_000


def erase_old(*, now: datetime) -> int:
    """Erase salts and keys of days that are over, yesterday's keys an hour late. Returns how many rows went.

    Events of the last minutes of a day are counted after it, so its keys wait; nobody can make them again by then.
    """
    gone = throw_away_salts(now=now)
    ids = Once.objects.filter(day__lt=(now - timedelta(hours=1)).date()).order_by("pk").values_list("pk", flat=True)
    count, _ = Once.objects.filter(pk__in=list(ids[:MOST_AT_ONCE])).delete()
    return gone + count + forget_marks(now=now)
