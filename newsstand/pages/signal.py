"""Where a page says what was done with it: opened, read to the end, gone on from, shown. No cookie, no address kept.

What front pages learn from goes to ranking/; the numbers that people see come from reads/ alone.
"""

from base64 import b64decode
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from newsstand.accounts.visitor import visitor
from newsstand.algorithms.read_log import Deed, Event
from newsstand.algorithms.read_sources import UNKNOWN, source_of
from newsstand.lib import clock
from newsstand.lib.client import address_of, agent_of, is_from_our_page, is_robot, wants_privacy
from newsstand.lib.day_keys import network_key, reader_key
from newsstand.lib.ratelimit import Rate, allow
from newsstand.ranking.inbox import inbox
from newsstand.ranking.models import Signal
from newsstand.ranking.signals import Heard, user_key
from newsstand.readers.models import FrontPage
from newsstand.reads.hear import hear

SHOWN = "shown"
WENT = "went"
KINDS = {"opened": Signal.Kind.OPENED, "read": Signal.Kind.READ}
DEEDS = {"opened": Deed.OPENED, "read": Deed.FINISHED, WENT: Deed.REFERRED}
A_READER = Rate(90, 60)
A_NETWORK = Rate(600, 60)
MOST_ID = 2**63
# The smallest picture there is: one pixel that is seen through.
PIXEL = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
NO_ROOM = "This read could not be written down; the log of the site says why."


@csrf_exempt
@require_POST
def signal(request: HttpRequest) -> HttpResponse:
    """`/signal`: 204 for whatever was understood, counted or not; 400 for what makes no sense; 429 for too much.

    503 when a read could not be written down. Needs no CSRF token: nobody gains anything by making somebody else's
    browser count as a reader, and cached pages have none to give. What comes from other sites' pages, robots, pages
    fetched in advance and from browsers that ask for privacy is not counted.
    """
    kind, order = request.POST.get("kind", ""), request.POST.get("order", "")[:32]
    article = number(request.POST.get("article", ""))
    if not ((kind in DEEDS and article) or (kind == SHOWN and order)):
        return HttpResponse(
            "Say kind=opened, kind=read or kind=went with article=NUMBER, or kind=shown with order=KEY.", status=400
        )
    if not is_counted(request):
        return HttpResponse(status=204)
    now = clock.now()
    reader, network = keys_of(request, now)
    if (refused := too_much(reader, network, now)) is not None:
        return refused
    if kind == SHOWN:
        inbox.saw(order, reader, network, now=now)
        return HttpResponse(status=204)
    # What a front page says of a click is for ranking; who comes is counted by the article's own page.
    event = Event(now, article, DEEDS[kind], reader, network, source_of(request.POST.get("from", UNKNOWN)))
    if not order and not hear(event):
        return HttpResponse(NO_ROOM, status=503)
    if kind in KINDS:
        user = visitor(request)
        if user is not None and FrontPage.of(user).learns:
            inbox.hear(Heard(article, KINDS[kind], now, user_key(user.pk), network, user.pk, order))
        else:
            inbox.hear(Heard(article, KINDS[kind], now, reader, network, None, order))
    return HttpResponse(status=204)


@csrf_exempt
@require_POST
def went(request: HttpRequest, *, article_id: int) -> HttpResponse:
    """`/signal/<article>/went`: what a browser without script says when a link with `ping` is followed."""
    return without_script(request, article_id, Deed.REFERRED, HttpResponse(status=204))


@require_GET
def picture(request: HttpRequest, *, article_id: int) -> HttpResponse:
    """`/signal/<article>.gif`: one pixel, which only browsers without script load: so their readers are counted too."""
    return without_script(request, article_id, Deed.OPENED, HttpResponse(PIXEL, content_type="image/gif"))


def without_script(request: HttpRequest, article_id: int, deed: Deed, answer: HttpResponse) -> HttpResponse:
    """Hear the deed, by the same rules as with script; 429 and 503 as there."""
    answer.headers["Cache-Control"] = "no-store"
    if article_id >= MOST_ID or not is_counted(request):
        return answer
    now = clock.now()
    reader, network = keys_of(request, now)
    if (refused := too_much(reader, network, now)) is not None:
        return refused
    if not hear(Event(now, article_id, deed, reader, network, UNKNOWN)):
        answer.status_code = 503
    return answer


def is_counted(request: HttpRequest) -> bool:
    """Whether a reader sent it from a page of ours, and does not want to be left alone."""
    return not (is_robot(request) or wants_privacy(request)) and is_from_our_page(request)


def keys_of(request: HttpRequest, now: datetime) -> tuple[str, str]:
    """The reader's and the network's key for today."""
    address = address_of(request)
    return reader_key(address, agent_of(request), now=now), network_key(address, now=now)


def too_much(reader: str, network: str, now: datetime) -> HttpResponse | None:
    """429 with when to go on, for a reader or a network that sends more than people do."""
    for key, rate in ((f"signal:{reader}", A_READER), (f"signals:{network}", A_NETWORK)):
        if not (allowance := allow(key, rate, now=now)).allowed:
            return HttpResponse(status=429, headers={"Retry-After": str(allowance.retry_after)})
    return None


def number(text: str) -> int:
    """A number that can be an article's; 0 for anything else."""
    found = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
    return found if found < MOST_ID else 0
