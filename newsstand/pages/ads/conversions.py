"""`/advertisers/<slug>/conversions`: the secret to sign with, how to tell us, and what was told lately."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from newsstand.accounts.models import User
from newsstand.advertisers.conversions import drop_secret, make_secret
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.models import Advertiser, Conversion, Role, may_be
from newsstand.algorithms.conversion_calls import PARAMETER
from newsstand.lib import clock
from newsstand.pages.ads.gate import for_people

SHOWN = 25


@for_people(Role.MANAGER)
def advertiser_conversions(request: HttpRequest, user: User, advertiser: Advertiser) -> HttpResponse:
    """GET shows it, the secret to managers alone; POST makes a new secret, or takes it back, as `do` says."""
    error = ""
    if request.method == "POST":
        verb = {"make": make_secret, "drop": drop_secret}.get(request.POST.get("do", ""))
        if verb is None:
            raise Http404("There is no such change.")
        try:
            verb(advertiser=advertiser, by=user, now=clock.now())
        except RefusedError as refusal:
            error = str(refusal)
        else:
            return redirect("advertiser_conversions", advertiser.slug)
    latest = Conversion.objects.filter(campaign__advertiser=advertiser).select_related("campaign").order_by("-pk")
    may = may_be(user, advertiser, Role.MANAGER)
    context = {
        "visitor": user,
        "advertiser": advertiser,
        "here": "conversions",
        "may": may and advertiser.closed_at is None,
        "secret": advertiser.conversion_secret if may else "",
        "has_secret": bool(advertiser.conversion_secret),
        "address": f"{settings.NEWSSTAND_URL}/api/conversions/{advertiser.pk}",
        "latest": latest[:SHOWN],
        "told": advertiser.campaigns.filter(tells_clicks=True, ended_at=None).count(),
        "parameter": PARAMETER,
        "example": 1234567890123456789,
        "currency": settings.NEWSSTAND_CURRENCY,
        "error": error,
    }
    return render(request, "pages/ads/conversions.html", context, status=422 if error else 200)
