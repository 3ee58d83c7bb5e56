"""What strikes keep a contributor from."""

from collections.abc import Sequence
from datetime import datetime

from newsstand.accounts.models import User
from newsstand.algorithms import strikes
from newsstand.moderation.models import Sanction


def strikes_of(user: User) -> Sequence[Sanction]:
    """The strikes that were not lifted, the earliest first, those that ran out among them. One query."""
    rows = Sanction.objects.filter(user=user, kind=Sanction.Kind.STRIKE, lifted_at=None)
    return list(rows.select_related("decision").order_by("since", "pk"))


def why_not_submit(user: User | None, now: datetime) -> str | None:
    """Why a contributor may not submit now because of strikes, or None. One query."""
    if user is None:
        return None
    until = strikes.paused_until([one.since for one in strikes_of(user)], now)
    if until is None:
        return None
    return (
        f"Because of your strikes you can submit again from {until:%d %B %Y, %H:%M} UTC on. You may write, read and "
        "answer meanwhile; the reasons, and how to appeal, stand under Writing."
    )
