"""`/advertisers/<slug>/suspend`: a moderator stops an advertiser, or lets it go on (`do=lift`)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from newsstand.accounts.models import User
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.models import Ad, Advertiser
from newsstand.advertisers.suspend import MOST_REASON, NOT_YOU, lift_suspension, suspend
from newsstand.lib import clock
from newsstand.publishers.views import for_users


@for_users
def advertiser_suspend(request: HttpRequest, user: User, slug: str) -> HttpResponse:
    """GET shows how it stands and the form; POST stops it with a `why`, or lets it go on."""
    advertiser = get_object_or_404(Advertiser, slug=slug, purged_at=None)
    if not user.moderates:
        raise PermissionDenied(NOT_YOU)
    error = ""
    if request.method == "POST":
        try:
            if request.POST.get("do") == "lift":
                lift_suspension(advertiser=advertiser, by=user, now=clock.now())
            else:
                suspend(advertiser=advertiser, by=user, why=request.POST.get("why", ""), now=clock.now())
        except RefusedError as refusal:
            error = str(refusal)
        else:
            messages.success(request, "Done. Its people are told.")
            return redirect("advertiser_suspend", advertiser.slug)
    context = {
        "visitor": user,
        "advertiser": advertiser,
        "error": error,
        "why": request.POST.get("why", ""),
        "most": MOST_REASON,
        "ads": Ad.objects.filter(campaign__advertiser=advertiser).exclude(state=Ad.State.DRAFT).order_by("-pk")[:50],
        "may_have_messages": True,
    }
    return render(request, "pages/ads/suspend.html", context, status=422 if error else 200)
