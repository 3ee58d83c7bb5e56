"""Whether mail goes out and the house's login answers: for the operator."""

import smtplib
from collections.abc import Iterator

from django.conf import settings
from django.core.mail import get_connection

from newsstand.lib.session import DoorSession, SessionError

MAIL_SECONDS = 8
NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


def mail() -> Iterator[tuple[str, str]]:
    """What was looked at, and how to mend it ("" when it is well). Connects to the mail server, and sends nothing."""
    if settings.NEWSSTAND_CONFIRM_TO_WRITE and not settings.EMAIL_URL:
        yield (
            "writing needs a confirmed address",
            "Nobody can confirm one, because no mail goes out. Set EMAIL_URL, or NEWSSTAND_CONFIRM_TO_WRITE=0.",
        )
    if not settings.EMAIL_URL.startswith("smtp"):
        return
    what = f"the mail server {settings.EMAIL_HOST}:{settings.EMAIL_PORT} lets us in"
    try:
        connection = get_connection(timeout=MAIL_SECONDS)
        connection.open()
        connection.close()
        yield what, ""
    except (OSError, smtplib.SMTPException) as error:
        yield what, f"It does not ({error}). See EMAIL_URL in docs/settings.md."


def house() -> Iterator[tuple[str, str]]:
    """The same of the login by OpenID Connect; nothing where there is none."""
    given = {
        "NEWSSTAND_OIDC_URL": settings.NEWSSTAND_OIDC_URL,
        "NEWSSTAND_OIDC_CLIENT_ID": settings.NEWSSTAND_OIDC_CLIENT_ID,
        "NEWSSTAND_OIDC_SECRET": settings.NEWSSTAND_OIDC_SECRET,
    }
    if not any(given.values()):
        return
    what = f"the house's login at {settings.NEWSSTAND_OIDC_URL or 'no address'}"
    missing = [name for name, value in given.items() if not value]
    if missing:
        yield what, f"It is off or cannot work: set {', '.join(missing)}, too."
        return
    yield what, described(settings.NEWSSTAND_OIDC_URL)


def described(url: str) -> str:
    """What is wrong with the provider at `url`; "" when it says of itself what we need."""
    address = url if "/.well-known/" in url else f"{url}/.well-known/openid-configuration"
    try:
        answer = DoorSession(settings.NEWSSTAND_OIDC_NETWORKS).get(address)
        answer.raise_for_status()
        said = answer.json()
    except SessionError as error:
        return f"It does not answer: {error} If it is in your own network, set NEWSSTAND_OIDC_NETWORKS."
    missing = [name for name in NEEDED if not isinstance(said, dict) or not said.get(name)]
    if missing:
        return f"What it says of itself lacks {', '.join(missing)}: is {address} the right address?"
    plain = [name for name in NEEDED[1:] if str(said[name]).startswith("http://")]
    if plain and not settings.NEWSSTAND_OIDC_NETWORKS:
        return f"It sends passwords and tokens in clear ({', '.join(plain)} without https)."
    return ""
