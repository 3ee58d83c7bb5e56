"""Who paid for an ad and why it stood where it did; and how to see no more of its kind, on a page or for good."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_GET

from newsstand.accounts.visitor import visitor
from newsstand.advertisers.models import Ad, Category, Context, Target
from newsstand.advertisers.shown import shown_of
from newsstand.advertisers.slots import SLOTS
from newsstand.advertisers.token_keys import keys
from newsstand.algorithms.ad_tokens import Offer, TokenError, read
from newsstand.lib import clock
from newsstand.pages.ads.fill import closed

NO_AD = "This is no ad of this site, or it was shown so long ago that nobody knows any more."
KNOWN_FOR = timedelta(days=366)
NO_CATEGORY = "Say which category: category=KEY, one of those under /you/ads."
OF_PAGE = {
    "front": "the front page",
    "place": "a page about a place",
    "topic": "a page about a topic",
    "section": "the page of a section",
    "article": "an article",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One kind of target: what of it the page met, in words."""

    kind: str
    names: str


@require_GET
def why(request: HttpRequest, *, token: str) -> HttpResponse:
    """`/slots/why/<token>`: payer, on whose behalf, what of the page matched. Nine queries at most."""
    offer = offer_of(token)
    wanted = Ad.objects.select_related("campaign__advertiser", "picture")
    ad = wanted.filter(pk=offer.ad, campaign=offer.campaign).first()
    context = Context.objects.filter(pk=offer.context).first()
    if ad is None or context is None:
        raise Http404(NO_AD)
    user = visitor(request)
    given = {
        "visitor": user,
        "ad": ad,
        "shown": shown_of(ad),
        "slot": SLOTS.get(offer.slot),
        "token": token,
        "kind": OF_PAGE.get(context.kind, "a page"),
        "at": offer.decided_at,
        "reasons": reasons(offer, context),
        "is_grave": context.is_grave,
        "contact": settings.NEWSSTAND_CONTACT,
    }
    return closed(render(request, "pages/ads/why.html", given))


def offer_of(token: str) -> Offer:
    """What a token says of an ad that was shown here, however long ago. Raises Http404 for one that we did not make."""
    try:
        return read(token, keys=keys(), now=clock.now(), within=KNOWN_FOR)
    except TokenError as error:
        raise Http404(NO_AD) from error


def reasons(offer: Offer, context: Context) -> list[Reason]:
    """What the campaign asked for, and the page met, by kind. One query."""
    here = {"place": set(context.places), "topic": set(context.topics), "section": set(context.sections)}
    met: dict[str, list[str]] = {}
    for target in Target.objects.filter(campaign=offer.campaign, excluded=False).order_by("pk"):
        if target.kind == Target.Kind.SLOT:
            if target.key == offer.slot:
                met.setdefault("place on the page", []).append(SLOTS[offer.slot].name)
        elif target.number in here[target.kind]:
            met.setdefault(str(Target.Kind(target.kind).label), []).append(target.name)
    return [Reason(kind, ", ".join(names)) for kind, names in met.items()]


@require_GET
def without(request: HttpRequest) -> HttpResponse:
    """`/slots/without?category=shops&next=/a/12/x`: the page again without ads of a category. Nothing is kept."""
    category, back = request.GET.get("category", ""), request.GET.get("next", "")
    if category not in Category.values:
        raise BadRequest(NO_CATEGORY)
    path, _, query = back.partition("?")
    if not path.startswith("/") or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        path, query = "/", ""
    place = [part for part in query.split("&") if part.startswith("place=")]
    return closed(redirect("?".join([path, "&".join([*place, urlencode({"without": category})])])))
