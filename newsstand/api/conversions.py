"""`POST /api/conversions/<advertiser's number>`: an advertiser's server tells what came of clicks."""

import hmac

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from newsstand.advertisers.conversions import hear
from newsstand.advertisers.models import Advertiser
from newsstand.algorithms.conversion_calls import ItemError, SignatureError, check, items_of
from newsstand.lib import clock
from newsstand.lib.client import address_of
from newsstand.lib.ratelimit import Rate, allow

MOST_BYTES = 256 * 1024
CALLS = (Rate(60, 60), Rate(1200, 3600))
STRANGERS = (Rate(30, 60),)
NOBODY = "There is no advertiser with this number that told us a secret to sign with."


@csrf_exempt
@never_cache
@require_POST
def conversions(request: HttpRequest, *, number: int) -> HttpResponse:
    """200 with what became of each item; 401 unsigned, 400 for no list of items, 413 too large, 429 too fast."""
    now = clock.now()
    if not allow(f"conversions-from:{address_of(request)}", *CALLS, now=now).allowed:
        return too_fast()
    length = request.headers.get("Content-Length", "0")
    if not length.isdigit() or int(length[:12]) > MOST_BYTES:
        return refused(f"More than {MOST_BYTES:,} bytes are not taken: send fewer at once.", 413)
    body = request.read(MOST_BYTES)
    advertiser = Advertiser.objects.filter(pk=number, suspended_at=None, closed_at=None).first()
    try:
        if advertiser is None or not advertiser.conversion_secret:
            # As long as for a real one.
            hmac.digest(settings.SECRET_KEY.encode(), body, "sha256")
            raise SignatureError(NOBODY)
        check(request.headers.get("Newsstand-Signature", ""), body, secret=advertiser.conversion_secret, now=now)
    except SignatureError as error:
        if not allow(f"conversions-unsigned:{address_of(request)}", *STRANGERS, now=now).allowed:
            return too_fast()
        return refused(str(error), 401)
    try:
        items = items_of(body)
    except ItemError as error:
        return refused(str(error), 400)
    heard = hear(advertiser=advertiser, given=items, now=now)
    return JsonResponse({"taken": heard.taken, "known": heard.known, "refused": heard.refused})


def refused(said: str, status: int) -> JsonResponse:
    return JsonResponse({"error": said}, status=status)


def too_fast() -> JsonResponse:
    response = refused("Too many calls: wait a minute, and send up to 100 conversions in each.", 429)
    response["Retry-After"] = "60"
    return response
