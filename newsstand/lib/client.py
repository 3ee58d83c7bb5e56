"""Where a request comes from, and whether whoever sends it wants to be left alone. Nothing of it is stored as it is."""

from django.conf import settings
from django.http import HttpRequest

from newsstand.algorithms import robot_agents


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
    return is_in_advance(request) or robot_agents.is_robot(agent_of(request))


def is_in_advance(request: HttpRequest) -> bool:
    """Whether a browser fetches this before anybody has asked for it."""
    return says_in_advance(request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", ""))


def says_in_advance(purpose: str) -> bool:
    """Whether these headers (Sec-Purpose, Purpose) say so."""
    return "prefetch" in purpose or "prerender" in purpose or "preview" in purpose


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
