"""Advertisers, campaigns, ads and contexts for the benchmark of events, and what is heard of them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from newsstand.algorithms.ad_log import CLICK, VIEW, Heard
from newsstand.algorithms.ad_tokens import Offer, micros_of, number_of

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
CAMPAIGNS, CONTEXTS, OWNERS = 200, 50, 40
BUDGET = 10**12
PRICES = {"cpc": 4_000, "cpm": 2_500_000}


def make_town() -> list[tuple[int, int, int, str]]:
    """(ad, campaign, advertiser, pricing) of campaigns that may spend a million each; every second pays by view."""
    from newsstand.advertisers.budgets import open_budget
    from newsstand.advertisers.fund import fund
    from newsstand.advertisers.models import Ad, Advertiser, Campaign, Context

    found = []
    for number in range(CAMPAIGNS):
        name = f"advertiser-{number}"
        one = Advertiser.objects.create(name=name, slug=name, payer=name, joined_at=NOON)
        pricing = ("cpc", "cpm")[number % 2]
        campaign = Campaign.objects.create(
            advertiser=one, name=name, pricing=pricing, bid=PRICES[pricing], starts_at=NOON, made_at=NOON
        )
        fund(advertiser=one, micros=BUDGET, key=name, memo="bench", now=NOON)
        open_budget(campaign=campaign, total=BUDGET, now=NOON)
        ad = Ad.objects.create(
            campaign=campaign, headline=name, landing="https://example.org/", category="food", payer=name,
            state=Ad.State.APPROVED, made_at=NOON,
        )  # fmt: skip
        found.append((ad.pk, campaign.pk, one.pk, pricing))
    Context.objects.bulk_create([Context(digest=f"{number:032x}", kind="article") for number in range(CONTEXTS)])
    return found


def offers(town: list[tuple[int, int, int, str]], number: int, begin: int = 0, *, only: str = "") -> Iterator[Offer]:
    """So many decisions, of which no two have the same number."""
    from newsstand.advertisers.models import Context

    contexts = list(Context.objects.order_by("pk").values_list("pk", flat=True))
    ads = [one for one in town if not only or one[3] == only]
    for at in range(begin, begin + number):
        ad, campaign, advertiser, pricing = ads[at * 7 % len(ads)]
        yield Offer(
            number_of(NOON, at), ad, campaign, advertiser, contexts[at // 3 % len(contexts)], "article-1",
            f"publisher:{at % OWNERS + 1}", at % 5000 + 1, pricing, PRICES[pricing], 0.0123, 1234.5, 100,
            NOON, NOON.date(),
        )  # fmt: skip


def view(offer: Offer) -> Heard:
    """Its view by one of a thousand million readers, two seconds after the decision."""
    return heard(VIEW, offer, timedelta(seconds=2))


def click(offer: Offer) -> Heard:
    return heard(CLICK, offer, timedelta(seconds=5))


def heard(kind: str, offer: Offer, after: timedelta) -> Heard:
    reader = f"{offer.decision % 2**32:024x}"
    # Some forty readers are in one network.
    return Heard(kind, micros_of(NOON + after), "", reader, f"{offer.decision % 2**32 // 40:024x}", offer)
