"""Everything that moves advertisers' money, at the same moment on connections of their own: nobody waits for ever."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from django.db import connection, transaction

from newsstand.advertisers.book import book
from newsstand.advertisers.budgets import set_daily
from newsstand.advertisers.campaign import change_campaign
from newsstand.advertisers.days import day_of
from newsstand.advertisers.fund import fund, unfund
from newsstand.advertisers.leases import Return, Wish, give_back, lengthen, reclaim, take
from newsstand.advertisers.models import Ad, Campaign, Decision
from newsstand.advertisers.plan import plan_of
from newsstand.advertisers.refund import refund
from newsstand.algorithms.ad_log import Heard
from newsstand.algorithms.ad_tokens import Offer
from newsstand.revenue.settle import settle_day
from tests.advertisers.offers import click, offer, view
from tests.advertisers.running import EURO, running
from tests.advertisers.town import NOON
from tests.advertisers.vault import as_decisions_say, hold_together

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 15
# The ledger opens their accounts in another order than that of their names.
OWNERS = ("site", "publisher:30", "publisher:4", "contributor:5")
LATER = NOON + timedelta(days=40)


def all_at_once(*deeds: Callable[[], object]) -> list[BaseException]:
    """What went wrong; each deed begins with the others, and is done as many times as there are rounds."""
    start = threading.Barrier(len(deeds))
    failed: list[BaseException] = []

    def one(deed: Callable[[], object]) -> None:
        try:
            start.wait()
            for _ in range(ROUNDS):
                deed()
        except BaseException as error:  # noqa: BLE001 (it is told below)
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


@pytest.fixture
def ads() -> list[Ad]:
    """Two bakeries' ads: one of each pays for clicks, the other for views."""
    return [
        running(name, pricing=pricing, bid=EURO // 5, total=50 * EURO, daily=9 * EURO)
        for name in ("Huber’s bakery", "Maier’s bakery")
        for pricing in ("cpc", "cpm")
    ]


def offers(ads: list[Ad], first: int) -> list[Offer]:
    """One of each ad on each owner's pages."""
    numbers = count(first)
    return [offer(ad, next(numbers), owner=owner) for owner in OWNERS for ad in ads]


def events(some: list[Offer], *, charged: bool) -> list[Heard]:
    """What each of them is charged for, or what only comes beside it: by a reader of its own."""
    return [(click if (one.pricing == "cpc") == charged else view)(one, reader=one.decision % 2**32) for one in some]


class Deeds:
    """Each method is one deed; money was charged before."""

    def __init__(self, ads: list[Ad]) -> None:
        self.ads, self.numbers = ads, count(1)
        before = [offers(ads, 10**6 + 100 * number) for number in range(ROUNDS)]
        with transaction.atomic():
            book(events([one for some in before for one in some], charged=True), [], key="before", now=NOON)
        self.charged, self.beside = iter(Decision.objects.filter(charged__gt=0).order_by("-pk")), iter(before)
        self.day = day_of("Europe/Berlin", NOON)

    def books(self) -> None:
        # What comes beside an old charge costs nothing: only its row is written.
        fresh, number = offers(self.ads, 100 * next(self.numbers)), next(self.numbers)
        batch = events(fresh, charged=True) + events(next(self.beside), charged=False)
        with transaction.atomic():
            book(batch, [], key=f"batch {number}", now=NOON)

    def goes_back(self) -> None:
        refund(decision=next(self.charged), reason="A farm", by=None, now=NOON)

    def settles(self) -> None:
        settle_day(day=NOON.date(), now=LATER)

    def leases(self) -> None:
        wishes = [Wish(ad.campaign_id, self.day, 10_000, 1, None) for ad in reversed(self.ads)]
        grants = take(wishes, node="a", nodes=2, until=NOON, now=NOON)
        lengthen([one.lease for one in grants], until=NOON)
        give_back([Return(one.lease, one.campaign, one.day, one.micros // 2) for one in grants], now=NOON)

    def pays_in_and_out(self) -> None:
        number = next(self.numbers)
        for at, advertiser in enumerate({ad.campaign.advertiser for ad in self.ads}):
            fund(advertiser=advertiser, micros=EURO, key=f"in {number} {at}", memo="in", now=NOON)
            unfund(advertiser=advertiser, micros=EURO, key=f"out {number} {at}", memo="out", now=NOON)

    def a_rule(self) -> None:
        set_daily(campaign=self.ads[0].campaign, daily=(9 + next(self.numbers) % 3) * EURO, now=NOON)

    def a_person(self) -> None:
        plan = plan_of(Campaign.objects.get(pk=self.ads[0].campaign_id))
        changed = replace(plan, daily=(5 + next(self.numbers) % 3) * EURO, name=f"Autumn {next(self.numbers)}")
        change_campaign(campaign=self.ads[0].campaign, plan=changed, by=None, now=NOON)

    def reclaims(self) -> None:
        reclaim(now=LATER)


def test_nobody_waits_for_ever_and_no_micro_is_lost(ads: list[Ad]) -> None:
    of = Deeds(ads)
    assert not all_at_once(
        of.books, of.goes_back, of.settles, of.leases, of.reclaims, of.pays_in_and_out, of.a_rule, of.a_person
    )
    hold_together()
    as_decisions_say()
