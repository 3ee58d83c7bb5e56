"""Choose the place that *Near you* is about: by its name, never by the device."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from newsstand.accounts.visitor import sign_in_address, visitor
from newsstand.lib.pagecache import public_page
from newsstand.readers.choose import choose_place
from newsstand.topics.models import Topic
from newsstand.topics.registry import key_of

MOST = 20


@require_safe
@public_page(lambda: ["front"])
def near(request: HttpRequest) -> HttpResponse:
    """`/near?q=`: to the front page of the only place of that name, else the places whose names begin so.

    One that nothing was written about yet is looked for among all places of the world, at `/places`.
    """
    text = " ".join(request.GET.get("q", "").split())[:120]
    found = places_called(text) if text else []
    exact = [place for place in found if key_of(place.name) == key_of(text)]
    if len(exact) == 1 or len(found) == 1:
        return redirect(f"/?place={(exact or found)[0].slug}")
    if text and not found:
        return redirect(f"/places?{urlencode({'q': text})}")
    context = {"visitor": visitor(request), "asked": text, "places": found or busiest()}
    return render(request, "pages/near.html", context)


def places_called(text: str) -> Sequence[Topic]:
    """Places one of whose names begins with the text, the exact ones and the largest first."""
    key = key_of(text)
    named = Topic.objects.places().filter(Q(aliases__key__startswith=key) | Q(name__istartswith=text)).distinct()
    found = list(named.select_related("parent").order_by("name", "pk")[: 5 * MOST])
    return sorted(found, key=lambda one: (key_of(one.name) != key, -(one.population or 0), one.name))[:MOST]


def busiest() -> Sequence[Topic]:
    """The places of which most is reported, to begin with."""
    return list(Topic.objects.places().select_related("parent").order_by("-population", "name")[:MOST])


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """`/near/keep`: the signed-in reader's page stays with a place from now on, or with none."""
    user = visitor(request)
    if user is None:
        return redirect(sign_in_address("/"))
    slug = request.POST.get("place", "")
    place = Topic.objects.places().filter(slug=slug[:100]).first() if slug else None
    if slug and place is None:
        return redirect("/near")
    choose_place(user=user, place=place)
    return redirect("/")
