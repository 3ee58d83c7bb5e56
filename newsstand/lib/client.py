"""Where a request comes from, and whether whoever sends it wants to be left alone. Nothing of it is stored as it is."""

import re

from django.conf import settings
from django.http import HttpRequest

ROBOT = re.compile(
    r"bot\b|bot[/;_-]|crawl|spider|slurp|preview|fetch|monitor|headless|curl|wget|python|java/|go-http", re.IGNORECASE
)


def address_of(request: HttpRequest) -> str:
    """The address of the browser: behind a proxy of ours, what that proxy wrote last; "" where there is none."""
    if settings.SECURE_PROXY_SSL_HEADER:
        passed = request.headers.get("X-Forwarded-For", "")
        if last := passed.rpartition(",")[2].strip():
            return last[:100]
    return str(request.META.get("REMOTE_ADDR", ""))[:100]


def agent_of(request: HttpRequest) -> str:
    """What the browser calls itself."""
    return request.headers.get("User-Agent", "")


def is_robot(request: HttpRequest) -> bool:
    """Whether it says itself that nobody is reading: a robot, a preview, a page that is fetched in advance."""
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return (
        "prefetch" in purpose or "preview" in purpose or not agent_of(request) or bool(ROBOT.search(agent_of(request)))
    )


def wants_privacy(request: HttpRequest) -> bool:
    """Whether the browser sends Global Privacy Control or Do Not Track."""
    return request.headers.get("Sec-GPC") == "1" or request.headers.get("DNT") == "1"


def is_from_our_page(request: HttpRequest) -> bool:
    """Whether a page of ours sent it, as far as the browser says; true for browsers that say nothing."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is None or origin.partition("://")[2] == request.get_host()
