"""From where a request comes."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of who asks, to count by. Behind a proxy of ours (NEWSSTAND_BEHIND_PROXY) what it says at last."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded[:100]
    return str(request.META.get("REMOTE_ADDR", ""))[:100]
