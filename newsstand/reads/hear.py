"""A read is heard: in a file before the answer is given. A full disk is said loudly, and breaks no page."""

import logging
import threading
from datetime import datetime, timedelta

from newsstand.algorithms.read_log import Event
from newsstand.lib.segments import CannotWriteError
from newsstand.reads.log import own_log

SAY_EVERY = timedelta(minutes=1)

log = logging.getLogger(__name__)
_saying = threading.Lock()
_said_at: list[datetime] = []


def hear(event: Event) -> bool:
    """Whether the event was taken. What was not is logged as an error, once a minute."""
    try:
        own_log().append(event)
    except CannotWriteError as error:
        with _saying:
            if not _said_at or abs(event.at - _said_at[-1]) >= SAY_EVERY:
                _said_at[:] = [event.at]
                log.error("Reads are not counted: %s Make room there; nothing else is affected.", error)
        return False
    return True
