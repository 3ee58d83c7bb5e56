"""Which ads may run at a moment, as the rows that an auction is made of."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet

from newsstand.advertisers.models import Ad, Kind, Pricing, Target
from newsstand.algorithms.auction import AdRow

FIELDS = (
    "pk", "campaign_id", "campaign__advertiser_id", "category", "campaign__pricing", "campaign__bid",
    "campaign__hours", "campaign__advertiser__zone", "campaign__starts_at", "campaign__ends_at",
    "campaign__pace__factor",
)  # fmt: skip


@dataclass(slots=True)
class Wanted:
    """A campaign's targets by (kind, whether excluded): numbers of topics, and keys of slots."""

    numbers: dict[tuple[str, bool], set[int]] = field(default_factory=lambda: defaultdict(set))
    slots: dict[bool, set[str]] = field(default_factory=lambda: defaultdict(set))

    def of(self, kind: str, *, excluded: bool = False) -> frozenset[int]:
        return frozenset(self.numbers[kind, excluded])


def running_ads(now: datetime) -> "QuerySet[Ad]":
    """Approved ads that nobody paused, of campaigns that run, of advertisers who may; without what is refused here.

    What the buyer outside showed once is not among them: it bids for each page anew (advertisers/outside/).
    """
    found = Ad.objects.filter(
        Q(campaign__ends_at=None) | Q(campaign__ends_at__gt=now),
        state=Ad.State.APPROVED,
        paused_at=None,
        campaign__paused_at=None,
        campaign__ended_at=None,
        campaign__starts_at__lte=now,
        campaign__advertiser__suspended_at=None,
        campaign__advertiser__closed_at=None,
        campaign__advertiser__purged_at=None,
    )
    found = found.exclude(campaign__advertiser__kind=Kind.OUTSIDE)
    found = found.exclude(category__in=settings.NEWSSTAND_AD_CATEGORIES_REFUSED)
    # What was bought outside is bid for page by page (outside/).
    found = found.exclude(campaign__advertiser__kind=Kind.OUTSIDE)
    return found.exclude(is_political=True) if settings.NEWSSTAND_POLITICAL_ADS == "refuse" else found


def running_rows(now: datetime, *, rates: Mapping[int, tuple[float, float]], usual: tuple[float, float]) -> list[AdRow]:
    """A row for each ad that may run. Two queries, however many ads.

    `rates`: clicks expected of a view of each ad and how unsure that is (one standard deviation); `usual` for an ad
    of which nothing is known.
    """
    ads = list(running_ads(now).order_by("pk").values_list(*FIELDS))
    targets = targets_of({ad[1] for ad in ads})
    beside_grief = settings.NEWSSTAND_ADS_BESIDE_GRIEF
    rows = []
    for ad, campaign, advertiser, category, pricing, bid, hours, zone, starts, ends, pace in ads:
        mean, sd = rates.get(ad, usual)
        wanted = targets[campaign]
        rows.append(
            AdRow(
                ad=ad, campaign=campaign, advertiser=advertiser, category=category, pricing=pricing, bid=bid,
                rate=mean, rate_sd=sd, pace=1.0 if pace is None else pace,
                places=wanted.of("place"), topics=wanted.of("topic"), sections=wanted.of("section"),
                slots=frozenset(wanted.slots[False]),
                not_places=wanted.of("place", excluded=True), not_topics=wanted.of("topic", excluded=True),
                not_sections=wanted.of("section", excluded=True), not_slots=frozenset(wanted.slots[True]),
                hours=hours, zone=zone, starts=starts, ends=ends,
                grave=beside_grief == "all" or (beside_grief == "house" and pricing == Pricing.HOUSE),
            )
        )  # fmt: skip
    return rows


def targets_of(campaigns: Collection[int]) -> dict[int, Wanted]:
    """The targets of these campaigns; those of all that run are asked for at once."""
    found: dict[int, Wanted] = defaultdict(Wanted)
    rows = Target.objects.filter(campaign__ended_at=None, campaign__paused_at=None)
    for campaign, kind, number, key, excluded in rows.values_list("campaign", "kind", "number", "key", "excluded"):
        if campaign not in campaigns:
            continue
        if number is None:
            found[campaign].slots[excluded].add(key)
        else:
            found[campaign].numbers[kind, excluded].add(number)
    return found
