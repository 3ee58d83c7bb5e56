"""What this process knows of all ads that may run: one immutable picture, never older than a second."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.conf import settings

from newsstand.advertisers.node import node
from newsstand.advertisers.rates import learned
from newsstand.advertisers.running import running_rows
from newsstand.algorithms.auction import HOUSE, NO_LIMIT, AdRow, Floors, Integers, Snapshot, make_snapshot

OLDEST = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """The snapshot at a moment. `left`: micros that each of its rows may spend, shape (rows,); copied by who changes
    it."""

    snapshot: Snapshot
    left: Integers
    at: datetime


class Live:
    """Makes a picture when the last one is a second old. One thread makes it; nobody ever sees half of one.

    While it is made others wait: an older one might hold an ad that was paused by now.
    """

    def __init__(self, make: "Callable[[datetime, Picture | None], Picture]") -> None:
        self.make = make
        self.guard = threading.Lock()
        self.picture: Picture | None = None

    def ask(self, now: datetime) -> Picture:
        """The picture of this moment, or of less than a second before it."""
        found = self.picture
        if found is not None and is_fresh(found, now):
            return found
        with self.guard:
            found = self.picture
            if found is None or not is_fresh(found, now):
                found = self.picture = self.make(now, found)
            return found

    def forget(self) -> None:
        """Make a new one when asked next."""
        with self.guard:
            self.picture = None


def is_fresh(picture: Picture, now: datetime) -> bool:
    return timedelta() <= now - picture.at < OLDEST


def make_picture(now: datetime, before: Picture | None) -> Picture:
    """All ads that may run, as they are in the database now. A snapshot in which nothing changed is used again."""
    known = learned()
    rows = running_rows(now, rates=known.ads, usual=known.usual)
    floors = Floors(click=settings.NEWSSTAND_AD_FLOOR_CPC, thousand=settings.NEWSSTAND_AD_FLOOR_CPM)
    as_before = before is not None and before.snapshot.floors == floors and before.snapshot.effects is known.effects
    if before is not None and as_before and same(before.snapshot, rows):
        snapshot = before.snapshot
    else:
        snapshot = make_snapshot(rows, floors=floors, effects=known.effects)
    return Picture(snapshot, left_of(snapshot, now), now)


def same(snapshot: Snapshot, rows: list[AdRow]) -> bool:
    """Whether a snapshot was made of these rows."""
    return len(snapshot) == len(rows) and {row.ad: row for row in snapshot.rows} == {row.ad: row for row in rows}


def left_of(snapshot: Snapshot, now: datetime) -> Integers:
    """Micros that each row may spend, as this node knows: the house's cost nothing, who has no budget has none."""
    here = node()
    if here.looked_at is None or not timedelta() <= now - here.looked_at < OLDEST:
        here.refresh(now)
    lefts = here.lefts(row.campaign for row in snapshot.rows)
    rows = zip(snapshot.rows, lefts, strict=True)
    return np.array([NO_LIMIT if row.pricing == HOUSE else min(NO_LIMIT, left) for row, left in rows], dtype=np.int64)


live = Live(make_picture)
