"""What each campaign does now and why, for many at once."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Q

from newsstand.advertisers.days import day_of
from newsstand.advertisers.models import Ad, Advertiser, Budget, BudgetDay, Campaign, Pricing, Purse
from newsstand.algorithms.campaign_states import Facts, State, state_of


def states(*, advertiser: Advertiser, campaigns: Sequence[Campaign], now: datetime) -> dict[int, State]:
    """The state of each of an advertiser's campaigns, by its number. Four queries."""
    numbers = [one.pk for one in campaigns]
    budgets = Budget.objects.in_bulk(numbers)
    today = day_of(advertiser.zone, now)
    days = {row.campaign_id: row for row in BudgetDay.objects.filter(campaign__in=numbers, day=today)}
    ads = ads_by_state(numbers)
    purse = Purse.objects.filter(pk=advertiser.pk).first()
    wallet = purse.funded - purse.spent if purse else 0
    stopped = (advertiser.suspended_why or "no reason was given") if advertiser.suspended_at else ""
    zone = ZoneInfo(advertiser.zone)
    found = {}
    for one in campaigns:
        budget, day = budgets.get(one.pk), days.get(one.pk)
        daily = day.most if day else one.daily
        is_paid = one.pricing != Pricing.HOUSE
        facts = Facts(
            starts_at=one.starts_at.astimezone(zone),
            ends_at=here(one.ends_at, zone),
            paused_at=here(one.paused_at, zone),
            paused_why=one.paused_why,
            ended_at=here(one.ended_at, zone),
            ads=ads.get(one.pk, {}),
            left_in_all=budget.total - budget.spent if budget and is_paid else None,
            left_today=None if daily is None or not is_paid else daily - (day.spent if day else 0),
            left_in_wallet=wallet if is_paid else None,
            least=least(one),
            hour_is_on=hour_is_on(one.hours, advertiser.zone, now),
            stopped=stopped,
            currency=settings.NEWSSTAND_CURRENCY,
        )
        found[one.pk] = state_of(facts, now)
    return found


def here(when: datetime | None, zone: ZoneInfo) -> datetime | None:
    return when.astimezone(zone) if when else None


def least(campaign: Campaign) -> int:
    """Micros that one more event may cost, by the bid: a click, or one view of a thousand, rounded up."""
    return campaign.bid if campaign.pricing == Pricing.CPC else -(-campaign.bid // 1000)


def ads_by_state(campaigns: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many ads of each campaign stand where; approved ones that are paused count as "paused". One query."""
    rows = Ad.objects.filter(campaign__in=campaigns).values("campaign", "state")
    found: dict[int, dict[str, int]] = {}
    for row in rows.annotate(many=Count("pk"), held=Count("pk", filter=Q(paused_at__isnull=False))).order_by():
        of_it = found.setdefault(row["campaign"], {})
        if row["state"] == Ad.State.APPROVED:
            of_it["approved"] = row["many"] - row["held"]
            of_it["paused"] = row["held"]
        else:
            of_it[row["state"]] = row["many"]
    return found


def hour_is_on(hours: str, zone: str, now: datetime) -> bool:
    """Whether the hours of the week, 168 characters from Monday midnight, hold a 1 for this one; "" is always."""
    here = now.astimezone(ZoneInfo(zone))
    return not hours or hours[here.weekday() * 24 + here.hour : here.weekday() * 24 + here.hour + 1] == "1"
