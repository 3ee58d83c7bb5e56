"""A moderator stops an advertiser, and lets it go on."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.models import Advertiser, Kind, Membership, Role
from newsstand.advertisers.note import note_change
from newsstand.advertisers.tell_people import tell_people
from newsstand.algorithms.plain_text import plain_line
from newsstand.moderation.standing import standing

MOST_REASON = 500
EVERYBODY = (Role.OWNER, Role.MANAGER, Role.VIEWER)
NOT_YOU = "Only this site's moderators stop an advertiser."
OWN = "You belong to this advertiser: somebody else has to decide."
HOW_TO_ANSWER = "What is in the purse stays yours. If this is wrong, write to us: the address stands at /about."


def must_moderate(by: User, advertiser: Advertiser, now: datetime) -> None:
    """Raises RefusedError for who does not moderate, whom a sanction stops, and who belongs to the advertiser."""
    if not by.moderates:
        raise RefusedError(NOT_YOU)
    if why := standing(by, now).why_not_act:
        raise RefusedError(why)
    if Membership.objects.filter(advertiser=advertiser, user=by).exists():
        raise RefusedError(OWN)


@transaction.atomic
def suspend(*, advertiser: Advertiser, by: User, why: str, now: datetime) -> Advertiser:
    """Nothing of the advertiser's is shown, begun, changed or sent in until it is over; its people are told why.

    Twice is as good as once. Raises RefusedError for who may not, without a reason, and for the house itself.
    1. Load the advertiser, locked.
    2. Decide who may.
    3. Save, with the change; tell its people.
    """
    must_moderate(by, advertiser, now)
    why = plain_line(why)
    if not why or len(why) > MOST_REASON:
        raise RefusedError(f"Give the reason in at most {MOST_REASON} characters: its people read it.")
    found = Advertiser.objects.select_for_update(no_key=True).get(pk=advertiser.pk)
    if found.kind == Kind.HOUSE:
        raise RefusedError("The house itself is not suspended: end its campaigns instead.")
    if found.suspended_at is None:
        found.suspended_at, found.suspended_why = now, why
        found.save(update_fields=["suspended_at", "suspended_why"])
        said = f"Suspended by this site: {why}"
        note_change(advertiser=found, campaign=None, by=None, said=said, now=now)
        tell_people(
            advertiser=found,
            key=f"advertiser:{found.pk}:suspended:{now.timestamp():.0f}",
            title=f"{found.name} is suspended",
            text=f"{why}\n\nNone of its ads is shown. {HOW_TO_ANSWER}",
            now=now,
            roles=EVERYBODY,
        )
    return found


@transaction.atomic
def lift_suspension(*, advertiser: Advertiser, by: User, now: datetime) -> Advertiser:
    """Its ads are shown again as far as nothing else keeps them back. Twice is as good as once.

    Raises RefusedError for who may not.
    1. Load the advertiser, locked.
    2. Decide who may.
    3. Save, with the change; tell its people.
    """
    must_moderate(by, advertiser, now)
    found = Advertiser.objects.select_for_update(no_key=True).get(pk=advertiser.pk)
    if found.suspended_at is not None:
        since = found.suspended_at
        found.suspended_at, found.suspended_why = None, ""
        found.save(update_fields=["suspended_at", "suspended_why"])
        note_change(advertiser=found, campaign=None, by=None, said="No longer suspended", now=now)
        tell_people(
            advertiser=found,
            key=f"advertiser:{found.pk}:lifted:{since.timestamp():.0f}",
            title=f"{found.name} is suspended no longer",
            text="Its campaigns run again as they did before.",
            now=now,
            roles=EVERYBODY,
        )
    return found
