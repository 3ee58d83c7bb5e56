"""The site's own ads: they cost nothing, and stand where nobody bought."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from newsstand.accounts.models import User
from newsstand.advertisers.ad import Said, write_ad
from newsstand.advertisers.ad_steps import take_step
from newsstand.advertisers.campaign import begin_campaign
from newsstand.advertisers.models import Ad, Advertiser, Campaign, Category, Kind, Pricing
from newsstand.advertisers.names import free_slug
from newsstand.advertisers.plan import Plan

OWN = "The site’s own."
# Headline, text, and the page of ours to which it leads.
USUAL = (
    (
        "Write for the people around you",
        "What you know about this place, read by an editor before it appears, and paid by who reads it to the end.",
        "/contributors",
    ),
    (
        "Advertise by the page, never by the reader",
        "Choose a place or a topic, set a budget that is never exceeded, and see every view you pay for.",
        "/advertisers",
    ),
    (
        "A front page of your own",
        "Follow places, topics and people. What your page believes about you, you can see, change and erase.",
        "/accounts/signup/",
    ),
)


def house(now: datetime) -> Advertiser:
    """The site itself as an advertiser; made when it is asked for first."""
    found = Advertiser.objects.filter(kind=Kind.HOUSE).first()
    if found is None:
        name = settings.NEWSSTAND_NAME[:100]
        given = {"name": name, "slug": free_slug(name), "payer": name, "joined_at": now, "site": settings.NEWSSTAND_URL}
        found, _ = Advertiser.objects.get_or_create(kind=Kind.HOUSE, defaults=given)
    return found


@transaction.atomic
def furnish(*, now: datetime) -> int:
    """Give the house its usual ads, where it never had a campaign; how many were made.

    1. Load the house.
    2. Decide: who ended or changed its campaigns once is left alone.
    3. Save.
    """
    owner = house(now)
    if Campaign.objects.filter(advertiser=owner).exists():
        return 0
    for headline, text, path in USUAL:
        add_own(headline=headline, text=text, landing=f"{settings.NEWSSTAND_URL}{path}", by=None, now=now)
    return len(USUAL)


@transaction.atomic
def add_own(*, headline: str, text: str, landing: str, by: User | None, now: datetime) -> Ad:
    """Show an ad of the site's own from now on. Raises RefusedError for what is no ad.

    1. Load the house's campaign; begin one where none runs.
    2. Decide: its words as those of any ad; nobody has to review it.
    3. Save it, approved.
    """
    campaign = own_campaign(now)
    made = write_ad(campaign=campaign, said=Said(headline, landing, Category.OTHER, text), by=by, now=now)
    take_step(ad=made, state=Ad.State.WAITING, by=by, now=now, reason=OWN)
    take_step(ad=made, state=Ad.State.APPROVED, by=by, now=now, reason=OWN)
    return made


def own_campaign(now: datetime) -> Campaign:
    """The campaign of the house that runs, the newest where there are several; begun where there is none."""
    owner = house(now)
    found = Campaign.objects.filter(advertiser=owner, ended_at=None, ends_at=None).order_by("-pk").first()
    if found is not None:
        return found
    plan = Plan(
        name="Where nobody bought",
        pricing=Pricing.HOUSE,
        bid=0,
        starts_at=now,
        ends_at=None,
        hours="",
        daily=None,
        total=0,
    )
    return begin_campaign(advertiser=owner, plan=plan, by=None, now=now)
