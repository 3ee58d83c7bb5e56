"""Write an ad, replace it, pause it, take it back."""

from dataclasses import dataclass, fields
from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.advertisers.ad_steps import take_step
from newsstand.advertisers.campaign import locked as locked_campaign
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.models import Ad, Campaign, Category
from newsstand.advertisers.note import note_change
from newsstand.advertisers.queue import leave_queue
from newsstand.algorithms.ad_review import LONGEST_HEADLINE, LONGEST_PAYER, LONGEST_TEXT
from newsstand.algorithms.pictures import Refused
from newsstand.algorithms.plain_text import plain_line, plain_text
from newsstand.images.models import Image
from newsstand.images.upload import upload

State = Ad.State
MOST_ADS = 100
SENT = "It was sent in, so it stays as it is: make another one that replaces it."


@dataclass(frozen=True, slots=True)
class Said:
    """What an ad says, as its form has it. `payer` empty: who pays for the advertiser's ads."""

    headline: str
    landing: str
    category: str
    text: str = ""
    alt: str = ""
    payer: str = ""
    behalf: str = ""
    is_political: bool = False
    political_payer: str = ""


@transaction.atomic
def write_ad(
    *,
    campaign: Campaign,
    said: Said,
    by: User | None,
    now: datetime,
    picture: Image | None = None,
    replaces: Ad | None = None,
) -> Ad:
    """Keep a new ad as a draft: nobody but its people sees it. `replaces`: the one that goes when this is approved.

    Raises RefusedError for a campaign that has ended, an ad that does not fit into its row, and the 101st.
    1. Load the campaign, locked.
    2. Decide whether it can be kept.
    3. Save the ad, and the change.
    """
    found = locked_campaign(campaign)
    if found.advertiser.suspended_at is not None:
        raise RefusedError("This advertiser is suspended: nothing of it can be begun or changed.")
    if found.ads.exclude(state=State.RETIRED).count() >= MOST_ADS:
        raise RefusedError(f"A campaign has {MOST_ADS} ads at most: take some back that you do not need.")
    if replaces is not None and replaces.campaign_id != found.pk:
        raise RefusedError("An ad replaces one of its own campaign.")
    made = Ad.objects.create(
        campaign=found,
        picture=picture,
        replaces=replaces,
        made_by=by,
        made_at=now,
        **kept(said, found.advertiser.payer),
    )
    what = f"Ad “{made.headline}” written" + (f", to replace “{replaces.headline}”" if replaces else "")
    note_change(advertiser=found.advertiser, campaign=found, by=by, said=what, now=now)
    return made


@transaction.atomic
def rewrite_ad(
    *, ad: Ad, said: Said, by: User | None, now: datetime, picture: Image | None = None, without_picture: bool = False
) -> Ad:
    """Change a draft; `picture` None keeps the one it has. Raises RefusedError for an ad that was sent in.

    1. Load the ad, locked.
    2. Decide whether it may still change.
    3. Save it.
    """
    found = locked(ad)
    if found.state != State.DRAFT:
        raise RefusedError(SENT)
    for name, value in kept(said, found.campaign.advertiser.payer).items():
        setattr(found, name, value)
    if without_picture:
        found.picture, found.alt = None, ""
    if picture is not None:
        found.picture = picture
    found.made_by, found.made_at = by or found.made_by, now
    found.save()
    return found


def kept(said: Said, payer: str) -> dict[str, object]:
    """The columns of an ad, cleaned. Raises RefusedError for what its row cannot hold."""
    lines = {one.name: getattr(said, one.name) for one in fields(said) if one.name not in {"is_political", "category"}}
    clean: dict[str, object] = {name: plain_line(value) for name, value in lines.items()}
    clean["political_payer"] = plain_text(said.political_payer)
    clean["payer"] = clean["payer"] or payer
    most = {"headline": LONGEST_HEADLINE, "text": LONGEST_TEXT, "alt": 200, "landing": 2000}
    most |= {"payer": LONGEST_PAYER, "behalf": LONGEST_PAYER, "political_payer": 500}
    for name, longest in most.items():
        if len(str(clean[name])) > longest:
            raise RefusedError(f"The {name.replace('_', ' ')} is longer than {longest} characters: shorten it.")
    if not clean["headline"]:
        raise RefusedError("Write the headline first.")
    if said.category not in Category.values:
        raise RefusedError("Choose what the ad is for.")
    if said.is_political and not clean["political_payer"]:
        raise RefusedError("A political ad says who pays for it: write it into the declaration.")
    return {**clean, "category": said.category, "is_political": said.is_political}


def picture_of(body: bytes, now: datetime) -> Image:
    """Store a picture sent for an ad; outside every transaction. Raises RefusedError for a file that is none."""
    try:
        return upload(body=body, now=now)
    except Refused as why:
        raise RefusedError(f"{why.reason} Send a JPEG, PNG, WebP, GIF or AVIF picture.") from None


def locked(ad: Ad) -> Ad:
    """The ad with its campaign and advertiser, kept from others until the end of the transaction."""
    rows = Ad.objects.select_for_update(of=("self",), no_key=True).select_related("campaign__advertiser", "picture")
    return rows.get(pk=ad.pk)


@transaction.atomic
def retire(*, ad: Ad, by: User | None, now: datetime, why: str = "") -> Ad:
    """Take an ad back for good: it is shown no more. A draft is thrown away. Twice is as good as once.

    1. Load the ad, locked.
    2. Decide what becomes of it.
    3. Save the step; what waited for a moderator waits no more.
    """
    found = locked(ad)
    campaign = found.campaign
    if found.state == State.DRAFT:
        note_change(
            advertiser=campaign.advertiser, campaign=campaign, by=by, said=f"Draft “{found}” thrown away", now=now
        )
        found.delete()
        return found
    if found.state != State.RETIRED:
        take_step(ad=found, state=State.RETIRED, by=by, now=now, reason=why)
        leave_queue(found, now)
        said = f"Ad “{found}” taken back" + (f": {why}" if why else "")
        note_change(advertiser=campaign.advertiser, campaign=campaign, by=by, said=said, now=now)
    return found


@transaction.atomic
def pause_ad(*, ad: Ad, by: User | None, now: datetime, paused: bool = True) -> Ad:
    """Show an ad no more for a while, or again (`paused=False`). Twice is as good as once.

    Raises RefusedError for an ad that was taken back.
    1. Load the ad, locked.
    2. Decide whether anything changes.
    3. Save, and the change.
    """
    found = locked(ad)
    if found.state == State.RETIRED:
        raise RefusedError("It was taken back by its advertiser.")
    if (found.paused_at is not None) != paused:
        found.paused_at = now if paused else None
        found.save(update_fields=["paused_at"])
        said = f"Ad “{found}” {'paused' if paused else 'resumed'}"
        note_change(advertiser=found.campaign.advertiser, campaign=found.campaign, by=by, said=said, now=now)
    return found
