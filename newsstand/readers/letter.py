"""A digest as a mail: plain text, and tables of HTML that need no picture, no script and nobody else's server."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.utils.formats import date_format

from newsstand.accounts.models import User
from newsstand.lib.mail import one_line, sender
from newsstand.readers.models import Digest
from newsstand.readers.news import Piece
from newsstand.readers.schedule import schedule_of

LONGEST_SUBJECT = 110
SALT = "newsstand.readers.digest.off"


def token_of(user: User) -> str:
    """What the bearer may switch off this user's digest with, and nothing else; it never runs out."""
    return Signer(salt=SALT).sign(str(user.pk))


def user_of(token: str) -> User | None:
    """Whose digest the bearer of this token may switch off; None for one that we did not make."""
    try:
        number = int(Signer(salt=SALT).unsign(token))
    except (BadSignature, ValueError):
        return None
    return User.objects.filter(pk=number).first()


def off_address(user: User) -> str:
    """The address that switches the digest off, for people (GET shows a button) and mail programs (RFC 8058: POST)."""
    return f"{settings.NEWSSTAND_URL}/digest/off/{token_of(user)}"


def letter(digest: Digest, pieces: list[Piece], *, number: int, now: datetime) -> EmailMultiAlternatives:
    """The mail of these pieces. `number` is its mailing's: the same mailing always has the same Message-ID."""
    user = digest.user
    host = urlsplit(settings.NEWSSTAND_URL).hostname or "localhost"
    off = off_address(user)
    context = {
        "user": user,
        "pieces": pieces,
        "day": date_format(now.astimezone(schedule_of(digest).zone), "l, j F Y"),
        "site_name": settings.NEWSSTAND_NAME,
        "site_url": settings.NEWSSTAND_URL,
        "language": settings.NEWSSTAND_LANGUAGE,
        "is_on": digest.is_on,
        "off": off,
    }
    mail = EmailMultiAlternatives(
        subject=subject_of(pieces),
        body=render_to_string("readers/mail/digest.txt", context),
        from_email=sender(),
        to=[user.email],
        headers={
            "Message-ID": f"<digest-{number}@{host}>",
            "List-Id": f"{one_line(settings.NEWSSTAND_NAME)} digest <digest.{host}>",
            "List-Unsubscribe": f"<{off}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string("readers/mail/digest.html", context), "text/html")
    return mail


def subject_of(pieces: list[Piece]) -> str:
    """The first headline, and how many more there are."""
    more = f", and {len(pieces) - 1} more" if len(pieces) > 1 else ""
    headline = one_line(pieces[0].article.headline)
    room = LONGEST_SUBJECT - len(more)
    return (headline if len(headline) <= room else headline[: room - 1].rstrip() + "…") + more
