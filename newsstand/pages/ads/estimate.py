"""`/advertisers/<slug>/estimate`: what a day would bring, with how sure that is; the result alone as a fragment."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsstand.accounts.models import User
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.estimate import LEAST_DAYS, Terms, estimate_for
from newsstand.advertisers.floors import floor_of
from newsstand.advertisers.models import Advertiser, Campaign, Pricing, Role, Target
from newsstand.advertisers.recorded import targets_of_campaign
from newsstand.advertisers.running import Wanted
from newsstand.advertisers.slots import SLOTS
from newsstand.algorithms.amounts import amount, read_amount
from newsstand.lib import clock
from newsstand.lib.ratelimit import Rate, allow
from newsstand.pages.ads.gate import for_people
from newsstand.pages.ads.people import number

# An estimate sells some hundred slots: about a tenth of a second.
ESTIMATES = (Rate(30, 60),)
MOST_TARGETS = 200


@require_safe
@for_people(Role.VIEWER)
def advertiser_estimate(request: HttpRequest, user: User, advertiser: Advertiser) -> HttpResponse:
    """GET: `pricing`, `bid`, `daily`; `campaign`, whose targets it takes, or `place`, `topic`, `section`, `slot`.

    Without a bid it is the form alone. `fragment=1` gives the result for another page's form. 422 says what is wrong.
    """
    context: dict[str, Any] = {
        "visitor": user,
        "advertiser": advertiser,
        "here": "estimate",
        "campaigns": advertiser.campaigns.filter(ended_at=None).order_by("-pk"),
        "given": request.GET,
        "currency": settings.NEWSSTAND_CURRENCY,
        "least": LEAST_DAYS,
        "floors": {"click": floor_of(Pricing.CPC), "views": floor_of(Pricing.CPM)},
        "error": "",
    }
    status = 200
    if "bid" in request.GET or "campaign" in request.GET:
        try:
            context |= answered(request, advertiser)
        except RefusedError as refusal:
            context["error"], status = str(refusal), 422
    is_part = request.GET.get("fragment") == "1"
    return render(request, f"pages/ads/{'estimate_shown' if is_part else 'estimate'}.html", context, status=status)


def answered(request: HttpRequest, advertiser: Advertiser) -> dict[str, Any]:
    """What the algorithm says. Raises RefusedError for what cannot be asked, and for who asks too often."""
    now = clock.now()
    if not allow(f"estimate:{advertiser.pk}", *ESTIMATES, now=now).allowed:
        raise RefusedError("That were many estimates: wait a minute.")
    campaign = campaign_of(request, advertiser)
    terms = terms_of(request, advertiser, campaign)
    answer = estimate_for(terms=terms, campaign=campaign, now=now)
    found = answer.found
    spent = {name: round(getattr(found.spent, name)) for name in ("low", "likely", "high")} if found else {}
    return {"answer": answer, "terms": terms, "spent": spent, "price": round(found.price) if found else 0}


def campaign_of(request: HttpRequest, advertiser: Advertiser) -> Campaign | None:
    wanted = request.GET.get("campaign", "")
    if not wanted:
        return None
    found = advertiser.campaigns.select_related("budget").filter(pk=number(wanted)).first()
    if found is None:
        raise RefusedError("There is no such campaign of this advertiser’s.")
    return found


def terms_of(request: HttpRequest, advertiser: Advertiser, campaign: Campaign | None) -> Terms:
    """What the address asks; a campaign gives what is not said. Raises RefusedError for what makes no sense."""
    given = request.GET
    pricing = given.get("pricing") or (campaign.pricing if campaign else "")
    if pricing not in {Pricing.CPC, Pricing.CPM}:
        raise RefusedError("Choose what you pay for: clicks or views.")
    bid = micros(given.get("bid", ""), "The bid")
    if bid is None:
        bid = campaign.bid if campaign is not None and campaign.pricing == pricing else 0
    floor = floor_of(pricing)
    if bid < max(1, floor):
        raise RefusedError(f"The least that is taken here is {amount(floor, settings.NEWSSTAND_CURRENCY)}.")
    daily = micros(given.get("daily", ""), "The daily budget")
    if daily is None and campaign is not None and "daily" not in given:
        daily = campaign.daily
    return Terms(
        advertiser=advertiser.pk,
        zone=advertiser.zone,
        pricing=pricing,
        bid=bid,
        daily=daily or None,
        wanted=targets_of_campaign(campaign) if campaign else wanted_of(request),
        hours=campaign.hours if campaign else "",
    )


def micros(written: str, said: str) -> int | None:
    if not written.strip():
        return None
    try:
        return read_amount(written)
    except ValueError as error:
        raise RefusedError(f"{said}: {error}") from None


def wanted_of(request: HttpRequest) -> Wanted:
    """The targets of an address: numbers of topics, keys of slots; those that are none are left out."""
    found = Wanted()
    for kind in (Target.Kind.PLACE, Target.Kind.TOPIC, Target.Kind.SECTION):
        numbers = {number(one) for one in request.GET.getlist(kind)[:MOST_TARGETS]}
        found.numbers[kind, False] |= numbers - {0}
    found.slots[False] |= {one for one in request.GET.getlist("slot") if one in SLOTS}
    return found
