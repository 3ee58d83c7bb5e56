"""Leases of money: taken and grown by nodes, returned by them, and reclaimed when they ran out.

The row in the database is the truth. When a lease runs out by somebody's clock only says when what nobody used is free
again: a view that comes later has to fit into the budget as it stands then.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from newsstand.advertisers.models import Lease
from newsstand.advertisers.sql import locked
from newsstand.advertisers.walls import Walls

# A decision may be seen for so long (the token's end), and clocks of machines may differ.
PROMISED = timedelta(minutes=30)
GRACE = timedelta(minutes=10)
# A node promises out of one lease for so long, then out of another: what nobody saw comes back by leases.
WINDOW = timedelta(minutes=5)
AT_ONCE = 200
KEPT = timedelta(days=35)


@dataclass(frozen=True, slots=True)
class Wish:
    """A node wants about `micros` of a campaign's day, at least `least`; of the open `lease`, or of a new one."""

    campaign: int
    day: date
    micros: int
    least: int
    lease: int | None


@dataclass(frozen=True, slots=True)
class Grant:
    """What came of a wish: `micros` more in this lease, whose budget has this epoch."""

    lease: int
    campaign: int
    day: date
    micros: int
    epoch: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Return:
    """What a node gives back of a lease: `micros` that it has promised to nobody."""

    lease: int
    campaign: int
    day: date
    micros: int


def take(wishes: Sequence[Wish], *, node: str, nodes: int, until: datetime, now: datetime) -> list[Grant]:
    """Lend a node money of campaigns, each wish at most a half of what is free divided by the number of nodes.

    So that no node, and no campaign of a purse, leaves nothing for the others; but at least what one view lacks where
    it is there. `until`: the last moment at which it promises anything out of new leases. What finds no room is left
    out; a wish for more of a lease that is closed, or of an earlier epoch, gets a new one.

    1. Load: the walls, locked. 2. Decide: each in turn. 3. Save.
    """
    grants: list[Grant] = []
    for start in range(0, len(wishes), AT_ONCE):
        with transaction.atomic():
            grants += take_some(wishes[start : start + AT_ONCE], node, nodes, until, now)
    return grants


def take_some(wishes: Sequence[Wish], node: str, nodes: int, until: datetime, now: datetime) -> list[Grant]:
    known = {wish.lease for wish in wishes if wish.lease is not None}
    walls = Walls.lock({(wish.campaign, wish.day) for wish in wishes}, known)
    grants: list[Grant] = []
    opened: list[tuple[Wish, int]] = []
    for wish in wishes:
        free = walls.free(wish.campaign, wish.day)
        micros = max(wish.least, min(wish.micros, free // (2 * nodes)))
        if not 0 < micros <= free:
            continue
        lease = walls.leases.get(wish.lease) if wish.lease is not None else None
        epoch = walls.budgets[wish.campaign].epoch
        if lease is not None and lease.is_open and (lease.day, lease.epoch) == (wish.day, epoch):
            walls.grow(lease, micros)
            grants.append(Grant(lease.pk, wish.campaign, wish.day, micros, epoch, is_new=False))
        else:
            walls.move(wish.campaign, wish.day, leased=micros)
            opened.append((wish, micros))
    walls.write(now)
    rows = [
        Lease(
            campaign_id=wish.campaign, node=node, epoch=walls.budgets[wish.campaign].epoch, day=wish.day,
            granted=micros, taken_at=now, expires_at=until + PROMISED + GRACE,
        )
        for wish, micros in opened
    ]  # fmt: skip
    Lease.objects.bulk_create(rows)
    return grants + [Grant(row.pk, row.campaign_id, row.day, row.granted, row.epoch, is_new=True) for row in rows]


def give_back(returns: Sequence[Return], *, now: datetime) -> int:
    """Take back what nodes have promised to nobody; the micros that came back.

    A lease of which nothing is left is closed; one that was closed meanwhile gives nothing.
    """
    total = 0
    for start in range(0, len(returns), AT_ONCE):
        some = returns[start : start + AT_ONCE]
        with transaction.atomic():
            walls = Walls.lock({(one.campaign, one.day) for one in some}, {one.lease for one in some})
            for one in some:
                lease = walls.leases.get(one.lease)
                if lease is None:
                    continue
                micros = min(one.micros, lease.rest)
                if micros > 0:
                    walls.grow(lease, -micros)
                    total += micros
                if lease.is_open and not lease.rest:
                    walls.close(lease)
            walls.write(now)
    return total


def lengthen(leases: Collection[int], *, until: datetime) -> set[int]:
    """Let nodes promise out of leases until then; those that are still open."""
    with transaction.atomic():
        locked("advertisers_lease", "id", "id", set(leases))
        found = Lease.objects.filter(pk__in=leases, closed_at=None)
        found.update(expires_at=until + PROMISED + GRACE)
        return set(found.values_list("pk", flat=True))


def reclaim(*, now: datetime, most: int = AT_ONCE) -> int:
    """Close leases that ran out, whose nodes may be gone, and free what nobody used of them; how many there were.

    1. Load: up to `most` of them, and their walls, locked.
    2. Decide: who was closed, or lengthened, meanwhile is left out.
    3. Save.
    """
    due = Lease.objects.filter(closed_at=None, expires_at__lte=now).order_by("expires_at")
    rows = list(due.values_list("pk", "campaign_id", "day")[:most])
    if not rows:
        return 0
    with transaction.atomic():
        walls = Walls.lock({(campaign, day) for _, campaign, day in rows}, [pk for pk, _, _ in rows])
        still = set(due.filter(pk__in=list(walls.leases)).values_list("pk", flat=True))
        for lease in walls.leases.values():
            if lease.is_open and lease.pk in still:
                walls.close(lease)
        walls.write(now)
    return len(rows)


def forget(*, now: datetime) -> None:
    """Delete leases that were closed so long ago that no view of theirs can come any more."""
    Lease.objects.filter(closed_at__lt=now - KEPT).delete()


def nodes_at_work(now: datetime) -> int:
    """How many nodes promise out of leases now, by their own clocks; never less than one."""
    working = Lease.objects.filter(closed_at=None, expires_at__gt=now + PROMISED)
    return max(1, working.values("node").distinct().count())
