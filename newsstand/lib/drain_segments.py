"""Events in this machine's segments are counted, each exactly once.

How far a segment was counted is saved in the transaction that counts it, and only where it stands as it was read: a
process that is killed in between has counted nothing, and of two that count the same only one does. A lock on the
folder keeps others of this machine from trying; nothing depends on it.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from newsstand.algorithms.event_lines import whole_lines
from newsstand.lib.models import Segment
from newsstand.lib.segments import ENDING, UNNAMED

PIECE = 256 * 1024
UNNAMED_SECONDS = 86_400.0
# A machine that was off for a while comes with events of days that are over.
MARK_DAYS = timedelta(days=400)
# Counts whole lines, inside a transaction; it is given the segment's name and where in it they begin.
Count = Callable[[bytes, str, int], None]


def drain(here: Path, count: Count, *, now: datetime, piece: int = PIECE) -> int:
    """Count what the segments of a folder hold, and delete those to which nothing will be added. Returns the bytes.

    `piece`: the most bytes that are counted in one transaction. 0 when there was nothing, or when another process of
    this machine is at it.
    """
    if not here.is_dir():
        return 0
    with alone(here) as is_ours:
        if not is_ours:
            return 0
        sweep(here, now)
        return sum(drain_segment(path, count, now, piece) for path in sorted(here.glob(f"*{ENDING}")))


@contextmanager
def alone(here: Path) -> Iterator[bool]:
    """Whether nobody else on this machine is counting; the kernel takes the lock from a process that is killed."""
    held = os.open(here / "counting", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield locked(held)
    finally:
        os.close(held)


def locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def drain_segment(path: Path, count: Count, now: datetime, piece: int) -> int:
    """Count one segment from where it was left; returns the bytes."""
    try:
        file = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return 0
    try:
        # Asked before reading: what is there then is all there will ever be.
        is_over = locked_for_reading(file)
        row = Segment.objects.filter(name=path.name).first()
        begun = offset = row.offset if row else 0
        while taken := take(file, path.name, offset, count, now, piece):
            offset += taken
        if is_over and taken == 0:
            path.unlink(missing_ok=True)
        return offset - begun
    finally:
        os.close(file)


def locked_for_reading(file: int) -> bool:
    """Whether its writer has ended or let go of it."""
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def take(file: int, name: str, offset: int, count: Count, now: datetime, most: int) -> int | None:
    """Count the next piece; returns its bytes, 0 at the end, and None when somebody else has counted it.

    1. Load: the whole lines from `offset` on.
    2. Decide: nothing; what lines mean is for `count`.
    3. Save: how far it is counted, if that stands as it was, and what `count` saves.
    """
    piece = os.pread(file, most, offset)
    end = whole_lines(piece)
    if not end:
        return 0
    with transaction.atomic():
        if not advance(name, offset, offset + end, now):
            return None
        count(piece[:end], name, offset)
    return end


def advance(name: str, offset: int, end: int, now: datetime) -> bool:
    """Move the mark from `offset` to `end`; false when it stood elsewhere. Inside a transaction."""
    if offset == 0:
        Segment.objects.get_or_create(name=name, defaults={"counted_at": now})
    return bool(Segment.objects.filter(name=name, offset=offset).update(offset=end, counted_at=now))


def sweep(here: Path, now: datetime) -> None:
    """Take away what a process left that was killed before its first event."""
    for path in here.glob(f"*{UNNAMED}"):
        if now.timestamp() - path.stat().st_mtime > UNNAMED_SECONDS:
            path.unlink(missing_ok=True)


def forget_marks(*, now: datetime) -> int:
    """Marks of segments that were counted long ago; returns how many went."""
    gone, _ = Segment.objects.filter(counted_at__lt=now - MARK_DAYS).delete()
    return gone
