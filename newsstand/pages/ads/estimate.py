"""`/advertisers/<slug>/estimate`: what a day would bring, with how sure that is; the result alone as a fragment."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsstand.accounts.models import User
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.estimate import LEAST_DAYS, Terms, estimate_for
from newsstand.advertisers.floors import floor_of
from newsstand.advertisers.models import Advertiser, Campaign, Pricing, Role, Target
from newsstand.advertisers.recorded import targets_of_campaign
from newsstand.advertisers.recorded import wanted_of as wanted_of_targets
from newsstand.advertisers.running import Wanted
from newsstand.advertisers.slots import SLOTS
from newsstand.advertisers.week import ALWAYS, OWN, PRESETS, from_ticks
from newsstand.algorithms.amounts import amount, read_amount
from newsstand.lib import clock
from newsstand.lib.ratelimit import Rate, allow
from newsstand.pages.ads.gate import for_people
from newsstand.pages.ads.people import number
from newsstand.pages.ads.targets import read_targets

# An estimate sells some hundred slots: about a tenth of a second.
ESTIMATES = (Rate(30, 60),)
MOST_TARGETS = 200


@require_safe
@for_people(Role.VIEWER)
def advertiser_estimate(request: HttpRequest, user: User, advertiser: Advertiser) -> HttpResponse:
    """GET: `pricing`, `bid`, `daily`; `campaign`, whose targets it takes, or `place`, `topic`, `section`, `slot`.

    Without a bid it is the form alone. 422 says what is wrong. `fragment=1` gives the result alone, for another page's
    form; that answers 200 to a form that is half written. `form=1`: the other fields are those of a campaign's form.
    """
    is_part = request.GET.get("fragment") == "1"
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
    if "bid" in request.GET or "campaign" in request.GET:
        context |= estimate_of(request.GET, advertiser, is_form=request.GET.get("form") == "1")
    if is_part:
        return render(request, "pages/ads/estimate_shown.html", {**context, "is_part": True})
    return render(request, "pages/ads/estimate.html", context, status=422 if context["error"] else 200)


def estimate_of(given: QueryDict, advertiser: Advertiser, *, is_form: bool = False) -> dict[str, Any]:
    """What estimate_shown.html shows: what the algorithm says, or `error` for what cannot be asked, or too often."""
    now = clock.now()
    if not allow(f"estimate:{advertiser.pk}", *ESTIMATES, now=now).allowed:
        return {"error": "That were many estimates: wait a minute."}
    try:
        campaign = campaign_of(given, advertiser)
        terms = terms_of(given, advertiser, campaign, is_form=is_form)
    except RefusedError as refusal:
        return {"error": str(refusal)}
    answer = estimate_for(terms=terms, campaign=campaign, now=now)
    found = answer.found
    spent = {name: round(getattr(found.spent, name)) for name in ("low", "likely", "high")} if found else {}
    price = round(found.price) if found else 0
    return {"answer": answer, "terms": terms, "spent": spent, "price": price, "error": "", "least": LEAST_DAYS}


def campaign_of(given: QueryDict, advertiser: Advertiser) -> Campaign | None:
    wanted = given.get("campaign", "")
    if not wanted:
        return None
    found = advertiser.campaigns.select_related("budget").filter(pk=number(wanted)).first()
    if found is None:
        raise RefusedError("There is no such campaign of this advertiser’s.")
    return found


def terms_of(given: QueryDict, advertiser: Advertiser, campaign: Campaign | None, *, is_form: bool) -> Terms:
    """What is asked; a campaign gives what is not said. Raises RefusedError for what makes no sense.

    A campaign's form (`is_form`) says targets and hours itself, and a day may not cost more than the whole budget.
    """
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
    wanted = targets_of_campaign(campaign) if campaign else wanted_of(given)
    hours = campaign.hours if campaign else ""
    if is_form:
        total = micros(given.get("total", ""), "The budget in all")
        daily = min((one for one in (daily, total) if one), default=None)
        wanted, hours = wanted_of_targets(read_targets(given.getlist("target"))), hours_of(given)
    return Terms(
        advertiser=advertiser.pk,
        zone=advertiser.zone,
        pricing=pricing,
        bid=bid,
        daily=daily or None,
        wanted=wanted,
        hours=hours,
    )


def hours_of(given: QueryDict) -> str:
    """The hours of the week that a campaign's form says."""
    chosen = given.get("hours", ALWAYS)
    return from_ticks(given.getlist("hour")) if chosen == OWN else PRESETS.get(chosen, PRESETS[ALWAYS])[1]


def micros(written: str, said: str) -> int | None:
    if not written.strip():
        return None
    try:
        return read_amount(written)
    except ValueError as error:
        raise RefusedError(f"{said}: {error}") from None


def wanted_of(given: QueryDict) -> Wanted:
    """The targets of an address: numbers of topics, keys of slots; those that are none are left out."""
    found = Wanted()
    for kind in (Target.Kind.PLACE, Target.Kind.TOPIC, Target.Kind.SECTION):
        numbers = {number(one) for one in given.getlist(kind)[:MOST_TARGETS]}
        found.numbers[kind, False] |= numbers - {0}
    found.slots[False] |= {one for one in given.getlist("slot") if one in SLOTS}
    return found
