"""This process as a node: what it may promise to pages without asking anybody, and how it gets more and gives it back.

Views (CPM) are reserved when they are decided, out of the campaign's lease, which is this node's alone. Clicks (CPC)
are not: whether a click is charged is asked when it comes, and `left` is what was free a moment ago. A lease's money is
promised once and for all: what nobody saw comes back when the lease ran out.
"""

import os
import secrets
import socket
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from newsstand.advertisers.leases import WINDOW, Grant, Return, Wish, give_back, lengthen, nodes_at_work, take
from newsstand.advertisers.models import Pricing
from newsstand.advertisers.rooms import Room, running_rooms

# A lease is to last so long at the speed at which the node spends, and for so many prices at least.
SECONDS_HELD = 2.0
LEAST_PRICES = 10
# How much the newest speed weighs against what was known before.
NEWEST = 0.5
COUNTED_EVERY = timedelta(seconds=15)


@dataclass(slots=True)
class Bucket:
    """What this node holds of a campaign: a lease, and micros that were granted and promised.

    `until`: when it stops to promise out of this lease. `since`: micros promised since the last look.
    """

    lease: int
    campaign: int
    day: date
    epoch: int
    granted: int
    until: datetime
    promised: int = 0
    since: int = 0

    @property
    def left(self) -> int:
        return self.granted - self.promised


