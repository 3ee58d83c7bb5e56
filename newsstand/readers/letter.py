"""A digest as a mail: plain text, and tables of HTML that need no picture, no script and nobody else's server."""

from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.utils.formats import date_format

from newsstand.accounts.off import Off
from newsstand.lib.mail import first_and_more, subscribed
from newsstand.readers.models import Digest
from newsstand.readers.news import Piece
from newsstand.readers.schedule import schedule_of

OFF = Off(salt="newsstand.readers.digest.off", path="digest/off")
token_of, user_of = OFF.token_of, OFF.user_of


def letter(digest: Digest, pieces: list[Piece], *, number: int, now: datetime) -> EmailMultiAlternatives:
    """The mail of these pieces. `number` is its mailing's: the same mailing always has the same Message-ID."""
    day = date_format(now.astimezone(schedule_of(digest).zone), "l, j F Y")
    return subscribed(
        to=digest.user.email,
        subject=first_and_more(pieces[0].article.headline, len(pieces)),
        template="readers/mail/digest",
        context={"user": digest.user, "pieces": pieces, "day": day, "is_on": digest.is_on},
        kind="digest",
        mark=str(number),
        off=OFF.address(digest.user),
    )
