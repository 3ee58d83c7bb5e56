"""`POST /api/payments/stripe`: what Stripe says of payments, signed."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from newsstand.advertisers.payment_events import ForgedError, checked, take
from newsstand.lib import clock

MOST_BYTES = 256 * 1024


@csrf_exempt
@require_POST
def stripe_hook(request: HttpRequest) -> HttpResponse:
    """200 for what is kept, new or not; 400 for what is not signed by Stripe; 404 where Stripe is switched off.

    Its signature stands for whoever sends it: no cookie is looked at.
    """
    if not settings.NEWSSTAND_STRIPE_WEBHOOK_SECRET:
        raise Http404("This site takes no payments by Stripe.")
    now = clock.now()
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        return said("An event is not that long.", 413)
    try:
        event = checked(request.body, request.headers.get("Stripe-Signature", ""), now=now)
    except ForgedError as error:
        return said(str(error), 400)
    except ValueError as error:
        return said(f"This is no event: {error}", 400)
    return said(take(event, now=now), 200)


def said(text: str, status: int) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
