"""An advertiser takes everything along, and closes."""

import os
import tempfile

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from newsstand.accounts.models import User
from newsstand.advertisers.close import FORGET_AFTER, close
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.export import write_export
from newsstand.advertisers.models import Advertiser, Role, may_be
from newsstand.lib import clock
from newsstand.lib.ratelimit import Rate, allow
from newsstand.pages.ads.desk import purse_of
from newsstand.pages.ads.gate import for_people
from newsstand.pages.you_export import zipped

EXPORTS = (Rate(5, 3600), Rate(20, 24 * 3600))


@for_people(Role.OWNER)
def advertiser_close(request: HttpRequest, user: User, advertiser: Advertiser) -> HttpResponse:
    """`/advertisers/<slug>/close`: GET says what happens; POST with the advertiser's `name` closes it."""
    error = ""
    if request.method == "POST":
        try:
            close(advertiser=advertiser, name=request.POST.get("name", ""), by=user, now=clock.now())
        except RefusedError as refusal:
            error = str(refusal)
        else:
            return redirect("advertiser_desk", advertiser.slug)
    return page(request, user, advertiser, error, 422 if error else 200)


def page(request: HttpRequest, user: User, advertiser: Advertiser, error: str, status: int) -> HttpResponse:
    context = {
        "visitor": user,
        "advertiser": advertiser,
        "here": "close",
        "purse": purse_of(advertiser),
        "running": advertiser.campaigns.filter(ended_at=None).count(),
        "may": may_be(user, advertiser, Role.OWNER),
        "days": FORGET_AFTER.days,
        "typed": request.POST.get("name", ""),
        "site": settings.NEWSSTAND_NAME,
        "error": error,
    }
    return render(request, "pages/ads/close.html", context, status=status)


@for_people(Role.OWNER)
def advertiser_export(request: HttpRequest, user: User, advertiser: Advertiser) -> HttpResponse:
    """`/advertisers/<slug>/export`: POST gives everything as a ZIP; GET leads to the page that says what is in it."""
    if request.method != "POST":
        return redirect("advertiser_close", advertiser.slug)
    now = clock.now()
    allowance = allow(f"advertiser-export:{advertiser.pk}", *EXPORTS, now=now)
    if not allowance.allowed:
        response = page(request, user, advertiser, "Five files an hour are the most. Come back later.", 429)
        response["Retry-After"] = str(allowance.retry_after)
        return response
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    write_export(advertiser, file, now=now)
    file.seek(0, os.SEEK_SET)
    return zipped(file, f"{advertiser.slug}-{now:%Y-%m-%d}.zip")
