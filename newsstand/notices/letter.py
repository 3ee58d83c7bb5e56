"""Notices as a mail: plain text, and HTML that needs no picture, no script and nobody else's server."""

from collections.abc import Sequence

from django.core.mail import EmailMultiAlternatives

from newsstand.accounts.models import User
from newsstand.accounts.off import Off
from newsstand.lib.mail import first_and_more, subscribed
from newsstand.notices.models import Notice

MOST = 30
OFF = Off(salt="newsstand.notices.off", path="notices/off")
token_of, user_of = OFF.token_of, OFF.user_of


def letter(user: User, notices: Sequence[Notice], *, mark: str) -> EmailMultiAlternatives:
    """The mail of these notices, 30 of them in full. `mark` tells this mail from the user's others (Message-ID)."""
    return subscribed(
        to=user.email,
        subject=first_and_more(notices[0].title, len(notices)),
        template="notices/mail/notices",
        context={"user": user, "notices": notices[:MOST], "more": max(0, len(notices) - MOST)},
        kind="notices",
        mark=f"{user.pk}-{mark}",
        off=OFF.address(user),
    )
