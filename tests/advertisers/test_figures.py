"""I9: what a report says is what the books say, for any day, in any time zone, when clocks change too."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random

import pytest

from newsstand.advertisers import figures
from newsstand.advertisers.accounts import WALLET, wallet_owner
from newsstand.advertisers.days import day_bounds, day_of
from newsstand.advertisers.figures import Figures
from newsstand.advertisers.models import Ad, Advertiser, Decision
from newsstand.advertisers.refund import refund
from newsstand.ledger.models import Entry
from tests.advertisers.offers import booked, click, offer, view
from tests.advertisers.town import ad, advertiser, campaign, funded

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
numbers = count(1)

# Days on which clocks change: spring and autumn, at midnight, by half an hour, and never.
CHANGES = [
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("America/New_York", date(2026, 11, 1)),
    ("Africa/Cairo", date(2026, 4, 24)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Asia/Kolkata", date(2026, 6, 1)),
    ("UTC", date(2026, 6, 1)),
]


def shop(zone: str, now: datetime) -> tuple[Advertiser, list[Ad]]:
    """An advertiser with a campaign for clicks and one for views, in a time zone."""
    one = funded(advertiser(zone=zone, now=now), now=now)
    terms = (("cpc", 200_000), ("cpm", 2_345_678))
    return one, [ad(campaign(one, now=now, pricing=how, bid=bid, starts_at=now - HOUR), now=now) for how, bid in terms]


def traffic(one: Advertiser, ads: list[Ad], begin: datetime, hours: int, dice: Random) -> None:
    """Views and clicks around the clock, some of which are not believed, booked a few at a time."""
    for hour in range(hours):
        at = begin + hour * HOUR + timedelta(minutes=dice.randrange(60))
        events = []
        for shown in ads:
            made = offer(
                shown, next(numbers), now=at, day=day_of(one.zone, at), slot=dice.choice(["article-1", "front-1"])
            )
            events.append(view(made, reader=dice.randrange(10**6), mark="robot" if dice.random() < 0.2 else ""))
            if dice.random() < 0.6:
                events.append(click(made, reader=dice.randrange(10**6)))
        booked(*events, now=at + timedelta(minutes=2))


def wallet_of(one: Advertiser) -> int:
    """Micros that left the wallet for ads and did not come back, by the books."""
    entries = Entry.objects.filter(account__kind=WALLET, account__owner=wallet_owner(one.pk))
    return -sum(entries.exclude(transaction__key__startswith="town:").values_list("micros", flat=True))


@pytest.mark.parametrize(("zone", "day"), CHANGES)
def test_every_report_of_every_day_is_what_the_books_say(zone: str, day: date) -> None:
    begin = day_bounds(zone, day)[0] - 24 * HOUR
    one, ads = shop(zone, begin - HOUR)
    dice = Random(f"{zone}{day}")
    traffic(one, ads, begin, 73, dice)
    for row in Decision.objects.filter(charged__gt=0).order_by("pk")[::7]:
        refund(decision=row, reason="It was a farm.", by=None, now=begin + 80 * HOUR)
    mine = [shown.campaign_id for shown in ads]
    first, last = day - timedelta(days=2), day + timedelta(days=2)
    days = dict(figures.by_day(mine, first, last))
    by_row: Counter[date] = Counter()
    for row in Decision.objects.filter(campaign__in=mine):
        start, end = day_bounds(zone, row.day)
        assert start <= row.decided_at < end, "a day of an advertiser's is from midnight to midnight where it is"
        by_row[row.day] += row.charged - row.refunded
    for one_day, found in days.items():
        assert found.spent == by_row[one_day], one_day
        for part in ("campaign", "ad", "slot"):
            parts = figures.by_part(part, mine, one_day, one_day)
            assert figures.added_up(row.figures for row in parts) == found, (part, one_day)
    total = figures.added_up(days.values())
    assert total.refunded > 0
    assert total.spent == sum(by_row.values()) == wallet_of(one)
    assert sum(found.spent for found in figures.by_campaign(mine, first, last).values()) == total.spent
    assert sum(row[-2] - row[-1] for row in figures.whole(mine, first, last)) == total.spent


def test_each_entry_of_the_wallet_is_the_decisions_of_its_batch() -> None:
    begin = datetime(2026, 6, 1, tzinfo=UTC)
    one, ads = shop("Pacific/Auckland", begin - HOUR)
    traffic(one, ads, begin, 30, Random(7))
    charged: Counter[int] = Counter()
    for row in Decision.objects.exclude(transaction=None):
        assert row.transaction_id is not None
        charged[row.transaction_id] += row.charged
    entries = Entry.objects.filter(account__kind=WALLET, transaction__in=charged)
    assert {entry.transaction_id: -entry.micros for entry in entries} == dict(charged)


def test_marked_events_are_in_no_other_figure() -> None:
    begin = datetime(2026, 6, 1, tzinfo=UTC)
    one, ads = shop("UTC", begin - HOUR)
    made = offer(ads[0], next(numbers), now=begin, day=begin.date())
    booked(view(made, mark="robot"), now=begin)
    mine = [ads[0].campaign_id]
    [(_, found)] = figures.by_day(mine, begin.date(), begin.date())
    assert (found.views, found.clicks, found.marked_views, found.spent) == (0, 0, 1, 0)
    assert figures.marks(mine, begin.date(), begin.date()) == [("view", "robot", 1)]
    assert wallet_of(one) == 0


def test_rates_and_costs_of_nothing_are_none_and_of_some_are_rounded_half_up() -> None:
    empty = Figures()
    assert (empty.rate, empty.interval, empty.click_cost, empty.thousand_cost) == (None, None, None, None)
    some = Figures(views=3, clicks=2, charged=5, refunded=2)
    assert (some.spent, some.click_cost, some.thousand_cost) == (3, 2, 1000)
    assert (some + some).views == 6
    with pytest.raises(ValueError, match="not by 'reader'"):
        figures.by_part("reader", [1], date(2026, 1, 1), date(2026, 1, 2))
