"""Who is looking at the page, without touching the session of somebody who has none."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from newsstand.accounts.models import User


def visitor(request: HttpRequest) -> User | None:
    """The signed-in user, or None; an anonymous page stays free of cookies and can be kept by the page cache."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    return request.user if request.user.is_authenticated else None


def sign_in_address(next_address: str) -> str:
    """The address of the page to sign in, which leads back to `next_address` (a path of this site)."""
    return f"{reverse('account_login')}?{urlencode({'next': next_address})}"
