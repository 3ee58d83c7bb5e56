"""Slots that were filled, as their tokens say it, and the readers who see and click what stands there."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Sum

from newsstand.advertisers.book import book
from newsstand.advertisers.contexts import PageContext, context_row
from newsstand.advertisers.hear import Client
from newsstand.advertisers.models import Ad, AdDay, Decision
from newsstand.advertisers.token_keys import signing_key
from newsstand.algorithms.ad_judge import Judged
from newsstand.algorithms.ad_log import CLICK, VIEW, Heard
from newsstand.algorithms.ad_tokens import Offer, micros_of, mint, number_of
from newsstand.ledger.models import Account, Entry
from newsstand.lib.day_keys import shared_key
from tests.advertisers.town import NOON, running

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SECOND = timedelta(seconds=1)
OWNER = "publisher:3"


def offer(ad: Ad | None = None, number: int = 1, *, now: datetime = NOON, **fields: Any) -> Offer:
    """An ad of the bakery's in an article's slot; `number` tells decisions apart."""
    shown = ad or running()
    usual: dict[str, Any] = {
        "decision": number_of(now, number),
        "ad": shown.pk,
        "campaign": shown.campaign_id,
        "advertiser": shown.campaign.advertiser_id,
        "context": context_row(PageContext("article", places=(4,))).pk,
        "slot": "article-1",
        "owner": OWNER,
        "article": 17,
        "pricing": shown.campaign.pricing,
        "price": shown.campaign.bid,
        "rate": 0.01,
        "runner_up": 1500.5,
        "floor": 10_000,
        "decided_at": now,
        "day": now.date(),
    }
    return Offer(**(usual | fields))


def token(one: Offer) -> str:
    """Its token, by the site's own key."""
    return mint(one, key=signing_key())


def bound(one: Offer, *, address: str = "127.0.0.1", agent: str = FIREFOX) -> Offer:
    """The same, filled for a browser at an address."""
    return one._replace(reader=shared_key(address, agent, now=one.decided_at))


def client(reader: int = 0, **said: Any) -> Client:
    """Reader number so and so, each of another network."""
    return Client(**({"agent": FIREFOX, "reader": f"{reader:024x}", "network": f"{reader:024x}"} | said))


def view(one: Offer, after: timedelta = 2 * SECOND, *, mark: str = "", reader: int = 0, network: str = "") -> Heard:
    """Its view, so long after the decision, as the log has it."""
    return heard(VIEW, one, after, mark, reader, network)


def click(one: Offer, after: timedelta = 5 * SECOND, *, mark: str = "", reader: int = 0, network: str = "") -> Heard:
    """Its click, so long after the decision."""
    return heard(CLICK, one, after, mark, reader, network)


def heard(kind: str, one: Offer, after: timedelta, mark: str, reader: int, network: str) -> Heard:
    at = micros_of(one.decided_at + after)
    return Heard(kind, at, mark, f"{reader:024x}", network or f"{reader:024x}", one)


_batches = iter(range(10**9))


def booked(*events: Heard, now: datetime = NOON) -> Judged:
    """Book them as one batch."""
    with transaction.atomic():
        return book(events, [], key=f"test:{next(_batches)}", now=now)


def adds_up(owners: Iterable[str] = (OWNER,)) -> int:
    """Micros charged, by decisions, by days and by the books: all three the same; and all entries sum to zero."""
    by_rows = Decision.objects.aggregate(all=Sum("charged"))["all"] or 0
    by_days = AdDay.objects.aggregate(all=Sum("charged"))["all"] or 0
    cleared = sum(Account.objects.filter(kind="clearing", owner__in=owners).values_list("balance", flat=True))
    assert by_rows == by_days == cleared
    assert (Entry.objects.aggregate(all=Sum("micros"))["all"] or 0) == 0
    return int(by_rows)
