"""How many comments stand under the articles of many addresses, for other sites' lists."""

import json
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from newsstand.articles.by_address import articles_at
from newsstand.articles.models import Article
from newsstand.lib import clock
from newsstand.lib.client import address_of
from newsstand.lib.pagecache import public_page
from newsstand.lib.ratelimit import Rate, allow

MOST_IN_ADDRESS = 100
MOST_IN_BODY = 1000
MOST_BYTES = 1_000_000
# A page of a busy site asks once, and its answer is kept for all.
READINGS = (Rate(60, 60), Rate(1500, 3600))
USAGE = (
    f"Ask with GET ?url=ADDRESS&url=ADDRESS (up to {MOST_IN_ADDRESS}), or with POST and a JSON list of addresses "
    f"(up to {MOST_IN_BODY:,})."
)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def counts(request: HttpRequest) -> HttpResponse:
    """`/api/comments/counts`: {address: count}; null for an address that is no article's here.

    Takes no cookie and changes nothing, so POST needs no CSRF token. 400 for what makes no sense, 429 for too much.
    """
    if request.method == "POST":
        response = posted(request)
        response["Cache-Control"] = "no-store"
        return response
    response: HttpResponse = asked(request)
    response["Access-Control-Allow-Origin"] = "*"
    return response


# Every comment that appears or disappears touches the front page, and so does every article.
@public_page(lambda: ["front"])
def asked(request: HttpRequest) -> HttpResponse:
    """What GET asks for; the page cache keeps it as long as nothing changed."""
    addresses = request.GET.getlist("url")
    if not 0 < len(addresses) <= MOST_IN_ADDRESS:
        return refused()
    return too_often(request) or JsonResponse(counted(addresses))


def posted(request: HttpRequest) -> HttpResponse:
    length = request.headers.get("Content-Length", "0")
    if not length.isdecimal() or int(length[:12]) > MOST_BYTES:
        return HttpResponse(f"More than {MOST_BYTES:,} bytes are not read.\n", status=413, content_type="text/plain")
    if refusal := too_often(request):
        return refusal
    try:
        addresses = json.loads(request.read(MOST_BYTES))
    except (ValueError, RecursionError):
        return refused()
    good = isinstance(addresses, list) and all(isinstance(one, str) for one in addresses)
    return JsonResponse(counted(addresses)) if good and 0 < len(addresses) <= MOST_IN_BODY else refused()


def counted(addresses: Iterable[str]) -> dict[str, int | None]:
    """The number of comments at each address, as it is written there. One query."""
    known = articles_at(addresses, Article.objects.published())
    return {address: known[address].comments if address in known else None for address in addresses}


def too_often(request: HttpRequest) -> HttpResponse | None:
    allowance = allow(f"comment-counts:{address_of(request)}", *READINGS, now=clock.now())
    if allowance.allowed:
        return None
    headers = {"Retry-After": str(allowance.retry_after)}
    return HttpResponse("Too often.\n", status=429, headers=headers, content_type="text/plain")


def refused() -> HttpResponse:
    return HttpResponse(f"{USAGE}\n", status=400, content_type="text/plain; charset=utf-8")
