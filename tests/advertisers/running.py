"""Ads that run, for tests of what stands on pages: made as rows, with money that is in the books."""

from datetime import UTC, datetime, timedelta
from typing import Any

from newsstand.advertisers.budgets import open_budget
from newsstand.advertisers.fund import fund
from newsstand.advertisers.models import Ad, Advertiser, Budget, Campaign, Kind, Pricing, Target

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
EURO = 1_000_000


def shop(name: str = "Huber’s bakery", **fields: Any) -> Advertiser:
    """An advertiser with a hundred euros; made when there is none of this name."""
    slug = "".join(letter for letter in name.lower() if letter.isalnum())
    found = Advertiser.objects.filter(slug=slug).first()
    if found is not None:
        return found
    given = {"slug": slug, "payer": name, "joined_at": NOON, "zone": "Europe/Berlin"} | fields
    made = Advertiser.objects.create(name=name, **given)
    if made.kind == Kind.SELF_SERVICE:
        fund(advertiser=made, micros=100 * EURO, key=f"test:{slug}", memo="for a test", now=NOON)
    return made


def running(name: str = "Huber’s bakery", *, targets: tuple[dict[str, Any], ...] = (), **fields: Any) -> Ad:
    """An approved ad of a campaign that runs: `pricing`, `bid`, `total` and whatever else an ad has."""
    pricing = fields.pop("pricing", Pricing.CPC)
    campaign_fields = {
        "bid": 0 if pricing == Pricing.HOUSE else EURO,
        "starts_at": NOON - timedelta(days=1),
        "made_at": NOON,
    } | {key: fields.pop(key) for key in ("bid", "daily", "ends_at", "hours", "starts_at") if key in fields}
    total = fields.pop("total", 10 * EURO)
    advertiser = shop(name, **({"kind": Kind.HOUSE} if pricing == Pricing.HOUSE else {}))
    campaign = Campaign.objects.create(advertiser=advertiser, name="Autumn", pricing=pricing, **campaign_fields)
    if pricing != Pricing.HOUSE:
        open_budget(campaign=campaign, total=total, now=NOON)
    for target in targets:
        Target.objects.create(campaign=campaign, **({"name": "chosen"} | target))
    given = {
        "headline": "Bread from the harbour oven",
        "text": "Every morning from six.",
        "landing": "https://bakery.example/bread",
        "category": "food",
        "payer": advertiser.payer,
        "state": Ad.State.APPROVED,
        "made_at": NOON,
    } | fields
    return Ad.objects.create(campaign=campaign, **given)


def spent(ad: Ad) -> None:
    """Its campaign's budget is all spent."""
    budget = Budget.objects.get(campaign=ad.campaign_id)
    Budget.objects.filter(pk=budget.pk).update(total=1, spent=1)
