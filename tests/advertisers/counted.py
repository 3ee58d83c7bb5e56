"""Figures that were counted, as rows: what the dashboards of the tests show."""

from datetime import date, datetime
from typing import Any

from newsstand.advertisers.models import Ad, AdDay, Context, Decision

NAMES = {"1": "Harbour", "2": "Old Town", "7": "Bread", "9": "Life"}


def context(digest: str = "a" * 32, **fields: Any) -> Context:
    """A page about the harbour, bread and life."""
    usual = {"kind": "article", "places": [1], "topics": [7], "sections": [9], "names": NAMES}
    return Context.objects.get_or_create(digest=digest, defaults={**usual, **fields})[0]


def counted(ad: Ad, day: date, *, slot: str = "article-1", beside: Context | None = None, **figures: int) -> AdDay:
    """An ad's day in a slot beside something: `figures` as AdDay has them."""
    return AdDay.objects.create(ad=ad, day=day, slot=slot, context=beside or context(), **figures)


def decided(number: int, ad: Ad, at: datetime, day: date, **fields: Any) -> Decision:
    """A slot that was filled by an ad, of which something was heard."""
    usual = {
        "slot": "article-1",
        "owner": "publisher:1",
        "pricing": ad.campaign.pricing,
        "price": ad.campaign.bid,
        "rate": 0.01,
        "runner_up": 0.0,
        "floor": 1,
        "decided_at": at,
        "day": day,
        "viewed_at": at,
    }
    return Decision.objects.create(id=number, ad=ad, campaign=ad.campaign, context=context(), **{**usual, **fields})
