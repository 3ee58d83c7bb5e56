"""The thread of a web process that keeps its node up to date, and gives back what it holds when the process ends."""

import logging
import threading
from multiprocessing.util import Finalize

from django.db import DatabaseError, close_old_connections, connection

from newsstand.advertisers.node import node
from newsstand.lib import clock

# A paused or exhausted campaign is promised to no page a second later.
EVERY_SECONDS = 0.7
# How long an ending process waits for the database. What is not given back comes back when its leases run out.
MOST_SECONDS_TO_END = 5.0

log = logging.getLogger(__name__)


def start() -> threading.Event:
    """Look again and again from now on, until the process ends or the event is set."""
    stop = threading.Event()
    thread = threading.Thread(target=again_and_again, args=(stop,), name="budgets", daemon=True)
    thread.start()

    def end() -> None:
        stop.set()
        thread.join(MOST_SECONDS_TO_END)

    # The web server's processes are multiprocessing's, which end without asking atexit.
    Finalize(None, end, exitpriority=100)
    return stop


def again_and_again(stop: threading.Event) -> None:
    one_round()
    while not stop.wait(EVERY_SECONDS):
        one_round()
    try:
        node().give_back(clock.now())
    except DatabaseError:
        log.exception("Leases could not be given back; they come back when they run out.")
    connection.close()


def one_round() -> None:
    """Where the database does not answer, the node promises what it still holds, and nothing more."""
    close_old_connections()
    try:
        node().refresh(clock.now())
    except DatabaseError:
        log.exception("The node could not look at its budgets now; it tries again.")
