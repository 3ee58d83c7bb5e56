"""The landing pages of ads, looked at through the one door: when an ad is sent in, and each week while it runs."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from newsstand.advertisers.ad_steps import Found, take_step
from newsstand.advertisers.models import Ad, Advertiser, LandingCheck
from newsstand.advertisers.note import note_change
from newsstand.advertisers.queue import enter_queue
from newsstand.advertisers.review import AGAIN_AFTER
from newsstand.advertisers.send import as_found, keep_findings
from newsstand.advertisers.tell_people import tell_people
from newsstand.algorithms.ad_landing import Landed, Looked, look
from newsstand.algorithms.ad_review import Verdict
from newsstand.lib.door import open_door
from newsstand.lib.http import Door, DoorError, Limits, NotNow
from newsstand.lib.leases import claim, in_thread
from newsstand.moderation.decide import decide
from newsstand.moderation.models import Decision, Kind

State = Ad.State
LEASE = timedelta(minutes=2)
# One that does not open is tried again after so long; then it counts as closed.
PAUSES = (timedelta(minutes=10), timedelta(hours=6))
LIMITS = Limits(seconds=15.0, body_bytes=2 * 1024 * 1024)


async def look_at_due(*, clock: Callable[[], datetime], most: int = 20, door: Door | None = None) -> int:
    """Look at up to `most` landing pages that are due; how many were looked at. A page that fails stops no other."""
    rows = await in_thread(claim_due, clock(), most)
    if not rows:
        return 0
    if door is None:
        async with open_door(LIMITS) as own:
            return await look_at_rows(rows, own, clock)
    return await look_at_rows(rows, door, clock)


async def look_at_rows(rows: list[LandingCheck], door: Door, clock: Callable[[], datetime]) -> int:
    for row in rows:
        try:
            landed = await ask(door, row.ad.landing)
        except NotNow as error:
            await in_thread(put_off, row, clock() + max(error.again_in, timedelta(seconds=30)))
            continue
        await in_thread(settle, row=row, landed=landed, now=clock())
    return len(rows)


def claim_due(now: datetime, most: int) -> list[LandingCheck]:
    """Rows that are due, taken for this worker."""
    due = LandingCheck.objects.filter(due_at__lte=now).exclude(leased_until__gt=now)
    return claim(due.select_related("ad").order_by("due_at", "pk"), now=now, lease=LEASE, most=most)


def put_off(row: LandingCheck, until: datetime) -> None:
    """Its host is not to be asked yet."""
    LandingCheck.objects.filter(pk=row.pk, leased_until=row.leased_until).update(due_at=until, leased_until=None)


async def ask(door: Door, address: str) -> Landed:
    """What the page answers, or why it does not. Raises NotNow where its host is not to be asked yet."""
    try:
        reply = await door.get(address, kind="page")
    except NotNow:
        raise
    except DoorError as error:
        return Landed(address, error=error.reason)
    disposition = reply.headers.get("content-disposition", "")
    return Landed(reply.url, reply.status, reply.content_type, disposition, reply.body)


@transaction.atomic
def settle(*, row: LandingCheck, landed: Landed, now: datetime) -> None:
    """Keep what was found. An ad that waits goes on with it; one that runs is held where readers would be led astray.

    1. Load the ad and its row, locked; what somebody else looked at meanwhile is left to them.
    2. Decide what is wrong, whether to try again soon, and what becomes of the ad.
    3. Save it.
    """
    ad = Ad.objects.select_for_update(of=("self",), no_key=True).select_related("campaign__advertiser").get(pk=row.pk)
    kept = LandingCheck.objects.select_for_update().get(pk=row.pk)
    if kept.leased_until != row.leased_until:
        return
    looked = look(ad.landing, f"{ad.headline} {ad.text} {ad.payer} {ad.campaign.advertiser.name}", landed)
    tries = kept.failures + 1 if looked.passes else 0
    kept.checked_at, kept.leased_until, kept.failures = now, None, tries
    kept.status, kept.address, kept.title = landed.status, landed.url[:2000], looked.title
    kept.findings = [dict(as_found(one)) for one in looked.findings]
    is_final = not looked.passes or tries > len(PAUSES)
    kept.due_at = None if is_final else now + PAUSES[tries - 1]
    if is_final and ad.state == State.APPROVED:
        kept.due_at = now + AGAIN_AFTER
    kept.save()
    if ad.state == State.WAITING:
        waiting(ad, looked, now, is_final=is_final)
    elif ad.state == State.APPROVED and is_final and any(one.verdict is Verdict.HOLD for one in looked.findings):
        hold(ad, looked, now)


def waiting(ad: Ad, looked: Looked, now: datetime, *, is_final: bool) -> None:
    """An ad that waits: moderators see what was found; where rules are enough and found nothing, it is approved."""
    found: list[Found] = [as_found(one) for one in looked.findings]
    if found and is_final:
        take_step(
            ad=ad, state=State.WAITING, by=None, now=now, reason="The landing page was looked at.", findings=found
        )
        keep_findings(ad, found, now)
    if not found and is_enough(ad):
        said = "Rules found nothing in it, nor in its landing page, and its advertiser is known here."
        decide(kind=Kind.AD, number=ad.pk, action=Decision.Action.APPROVE, explanation=said, now=now)


def is_enough(ad: Ad) -> bool:
    """Whether rules alone let this ad through: by the setting, for who is known, and where they found nothing."""
    if settings.NEWSSTAND_AD_REVIEW != "rules" or ad.is_political or any(step.findings for step in ad.steps.all()):
        return False
    held_again = ad.steps.filter(state__in=[State.APPROVED, State.REFUSED, State.REMOVED]).exists()
    return not held_again and is_known(ad.campaign.advertiser)


def is_known(advertiser: Advertiser) -> bool:
    """Whether people approved enough of its ads, and none was refused or taken off since the first of them."""
    ads = Ad.objects.filter(campaign__advertiser=advertiser)
    if ads.filter(state__in=[State.REFUSED, State.REMOVED]).exists():
        return False
    approved = ads.filter(steps__state=State.APPROVED, steps__by__isnull=False).distinct().count()
    return approved >= settings.NEWSSTAND_AD_REVIEW_KNOWN


def hold(ad: Ad, looked: Looked, now: datetime) -> None:
    """A running ad leads astray: it waits for a person, and its people hear why at once."""
    found: list[Found] = [as_found(one) for one in looked.findings]
    why = " ".join(one["said"] for one in found)
    take_step(ad=ad, state=State.WAITING, by=None, now=now, reason=f"Its landing page: {why}", findings=found)
    keep_findings(ad, found, now)
    enter_queue(ad, now)
    advertiser = ad.campaign.advertiser
    note_change(
        advertiser=advertiser, campaign=ad.campaign, by=None, said=f"Ad “{ad}” held: its landing page. {why}", now=now
    )
    tell_people(
        advertiser=advertiser,
        key=f"landing:{ad.pk}:{now:%Y%m%d%H}",
        title=f"“{ad.headline}” is held: look at its landing page",
        text="\n".join(f"{one['said']} {one['mend']}" for one in found),
        address=f"{advertiser.get_absolute_url()}/ads/{ad.pk}",
        now=now,
    )
