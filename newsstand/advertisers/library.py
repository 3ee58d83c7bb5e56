"""All ads that were shown in the last year, for everybody: what Art. 39 of the Digital Services Act asks of the largest
platforms, done by a small one."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet, Sum

from newsstand.advertisers.models import Ad, AdDay, AdStep, Target
from newsstand.advertisers.shown import Shown, shown_of
from newsstand.advertisers.slots import SLOTS

KEPT = timedelta(days=365)
MOST_WORDS = 6
MOST_PLACES = 20
WITHHELD = frozenset({Ad.State.REFUSED, Ad.State.REMOVED, Ad.State.WAITING})
NO_REASON = {
    Ad.State.WAITING: "It is being looked at again.",
    Ad.State.REFUSED: "It was refused; no reason was written down.",
    Ad.State.REMOVED: "It was taken off; no reason was written down.",
}

Cursor = tuple[date, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for: words, an advertiser's slug, a category, political ads alone; and from where on."""

    words: tuple[str, ...] = ()
    advertiser: str = ""
    category: str = ""
    political: bool = False
    before: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One ad of the library.

    `shown` is None, and `reason` says why, for one that was taken off or is looked at again (Art. 39(3)). `views`:
    those that are believed. `wanted`, `excluded`: the main parameters, as (kind, name).
    """

    ad: Ad
    shown: Shown | None
    reason: str
    views: int
    wanted: Sequence[tuple[str, str]]
    excluded: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Count:
    """Views of an ad in a slot, at a place: `name` in words."""

    name: str
    views: int


def in_library(now: datetime) -> "QuerySet[Ad]":
    """The ads that were shown in the last year, those shown last first."""
    known = Ad.objects.filter(last_shown_on__gte=now.date() - KEPT)
    return known.select_related("campaign__advertiser", "picture").order_by("-last_shown_on", "-id")


def entries(asked: Asked, *, now: datetime, most: int) -> list[Entry]:
    """The first so many ads that match. Four queries at most, however many they are.

    What is withheld is not found by its words, its payer or its advertiser: they are not shown either.
    """
    found = in_library(now)
    for word in asked.words[:MOST_WORDS]:
        named = Q(campaign__advertiser__name__icontains=word) | Q(payer__icontains=word) | Q(behalf__icontains=word)
        said = Q(headline__icontains=word) | Q(text__icontains=word) | Q(political_payer__icontains=word)
        found = found.filter(named | said).exclude(state__in=WITHHELD)
    if asked.advertiser:
        found = found.filter(campaign__advertiser__slug=asked.advertiser).exclude(state__in=WITHHELD)
    if asked.category:
        found = found.filter(category=asked.category)
    if asked.political:
        found = found.filter(is_political=True)
    if asked.before is not None:
        day, number = asked.before
        found = found.filter(Q(last_shown_on__lt=day) | Q(last_shown_on=day, pk__lt=number))
    return as_entries(list(found[:most]))


def entry(number: int, *, now: datetime) -> Entry | None:
    """One ad of the library, or None. Four queries at most."""
    found = as_entries(list(in_library(now).filter(pk=number)))
    return found[0] if found else None


def as_entries(ads: Sequence[Ad]) -> list[Entry]:
    """With what else there is to say of each. Three queries at most."""
    numbers = [ad.pk for ad in ads]
    sums = AdDay.objects.filter(ad__in=numbers).values_list("ad").annotate(sum=Sum("views")) if ads else []
    views = dict(sums)
    wanted, excluded = parameters({ad.campaign_id for ad in ads})
    reasons = reasons_of([ad.pk for ad in ads if ad.state in WITHHELD])
    return [
        Entry(
            ad=ad,
            shown=None if ad.state in WITHHELD else shown_of(ad),
            reason=reasons.get(ad.pk) or NO_REASON.get(Ad.State(ad.state), ""),
            views=views.get(ad.pk, 0),
            wanted=wanted[ad.campaign_id],
            excluded=excluded[ad.campaign_id],
        )
        for ad in ads
    ]


Named = dict[int, list[tuple[str, str]]]


def parameters(campaigns: Collection[int]) -> tuple[Named, Named]:
    """What each campaign asks for and does not want, by its number. One query."""
    wanted: Named = defaultdict(list)
    excluded: Named = defaultdict(list)
    for target in Target.objects.filter(campaign__in=campaigns).order_by("kind", "name", "pk") if campaigns else ():
        slot = SLOTS.get(target.key)
        named = (str(target.get_kind_display()), slot.name if slot else target.name)
        (excluded if target.excluded else wanted)[target.campaign_id].append(named)
    return wanted, excluded


def reasons_of(ads: Collection[int]) -> dict[int, str]:
    """Why each was taken off, by its last step. One query where there are any."""
    steps = AdStep.objects.filter(ad__in=ads, state__in=WITHHELD).order_by("pk") if ads else ()
    return {step.ad_id: step.reason for step in steps}


def by_slot(ad: Ad) -> list[Count]:
    """Where on pages it was seen. One query."""
    rows = AdDay.objects.filter(ad=ad, views__gt=0).values_list("slot").annotate(sum=Sum("views")).order_by("-sum")
    return [Count(SLOTS[slot].name if slot in SLOTS else slot, views) for slot, views in rows]


def by_place(ad: Ad) -> list[Count]:
    """On pages about which places it was seen, most first. A page about several counts for each. One query."""
    rows = AdDay.objects.filter(ad=ad, views__gt=0).values_list("context__places", "context__names", "views")
    found: dict[str, int] = defaultdict(int)
    for places, names, views in rows:
        for place in places:
            if name := names.get(str(place)):
                found[name] += views
    most = sorted(found.items(), key=lambda row: (-row[1], row[0]))[:MOST_PLACES]
    return [Count(name, views) for name, views in most]
