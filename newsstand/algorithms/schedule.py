"""When to look at a feed again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

SOONEST = timedelta(minutes=15)
LATEST = timedelta(hours=24)
UNKNOWN = timedelta(hours=1)
LONGEST_PAUSE = timedelta(days=7)
JITTER = 0.1


def interval(published: Sequence[datetime], *, now: datetime, hint: timedelta | None = None) -> timedelta:
    """Half the usual gap between the newest entries, never under what the server asks for (`hint`), within bounds.

    A feed that has been silent for long is asked less and less often: the time since its newest entry counts as a gap.
    """
    newest = sorted((moment for moment in published if moment <= now), reverse=True)[:10]
    wanted = UNKNOWN
    if newest:
        span = now - newest[-1]
        wanted = span / len(newest) / 2
    wanted = max(SOONEST, wanted)
    if hint is not None:
        wanted = max(wanted, hint)
    return min(wanted, LATEST)


def after_success(
    published: Sequence[datetime], *, now: datetime, jitter: float, hint: timedelta | None = None
) -> datetime:
    """The next look after a good one. `jitter` is a drawn number from 0 to 1."""
    wait = interval(published, now=now, hint=hint)
    return now + wait * (1 + JITTER * (2 * jitter - 1))


def after_error(errors: int, *, now: datetime, jitter: float, retry_after: timedelta | None = None) -> datetime:
    """The next look after `errors` failures in a row (1 and up): twice as long each time, at most a week, never never.

    What the server asks for in Retry-After is waited for, within the same bound.
    """
    doublings = min(max(errors, 1) - 1, 12)
    wait: timedelta = min(SOONEST * float(2**doublings), LONGEST_PAUSE)
    if retry_after is not None:
        wait = min(max(wait, retry_after), LONGEST_PAUSE)
    return now + wait * (1 + JITTER * jitter)
