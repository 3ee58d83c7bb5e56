"""Events are in a file before anybody is answered, so that a process that is killed loses none of them.

Each process appends to a segment of its own in a folder, with one write for each event. It holds a lock on the segment
as long as it lives: so whoever counts knows when nothing more will come (lib.drain_segments).
"""

import fcntl
import os
import secrets
import threading
from datetime import datetime, timedelta
from pathlib import Path

from newsstand.lib import clock

MOST_BYTES = 4 * 1024 * 1024
OLDEST = timedelta(minutes=10)
ENDING, UNNAMED = ".events", ".new"


class CannotWriteError(Exception):
    """The disk is full, or the folder cannot be written to: the event was not taken."""


class SegmentLog:
    """Where this process writes. Threads may share one; a process that was forked off begins a segment of its own."""

    def __init__(self, folder: Path, *, fsync: bool = False, most_bytes: int = MOST_BYTES) -> None:
        self.folder = folder
        self.fsync = fsync
        self.most_bytes = most_bytes
        self.lock = threading.Lock()
        self.file = -1
        self.owner = 0
        self.size = 0
        self.opened_at: datetime | None = None

    def append_line(self, line: bytes) -> None:
        """Write a line, whole. Raises CannotWriteError when the disk does not take it; nothing is half there."""
        with self.lock:
            try:
                self.make_ready()
                written = os.write(self.file, line)
                if written == len(line) and self.fsync:
                    os.fdatasync(self.file)
            except OSError as error:
                self.mend()
                raise CannotWriteError(f"{self.folder}: {error.strerror or error}") from error
            if written != len(line):
                self.mend()
                raise CannotWriteError(f"{self.folder}: only {written} of {len(line)} bytes could be written.")
            self.size += written

    def make_ready(self) -> None:
        """A segment that is ours, and not full."""
        if self.owner != os.getpid():
            # After a fork the descriptor is the parent's as well: it must not be unlocked or written to here.
            self.file, self.owner = -1, os.getpid()
        if self.file >= 0 and self.size >= self.most_bytes:
            self.close()
        if self.file < 0:
            self.open()

    def open(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        now = clock.now()
        # Locked before it has its name, so that nobody takes it for one whose process has ended.
        name = f"{now:%Y%m%dT%H%M%S}-{os.getpid()}-{secrets.token_hex(8)}"
        beginning = self.folder / f"{name}{UNNAMED}"
        self.file = os.open(beginning, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            beginning.rename(self.folder / f"{name}{ENDING}")
        except OSError:
            self.close()
            raise
        self.size, self.opened_at = 0, now

    def mend(self) -> None:
        """Take a torn line away; where that is not possible, go on in another segment."""
        if self.file < 0:
            return
        try:
            os.ftruncate(self.file, self.size)
        except OSError:
            self.close()

    def close(self) -> None:
        if self.file >= 0 and self.owner == os.getpid():
            os.close(self.file)
        self.file = -1

    def rest(self, now: datetime) -> None:
        """Let go of a segment that was begun a while ago, so that it can be counted to its end and deleted."""
        with self.lock:
            is_old = self.opened_at is not None and not timedelta(0) <= now - self.opened_at < OLDEST
            if self.file >= 0 and self.owner == os.getpid() and self.size and is_old:
                self.close()
