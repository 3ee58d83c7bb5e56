"""Where this process writes views and clicks down before they are answered: NEWSSTAND_HOME/ads (lib.segments)."""

import threading
from pathlib import Path

from django.conf import settings

from newsstand.algorithms.ad_log import Asked, Heard, line_of
from newsstand.lib.segments import SegmentLog


class Log(SegmentLog):
    """A log of views, clicks, and slots that were asked for."""

    def append(self, event: Heard | Asked) -> None:
        """Write the event, whole. Raises CannotWriteError when the disk does not take it; nothing is half there."""
        self.append_line(line_of(event))


def folder() -> Path:
    """Where this machine's events are."""
    return Path(settings.ADS_ROOT)


_logs: dict[Path, Log] = {}
_making = threading.Lock()


def own_log() -> Log:
    """This process's log."""
    with _making:
        here = folder()
        if here not in _logs:
            _logs[here] = Log(here, fsync=settings.NEWSSTAND_READS_FSYNC)
        return _logs[here]
