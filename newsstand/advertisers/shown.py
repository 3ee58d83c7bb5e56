"""What readers see of an ad."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from newsstand.advertisers.models import Ad, Kind
from newsstand.images.models import Image, State

MOST_KEPT = 5000

_kept: dict[int, "Shown"] = {}


@dataclass(frozen=True, slots=True)
class Shown:
    """What readers see of an ad. `host`: where its link leads; `picture`: only one that is here, of our own."""

    ad: int
    headline: str
    text: str
    picture: Image | None
    alt: str
    host: str
    category: str
    payer: str
    behalf: str
    is_political: bool
    political_payer: str
    is_house: bool


def shown_of(ad: Ad) -> Shown:
    """What readers see of this ad, saved or not; its campaign and advertiser are asked for when they are not there."""
    is_house = ad.campaign.advertiser.kind == Kind.HOUSE
    return Shown(
        ad=ad.pk or 0,
        headline=ad.headline,
        text=ad.text,
        picture=ad.picture if ad.picture is not None and is_here(ad.picture) else None,
        alt=ad.alt,
        host="" if is_house else host_of(ad.landing),
        category=ad.category,
        payer=ad.payer or ad.campaign.advertiser.payer,
        behalf=ad.behalf,
        is_political=ad.is_political,
        political_payer=ad.political_payer,
        is_house=is_house,
    )


def is_here(picture: Image) -> bool:
    """Whether we have the picture and may show it."""
    return picture.state == State.READY and not picture.withheld


def host_of(address: str) -> str:
    """The host of an address, as people say it."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def shown_ads(numbers: Iterable[int]) -> dict[int, Shown]:
    """What readers see of these ads, by their numbers. One query for those that this process has not shown yet.

    An ad is never changed once it was sent in, so what is known of it holds; one without its picture is asked again.
    """
    wanted = set(numbers)
    missing = [number for number in wanted if number not in _kept]
    if missing:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        rows = Ad.objects.filter(pk__in=missing).select_related("picture", "campaign__advertiser")
        fresh = {ad.pk: (ad, shown_of(ad)) for ad in rows}
        _kept.update({number: one for number, (ad, one) in fresh.items() if ad.picture_id is None or one.picture})
        known = {number: one for number, (_, one) in fresh.items()}
    else:
        known = {}
    return {number: found for number in wanted if (found := known.get(number) or _kept.get(number)) is not None}


def forget(*numbers: int) -> None:
    """Ask for these again; for all where none is named."""
    for number in numbers or list(_kept):
        _kept.pop(number, None)
