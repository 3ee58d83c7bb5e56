"""A day of readers through choosing, booking and the leader: a day's budget lasts as long as its readers come."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from newsstand.advertisers import events
from newsstand.advertisers.choose import choose
from newsstand.advertisers.contexts import PageContext, context_row
from newsstand.advertisers.models import Ad, BudgetDay, Campaign, ContextHour, Pricing
from newsstand.advertisers.pace import Pacer
from newsstand.advertisers.token_keys import keys
from newsstand.algorithms.ad_tokens import read
from newsstand.algorithms.amounts import MICROS
from tests.advertisers.offers import OWNER, booked, view
from tests.advertisers.town import NOON, ad, advertiser, campaign, funded, want
from tests.people import person

pytestmark = pytest.mark.django_db

MORNING = NOON - timedelta(hours=4)
HOUR = timedelta(hours=1)
HOURS = 6
# Pages that are opened at once, and how often in an hour.
AT_ONCE, BURSTS = 32, 10
IN_A_SECOND = 8
TOPICS = range(1, 9)
# Three tenths of what all places of the day would cost.
DAILY = 1_600_000


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Iterator[None]:
    """ADS_ROOT of this test."""
    settings.ADS_ROOT = tmp_path / "ads"
    yield
    for one in events._logs.values():
        one.close()
    events._logs.clear()


def market() -> Campaign:
    """The bakery bids 5.00 for a thousand views of any page; on pages of each topic somebody else bids 1.00 to 4.50."""
    usual = {"now": MORNING, "pricing": Pricing.CPM, "starts_at": MORNING - HOUR, "total": 500 * MICROS}
    for number in TOPICS:
        rival = funded(advertiser(f"Rival {number}", owner=person(f"Rival{number}"), now=MORNING), now=MORNING)
        bid = MICROS // 2 + number * MICROS // 2
        ad(campaign(rival, bid=bid, targets=(want("topic", number),), **usual), now=MORNING)
    shown: Ad = ad(campaign(funded(now=MORNING), bid=5 * MICROS, daily=DAILY, **usual), now=MORNING)
    return shown.campaign


def weeks_before() -> None:
    """Readers came in the same hours of each day, so that the leader knows what to expect."""
    beside = context_row(PageContext("article"))
    hours = [MORNING - timedelta(days=day) + hour * HOUR for day in range(1, 29) for hour in range(HOURS)]
    views = AT_ONCE * BURSTS
    ContextHour.objects.bulk_create(
        ContextHour(context=beside, slot="article-1", hour=hour, asked=views, filled=views, viewed=views)
        for hour in hours
    )


def an_hour(begins: datetime, leader: Pacer | None) -> None:
    """Readers of an hour open pages about each topic in turn, and see what stands there."""
    for burst in range(BURSTS):
        now = begins + burst * HOUR / BURSTS
        if leader is not None:
            leader.step(now=now)
        seen = []
        for page in range(AT_ONCE):
            # No more in one second than what a node holds at first.
            at = now + page // IN_A_SECOND * timedelta(seconds=1.5)
            [found] = choose(
                page="article",
                slots=["article-1"],
                context=PageContext("article", topics=(TOPICS[page % len(TOPICS)],)),
                owner=OWNER,
                article=17,
                without=(),
                seed=burst * AT_ONCE + page,
                mark="",
                now=at,
            )
            seen.append(view(read(found.token, keys=keys(), now=at), reader=burst * AT_ONCE + page))
        booked(*seen, now=now + timedelta(seconds=15))


def spent(of: Campaign) -> int:
    """Micros of the day that are gone."""
    return sum(BudgetDay.objects.filter(campaign=of).values_list("spent", flat=True))


def test_a_days_budget_lasts_while_readers_come() -> None:
    weeks_before()
    of = market()
    leader, gone = Pacer(), [0]
    for hour in range(HOURS):
        an_hour(MORNING + hour * HOUR, leader)
        gone.append(spent(of))
    assert gone[1] < 0.45 * DAILY
    # There is money left for each hour in which readers come, and most of it is used.
    assert all(later > before for before, later in pairwise(gone))
    assert 0.75 * DAILY < gone[-1] <= DAILY


def test_without_a_leader_the_same_day_is_over_in_its_second_hour() -> None:
    of = market()
    an_hour(MORNING, None)
    an_hour(MORNING + HOUR, None)
    assert 0.98 * DAILY < spent(of) <= DAILY
