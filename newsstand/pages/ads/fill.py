"""`/slots/fill`: the ads of one page, asked for by its script; the only answer of the site that holds ads."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from newsstand.accounts.visitor import visitor
from newsstand.advertisers.choose import Filled, Matched, choose
from newsstand.advertisers.models import Category
from newsstand.advertisers.outside.advertiser import is_on
from newsstand.advertisers.shown import Shown
from newsstand.advertisers.slots import ON_PAGE, SLOTS, Slot
from newsstand.lib import clock
from newsstand.lib.client import address_of, agent_of, is_from_our_page, is_robot
from newsstand.lib.day_keys import network_key, shared_key
from newsstand.lib.ratelimit import Rate, allow
from newsstand.pages.ads.contexts import AboutPage, about_page
from newsstand.readers.ads import switched_off

A_NETWORK = Rate(600, 60)
NO_PAGE = "Ask for the slots of a page: page=front, page=list&of=SLUG or page=article&of=NUMBER, and slots=KEY,KEY."


@dataclass(frozen=True, slots=True)
class OnPage:
    """A filled slot with what its template says: where its links lead, why it is here, its category in words."""

    slot: Slot
    shown: Shown
    token: str
    go: str
    why: str
    category: str


@require_GET
def fill(request: HttpRequest) -> HttpResponse:
    """Ads for the slots of one page, as HTML; 204 for robots, pages fetched in advance, other sites, and without ads.

    Of the reader it uses one thing: categories that they switched off, for this page view or in their account.
    """
    about, asked = asked_page(request)
    if not settings.NEWSSTAND_ADS or is_robot(request) or not is_from_our_page(request):
        return closed(HttpResponse(status=204))
    now = clock.now()
    limit = allow(f"slots:{network_key(address_of(request), now=now)}", A_NETWORK, now=now)
    if not limit.allowed:
        return closed(HttpResponse(status=429, headers={"Retry-After": str(limit.retry_after)}))
    page = about_page(*about, now=now)
    mark = shared_key(address_of(request), agent_of(request), now=now)
    gpc = request.headers.get("Sec-GPC", "")[:1] if is_on() else ""
    filled = filled_slots(page, about[0], asked, without(request), mark, now, gpc=gpc)
    if not filled:
        return closed(HttpResponse(status=204))
    shown = [on_page(one, page) for one in filled]
    return closed(render(request, "pages/ads/fill.html", {"filled": shown, "address": page.address}))


def asked_page(request: HttpRequest) -> tuple[tuple[str, str], Sequence[str]]:
    """Which page, and which of its slots. Raises BadRequest for what is none."""
    page, of = request.GET.get("page", ""), request.GET.get("of", "")
    slots = [key for key in request.GET.get("slots", "").split(",")[: len(SLOTS)] if key in ON_PAGE.get(page, ())]
    if not slots or len(of) > 100:
        raise BadRequest(NO_PAGE)
    return (page, of), slots


def without(request: HttpRequest) -> frozenset[str]:
    """The categories that are switched off: for this page view by the address, for good by the reader. One query."""
    asked = set(request.GET.get("without", "").split(",")[: len(Category.values)])
    user = visitor(request)
    return frozenset(asked & set(Category.values)) | (switched_off(user) if user is not None else frozenset())


def filled_slots(
    page: AboutPage,
    kind: str,
    slots: Sequence[str],
    without: frozenset[str],
    mark: str,
    now: datetime,
    *,
    gpc: str = "",
) -> list[Filled]:
    """The wall: what passes here is all that advertising is told. Nothing of it is about the reader.

    `mark` goes into tokens alone, by which events that come from elsewhere are known; it is worth nothing tomorrow.
    `gpc` is what the browser wants a buyer outside to hear; it is not even looked at where there is none.
    """
    return choose(
        page=kind,
        slots=slots,
        context=page.context,
        owner=page.owner,
        article=page.article,
        without=without,
        seed=secrets.randbits(63),
        mark=mark,
        now=now,
        **({"gpc": gpc} if gpc else {}),
    )


def on_page(one: Filled, page: AboutPage) -> OnPage:
    return OnPage(
        slot=one.slot,
        shown=one.shown,
        token=one.token,
        go=f"/slots/click/{one.token}",
        why=why(one.matched, page),
        category=str(Category(one.shown.category).label),
    )


def why(matched: Matched, page: AboutPage) -> str:
    """In words, what of the page the ad was meant for."""
    names = [page.context.names.get(str(number), "") for kind, number in matched if kind != "slot"]
    known = [name for name in names if name]
    if known:
        return f"it is about {', '.join(known)}"
    if any(kind == "slot" for kind, _ in matched):
        return "it has this place for ads"
    return "its advertiser did not ask for any page in particular"


def closed(response: HttpResponse) -> HttpResponse:
    """Kept by nobody, and found by no search engine."""
    patch_cache_control(response, private=True, no_store=True)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
