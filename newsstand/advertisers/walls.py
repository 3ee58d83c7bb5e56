"""The rows that hold budgets: locked in one order, asked and moved in memory, and written at once.

Whoever moves money of campaigns does it here: purses, budgets, days, leases are locked in this order, each in the order
of its numbers, so that nobody ever waits for ever. What does not fit is never written; the tables' own CHECKs stand
behind it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self

from django.db import connection

from newsstand.advertisers.models import BudgetDay, Lease
from newsstand.advertisers.sql import change, locked
from newsstand.lib.rows import insert_values

# A limit that nobody reaches: where no daily budget is set.
NO_LIMIT = 2**62


@dataclass(slots=True)
class Wall:
    """One row: micros that it may hold, and those that it does; `more_spent`, `more_leased` are not written yet."""

    limit: int
    spent: int
    leased: int
    more_spent: int = 0
    more_leased: int = 0

    @property
    def free(self) -> int:
        return self.limit - self.spent - self.leased

    def move(self, spent: int, leased: int) -> None:
        self.spent += spent
        self.leased += leased
        self.more_spent += spent
        self.more_leased += leased

    @property
    def is_moved(self) -> bool:
        return bool(self.more_spent or self.more_leased)


@dataclass(slots=True)
class BudgetWall(Wall):
    """A campaign's budget: whose purse it is out of, its carry (thousandths of a micro), its epoch."""

    advertiser: int = 0
    daily: int | None = None
    carry: int = 0
    old_carry: int = 0
    epoch: int = 0


@dataclass(slots=True)
class LeaseWall:
    """A lease as it stands; `more_used`, `more_granted` are not written yet, nor that it is closed."""

    pk: int
    campaign: int
    day: date
    granted: int
    used: int
    epoch: int
    is_open: bool
    more_used: int = 0
    more_granted: int = 0
    closes: bool = False

    @property
    def rest(self) -> int:
        """What can still be charged by it; 0 when it is closed."""
        return self.granted - self.used if self.is_open else 0


