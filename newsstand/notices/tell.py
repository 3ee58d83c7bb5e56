"""Tell a user something."""

from datetime import datetime

from newsstand.accounts.blocks import hears_nothing_of
from newsstand.accounts.models import User
from newsstand.notices.models import Notice
from newsstand.notices.wishes import call


def tell(
    *,
    user: User,
    kind: Notice.Kind,
    key: str,
    title: str,
    now: datetime,
    text: str = "",
    address: str = "",
    about: User | None = None,
    count: int = 1,
) -> Notice | None:
    """Make one notice, inside the caller's transaction; None where the user does not want to hear of `about`.

    `key` names the event ("reply:17", "decision:4"): the same key twice is one notice. Nobody is told of what they did
    themselves. A decision about a user is told whoever made it, because they have a right to it: leave `about` empty.
    A new notice is mailed and pushed as its user wants it (wishes.py), after this transaction.
    """
    if about is not None and (about.pk == user.pk or hears_nothing_of(user, about)):
        return None
    notice, is_new = Notice.objects.get_or_create(
        user=user,
        key=key,
        defaults={
            "kind": kind,
            "about": about,
            "title": title[:200],
            "text": text,
            "address": address,
            "count": count,
            "made_at": now,
        },
    )
    if is_new:
        call(user=user, kind=kind, now=now)
    return notice
