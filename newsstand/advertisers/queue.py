"""An ad's place in the moderators' queue."""

from datetime import datetime

from newsstand.accounts.models import User
from newsstand.advertisers.models import Ad, Role
from newsstand.moderation.appeal_outcome import rest
from newsstand.moderation.cases import open_case
from newsstand.moderation.models import Case, Kind


def enter_queue(ad: Ad, now: datetime) -> Case:
    """The ad waits for a moderator; call it inside the transaction that moves it."""
    return open_case(kind=Kind.AD, number=ad.pk, author=responsible(ad), held=True, now=now)


def leave_queue(ad: Ad, now: datetime) -> None:
    """The ad was taken back: its case closes, unless reports, an appeal or a notice of illegal content wait there."""
    cases = Case.objects.select_for_update(of=("self",), no_key=True)
    for case in cases.filter(kind=Kind.AD, number=ad.pk, closed_at=None):
        case.is_held = False
        case.save(update_fields=["is_held"])
        rest(case, now)


def responsible(ad: Ad) -> User | None:
    """Whom decisions about an ad concern, and who may appeal them: who made it, if they are still of the advertiser's
    people; else an owner, the first; None where nobody is left.
    """
    members = ad.campaign.advertiser.memberships.filter(user__is_active=True)
    if ad.made_by_id and members.filter(user=ad.made_by_id).exists():
        return ad.made_by
    owner = members.filter(role=Role.OWNER).select_related("user").order_by("since", "pk").first()
    return owner.user if owner else None
