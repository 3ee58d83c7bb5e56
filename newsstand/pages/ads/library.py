"""`/ads`: the public library of all ads that were shown in the last year, for people and for programs."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from newsstand.accounts.visitor import visitor
from newsstand.advertisers.library import Asked, Cursor, Entry, by_place, by_slot, entries, entry
from newsstand.advertisers.models import Category, Kind
from newsstand.images.markup import address
from newsstand.lib import clock
from newsstand.lib.pagecache import public_page

PAGE_LENGTH = 30
JSON_LENGTH = 100
STAMP = "ads"
NO_PLACE = "The end of this address names no place in the library. Follow the link “More ads” on the page instead."
NO_CATEGORY = "There is no category of this name. Choose one of those on the page."
NO_AD = "No ad of this number was shown here in the last year."


@require_safe
@public_page(lambda: [STAMP])
def library(request: HttpRequest) -> HttpResponse:
    """`/ads`: those shown last first, thirty a page. Four queries at most. Raises BadRequest."""
    asked = asked_of(request)
    found = entries(asked, now=clock.now(), most=PAGE_LENGTH + 1)
    shown = found[:PAGE_LENGTH]
    context = {
        "visitor": visitor(request),
        "entries": shown,
        "asked": asked,
        "words": " ".join(asked.words),
        "categories": Category.choices,
        "is_first": asked.before is None,
        "query": query_of(asked),
        "more": more_of(asked, found, PAGE_LENGTH),
    }
    return render(request, "pages/ads/library.html", context)


@require_safe
@public_page(lambda **_rest: [STAMP])
def library_ad(request: HttpRequest, *, ad_id: int) -> HttpResponse:
    """`/ads/<id>`: one ad, with where it was seen. Six queries at most. Raises Http404."""
    found = entry(ad_id, now=clock.now()) if ad_id < 2**63 else None
    if found is None:
        raise Http404(NO_AD)
    context = {
        "visitor": visitor(request),
        "entry": found,
        "slots": by_slot(found.ad),
        "places": by_place(found.ad),
    }
    return render(request, "pages/ads/library_ad.html", context)


@require_safe
@public_page(lambda: [STAMP])
def library_json(request: HttpRequest) -> HttpResponse:
    """`/ads.json`: the same for programs, a hundred at once, with the address of the next. Raises BadRequest."""
    asked = asked_of(request)
    found = entries(asked, now=clock.now(), most=JSON_LENGTH + 1)
    more = more_of(asked, found, JSON_LENGTH)
    said: dict[str, Any] = {
        "about": "Every ad shown here in the last year. Views are counted, not people: nobody knows who reads.",
        "ads": [as_json(one) for one in found[:JSON_LENGTH]],
    }
    if more:
        said["next"] = f"{settings.NEWSSTAND_URL}/ads.json?{more}"
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False})


def asked_of(request: HttpRequest) -> Asked:
    """What the address asks for. Raises BadRequest for a category or a place in the list that is none."""
    get = {name: str(value).replace("\x00", "") for name, value in request.GET.items()}
    category = get.get("category", "")
    if category and category not in Category.values:
        raise BadRequest(NO_CATEGORY)
    return Asked(
        words=tuple(get.get("q", "")[:200].split()),
        advertiser=get.get("advertiser", "")[:100],
        category=category,
        political=get.get("political", "") == "1",
        before=read_place(get.get("before", "")),
    )


def read_place(text: str) -> Cursor | None:
    """2026-11-20_17 as a day and a number; None for "". Raises BadRequest for anything else."""
    if not text:
        return None
    day, _, number = text.partition("_")
    try:
        found = date.fromisoformat(day), int(number)
    except ValueError:
        raise BadRequest(NO_PLACE) from None
    if not 0 < found[1] < 2**63:
        raise BadRequest(NO_PLACE)
    return found


def query_of(asked: Asked) -> str:
    """What is asked for, as in an address, without the place in the list."""
    said = {
        "q": " ".join(asked.words),
        "advertiser": asked.advertiser,
        "category": asked.category,
        "political": "1" if asked.political else "",
    }
    return urlencode({name: value for name, value in said.items() if value})


def more_of(asked: Asked, found: list[Entry], length: int) -> str:
    """The query of the next page; "" on the last."""
    if len(found) <= length:
        return ""
    last = found[length - 1].ad
    return "&".join(filter(None, [query_of(asked), f"before={last.last_shown_on}_{last.pk}"]))


def as_json(one: Entry) -> dict[str, Any]:
    """One ad, by the fields of Art. 39(2); of one that was taken off, why instead of what it said (Art. 39(3))."""
    ad = one.ad
    said: dict[str, Any] = {
        "id": ad.pk,
        "url": f"{settings.NEWSSTAND_URL}/ads/{ad.pk}",
        "category": ad.category,
        "political": ad.is_political,
        "first_shown_on": ad.first_shown_on,
        "last_shown_on": ad.last_shown_on,
        "views": one.views,
        "parameters": {
            "by": "what the page is about",
            "wanted": [{"kind": kind, "name": name} for kind, name in one.wanted],
            "excluded": [{"kind": kind, "name": name} for kind, name in one.excluded],
        },
    }
    if one.shown is None:
        return said | {"withheld": one.reason}
    picture = one.shown.picture
    return said | {
        "advertiser": ad.campaign.advertiser.name,
        "is_house": ad.campaign.advertiser.kind == Kind.HOUSE,
        "payer": one.shown.payer,
        "behalf": one.shown.behalf,
        "political_payer": one.shown.political_payer,
        "headline": one.shown.headline,
        "text": one.shown.text,
        "picture": f"{settings.NEWSSTAND_URL}{address(picture)}" if picture is not None else None,
        "landing": ad.landing,
    }
