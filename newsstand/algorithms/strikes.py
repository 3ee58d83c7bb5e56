"""What strikes mean: they run out, and each one that runs beside others keeps from submitting for longer.

The numbers are those of the field (research: peers.md C7): a warning, seven days, thirty days; each lapses after 90.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

LIVES_DAYS = 90
LIVES = timedelta(days=LIVES_DAYS)
# For the first, the second, and every further strike that runs at the same time.
PAUSES_DAYS = (0, 7, 30)


def pause_days(how_many: int) -> int:
    """For how many days nothing may be submitted after the strike that is the `how_many`-th of those that run."""
    return PAUSES_DAYS[min(how_many, len(PAUSES_DAYS)) - 1] if how_many > 0 else 0


def paused_until(given: Sequence[datetime], now: datetime) -> datetime | None:
    """Until when nothing may be submitted, by the moments at which strikes were given that were not lifted; else None.

    A strike counts those that still ran when it was given, itself among them.
    """
    latest: datetime | None = None
    for moment in given:
        running = sum(1 for other in given if moment - LIVES < other <= moment)
        until = moment + timedelta(days=pause_days(running))
        if until > now and (latest is None or until > latest):
            latest = until
    return latest


def running(given: Sequence[datetime], now: datetime) -> int:
    """How many strikes run at `now`."""
    return sum(1 for moment in given if moment <= now < moment + LIVES)
