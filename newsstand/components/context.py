"""What every page may name: the site itself."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name and public address, for all templates."""
    return {
        "site_name": settings.NEWSSTAND_NAME,
        "site_url": settings.NEWSSTAND_URL,
        "page_url": settings.NEWSSTAND_URL + request.path,
    }
