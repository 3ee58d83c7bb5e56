"""An ad is sent in: the rules look at it at once, its landing page soon, then a person."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from newsstand.accounts.models import User
from newsstand.advertisers.ad import locked
from newsstand.advertisers.ad_steps import WHY_NOT, Found, take_step
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.may import must_act
from newsstand.advertisers.models import Ad, AdStep, LandingCheck
from newsstand.advertisers.note import note_change
from newsstand.advertisers.queue import enter_queue
from newsstand.algorithms.ad_review import Copy, Finding, House, Verdict, review, strongest
from newsstand.moderation import models as moderation

State = Ad.State


class UnfitError(RefusedError):
    """An ad that rules give back; `findings` say what to mend."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(" ".join(f"{one.said} {one.mend}" for one in findings if one.verdict is Verdict.REFUSE))
        self.findings = tuple(findings)


def copy_of(ad: Ad) -> Copy:
    """What the rules look at."""
    return Copy(
        headline=ad.headline,
        text=ad.text,
        landing=ad.landing,
        category=ad.category,
        payer=ad.payer,
        behalf=ad.behalf,
        alt=ad.alt,
        width=ad.picture.width if ad.picture else 0,
        height=ad.picture.height if ad.picture else 0,
        is_political=ad.is_political,
        political_payer=ad.political_payer,
    )


def findings_of(ad: Ad) -> list[Finding]:
    """What the rules find in an ad as it is, by the settings that hold now. No query where its campaign is loaded."""
    house = House(
        site=ad.campaign.advertiser.site,
        refused=settings.NEWSSTAND_AD_CATEGORIES_REFUSED,
        political=settings.NEWSSTAND_POLITICAL_ADS,
    )
    return review(copy_of(ad), house)


@transaction.atomic
def send_in(*, ad: Ad, by: User, now: datetime) -> AdStep:
    """Hand an ad to review: it waits until a person, or by setting the rules alone, let it through.

    Raises UnfitError where rules find what must be mended first, RefusedError for who may not act, for a suspended
    advertiser and for an ad that was sent in already.
    1. Load the ad, locked.
    2. Decide who may, and what the rules find.
    3. Save the step with what was found, the case in the queue, and when the landing page is looked at: now.
    """
    must_act(by, now)
    found = locked(ad)
    if found.campaign.advertiser.suspended_at is not None:
        raise RefusedError("This advertiser is suspended: nothing of it can be sent in.")
    if found.state != State.DRAFT:
        raise RefusedError(WHY_NOT[State(found.state)])
    seen = findings_of(found)
    if strongest(seen) is Verdict.REFUSE:
        raise UnfitError(seen)
    kept = [as_found(one) for one in seen]
    step = take_step(ad=found, state=State.WAITING, by=by, now=now, findings=kept)
    keep_findings(found, kept, now)
    enter_queue(found, now)
    LandingCheck.objects.update_or_create(ad=found, defaults={"due_at": now, "failures": 0})
    campaign = found.campaign
    note_change(
        advertiser=campaign.advertiser, campaign=campaign, by=by, said=f"Ad “{found}” sent in for review", now=now
    )
    ad.state = found.state
    return step


def as_found(one: Finding) -> Found:
    return {"rule": one.rule, "verdict": one.verdict.value, "said": one.said, "mend": one.mend}


def keep_findings(ad: Ad, findings: Sequence[Found], now: datetime) -> None:
    """Let moderators see in their queue what rules found."""
    moderation.Finding.objects.bulk_create(
        moderation.Finding(
            kind=moderation.Kind.AD,
            number=ad.pk,
            phase=one["rule"],
            verdict=one["verdict"],
            evidence=one["said"][:500],
            found_at=now,
        )
        for one in findings
    )