@dataclass(slots=True)
class Node:
    """Use `node()`. Any thread may call any method; none but `refresh` and `give_back` asks the database."""

    name: str
    lock: threading.Lock = field(default_factory=threading.Lock)
    refreshing: threading.Lock = field(default_factory=threading.Lock)
    buckets: dict[int, Bucket] = field(default_factory=dict)
    free: dict[int, int] = field(default_factory=dict)
    speeds: dict[int, float] = field(default_factory=dict)
    nodes: int = 1
    counted_at: datetime | None = None
    looked_at: datetime | None = None

    def left(self, campaign: int) -> int:
        """Micros that may be promised of a campaign now; 0 for the house's, which costs nothing, and for unknown ones.

        For clicks: what was free in the database when the node last looked.
        """
        with self.lock:
            return self._left(campaign)

    def lefts(self, campaigns: Iterable[int]) -> list[int]:
        """The same for many, in their order."""
        with self.lock:
            return [self._left(campaign) for campaign in campaigns]

    def reserve(self, campaign: int, day: date, micros: int, now: datetime) -> int | None:
        """Promise a view's `micros` of a campaign's day; the number of the lease by which it is charged when seen.

        None where so much is not left, or the lease is of another day: then the ad is not to be shown. Reserve a
        price's thousandth rounded up: what is carried never makes a view dearer than that.
        """
        with self.lock:
            bucket = self.buckets.get(campaign)
            if bucket is None or bucket.day != day or now >= bucket.until or micros > bucket.left:
                return None
            bucket.promised += micros
            bucket.since += micros
            return bucket.lease

    def release(self, lease: int, micros: int) -> None:
        """Take back a promise of which no page has heard. What a page has heard of stays until its lease is over."""
        with self.lock:
            for bucket in self.buckets.values():
                if bucket.lease == lease:
                    bucket.promised -= min(micros, bucket.promised)
                    bucket.since -= min(micros, bucket.since)

    def refresh(self, now: datetime) -> None:
        """Look at what runs and what is free, give back what is no longer wanted, and take what will be.

        Call it about once a second, with the time by this machine's clock. Does nothing while another thread is at it.

        1. Load: what every running campaign may spend.
        2. Decide: what stopped, was called back, is of yesterday or over goes back; what runs low is filled up.
        3. Save: leases, in transactions of their own.
        """
        if not self.refreshing.acquire(blocking=False):
            return
        try:
            self._refresh(now)
        finally:
            self.refreshing.release()

    def give_back(self, now: datetime) -> None:
        """Return all that was promised to nobody, as before this process ends."""
        with self.refreshing:
            with self.lock:
                gone = list(self.buckets.values())
                self.buckets.clear()
                self.free.clear()
                self.looked_at = None
            self._return(gone, now)

    def _left(self, campaign: int) -> int:
        bucket = self.buckets.get(campaign)
        return bucket.left if bucket is not None else self.free.get(campaign, 0)

    def _refresh(self, now: datetime) -> None:
        rooms = running_rooms(now)
        by_views = {room.campaign: room for room in rooms if room.pricing == Pricing.CPM}
        seconds = (now - self.looked_at).total_seconds() if self.looked_at else 0.0
        self.looked_at = now
        with self.lock:
            self.free = {room.campaign: room.free for room in rooms if room.pricing == Pricing.CPC}
            idle, gone = self._sort_out(by_views, now)
            wishes = self._wishes(by_views, seconds)
        self._keep(idle, now)
        self._return(gone, now)
        if wishes:
            self._count(now)
            grants = take(wishes, node=self.name, nodes=self.nodes, until=now + WINDOW, now=now)
            self._return(self._fill(grants, now), now)

    def _sort_out(self, rooms: dict[int, Room], now: datetime) -> tuple[list[Bucket], list[Bucket]]:
        """Leases of which nothing was promised yet, and are to be kept for longer; and those that go back."""
        idle, gone = [], []
        for campaign, bucket in list(self.buckets.items()):
            room = rooms.get(campaign)
            stands = room is not None and (room.day, room.epoch) == (bucket.day, bucket.epoch)
            is_over = now >= bucket.until - WINDOW / 5
            if stands and is_over and not bucket.promised:
                idle.append(bucket)
            elif not stands or is_over:
                gone.append(self.buckets.pop(campaign))
        return idle, gone

    def _wishes(self, rooms: dict[int, Room], seconds: float) -> list[Wish]:
        """What runs low: below a half of what the node will spend in the next seconds."""
        wishes = []
        self.speeds = {campaign: speed for campaign, speed in self.speeds.items() if campaign in rooms}
        for room in rooms.values():
            bucket = self.buckets.get(room.campaign)
            speed = self.speeds.get(room.campaign, 0.0)
            if bucket is not None and seconds > 0:
                speed += NEWEST * (max(0, bucket.since) / seconds - speed)
                self.speeds[room.campaign] = speed
                bucket.since = 0
            price = -(-room.bid // 1000)
            wanted = max(LEAST_PRICES * price, int(SECONDS_HELD * speed))
            left = bucket.left if bucket else 0
            # What a rest lacks of a price is enough: the last of a budget is spent, too.
            least = max(1, price - left)
            if left < max(price, wanted // 2) and room.free >= least:
                lease = bucket.lease if bucket else None
                wishes.append(Wish(room.campaign, room.day, wanted - left, least, lease))
        return wishes

    def _fill(self, grants: Sequence[Grant], now: datetime) -> list[Bucket]:
        """Take in what was granted; the leases that another took the place of, which go back."""
        replaced = []
        with self.lock:
            for grant in grants:
                bucket = self.buckets.get(grant.campaign)
                if bucket is not None and not grant.is_new:
                    bucket.granted += grant.micros
                    continue
                if bucket is not None:
                    replaced.append(bucket)
                made = Bucket(grant.lease, grant.campaign, grant.day, grant.epoch, grant.micros, now + WINDOW)
                self.buckets[grant.campaign] = made
        return replaced

    def _keep(self, idle: Sequence[Bucket], now: datetime) -> None:
        """Promise out of idle leases for longer; one that was closed meanwhile is forgotten."""
        if not idle:
            return
        still = lengthen([bucket.lease for bucket in idle], until=now + WINDOW)
        with self.lock:
            for bucket in idle:
                if bucket.lease in still:
                    bucket.until = now + WINDOW
                elif self.buckets.get(bucket.campaign) is bucket:
                    del self.buckets[bucket.campaign]

    def _return(self, gone: Sequence[Bucket], now: datetime) -> None:
        """Where this fails the rest comes back when the leases run out."""
        give_back([Return(one.lease, one.campaign, one.day, one.left) for one in gone], now=now)

    def _count(self, now: datetime) -> None:
        if self.counted_at is None or abs(now - self.counted_at) >= COUNTED_EVERY:
            self.counted_at = now
            self.nodes = nodes_at_work(now)


_nodes: dict[int, Node] = {}


def node() -> Node:
    """This process's; a process that was forked is another node than its parent."""
    return _nodes.get(os.getpid()) or _nodes.setdefault(os.getpid(), new_node())


def new_node() -> Node:
    """A node with a name that no other has, not even one of the same process number."""
    return Node(name=f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(6)}")
