"""Find a place by its name: those of the registry, and all towns of the gazetteer. A page, or JSON for programs."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST, require_safe

from newsstand.accounts.visitor import visitor
from newsstand.lib import clock
from newsstand.lib.client import address_of
from newsstand.lib.ratelimit import Rate, allow
from newsstand.topics.find_places import FoundPlace, enter_place, find_places
from newsstand.topics.models import Topic

SEARCHES = (Rate(60, 60),)
NEW_PLACES = (Rate(5, 60), Rate(40, 24 * 3600))


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """`/places?q=`: places whose names begin so; `/places.json?q=` gives the same to programs."""
    text = " ".join(request.GET.get("q", "").split())[:120]
    allowance = allow(f"places:{address_of(request)}", *SEARCHES, now=clock.now())
    if not allowance.allowed:
        response: HttpResponse = render(request, "429.html", {"visitor": visitor(request)}, status=429)
        response["Retry-After"] = str(allowance.retry_after)
        return response
    found = find_places(text) if text else []
    if request.path.endswith(".json"):
        response = JsonResponse({"query": text, "places": [said(place) for place in found]})
    else:
        context = {"visitor": visitor(request), "asked": text, "places": found}
        response = render(request, "pages/places.html", context)
    patch_cache_control(response, private=True, no_store=True)
    return response


def said(place: FoundPlace) -> dict[str, Any]:
    """A place for programs; `slug` is null for one that the registry does not have yet."""
    return {
        "name": place.name,
        "where": place.where,
        "slug": place.slug or None,
        "gazetteer": place.number,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "population": place.population,
    }


@require_POST
def choose(request: HttpRequest, *, number: int) -> HttpResponse:
    """`/places/<number>`: the front page of a place of the gazetteer, which enters the registry by it."""
    known = Topic.objects.filter(geonames_id=number).first()
    if known is None:
        allowance = allow(f"new-place:{address_of(request)}", *NEW_PLACES, now=clock.now())
        if not allowance.allowed:
            response = render(request, "429.html", {"visitor": visitor(request)}, status=429)
            response["Retry-After"] = str(allowance.retry_after)
            return response
        known = enter_place(number)
    if known is None:
        raise Http404("The gazetteer has no place of this number.")
    return redirect(f"/?place={known.slug}")
