"""The thread of a web process that books views and clicks, about once a second."""

import logging
import threading
from collections.abc import Callable

from django.db import DatabaseError, close_old_connections

from newsstand.advertisers.book import drain
from newsstand.advertisers.events import own_log
from newsstand.lib import clock

EVERY_SECONDS = 1.0

log = logging.getLogger(__name__)


def start(stop: Callable[[float], bool] | None = None) -> threading.Thread:
    """Book from now on; `stop` waits so long and says whether to end."""
    wait = stop or threading.Event().wait
    thread = threading.Thread(target=again_and_again, args=(wait,), name="bookings", daemon=True)
    thread.start()
    return thread


def again_and_again(wait: Callable[[float], bool]) -> None:
    while not wait(EVERY_SECONDS):
        close_old_connections()
        one_round()
    one_round()


def one_round() -> None:
    """Nothing is lost when it fails: what was heard is in its file, and booked in a later round."""
    try:
        now = clock.now()
        own_log().rest(now)
        drain(now=now)
    except (DatabaseError, OSError):
        log.exception("Views and clicks could not be booked now; they wait in their files.")
