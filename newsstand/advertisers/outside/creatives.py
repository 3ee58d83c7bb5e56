"""Ads as buyers outside send them: kept once, looked at as everybody's are, and only then shown."""

import hashlib
import logging
from datetime import datetime, timedelta

from django.db import transaction

from newsstand.advertisers.ad_steps import take_step
from newsstand.advertisers.models import Ad, Campaign, LandingCheck
from newsstand.advertisers.queue import enter_queue
from newsstand.advertisers.send import as_found, findings_of, keep_findings
from newsstand.algorithms.ad_review import Verdict, strongest
from newsstand.algorithms.openrtb.response import Bid
from newsstand.images.models import remember

log = logging.getLogger(__name__)
# A buyer that sends a new ad with each bid must not fill the moderators' queue, nor our disk.
MOST_A_DAY = 200


def key_of(bid: Bid) -> str:
    """What stands for an ad in Ad.outside_key: a buyer's number with other contents is another ad."""
    said = f"{bid.domain}\n{bid.creative_key}\n{bid.creative.digest}\n{bid.payer}\n{bid.behalf}\n{bid.category}"
    return hashlib.sha256(said.encode()).hexdigest()


def known(bids: list[Bid]) -> dict[str, Ad]:
    """The ads of these bids that may be shown, by their keys. One query."""
    rows = Ad.objects.filter(outside_key__in={key_of(bid) for bid in bids}, state=Ad.State.APPROVED, paused_at=None)
    return {ad.outside_key: ad for ad in rows}


def keep_new(bids: list[Bid], campaign: Campaign, *, now: datetime) -> None:
    """Keep the ads that are seen for the first time and hand them to review; readers see them once they are approved.

    What the rules refuse is kept as refused, so that it is not looked at again.
    """
    keys = {key_of(bid): bid for bid in bids}
    there = set(Ad.objects.filter(outside_key__in=keys).values_list("outside_key", flat=True))
    new = {key: bid for key, bid in keys.items() if key not in there}
    today = Ad.objects.filter(campaign=campaign, made_at__gte=now - timedelta(days=1)).count() if new else 0
    for at, (key, bid) in enumerate(new.items(), start=today):
        if at >= MOST_A_DAY:
            log.warning("The buyer outside sends more than %s new ads a day: no more are looked at.", MOST_A_DAY)
            return
        keep(key, bid, campaign, now)


@transaction.atomic
def keep(key: str, bid: Bid, campaign: Campaign, now: datetime) -> Ad:
    """One ad, its picture to be fetched by our own, and its case in the queue."""
    Campaign.objects.select_for_update(of=("self",), no_key=True).get(pk=campaign.pk)
    found = Ad.objects.filter(outside_key=key).first()
    if found is not None:
        return found
    creative = bid.creative
    picture = remember([creative.picture], now=now).get(creative.picture) if creative.picture else None
    ad = Ad.objects.create(
        campaign=campaign, headline=creative.headline, text=creative.text, landing=creative.landing,
        picture_id=picture, alt=creative.headline if picture else "", category=bid.category, payer=bid.payer,
        behalf=bid.behalf, outside_key=key, made_at=now,
    )  # fmt: skip
    seen = findings_of(ad)
    take_step(ad=ad, state=Ad.State.WAITING, by=None, now=now, findings=[as_found(one) for one in seen])
    if strongest(seen) is Verdict.REFUSE:
        said = " ".join(one.said for one in seen if one.verdict is Verdict.REFUSE)
        take_step(ad=ad, state=Ad.State.REFUSED, by=None, now=now, reason=said)
        return ad
    keep_findings(ad, [as_found(one) for one in seen], now)
    enter_queue(ad, now)
    LandingCheck.objects.update_or_create(ad=ad, defaults={"due_at": now, "failures": 0})
    return ad
