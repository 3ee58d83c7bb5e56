"""`/advertisers/<slug>/changes`: what was changed, by whom, the latest first."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsstand.accounts.models import User
from newsstand.advertisers.models import Advertiser, Change, Role
from newsstand.lib import clock
from newsstand.pages.ads.gate import for_people
from newsstand.pages.ads.people import number

AT_ONCE = 50


@require_safe
@for_people(Role.VIEWER)
def advertiser_changes(request: HttpRequest, user: User, advertiser: Advertiser) -> HttpResponse:
    """GET: fifty at once; `before` a change's number asks for older ones, `campaign` for those of one campaign."""
    rows = Change.objects.filter(advertiser=advertiser).select_related("by", "about", "campaign").order_by("-pk")
    campaign = None
    if "campaign" in request.GET:
        campaign = advertiser.campaigns.filter(pk=number(request.GET.get("campaign"))).first()
        if campaign is None:
            raise Http404("There is no such campaign.")
        rows = rows.filter(campaign=campaign)
    if before := number(request.GET.get("before")):
        rows = rows.filter(pk__lt=before)
    found = list(rows[: AT_ONCE + 1])
    context = {
        "visitor": user,
        "advertiser": advertiser,
        "here": "changes",
        "campaign": campaign,
        "changes": found[:AT_ONCE],
        "older": found[AT_ONCE - 1].pk if len(found) > AT_ONCE else None,
        "now": clock.now(),
    }
    return render(request, "pages/ads/changes.html", context)
