"""Who is looking at the page, without touching the session of somebody who has none."""

from django.conf import settings
from django.http import HttpRequest

from newsstand.accounts.models import User


def visitor(request: HttpRequest) -> User | None:
    """The signed-in user, or None; an anonymous page stays free of cookies and can be kept by the page cache."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    return request.user if request.user.is_authenticated else None
