"""Somebody becomes an advertiser."""

from datetime import datetime
from zoneinfo import available_timezones

from django.db import transaction

from newsstand.accounts.confirmed import why_not_write
from newsstand.accounts.models import User
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.models import Advertiser, Kind, Membership, Purse, Role
from newsstand.advertisers.names import free_slug
from newsstand.advertisers.note import note_change
from newsstand.moderation.standing import standing

MOST_OWNED = 10
MOST_NAME = 100


@transaction.atomic
def join(
    *,
    by: User,
    name: str,
    now: datetime,
    payer: str = "",
    site: str = "",
    zone: str = "UTC",
    email: str = "",
    address: str = "",
    tax_number: str = "",
) -> Advertiser:
    """Make an advertiser with `by` as its owner and an empty purse. `payer`: who pays, as its ads say; empty: `name`.

    Raises RefusedError for somebody who may not act, a name that is none, an unknown time zone, and the eleventh.
    1. Load the user, locked, and what they have: two presses of the button are one advertiser.
    2. Decide who may, and whether it makes sense.
    3. Save the advertiser, its owner, its purse and the first line of its changes.
    """
    name, payer = " ".join(name.split()), " ".join(payer.split())
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    refuse_join(by, name, payer, zone, now)
    own = Advertiser.objects.filter(memberships__user=by, memberships__role=Role.OWNER, purged_at=None)
    twin = own.filter(name=name, campaigns=None).first()
    if twin is not None:
        return twin
    if own.count() >= MOST_OWNED:
        raise RefusedError(f"One person owns {MOST_OWNED} advertisers at most: write to us if you need more.")
    made = Advertiser.objects.create(
        name=name,
        slug=free_slug(name),
        kind=Kind.SELF_SERVICE,
        site=site.strip(),
        payer=payer or name,
        email=email.strip(),
        address=address.strip(),
        tax_number=tax_number.strip(),
        zone=zone,
        joined_at=now,
    )
    Membership.objects.create(advertiser=made, user=by, role=Role.OWNER, since=now)
    Purse.objects.create(advertiser=made)
    note_change(advertiser=made, campaign=None, by=by, said="Joined", now=now)
    return made


def refuse_join(by: User, name: str, payer: str, zone: str, now: datetime) -> None:
    """Raises RefusedError for somebody who may not act, a name that is none, and an unknown time zone."""
    for why in (standing(by, now).why_not_act, why_not_write(by)):
        if why:
            raise RefusedError(why)
    if not any(letter.isalnum() for letter in name) or len(name) > MOST_NAME or len(payer) > MOST_NAME:
        raise RefusedError(f"Give a name of at most {MOST_NAME} characters: readers see it beside each ad.")
    if zone not in available_timezones():
        raise RefusedError(f"“{zone}” is no time zone: choose one such as Europe/Berlin.")
