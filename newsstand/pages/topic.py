"""The page of a topic: what it is, where it lies, and the articles that mention it or play there."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from newsstand.accounts.visitor import visitor
from newsstand.articles.models import Article
from newsstand.lib.pagecache import public_page
from newsstand.pages.listing import PAGE_LENGTH, Cursor, Listing, asked_cursor, listing_of
from newsstand.topics.around import near, parents_of
from newsstand.topics.listed import articles_of
from newsstand.topics.models import FormerAddress, Topic

DISTANCES = (10, 25, 50, 100)
MOST_PARTS = 12


@public_page(lambda slug: [f"topic:{slug}"])
def topic(request: HttpRequest, *, slug: str) -> HttpResponse:
    """`/topic/<slug>`, of a place `?near=25` too. Moved permanently for one that was merged; 404 for a hidden one."""
    found = Topic.objects.filter(slug=slug).first()
    if found is None:
        return moved(slug)
    user = visitor(request)
    if found.is_hidden and not (user is not None and user.is_editor):
        raise Http404("There is no topic with this name.")
    is_place = found.kind == Topic.Kind.PLACE and found.latitude is not None
    km = distance(request) if is_place else 0
    context = {
        "visitor": user,
        "topic": found,
        "parents": parents_of([found])[found.pk] if found.parent_id else [],
        "parts": parts(found) if is_place else [],
        "neighbours": [place for _, place in near(found, km=km or DISTANCES[1], most=9) if place.pk != found.pk]
        if is_place
        else [],
        "km": km,
        "keep": f"near={km}&" if km else "",
        "distances": DISTANCES if is_place and found.level not in {"country", "state"} else (),
        "coordinates": coordinates(found),
        "listing": listed(found, asked_cursor(request), km),
        "feeds": found.get_absolute_url(),
    }
    if not found.is_hidden:
        context |= {"ads_page": "list", "ads_of": found.slug}
    return render(request, "pages/topic.html", context)


def moved(slug: str) -> HttpResponse:
    """To the topic that one of this address was merged into. Raises Http404 where there was none."""
    former = FormerAddress.objects.filter(slug=slug).select_related("topic").first()
    if former is None:
        raise Http404("There is no topic with this name.")
    return HttpResponsePermanentRedirect(former.topic.get_absolute_url())


def place(request: HttpRequest, *, slug: str) -> HttpResponse:  # noqa: ARG001
    """`/place/<slug>`: a place is a topic, and has its page there."""
    return HttpResponsePermanentRedirect(f"/topic/{slug}")


def distance(request: HttpRequest) -> int:
    """The kilometres that `?near=` asks for, if they are among those that the page offers; else 0."""
    asked = request.GET.get("near", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 and int(asked) in DISTANCES else 0


def parts(place: Topic) -> Sequence[Topic]:
    """The places in it, those of which something is told first."""
    return list(place.parts.filter(is_hidden=False).order_by("-population", "name")[:MOST_PARTS])


def listed(topic: Topic, before: Cursor | None, km: int = 0) -> Listing:
    """One page of its articles."""
    ids = articles_of(topic, before=before, most=PAGE_LENGTH + 1, km=km)
    found = list(Article.objects.filter(pk__in=ids).newest().for_cards()) if ids else []
    return listing_of(found, is_first=before is None)


def coordinates(topic: Topic) -> str:
    """ "54.70° N, 2.10° E", or "" where it has no place on the map."""
    if topic.latitude is None or topic.longitude is None:
        return ""
    north = f"{abs(topic.latitude):.2f}° {'N' if topic.latitude >= 0 else 'S'}"
    east = f"{abs(topic.longitude):.2f}° {'E' if topic.longitude >= 0 else 'W'}"
    return f"{north}, {east}"
