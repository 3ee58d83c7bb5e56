"""What an advertiser's own server says came of clicks: kept once, by the day of the click."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.advertisers.days import day_of
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.may import must_be
from newsstand.advertisers.models import Advertiser, Campaign, Conversion, Decision, Role
from newsstand.advertisers.note import note_change
from newsstand.algorithms.conversion_calls import Item, ItemError, read_item


@dataclass(slots=True)
class Heard:
    """What became of a call's items: how many are new, how many were known, and what was wrong with which."""

    taken: int = 0
    known: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)


def hear(*, advertiser: Advertiser, given: Sequence[Any], now: datetime) -> Heard:
    """Keep what can be kept of a signed call's items; the same key of a campaign is kept once, however often it comes.

    1. Load the clicks and campaigns that the items name: two queries.
    2. Decide of each whether it is one of this advertiser's.
    3. Save all that are, at once; say of each other what is wrong with it.
    """
    heard = Heard()
    read: list[tuple[int, Item]] = []
    for position, one in enumerate(given):
        try:
            read.append((position, read_item(one, now=now)))
        except ItemError as error:
            refuse(heard, position, one, str(error))
    clicks = Decision.objects.in_bulk([item.click for _, item in read if item.click is not None])
    named = [item.campaign for _, item in read if item.campaign is not None]
    numbers = {*named, *(one.campaign_id for one in clicks.values())}
    mine = Campaign.objects.filter(advertiser=advertiser).in_bulk(list(numbers))
    rows: dict[tuple[int, str], Conversion] = {}
    for position, item in read:
        try:
            row = conversion(item, clicks.get(item.click or 0), mine, advertiser, now)
        except ItemError as error:
            refuse(heard, position, given[position], str(error))
            continue
        if (row.campaign_id, row.key) in rows:
            heard.known += 1
        rows.setdefault((row.campaign_id, row.key), row)
    keep(heard, list(rows.values()))
    return heard


def refuse(heard: Heard, position: int, given: Any, said: str) -> None:
    key = given.get("key") if isinstance(given, dict) else None
    heard.refused.append({"index": position, "key": key if isinstance(key, str) else None, "error": said})


def conversion(
    item: Item, click: Decision | None, mine: dict[int, Campaign], advertiser: Advertiser, now: datetime
) -> Conversion:
    """The row that an item is. Raises ItemError where it belongs to none of this advertiser's campaigns.

    Others' clicks are unknown here, as those are that never were: the answer says nothing of them.
    """
    if click is not None and (click.campaign_id not in mine or click.clicked_at is None):
        click = None
    if click is None and item.campaign is None:
        raise ItemError(f"click: {item.click} is no click on an ad of yours.")
    if item.campaign is not None and item.campaign not in mine:
        raise ItemError(f"campaign: {item.campaign} is no campaign of yours.")
    if click is not None and item.campaign not in {None, click.campaign_id}:
        raise ItemError(f"campaign: the click was on an ad of campaign {click.campaign_id}.")
    if click is not None and click.clicked_at is not None and item.at < click.clicked_at.replace(microsecond=0):
        raise ItemError("at: that is before the click.")
    at = click.clicked_at if click is not None and click.clicked_at is not None else item.at
    campaign = click.campaign_id if click is not None else item.campaign
    assert campaign is not None  # noqa: S101 (an item without a click names its campaign)
    return Conversion(
        campaign_id=campaign,
        key=item.key,
        kind=item.kind,
        decision=click.pk if click is not None else None,
        value=item.value,
        at=item.at,
        heard_at=now,
        day=day_of(advertiser.zone, at),
    )


@transaction.atomic
def keep(heard: Heard, rows: list[Conversion]) -> None:
    """Save those that are not there yet; what came twice at the same moment is counted by one of the two."""
    campaigns, keys = {row.campaign_id for row in rows}, {row.key for row in rows}
    there = Conversion.objects.filter(campaign__in=campaigns, key__in=keys)
    known = set(there.values_list("campaign_id", "key"))
    new = [row for row in rows if (row.campaign_id, row.key) not in known]
    Conversion.objects.bulk_create(new, ignore_conflicts=True)
    heard.taken += len(new)
    heard.known += len(rows) - len(new)


@transaction.atomic
def make_secret(*, advertiser: Advertiser, by: User, now: datetime) -> str:
    """A new secret to sign conversions with; the one before holds no more. Raises RefusedError for who may not.

    1. Load the advertiser, locked. 2. Decide who may. 3. Save it, and the change.
    """
    must_be(by, advertiser, Role.MANAGER, now)
    found = Advertiser.objects.select_for_update(no_key=True).get(pk=advertiser.pk)
    if found.closed_at is not None:
        raise RefusedError(f"{found.name} was closed: nothing is counted for it any more.")
    said = "Changed the secret of conversions" if found.conversion_secret else "Made a secret for conversions"
    found.conversion_secret = advertiser.conversion_secret = secrets.token_urlsafe(32)
    found.save(update_fields=["conversion_secret"])
    note_change(advertiser=found, campaign=None, by=by, said=said, now=now)
    return found.conversion_secret


@transaction.atomic
def drop_secret(*, advertiser: Advertiser, by: User, now: datetime) -> None:
    """Nothing is taken from its servers any more. Twice does no harm. Raises RefusedError for who may not.

    1. Load the advertiser, locked. 2. Decide who may. 3. Save it, and the change.
    """
    must_be(by, advertiser, Role.MANAGER, now)
    held = Advertiser.objects.filter(pk=advertiser.pk).exclude(conversion_secret="")
    if held.update(conversion_secret=""):
        note_change(advertiser=advertiser, campaign=None, by=by, said="Took back the secret of conversions", now=now)
    advertiser.conversion_secret = ""
