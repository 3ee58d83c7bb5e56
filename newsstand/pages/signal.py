"""Where a page says what was done with it: opened, read to the end, shown. No cookie is needed and no address kept."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from newsstand.accounts.visitor import visitor
from newsstand.lib import clock
from newsstand.lib.client import address_of, agent_of, is_from_our_page, is_robot, wants_privacy
from newsstand.lib.ratelimit import Rate, allow
from newsstand.ranking.inbox import inbox
from newsstand.ranking.models import Signal
from newsstand.ranking.signals import Heard, user_key
from newsstand.readers.models import FrontPage
from newsstand.reads.keys import network_key, reader_key

SHOWN = "shown"
KINDS = {"opened": Signal.Kind.OPENED, "read": Signal.Kind.READ}
A_READER = Rate(90, 60)
A_NETWORK = Rate(600, 60)
MOST_ID = 2**63


@csrf_exempt
@require_POST
def signal(request: HttpRequest) -> HttpResponse:
    """`/signal`: 204 for whatever was understood, counted or not; 400 for what makes no sense; 429 for too much.

    Needs no CSRF token: nobody gains anything by making somebody else's browser count as a reader, and cached pages
    have none to give. What comes from other sites' pages, robots, pages fetched in advance and from browsers that ask
    for privacy is not counted.
    """
    kind, order = request.POST.get("kind", ""), request.POST.get("order", "")[:32]
    article = number(request.POST.get("article", ""))
    if not ((kind in KINDS and article) or (kind == SHOWN and order)):
        return HttpResponse(
            "Say kind=opened or kind=read with article=NUMBER, or kind=shown with order=KEY.", status=400
        )
    if is_robot(request) or wants_privacy(request) or not is_from_our_page(request):
        return HttpResponse(status=204)
    now = clock.now()
    address = address_of(request)
    reader, network = reader_key(address, agent_of(request), now=now), network_key(address, now=now)
    for key, rate in ((f"signal:{reader}", A_READER), (f"signals:{network}", A_NETWORK)):
        if not (allowance := allow(key, rate, now=now)).allowed:
            return HttpResponse(status=429, headers={"Retry-After": str(allowance.retry_after)})
    if kind == SHOWN:
        inbox.saw(order, reader, network, now=now)
        return HttpResponse(status=204)
    user = visitor(request)
    if user is not None and FrontPage.of(user).learns:
        inbox.hear(Heard(article, KINDS[kind], now, user_key(user.pk), network, user.pk, order))
    else:
        inbox.hear(Heard(article, KINDS[kind], now, reader, network, None, order))
    return HttpResponse(status=204)


def number(text: str) -> int:
    """A number that can be an article's; 0 for anything else."""
    found = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
    return found if found < MOST_ID else 0
