"""What every mail of ours has in common."""

from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings


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
