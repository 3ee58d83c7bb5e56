"""How hard campaigns bid, set every few seconds for all nodes by what views are expected to have cost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Min, Sum

from newsstand.advertisers.book_sql import change
from newsstand.advertisers.days import day_bounds, day_of
from newsstand.advertisers.models import BudgetDay, Campaign, ContextHour, Pace
from newsstand.advertisers.rates import learned
from newsstand.advertisers.running import running_ads
from newsstand.algorithms.ad_hours import hour_of_week
from newsstand.algorithms.ad_rows import cost_of_view
from newsstand.algorithms.pacing import Window, is_over, next_factor, plan
from newsstand.algorithms.traffic import Traffic, hours_of_week

# The plan is of so many weeks, and made anew so often.
WEEKS = 4
PLAN_EVERY = timedelta(minutes=10)
# A window that began longer ago than this begins anew: the views since then are not known by hour any more.
LONGEST = timedelta(days=2)
_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)
FIELDS = (
    "pk", "pricing", "bid", "daily", "ends_at", "hours", "advertiser__zone", "budget__total", "budget__spent",
    "pace__factor", "pace__expected", "pace__seen", "pace__since",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A campaign as pacing sees it: `rate`, clicks a view of an ad of which nothing is known, then FIELDS.

    The last four are None before its first window.
    """

    rate: float
    campaign: int
    pricing: str
    bid: int
    daily: int | None
    ends_at: datetime | None
    hours: str
    zone: str
    total: int
    spent: int
    factor: float | None
    expected: float | None
    seen: int | None
    since: datetime | None


def expect(micros: Mapping[int, float]) -> None:
    """Views were booked: what those that are believed are expected to cost, by campaign.

    Inside the caller's transaction, so that each view counts once. Campaigns that no pace is set for yet are left out;
    their first window has not begun.
    """
    change(
        "advertisers_pace",
        (("id", "bigint"), ("more", "double precision")),
        "expected = held.expected + v.more",
        sorted((campaign, more) for campaign, more in micros.items() if more > 0),
        where="held.campaign_id = v.id",
    )


class Pacer:
    """Sets paces; keeps the plan of the week's traffic between two rounds."""

    def __init__(self) -> None:
        self.planned: list[float] = []
        self.planned_at: datetime | None = None

    def step(self, *, now: datetime) -> int:
        """Set the factors of all campaigns whose window is over; how many.

        1. Load: campaigns that run with budget, day and pace; views of the site by hour.
        2. Decide: `pacing.next_factor`, for the day's budget and for the campaign's; the lower one holds.
        3. Save: factor and a new window where the old one still stands, so that two workers never move a factor twice.
        """
        views = views_by_hour(now)
        traffic = Traffic(self._plan(now), now)
        days = days_of_campaigns(now)
        moved = 0
        for row in running(now):
            seen_now = views.get(hour_of(now), 0)
            if row.since is None or row.factor is None:
                Pace.objects.get_or_create(campaign_id=row.campaign, defaults=begin(now, seen_now))
            elif is_asleep(row, now) or row.since < now - LONGEST or row.since > now:
                _again(row, row.factor, seen_now, now)
            else:
                factor = _factor(row, days, traffic, traffic_since(row, views), now)
                moved += factor is not None and _again(row, factor, seen_now, now)
        return moved

    def _plan(self, now: datetime) -> list[float]:
        if self.planned_at is None or not timedelta() <= now - self.planned_at < PLAN_EVERY:
            hours = ContextHour.objects.filter(hour__gte=hour_of(now) - WEEKS * _WEEK, hour__lte=now)
            first = hours.filter(viewed__gt=0).aggregate(first=Min("hour"))["first"] or now
            is_young = now - first < _DAY
            # The hour that is not over yet counts only where little else is known.
            known = hours if is_young else hours.filter(hour__lt=hour_of(now))
            counts = list(known.values_list("hour").order_by().annotate(Sum("viewed")))
            self.planned = plan(hours_of_week(counts, weeks=(now - first) / _WEEK))
            self.planned_at = None if is_young else now
        return self.planned


def running(now: datetime) -> Iterator[Row]:
    """Campaigns that pay, run and have an ad that may be shown."""
    found = Campaign.objects.filter(pk__in=running_ads(now).values("campaign"), budget__isnull=False, bid__gt=0)
    rate = learned().usual[0]
    for values in found.order_by("pk").values_list(*FIELDS):
        yield Row(rate, *values)


def days_of_campaigns(now: datetime) -> dict[tuple[int, date], tuple[int | None, int]]:
    """What campaigns may spend on the days that it is somewhere now, and what they have spent, in micros."""
    around = now.date() - timedelta(days=1), now.date() + timedelta(days=1)
    rows = BudgetDay.objects.filter(day__range=around).values_list("campaign_id", "day", "most", "spent")
    return {(campaign, day): (most, spent) for campaign, day, most, spent in rows}


def views_by_hour(now: datetime) -> dict[datetime, int]:
    """Views of all ads that are believed, by hour, as long as a window may be open."""
    hours = ContextHour.objects.filter(hour__gte=hour_of(now) - LONGEST)
    return dict(hours.values_list("hour").order_by().annotate(Sum("viewed")))


def traffic_since(row: Row, views: Mapping[datetime, int]) -> int:
    """Views of the site since the campaign's window began."""
    first = hour_of(row.since) if row.since else None
    return max(sum(count for hour, count in views.items() if first and hour >= first) - (row.seen or 0), 0)


def hour_of(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def is_asleep(row: Row, now: datetime) -> bool:
    """Whether it is outside the campaign's hours: what readers do meanwhile is not its traffic."""
    return bool(row.hours) and row.hours[hour_of_week(now, row.zone)] == "0"


def begin(now: datetime, seen: int) -> dict[str, object]:
    return {"factor": 1.0, "expected": 0.0, "seen": seen, "since": now, "set_at": now}


def _factor(
    row: Row, days: Mapping[tuple[int, date], tuple[int | None, int]], traffic: Traffic, views: int, now: datetime
) -> float | None:
    """The factor after this window; None while no window of it is over."""
    found = []
    day = day_of(row.zone, now)
    most, spent = days.get((row.campaign, day), (row.daily, 0))
    if most is not None:
        begins, ends = day_bounds(row.zone, day)
        if row.since and row.since < begins:
            # Yesterday's views say nothing of today's budget.
            return row.factor
        found.append(_window(row, most, most - spent, traffic.ahead(ends, hours=row.hours, zone=row.zone), views))
    if row.ends_at is not None:
        ahead = traffic.ahead(row.ends_at, hours=row.hours, zone=row.zone)
        found.append(_window(row, row.total, row.total - row.spent, ahead, views))
    if not found:
        return 1.0 if row.factor != 1.0 else None
    if not any(is_over(window) for window in found):
        return None
    return min(next_factor(window) for window in found)


def _window(row: Row, budget: int, remaining: int, ahead: float, views: int) -> Window:
    view = cost_of_view(row.pricing, row.bid, row.rate)
    return Window(row.factor or 1.0, budget, max(remaining, 0), row.expected or 0.0, views, ahead, view)


def _again(row: Row, factor: float, seen: int, now: datetime) -> bool:
    """Begin a new window with this factor; False where another worker has begun one."""
    old = Pace.objects.filter(campaign=row.campaign, since=row.since or now)
    left = F("expected") - (row.expected or 0.0)
    return old.update(factor=factor, expected=left, seen=seen, since=now, set_at=now) == 1
