"""What every page may name: the site itself."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_bidi


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name, language and public address, for all templates."""
    return {
        "site_name": settings.NEWSSTAND_NAME,
        "site_url": settings.NEWSSTAND_URL,
        "site_language": settings.NEWSSTAND_LANGUAGE,
        "site_direction": "rtl" if get_language_bidi() else "ltr",
        "page_url": settings.NEWSSTAND_URL + request.path,
        # Messages wait in the session: whoever has none has no messages, and must not be given a session by asking.
        "may_have_messages": settings.SESSION_COOKIE_NAME in request.COOKIES,
    }
