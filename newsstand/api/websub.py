"""WebSub: our hub, where others ask to be told of our feeds, and the addresses at which other hubs tell us."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from newsstand.algorithms.domains import registrable
from newsstand.algorithms.websub_hub import RefusedRequest, read_wish
from newsstand.ingest.hub_calls import Question, answer, is_awaited, receive
from newsstand.lib import clock
from newsstand.lib.client import address_of
from newsstand.lib.ratelimit import Rate, allow
from newsstand.syndication.enrol import enrol

PLAIN = "text/plain; charset=utf-8"
# An aggregator subscribes to many feeds at once.
REQUESTS = (Rate(120, 60), Rate(2000, 3600))
TO_A_DOMAIN = (Rate(120, 60), Rate(2000, 3600))
CALLS = (Rate(60, 60),)
STRANGERS = (Rate(30, 60),)
MOST_BYTES = 5 * 1024 * 1024


@csrf_exempt
@never_cache
@require_POST
def hub(request: HttpRequest) -> HttpResponse:
    """`/websub/hub`: 202 for a request to be told, or not any more; its callback is asked before anything happens."""
    refused = too_fast(f"websub-hub:{address_of(request)}", REQUESTS)
    if refused:
        return refused
    try:
        wish = read_wish(request.POST.dict(), site=settings.NEWSSTAND_URL)
        domain = registrable(urlsplit(wish.callback).hostname or "")
        refused = too_fast(f"websub-domain:{domain}", TO_A_DOMAIN)
        if refused:
            return refused
        enrol(wish=wish, now=clock.now())
    except RefusedRequest as refusal:
        return plain(f"{refusal}\n", 400)
    return plain("We ask the callback whether it wants that.\n", 202)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def callback(request: HttpRequest, *, token: str) -> HttpResponse:
    """`/websub/<token>`: a hub comes back about a request of ours (GET), or tells us what is new (POST)."""
    if request.method == "POST":
        return pushed(request, token)
    asked = request.GET
    question = Question(
        mode=asked.get("hub.mode", ""),
        topic=asked.get("hub.topic", ""),
        challenge=asked.get("hub.challenge", ""),
        lease_seconds=asked.get("hub.lease_seconds", ""),
        reason=asked.get("hub.reason", ""),
    )
    said = answer(token=token, question=question, now=clock.now())
    return stranger(request, 404) if said is None else plain(said, 200)


def pushed(request: HttpRequest, token: str) -> HttpResponse:
    """What is new, for the worker to take in. 410 where we do not want it any more."""
    if not is_awaited(token):
        return stranger(request, 410)
    refused = too_fast(f"websub-push:{token}", CALLS)
    if refused:
        return refused
    length = request.headers.get("Content-Length", "0")
    if not length.isdigit() or int(length[:12]) > MOST_BYTES:
        return plain(f"More than {MOST_BYTES:,} bytes are not taken; the feed is read instead.\n", 413)
    wanted = receive(
        token=token,
        body=request.read(MOST_BYTES),
        content_type=request.headers.get("Content-Type", ""),
        signature=request.headers.get("X-Hub-Signature", ""),
        now=clock.now(),
    )
    return plain("Thank you.\n", 202) if wanted else stranger(request, 410)


def stranger(request: HttpRequest, status: int) -> HttpResponse:
    """The answer to a call that we do not wait for: counted by who calls, for whoever guesses addresses."""
    refused = too_fast(f"websub-stranger:{address_of(request)}", STRANGERS)
    return refused or plain("We did not ask for that, or not any more.\n", status)


def too_fast(key: str, rates: tuple[Rate, ...]) -> HttpResponse | None:
    """The answer to who comes too often; None for who may go on."""
    allowance = allow(key, *rates, now=clock.now())
    if allowance.allowed:
        return None
    response = plain("That is too often. Try again later.\n", 429)
    response["Retry-After"] = str(allowance.retry_after)
    return response


def plain(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type=PLAIN)
