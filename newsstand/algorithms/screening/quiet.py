"""Quiet hours: times of day between which everything waits for a moderator."""

from datetime import time


def is_quiet(at: time, start: time | None, end: time | None) -> bool:
    """Whether a time of day lies between `start` and `end`, which may be on the next day; never where one is missing.

    The same time twice is the whole day.
    """
    if start is None or end is None:
        return False
    if start < end:
        return start <= at < end
    return at >= start or at < end
