"""What campaigns may still spend at a moment, as it stands in the database."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from newsstand.advertisers.days import day_of
from newsstand.advertisers.models import Ad, BudgetDay, Campaign

FIELDS = (
    "pk", "pricing", "bid", "daily", "advertiser__zone",
    "advertiser__purse__funded", "advertiser__purse__spent", "advertiser__purse__leased",
    "budget__total", "budget__spent", "budget__leased", "budget__epoch",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Room:
    """A campaign's advertiser's day, the micros that are free in purse, budget and day, and its epoch; `bid` in micros
    for a click or a thousand views."""

    campaign: int
    pricing: str
    bid: int
    day: date
    free: int
    epoch: int


def running_rooms(now: datetime) -> list[Room]:
    """Those of every campaign that may run now and has an approved ad; house campaigns have none. Two queries."""
    ads = Ad.objects.filter(campaign=OuterRef("pk"), state=Ad.State.APPROVED, paused_at=None)
    running = Campaign.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=now),
        Exists(ads),
        paused_at=None,
        ended_at=None,
        starts_at__lte=now,
        advertiser__suspended_at=None,
    )
    return list(rooms_of(running, now))


def rooms_of_campaigns(campaigns: Collection[int], now: datetime) -> list[Room]:
    """Those of these campaigns, whether they run or not."""
    return list(rooms_of(Campaign.objects.filter(pk__in=campaigns), now))


def rooms_of(campaigns: "QuerySet[Campaign]", now: datetime) -> Iterator[Room]:
    with_budget = campaigns.filter(budget__isnull=False, advertiser__purse__isnull=False)
    around = now.date() - timedelta(days=1), now.date() + timedelta(days=1)
    days = BudgetDay.objects.filter(day__range=around, campaign__in=campaigns.values("pk"))
    held = {
        (campaign, day): (most, spent + leased)
        for campaign, day, most, spent, leased in days.values_list("campaign_id", "day", "most", "spent", "leased")
    }
    today: dict[str, date] = {}
    for campaign, pricing, bid, daily, zone, *sums, epoch in with_budget.values_list(*FIELDS):
        funded, gone, lent, total, spent, leased = sums
        day = today.get(zone) or today.setdefault(zone, day_of(zone, now))
        most, used = held.get((campaign, day), (daily, 0))
        free = min(funded - gone - lent, total - spent - leased)
        yield Room(campaign, pricing, bid, day, max(0, free if most is None else min(free, most - used)), epoch)
