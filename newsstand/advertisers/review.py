"""Ads as moderators see them: what moderation/ may ask of an ad, and do with it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from newsstand.advertisers.ad import retire
from newsstand.advertisers.ad_steps import take_step
from newsstand.advertisers.models import Ad, LandingCheck, Membership
from newsstand.advertisers.note import note_change
from newsstand.advertisers.queue import responsible
from newsstand.advertisers.tell_people import tell_people
from newsstand.images.models import Image
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.models import Decision
from newsstand.moderation.reasons import REASONS
from newsstand.moderation.subjects import Seen, Subject

# A landing page is looked at again so often while its ad runs.
AGAIN_AFTER = timedelta(days=7)
State, Action = Ad.State, Decision.Action
OWN_AD = "You belong to this advertiser: somebody else has to decide."
SAID = {State.APPROVED: "is approved", State.WAITING: "waits for review", State.REFUSED: "was refused"}
SAID |= {State.REMOVED: "was taken off"}


def several(numbers: Collection[int]) -> dict[int, Seen]:
    """The ads that were sent in, by number. Two queries, two more for each whose maker has left its advertiser."""
    rows = Ad.objects.filter(pk__in=numbers).exclude(state=State.DRAFT)
    rows = rows.select_related("campaign__advertiser", "made_by").prefetch_related(
        "campaign__advertiser__memberships__user"
    )
    return {row.pk: seen(row) for row in rows}


def load(number: int) -> Seen | None:
    """One ad, or None; drafts are nobody's but their people's."""
    return several([number]).get(number)


def seen(ad: Ad) -> Seen:
    """An ad as a moderator sees it, in words; how it looks in each slot is shown by the page of its case."""
    return Seen(
        title=ad.headline,
        text=in_words(ad),
        address=f"/ads/{ad.pk}" if ad.first_shown_on else f"{ad.campaign.advertiser.get_absolute_url()}/ads/{ad.pk}",
        author=responsible(ad),
        author_name=ad.campaign.advertiser.name,
        made_at=ad.made_at,
        is_shown=ad.state == State.APPROVED,
        is_held=ad.state == State.WAITING,
        is_gone=ad.state == State.RETIRED,
    )


def in_words(ad: Ad) -> str:
    """All that an ad says, a thing a line."""
    lines = [
        ad.headline,
        ad.text,
        f"Picture: {ad.alt}" if ad.picture_id else "",
        f"Leads to: {ad.landing}",
        f"For: {ad.get_category_display()}",
        f"Paid by: {ad.payer}" + (f", on behalf of {ad.behalf}" if ad.behalf else ""),
        f"Political, paid by: {ad.political_payer}" if ad.is_political else "",
    ]
    return "\n".join(line for line in lines if line)


def apply(number: int, action: Decision.Action, decision: Decision, now: datetime) -> None:
    """Carry out a decision about an ad; its advertiser's other people are told, who is concerned hears of it anyway.

    What its advertiser took back stays so, unless it is removed, which the library then says.
    Raises RefusedError for a moderator who belongs to the advertiser.
    """
    ad = Ad.objects.select_related("campaign__advertiser").get(pk=number)
    advertiser = ad.campaign.advertiser
    if decision.by_id and Membership.objects.filter(advertiser=advertiser, user=decision.by_id).exists():
        raise RefusedError(OWN_AD)
    state = where_to(ad, action)
    if state == ad.state:
        return
    take_step(ad=ad, state=state, by=decision.by, now=now, reason=why(decision))
    withhold(ad, hide=state == State.REMOVED)
    LandingCheck.objects.filter(ad=ad).update(due_at=next_look(state, now))
    if state == State.APPROVED:
        replace(ad, now)
    words = f"Ad “{ad.headline}” {SAID[State(state)]}"
    note_change(advertiser=advertiser, campaign=ad.campaign, by=None, said=words, now=now)
    tell_people(
        advertiser=advertiser,
        key=f"ad:{ad.pk}:{decision.pk}",
        title=words,
        text=why(decision),
        address=f"{advertiser.get_absolute_url()}/ads/{ad.pk}",
        now=now,
        but=decision.user,
    )


def where_to(ad: Ad, action: Decision.Action) -> str:
    """Where a decision leads an ad from where it stands."""
    if action == Action.REMOVE:
        return State.REFUSED if ad.state in {State.WAITING, State.REFUSED} else State.REMOVED
    if ad.state == State.RETIRED:
        return State.RETIRED
    return State.WAITING if action == Action.HOLD else State.APPROVED


def why(decision: Decision) -> str:
    """The reason as its advertiser reads it."""
    reason = REASONS.get(decision.reason)
    return "\n".join(part for part in (reason.author if reason else "", decision.explanation) if part)


def next_look(state: str, now: datetime) -> datetime | None:
    """When the landing page is looked at next: each week while the ad runs, not where nobody sees it."""
    return now + AGAIN_AFTER if state == State.APPROVED else None


def withhold(ad: Ad, *, hide: bool) -> None:
    """The picture of what was removed is served no more, unless another ad that readers may see has it."""
    others = Ad.objects.filter(picture=ad.picture_id, state=State.APPROVED).exclude(pk=ad.pk)
    if ad.picture_id and not (hide and others.exists()):
        Image.objects.filter(pk=ad.picture_id).update(withheld=hide)


def replace(ad: Ad, now: datetime) -> None:
    """What an approved ad replaces is taken back now, not before: readers never see neither."""
    if ad.replaces is not None and ad.replaces.state != State.RETIRED:
        retire(ad=ad.replaces, by=None, now=now, why=f"replaced by “{ad.headline}”")


def lock(number: int) -> None:
    """Keep others off the ad."""
    list(Ad.objects.select_for_update(of=("self",), no_key=True).filter(pk=number).values_list("pk"))


AD = Subject(load=load, apply=apply, around=lambda _number: {}, several=several, lock=lock)
