"""Feeds out: the newest articles of the front page, a publisher, an author and a topic, as RSS, Atom and JSON Feed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from newsstand.algorithms.websub_hub import Own
from newsstand.lib.pagecache import public_page
from newsstand.syndication.outgoing import FORMATS, document


@require_safe
@public_page(lambda form: ["front"])  # noqa: ARG005 (named as in the address)
def front(request: HttpRequest, *, form: str) -> HttpResponse:  # noqa: ARG001
    """`/feed.rss`, `/feed.atom`, `/feed.json`: the newest articles of all."""
    return answer(Own("front", "", form))


@require_safe
@public_page(lambda slug, form: [f"publisher:{slug}"])  # noqa: ARG005
def publisher(request: HttpRequest, *, slug: str, form: str) -> HttpResponse:  # noqa: ARG001
    """`/publisher/<slug>/feed.rss` and its like."""
    return answer(Own("publisher", slug, form))


@require_safe
@public_page(lambda slug, form: [f"author:{slug}"])  # noqa: ARG005
def author(request: HttpRequest, *, slug: str, form: str) -> HttpResponse:  # noqa: ARG001
    """`/author/<slug>/feed.rss` and its like."""
    return answer(Own("author", slug, form))


@require_safe
@public_page(lambda slug, form: [f"topic:{slug}"])  # noqa: ARG005
def topic(request: HttpRequest, *, slug: str, form: str) -> HttpResponse:  # noqa: ARG001
    """`/topic/<slug>/feed.rss` and its like."""
    return answer(Own("topic", slug, form))


def answer(own: Own) -> HttpResponse:
    """The feed, with where to be told of changes. Raises Http404 for one that is not there."""
    if own.form not in FORMATS:
        raise Http404(f"Feeds are here as {', '.join(FORMATS)}.")
    found = document(own)
    if found is None:
        raise Http404("There is no such feed.")
    response = HttpResponse(found.body, content_type=found.content_type)
    if found.updated:
        response["Last-Modified"] = http_date(found.updated.timestamp())
    response["Link"] = found.link
    # Any page anywhere may read a public feed.
    response["Access-Control-Allow-Origin"] = "*"
    return response
