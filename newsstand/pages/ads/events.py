"""Where a page says that an ad was seen, and the way from an ad to its landing page."""

from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from newsstand.advertisers.hear import Client, clicked, of, seen
from newsstand.advertisers.models import Ad
from newsstand.algorithms.ad_tokens import Offer, TokenError
from newsstand.lib import clock
from newsstand.lib.client import address_of, agent_of, is_from_our_page, is_in_advance
from newsstand.lib.day_keys import network_key, reader_key, shared_key
from newsstand.lib.ratelimit import Rate, allow
from newsstand.lib.segments import CannotWriteError
from newsstand.pages.ads.fill import closed

# Beyond these nothing is written down at all; what is too much for one reader is marked long before.
A_READER, A_NETWORK = Rate(120, 60), Rate(1200, 60)
MOST_BYTES, MOST_TOKENS = 4096, 8
ASK_SO = "Say token=TOKEN, as it stands on the ad."
NO_ROOM = "This view could not be written down; the log of the site says why."


@csrf_exempt
@require_POST
def view(request: HttpRequest) -> HttpResponse:
    """`/slots/view`: 204 for tokens that we signed, believed or not; 400 for others, 413, 429, 503 when not taken.

    Needs no CSRF token: the ad's own token is the proof, and nobody gains by making another browser send it.
    `hidden=1` where nobody was looking.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return closed(HttpResponse(f"At most {MOST_BYTES} bytes.", status=413))
    tokens = request.POST.getlist("token")[:MOST_TOKENS]
    if not tokens:
        return closed(HttpResponse(ASK_SO, status=400))
    now = clock.now()
    client = client_of(request, now)._replace(is_hidden=request.POST.get("hidden") == "1")
    if (refused := too_much("views", client, now)) is not None:
        return closed(refused)
    try:
        for token in tokens:
            seen(token, client=client, now=now)
    except TokenError as error:
        return closed(HttpResponse(f"{ASK_SO} This one is {error.reason}.", status=400))
    except CannotWriteError:
        return closed(HttpResponse(NO_ROOM, status=503))
    return closed(HttpResponse(status=204))


@require_GET
def click(request: HttpRequest, *, token: str) -> HttpResponse:
    """`/slots/click/<token>`: to the landing page of the ad, whatever becomes of the click. One query.

    It leads nowhere else: a token that we did not sign, or an ad that was taken off, gets a page that says so. A
    browser that asks before anybody has clicked gets nothing, and asks again when somebody does. What is far too much
    for anybody is led there, and not written down.
    """
    now = clock.now()
    client = client_of(request, now)
    try:
        offer = of(token, now) if too_much("clicks", client, now) else clicked(token, client=client, now=now)
    except TokenError:
        return gone(request)
    if client.is_in_advance:
        return closed(HttpResponse(status=503))
    rows = Ad.objects.filter(pk=offer.ad, campaign=offer.campaign).exclude(state=Ad.State.REMOVED)
    row = rows.values_list("landing", "campaign__tells_clicks").first()
    if row is None:
        return gone(request)
    return closed(leading_to(row[0], offer if row[1] else None))


def leading_to(landing: str, told: Offer | None) -> HttpResponse:
    """303 to the landing page, with the click's number where the advertiser wants to be told."""
    if told is not None:
        parts = urlsplit(landing)
        query = "&".join([part for part in (parts.query, f"nsclick={told.decision}") if part])
        landing = urlunsplit(parts._replace(query=query))
    response = HttpResponse(status=303, headers={"Location": landing})
    # The landing page learns which site the click comes from, and nothing of the page.
    response.headers["Referrer-Policy"] = "origin"
    return response


def gone(request: HttpRequest) -> HttpResponse:
    return closed(render(request, "pages/ads/gone.html", status=404))


def client_of(request: HttpRequest, now: datetime) -> Client:
    """Who sends it, by keys that are worth nothing tomorrow."""
    address, agent = address_of(request), agent_of(request)[:500]
    return Client(
        agent=agent,
        reader=reader_key(address, agent, now=now),
        network=network_key(address, now=now),
        shared=shared_key(address, agent_of(request), now=now),
        is_in_advance=is_in_advance(request),
        is_from_elsewhere=not is_from_our_page(request),
    )


def too_much(what: str, client: Client, now: datetime) -> HttpResponse | None:
    """429 with when to go on."""
    for key, rate in ((f"{what}:{client.reader}", A_READER), (f"{what}-of:{client.network}", A_NETWORK)):
        if not (allowance := allow(key, rate, now=now)).allowed:
            return HttpResponse(status=429, headers={"Retry-After": str(allowance.retry_after)})
    return None
