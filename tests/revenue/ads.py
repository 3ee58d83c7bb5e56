"""Ads that were seen and clicked on the pages of the town, charged by the real walls and the real ledger."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from django.db import transaction

from newsstand.advertisers.budgets import open_budget
from newsstand.advertisers.charge import Charge, charge
from newsstand.advertisers.days import day_of
from newsstand.advertisers.fund import fund
from newsstand.advertisers.models import Ad, Advertiser, Campaign, Context, Decision, Pricing

START = datetime(2026, 9, 1, tzinfo=UTC)
EURO = 1_000_000
numbers = count(1)


def campaign(
    name: str = "Bakery", *, pricing: Pricing = Pricing.CPC, total: int = 100 * EURO, zone: str = "Europe/Berlin"
) -> Campaign:
    """A campaign with one ad and its money; the same for the same name and pricing."""
    found = Campaign.objects.filter(name=f"{name} {pricing}").first()
    if found is not None:
        return found
    slug = name.lower()
    advertiser = Advertiser.objects.filter(slug=slug).first() or Advertiser.objects.create(
        name=name, slug=slug, payer=name, zone=zone, joined_at=START
    )
    fund(advertiser=advertiser, micros=total, key=f"test:{slug}:{pricing}", memo="a test", now=START)
    made = Campaign.objects.create(
        advertiser=advertiser, name=f"{name} {pricing}", pricing=pricing, bid=EURO, starts_at=START, made_at=START
    )
    open_budget(campaign=made, total=total, now=START)
    Ad.objects.create(
        campaign=made, headline="Bread", landing="https://bakery.example/", category="food", payer=name,
        state=Ad.State.APPROVED, made_at=START,
    )  # fmt: skip
    return made


def seen(
    owner: str,
    at: datetime,
    *,
    article: int | None = None,
    times: int = 1,
    price: int = 250_000,
    of: Campaign | None = None,
) -> Sequence[Decision]:
    """So many clicks (or views, of a campaign that pays for those) on an owner's page, each charged as it was heard."""
    one = of or campaign()
    ad = Ad.objects.get(campaign=one)
    context, _ = Context.objects.get_or_create(digest="a" * 32, defaults={"kind": "article"})
    day = day_of(one.advertiser.zone, at)
    made = [
        Decision(
            pk=next(numbers) * 1000 + ad.pk, ad=ad, campaign=one, context=context, slot="article-1", owner=owner,
            article=article, pricing=one.pricing, price=price, rate=0.01, runner_up=0.0, floor=1,
            decided_at=at - timedelta(seconds=5), day=day, viewed_at=at - timedelta(seconds=3),
            clicked_at=at if one.pricing == Pricing.CPC else None,
        )
        for _ in range(times)
    ]  # fmt: skip
    with transaction.atomic():
        asked = [Charge(row.pk, one.pk, one.advertiser_id, owner, day, one.pricing, price, None, at) for row in made]
        cost = charge(asked, key=f"test:{made[0].pk}", now=at)
        for row in made:
            got = cost[row.pk]
            row.charged, row.uncharged, row.transaction_id = got.micros, got.uncharged, got.transaction
            row.charged_at = at if got.micros else None
        Decision.objects.bulk_create(made)
    return made
