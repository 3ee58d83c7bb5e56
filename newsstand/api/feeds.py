"""Feeds out: the newest articles of a page, as RSS, Atom and JSON Feed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from newsstand.algorithms.websub_hub import Own
from newsstand.lib.pagecache import public_page
from newsstand.syndication.outgoing import FORMATS, Document, document


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


@require_safe
@public_page(lambda story_id, form: [f"story:{story_id}"])  # noqa: ARG005
def story(request: HttpRequest, *, story_id: int, form: str) -> HttpResponse:  # noqa: ARG001
    """`/story/<id>/feed.rss` and its like: a story's articles, each text once."""
    return answer(Own("story", str(story_id), form))


def answer(own: Own) -> HttpResponse:
    """The feed, with where to be told of changes. Raises Http404 for one that is not there."""
    if own.form not in FORMATS:
        raise Http404(f"Feeds are here as {', '.join(FORMATS)}.")
    found = document(own)
    if found is None:
        raise Http404("There is no such feed.")
    response = sent(found)
    response["Link"] = found.link
    return response


def sent(feed: Document) -> HttpResponse:
    """A feed as an answer that any page anywhere may read."""
    response = HttpResponse(feed.body, content_type=feed.content_type)
    if feed.updated:
        response["Last-Modified"] = http_date(feed.updated.timestamp())
    response["Access-Control-Allow-Origin"] = "*"
    return response
