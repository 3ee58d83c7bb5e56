"""Write down what was done at the counter."""

from datetime import datetime

from newsstand.accounts.models import User
from newsstand.advertisers.models import Advertiser, CounterDeed


def note_deed(
    *, by: User | None, said: str, now: datetime, advertiser: Advertiser | None = None, micros: int | None = None
) -> CounterDeed:
    """Keep a sentence such as "Marked 2026-00017 as paid", inside the caller's transaction; `by` None: the site."""
    return CounterDeed.objects.create(by=by, at=now, said=said[:500], advertiser=advertiser, micros=micros)
