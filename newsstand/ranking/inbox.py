"""What pages and browsers say on the way is gathered in memory and written in batches: no reader waits for a write.

A process that is killed loses what it heard in its last second; nothing that counts money or rights goes this way.
"""

import logging
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db import DatabaseError, close_old_connections, transaction
from django.db.models import F

from newsstand.ranking.keep import Kept, row_of
from newsstand.ranking.looks import add_looks
from newsstand.ranking.models import PageOrder
from newsstand.ranking.signals import Heard, note

EVERY_SECONDS = 1.0
# More than this waits for nobody: a flood is cut off, never kept in memory.
MOST_WAITING = 10_000
MOST_ORDERS_WAITING = 200
MOST_KEYS = 5000
MOST_A_NETWORK = 5

K = TypeVar("K")
V = TypeVar("V")

log = logging.getLogger(__name__)


class Inbox:
    """Signals, orders and views that wait to be written. Without `start` each is written at once."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.writing = threading.Lock()
        self.heard: list[Heard] = []
        self.orders: dict[str, Kept] = {}
        self.views: Counter[tuple[str, datetime]] = Counter()
        # Who said that they saw which order: a page that is loaded again is one view.
        self.viewers: OrderedDict[tuple[str, str], None] = OrderedDict()
        self.networks: OrderedDict[tuple[str, str], int] = OrderedDict()
        self.written: OrderedDict[str, None] = OrderedDict()
        self.thread: threading.Thread | None = None

    def hear(self, one: Heard) -> None:
        """A signal."""
        with self.lock:
            if len(self.heard) < MOST_WAITING:
                self.heard.append(one)
        self.settle()

    def keep(self, one: Kept) -> None:
        """An order that was shown; one that was written lately is not written again."""
        with self.lock:
            if one.key in self.written or len(self.orders) >= MOST_ORDERS_WAITING:
                return
            self.orders[one.key] = one
        self.settle()

    def saw(self, key: str, reader: str, network: str, *, now: datetime) -> None:
        """A browser shows the order of this key. One reader counts once, one network a few times."""
        with self.lock:
            before = self.networks.get((key, network), 0)
            if (key, reader) in self.viewers or before >= MOST_A_NETWORK:
                return
            remember(self.viewers, (key, reader), MOST_WAITING, None)
            remember(self.networks, (key, network), MOST_WAITING, before + 1)
            self.views[key, now.replace(minute=0, second=0, microsecond=0)] += 1
        self.settle()

    def settle(self) -> None:
        if self.thread is None:
            self.flush()

    def flush(self) -> None:
        """Write all that waits, in one transaction. What the database refuses is lost, and the log says so."""
        with self.writing:
            with self.lock:
                heard, self.heard = self.heard, []
                orders, self.orders = self.orders, {}
                views, self.views = self.views, Counter()
            if not (heard or orders or views):
                return
            try:
                with transaction.atomic():
                    PageOrder.objects.bulk_create(map(row_of, orders.values()), ignore_conflicts=True)
                    for (key, _), count in sorted(views.items()):
                        PageOrder.objects.filter(key=key).update(views=F("views") + count)
                    add_looks(views)
                    note(heard=heard)
            except DatabaseError:
                log.exception("%d signals and %d orders could not be written.", len(heard), len(orders))
                return
            with self.lock:
                for key in orders:
                    remember(self.written, key, MOST_KEYS, None)

    def start(self, stop: Callable[[float], bool] | None = None) -> None:
        """From now on write once a second, in a thread of its own; `stop` waits so long and says whether to end."""
        if self.thread is None:
            wait = stop or threading.Event().wait
            self.thread = threading.Thread(target=self.again_and_again, args=(wait,), name="inbox", daemon=True)
            self.thread.start()

    def again_and_again(self, wait: Callable[[float], bool]) -> None:
        while not wait(EVERY_SECONDS):
            close_old_connections()
            self.flush()
        self.flush()


def remember(known: "OrderedDict[K, V]", key: K, most: int, value: V) -> None:
    """Put it in, and what was put in longest ago out, when there are too many."""
    known[key] = value
    if len(known) > most:
        known.popitem(last=False)


inbox = Inbox()
