"""The search page: what was asked, what was found, and what to try when it was nothing."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from newsstand.accounts.models import User
from newsstand.accounts.visitor import sign_in_address, visitor
from newsstand.algorithms.queries import EXAMPLES, NAMED, TIMED, Query, parse
from newsstand.lib import clock
from newsstand.lib.client import address_of
from newsstand.lib.ratelimit import Rate, allow
from newsstand.search.find import TOP, Found, Place, find
from newsstand.search.models import SavedSearch
from newsstand.search.shown import show
from newsstand.search.suggest import did_you_mean, names_like, pages_called

SEARCHES = (Rate(20, 20), Rate(300, 3600))
FEW = 3
PLACE = re.compile(r"(-?[0-9]{1,18})?_(-?[0-9]{1,18})?")
NO_PLACE = "The end of this address names no place in the results. Go back to the first page of them."


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`/search?q=`: results, newest or best first; without q the form and how to use it. Kept by no cache."""
    user, now = visitor(request), clock.now()
    text, newest = request.GET.get("q", "")[:2000], request.GET.get("sort") == "newest"
    query = parse(text, today=timezone.localtime(now).date())
    context: dict[str, Any] = {"visitor": user, "asked": text, "query": query, "newest": newest, "examples": EXAMPLES}
    status = 200
    if query.parts:
        allowance = allow(f"search:{user.pk if user else address_of(request)}", *SEARCHES, now=now)
        if allowance.allowed:
            context |= results(query, now, newest=newest, place=read_place(request.GET.get("from", "")))
            context |= {"saved": saved(user, query), "sign_in": sign_in_address(address(query.text))}
        else:
            context |= {"wait": allowance.retry_after}
            status = 429
    response = render(request, "pages/search.html", context, status=status)
    if status == 429:
        response["Retry-After"] = str(context["wait"])
    patch_cache_control(response, private=True, no_store=True) if user else patch_cache_control(response, no_cache=True)
    return response


def results(query: Query, now: datetime, *, newest: bool, place: Place) -> dict[str, Any]:
    """What the page shows of a search."""
    found = find(query, now=now, newest=newest, place=place)
    is_first = place == Place()
    context: dict[str, Any] = {
        "results": show(found.page.groups, query, now=now),
        "found": found,
        "is_first": is_first,
        "chips": chips(query, newest=newest),
        "best_address": address(query.text),
        "newest_address": address(query.text, newest=True),
        "more": address(query.text, newest=newest, place=found.following) if found.following else "",
    }
    if is_first:
        context |= help_with(query, found, now)
    return context


def help_with(query: Query, found: Found, now: datetime) -> dict[str, Any]:
    """Pages of that name; and where little was found, what may have been meant."""
    context: dict[str, Any] = {"pages": pages_called(query)}
    if found.names.unknown:
        like = [
            (part, [(name, address(text)) for name, text in names_like(part, query)]) for part in found.names.unknown
        ]
        context["unknown"] = like
    elif found.page.total < FEW:
        meant = did_you_mean(query, now=now)
        context["meant"] = (meant.text, address(meant.text)) if meant else None
    if not found.page.total and len(query.parts) > 1:
        context["fewer"] = [(text, address(text)) for part in query.parts if (text := query.without(part))]
    return context


def chips(query: Query, *, newest: bool) -> list[tuple[str, str, str]]:
    """Each filter of the query: its name in words, what it says, and the address of the search without it."""
    return [
        (f"not {part.field}" if part.excluded else part.field, part.said, address(query.without(part), newest=newest))
        for part in query.parts
        if part.field in NAMED or part.field in TIMED
    ]


def saved(user: User | None, query: Query) -> bool:
    """Whether the reader keeps this search already."""
    return user is not None and SavedSearch.objects.filter(user=user, query=query.text).exists()


def address(text: str, *, newest: bool = False, place: Place | None = None) -> str:
    """The address of a search."""
    values = {"q": text, "sort": "newest" if newest else "", "from": written(place) if place else ""}
    return f"/search?{urlencode({name: value for name, value in values.items() if value})}"


def written(place: Place) -> str:
    """A place in the results, for an address: the window's end, and after which result."""
    return f"{'' if place.ceiling == TOP else place.ceiling}_{place.after or ''}"


def read_place(text: str) -> Place:
    """What `written` wrote; the beginning for "". Raises BadRequest for anything else."""
    if not text:
        return Place()
    found = PLACE.fullmatch(text)
    if not found:
        raise BadRequest(NO_PLACE)
    return Place(int(found[1] or TOP), int(found[2] or 0))
