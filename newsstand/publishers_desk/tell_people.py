"""A publisher's people hear what one of them, or an editor of the site, has done."""

from datetime import datetime

from newsstand.accounts.models import User
from newsstand.notices.models import Notice
from newsstand.notices.tell import tell
from newsstand.publishers.models import Membership, Publisher, Role


def tell_people(
    *,
    publisher: Publisher,
    key: str,
    title: str,
    address: str,
    now: datetime,
    text: str = "",
    but: User | None = None,
    roles: tuple[Role, ...] = (Role.OWNER, Role.EDITOR),
) -> None:
    """A notice for each member of these roles save `but`, who did it. Inside the caller's transaction."""
    members = Membership.objects.filter(publisher=publisher, role__in=roles, user__is_active=True)
    # Mailboxes are held in one order, so that two who tell many cannot wait for each other.
    for member in members.select_related("user").order_by("user_id"):
        if but is None or member.user_id != but.pk:
            tell(user=member.user, kind=Notice.Kind.WORK, key=key, title=title, text=text, address=address, now=now)
