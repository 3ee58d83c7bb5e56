"""Begin a campaign from another one."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.advertisers.ad import Said, write_ad
from newsstand.advertisers.campaign import begin_campaign, pause
from newsstand.advertisers.models import Ad, Campaign
from newsstand.advertisers.plan import MOST_NAME, plan_of

MOST_ADS = 20


@transaction.atomic
def copy_campaign(*, campaign: Campaign, by: User, now: datetime) -> Campaign:
    """A new campaign that asks for the same, from now on and without an end, paused; its ads come along as drafts.

    One that has ended can be copied as well. Raises RefusedError where no campaign can be begun.
    1. Load what the campaign asks for, and its ads that were not refused or taken off.
    2. Decide its name and dates.
    3. Save the copy.
    """
    name = f"{campaign.name[: MOST_NAME - 6]}, copy"
    plan = replace(plan_of(campaign), name=name, starts_at=now, ends_at=None)
    made = begin_campaign(advertiser=campaign.advertiser, plan=plan, by=by, now=now)
    good = campaign.ads.filter(state__in=[Ad.State.DRAFT, Ad.State.WAITING, Ad.State.APPROVED])
    for ad in good.select_related("picture").order_by("pk")[:MOST_ADS]:
        write_ad(campaign=made, said=said_of(ad), by=by, now=now, picture=ad.picture)
    return pause(campaign=made, by=by, now=now)


def said_of(ad: Ad) -> Said:
    """What an ad says, to be said again."""
    return Said(
        headline=ad.headline,
        landing=ad.landing,
        category=ad.category,
        text=ad.text,
        alt=ad.alt,
        payer=ad.payer,
        behalf=ad.behalf,
        is_political=ad.is_political,
        political_payer=ad.political_payer,
    )
