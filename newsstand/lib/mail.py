"""What every mail of ours has in common."""

from collections.abc import Mapping
from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

LONGEST_SUBJECT = 110


def sender() -> str:
    """The site by its name, at the address from which it writes."""
    address = settings.DEFAULT_FROM_EMAIL
    return address if "<" in address else formataddr((one_line(settings.NEWSSTAND_NAME), address))


def one_line(text: str) -> str:
    """Text for a header: no line may break in it."""
    return " ".join(text.split())


def host() -> str:
    """The name of this site's machine, for the headers of a mail."""
    return urlsplit(settings.NEWSSTAND_URL).hostname or "localhost"


def first_and_more(title: str, number: int) -> str:
    """A subject: the first title of `number`, cut where it is long, and how many more there are."""
    more = f", and {number - 1} more" if number > 1 else ""
    title = one_line(title)
    room = LONGEST_SUBJECT - len(more)
    return (title if len(title) <= room else title[: room - 1].rstrip() + "…") + more


def subscribed(
    *, to: str, subject: str, template: str, context: Mapping[str, object], kind: str, mark: str, off: str
) -> EmailMultiAlternatives:
    """A mail of a `kind` ("digest") that can be stopped at `off` with one click (RFC 8058), as plain text and HTML.

    `template` is without its ending, `.txt` and `.html`; `mark` tells the mail from others of its kind (Message-ID).
    """
    told = {
        "site_name": settings.NEWSSTAND_NAME,
        "site_url": settings.NEWSSTAND_URL,
        "language": settings.NEWSSTAND_LANGUAGE,
        "off": off,
        **context,
    }
    mail = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"{template}.txt", told),
        from_email=sender(),
        to=[to],
        headers={
            "Message-ID": f"<{kind}-{mark}@{host()}>",
            "List-Id": f"{one_line(settings.NEWSSTAND_NAME)} {kind} <{kind}.{host()}>",
            "List-Unsubscribe": f"<{off}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string(f"{template}.html", told), "text/html")
    return mail
