"""Reads in this machine's segments become counters, each exactly once (lib.drain_segments)."""

import logging
from datetime import datetime

from newsstand.algorithms.read_log import events_of, known
from newsstand.lib import drain_segments
from newsstand.reads.count import count
from newsstand.reads.log import folder

log = logging.getLogger(__name__)


def drain(*, now: datetime) -> int:
    """Count what this machine's segments hold, and delete those to which nothing will be added. Returns the bytes.

    0 when there was nothing, or when another process of this machine is at it.
    """
    return drain_segments.drain(folder(), count_lines, now=now)


def count_lines(lines: bytes, name: str, _: int) -> None:
    """Count whole lines; one that is no event is left out, and the log says so. Inside a transaction."""
    found = list(events_of(lines))
    events = known(found)
    count(events)
    if len(events) < len(found):
        log.error("%s: %d lines are no events, and were left out.", name, len(found) - len(events))