@dataclass(slots=True)
class Walls:
    """Every row that a transaction may move. `Walls.lock` makes one; `write` saves what was moved."""

    purses: dict[int, Wall] = field(default_factory=dict)
    budgets: dict[int, BudgetWall] = field(default_factory=dict)
    days: dict[tuple[int, date], Wall] = field(default_factory=dict)
    leases: dict[int, LeaseWall] = field(default_factory=dict)
    day_keys: dict[tuple[int, date], int] = field(default_factory=dict)

    @classmethod
    def lock(cls, wanted: Collection[tuple[int, date]], leases: Collection[int] = ()) -> Self:
        """The rows of campaigns on days, and of leases of theirs. Inside a transaction, and the first lock it takes.

        A day that is used for the first time gets its row here. A campaign without a budget has none of these rows.
        """
        self = cls()
        numbers = {campaign for campaign, _ in wanted}
        # Their rows are held first, because new days and leases point at them.
        about = locked("advertisers_campaign", "id, advertiser_id, daily", "id", numbers, strength="KEY SHARE")
        facts = {campaign: (advertiser, daily) for campaign, advertiser, daily in about}
        purses = {advertiser for advertiser, _ in facts.values()}
        columns = "advertiser_id, funded, spent, leased"
        for advertiser, funded, spent, leased in locked("advertisers_purse", columns, "advertiser_id", purses):
            self.purses[advertiser] = Wall(funded, spent, leased)
        columns = "campaign_id, total, spent, leased, carry, epoch"
        for campaign, total, spent, leased, carry, epoch in locked(
            "advertisers_budget", columns, "campaign_id", numbers
        ):
            advertiser, daily = facts[campaign]
            if advertiser in self.purses:
                self.budgets[campaign] = BudgetWall(
                    total, spent, leased, advertiser=advertiser, daily=daily, carry=carry, old_carry=carry, epoch=epoch
                )
        self._lock_days({one for one in wanted if one[0] in self.budgets})
        self._lock_leases(leases)
        return self

    def free(self, campaign: int, day: date) -> int:
        """Micros that a campaign may spend on a day beside what is leased; 0 where it has no budget."""
        budget = self.budgets.get(campaign)
        if budget is None:
            return 0
        return min(self.purses[budget.advertiser].free, budget.free, self.days[campaign, day].free)

    def move(self, campaign: int, day: date, *, spent: int = 0, leased: int = 0) -> None:
        """Add to (or take from) what is spent and leased, in the purse, the budget and the day alike."""
        budget = self.budgets[campaign]
        for wall in (self.purses[budget.advertiser], budget, self.days[campaign, day]):
            wall.move(spent, leased)

    def use(self, lease: LeaseWall, micros: int) -> None:
        """Spend what a lease holds."""
        lease.used += micros
        lease.more_used += micros
        self.move(lease.campaign, lease.day, spent=micros, leased=-micros)

    def grow(self, lease: LeaseWall, micros: int) -> None:
        """Lend a lease more (or, below zero, take some of its rest back)."""
        lease.granted += micros
        lease.more_granted += micros
        self.move(lease.campaign, lease.day, leased=micros)

    def close(self, lease: LeaseWall) -> None:
        """Take back what is left of a lease; nothing is charged by it any more."""
        self.move(lease.campaign, lease.day, leased=-lease.rest)
        lease.is_open = False
        lease.closes = True

    def write(self, now: datetime) -> None:
        """Save what was moved: one statement a table."""
        moved = [(key, one.more_spent, one.more_leased) for key, one in self.purses.items() if one.is_moved]
        change("advertisers_purse", "advertiser_id", ("spent", "leased"), moved)
        budgets = [
            (key, one.more_spent, one.more_leased, one.carry)
            for key, one in self.budgets.items()
            if one.is_moved or one.carry != one.old_carry
        ]
        change("advertisers_budget", "campaign_id", ("spent", "leased"), budgets, put="carry")
        days = self.days.items()
        moved = [(self.day_keys[key], one.more_spent, one.more_leased) for key, one in days if one.is_moved]
        change("advertisers_budgetday", "id", ("spent", "leased"), moved)
        leases = self.leases.values()
        used = [(one.pk, one.more_used, one.more_granted) for one in leases if one.more_used or one.more_granted]
        change("advertisers_lease", "id", ("used", "granted"), used)
        if closed := [one.pk for one in leases if one.closes]:
            Lease.objects.filter(pk__in=closed).update(closed_at=now)

    def _lock_days(self, wanted: set[tuple[int, date]]) -> None:
        self._read_days(wanted)
        if missing := sorted(wanted - self.days.keys()):
            as_stored = connection.ops.adapt_datefield_value
            rows = [(campaign, as_stored(day), self.budgets[campaign].daily, 0, 0) for campaign, day in missing]
            columns = ("campaign_id", "day", "most", "spent", "leased")
            insert_values(BudgetDay, columns, rows, ignore_conflicts=True)
            self._read_days(set(missing))

    def _read_days(self, wanted: set[tuple[int, date]]) -> None:
        rows = BudgetDay.objects.filter(
            campaign__in={campaign for campaign, _ in wanted}, day__in={day for _, day in wanted}
        )
        for pk, campaign, day, most, spent, leased in (
            rows.select_for_update(no_key=True)
            .order_by("pk")
            .values_list("pk", "campaign_id", "day", "most", "spent", "leased")
        ):
            if (campaign, day) in wanted:
                self.days[campaign, day] = Wall(NO_LIMIT if most is None else most, spent, leased)
                self.day_keys[campaign, day] = pk

    def _lock_leases(self, leases: Iterable[int]) -> None:
        columns = "id, campaign_id, day, granted, used, epoch, closed_at"
        for pk, campaign, stored, granted, used, epoch, closed_at in locked(
            "advertisers_lease", columns, "id", set(leases)
        ):
            day = as_date(stored)
            is_open = closed_at is None and (campaign, day) in self.days
            self.leases[pk] = LeaseWall(pk, campaign, day, granted, used, epoch, is_open)


def as_date(value: Any) -> date:
    """A day as statements of our own get it: SQLite keeps it as text."""
    return value if isinstance(value, date) else date.fromisoformat(value)
