"""The front page: what matters here, now, and why; with `?place=` for a place that the reader chose."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from newsstand.accounts.visitor import visitor
from newsstand.lib import clock
from newsstand.lib.pagecache import public_page
from newsstand.pages.front import front
from newsstand.readers.models import FrontPage
from newsstand.topics.context import sections
from newsstand.topics.models import Topic

NO_PLACE = "The address names a place that is not here. Choose one at the top of the front page."
NOWHERE = "none"


@public_page(lambda: ["front"])
def home(request: HttpRequest) -> HttpResponse:
    """`/`, and `/?place=SLUG`. The same for everybody who is not signed in; made for the reader who is.

    What stood here before, the newest first, is `/latest`: old addresses of its later pages lead there.
    """
    if "before" in request.GET:
        return redirect(f"/latest?{request.GET.urlencode()}", permanent=True)
    user = visitor(request)
    choices = FrontPage.of(user) if user is not None else None
    kept = choices.place_id if choices is not None else None
    place = place_asked(request, choices)
    page = front(user=user, place=place, choices=choices, sections=list(sections(request)["sections"]), now=clock.now())
    context = {
        "visitor": user,
        "front": page,
        "place": place,
        "is_kept": place is not None and place.pk == kept,
        "ads_page": "front",
        "ads_of": place.slug if place is not None else "",
    }
    return render(request, "pages/home.html", context)


def place_asked(request: HttpRequest, choices: FrontPage | None) -> Topic | None:
    """The place in the address, else the one of the account. Raises BadRequest for a place that is not here."""
    slug = request.GET.get("place", "")
    if slug == NOWHERE:
        return None
    if slug:
        found = Topic.objects.places().filter(slug=slug[:100]).first()
        if found is None:
            raise BadRequest(NO_PLACE)
        return found
    return choices.place if choices is not None else None
