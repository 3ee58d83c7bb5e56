"""Notices as a mail: plain text, and HTML that needs no picture, no script and nobody else's server."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string

from newsstand.accounts.models import User
from newsstand.lib.mail import host, one_line, sender
from newsstand.notices.models import Notice

MOST = 30
LONGEST_SUBJECT = 110
SALT = "newsstand.notices.off"


def token_of(user: User) -> str:
    """What the bearer may switch off this user's mails about notices with, and nothing else; it never runs out."""
    return Signer(salt=SALT).sign(str(user.pk))


def user_of(token: str) -> User | None:
    """Whose mails the bearer of this token may switch off; None for one that we did not make."""
    try:
        number = int(Signer(salt=SALT).unsign(token))
    except (BadSignature, ValueError):
        return None
    return User.objects.filter(pk=number).first()


def off_address(user: User) -> str:
    """The address that switches the mails off, for people (GET shows a button) and mail programs (RFC 8058: POST)."""
    return f"{settings.NEWSSTAND_URL}/notices/off/{token_of(user)}"


def letter(user: User, notices: Sequence[Notice], *, mark: str) -> EmailMultiAlternatives:
    """The mail of these notices, 30 of them in full. `mark` tells this mail from the user's others (Message-ID)."""
    off = off_address(user)
    context = {
        "user": user,
        "notices": notices[:MOST],
        "more": max(0, len(notices) - MOST),
        "site_name": settings.NEWSSTAND_NAME,
        "site_url": settings.NEWSSTAND_URL,
        "language": settings.NEWSSTAND_LANGUAGE,
        "off": off,
    }
    mail = EmailMultiAlternatives(
        subject=subject_of(notices),
        body=render_to_string("notices/mail/notices.txt", context),
        from_email=sender(),
        to=[user.email],
        headers={
            "Message-ID": f"<notices-{user.pk}-{mark}@{host()}>",
            "List-Id": f"{one_line(settings.NEWSSTAND_NAME)} notices <notices.{host()}>",
            "List-Unsubscribe": f"<{off}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string("notices/mail/notices.html", context), "text/html")
    return mail


def subject_of(notices: Sequence[Notice]) -> str:
    """What the first says, and how many more there are."""
    more = f", and {len(notices) - 1} more" if len(notices) > 1 else ""
    title = one_line(notices[0].title)
    room = LONGEST_SUBJECT - len(more)
    return (title if len(title) <= room else title[: room - 1].rstrip() + "…") + more
