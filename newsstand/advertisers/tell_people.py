"""An advertiser's people hear what one of them, a rule or this site has done."""

from datetime import datetime

from newsstand.accounts.models import User
from newsstand.advertisers.models import Advertiser, Membership, Role
from newsstand.notices.models import Notice
from newsstand.notices.tell import tell


def tell_people(
    *,
    advertiser: Advertiser,
    key: str,
    title: str,
    now: datetime,
    text: str = "",
    address: str = "",
    but: User | None = None,
    roles: tuple[Role, ...] = (Role.OWNER, Role.MANAGER),
) -> None:
    """A notice for each member of these roles save `but`, who did it. Inside the caller's transaction."""
    members = Membership.objects.filter(advertiser=advertiser, role__in=roles, user__is_active=True)
    address = address or advertiser.get_absolute_url()
    # Mailboxes are held in one order, so that two who tell many cannot wait for each other.
    for member in members.select_related("user").order_by("user_id"):
        if but is None or member.user_id != but.pk:
            tell(user=member.user, kind=Notice.Kind.WORK, key=key, title=title, text=text, address=address, now=now)
