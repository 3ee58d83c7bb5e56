"""Where this process writes reads down before they are answered: NEWSSTAND_HOME/reads (lib.segments)."""

import threading
from pathlib import Path

from django.conf import settings

from newsstand.algorithms.read_log import Event, line_of
from newsstand.lib.segments import SegmentLog


class Log(SegmentLog):
    """A log of reads."""

    def append(self, event: Event) -> None:
        """Write the event, whole. Raises CannotWriteError when the disk does not take it; nothing is half there."""
        self.append_line(line_of(event))


def folder() -> Path:
    """Where this machine's events are."""
    return Path(settings.READS_ROOT)


_logs: dict[Path, Log] = {}
_making = threading.Lock()


def own_log() -> Log:
    """This process's log."""
    with _making:
        here = folder()
        if here not in _logs:
            _logs[here] = Log(here, fsync=settings.NEWSSTAND_READS_FSYNC)
        return _logs[here]
