"""`/advertisers/<slug>/ads/<number>`: one ad: as it is written, or its steps, and what its people do with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from newsstand.accounts.models import User
from newsstand.advertisers.ad import pause_ad, retire
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.models import Ad, Advertiser, LandingCheck, Role, may_be
from newsstand.advertisers.send import UnfitError, send_in
from newsstand.lib import clock
from newsstand.moderation.models import Decision, Kind
from newsstand.pages.ads.ad_fields import initial_of, previews, to_mend
from newsstand.pages.ads.ad_form import ad_form
from newsstand.pages.ads.gate import NOT_YOUR_ROLE, NOT_YOURS, must_act
from newsstand.publishers.views import for_users

State = Ad.State
SENT_IN = "Sent in. You hear as soon as somebody has decided."


@for_users
def ad_page(request: HttpRequest, user: User, slug: str, number: int) -> HttpResponse:
    """Its people see it, moderators once it was sent in; managers and owners write, send, pause and take it back."""
    advertiser = get_object_or_404(Advertiser, slug=slug, purged_at=None)
    is_of_them = may_be(user, advertiser, Role.VIEWER)
    if not is_of_them and not user.moderates:
        raise PermissionDenied(NOT_YOURS)
    rows = Ad.objects.select_related("campaign__advertiser", "picture", "replaces")
    ad = get_object_or_404(rows, campaign__advertiser=advertiser, pk=number)
    may = may_be(user, advertiser, Role.MANAGER)
    if not is_of_them and ad.state == State.DRAFT:
        raise PermissionDenied(NOT_YOURS)
    if request.method == "POST":
        if not may:
            raise PermissionDenied(NOT_YOUR_ROLE[Role.MANAGER])
        must_act(user)
    if ad.state == State.DRAFT and may and request.POST.get("do", "write") not in DEEDS:
        return ad_form(request, user, ad.campaign, initial_of(ad), draft=ad)
    if request.method == "POST":
        return changed(request, user, ad)
    return shown(request, user, ad, may=may)


def changed(request: HttpRequest, user: User, ad: Ad) -> HttpResponse:
    """Do what `do` names. Raises Http404 for anything else."""
    deed = DEEDS.get(request.POST.get("do", ""))
    if deed is None:
        raise Http404("There is no such step.")
    campaign = ad.campaign
    try:
        words = deed(ad, user)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    if not Ad.objects.filter(pk=ad.pk or 0).exists():
        return redirect("advertiser_campaign", campaign.advertiser.slug, campaign.pk)
    return redirect("advertiser_ad", campaign.advertiser.slug, ad.pk)


def send_it(ad: Ad, user: User) -> str:
    try:
        send_in(ad=ad, by=user, now=clock.now())
    except UnfitError as unfit:
        raise RefusedError(f"It cannot be sent in yet. {unfit}") from None
    return SENT_IN


def retire_it(ad: Ad, user: User) -> str:
    was_draft = ad.state == State.DRAFT
    retire(ad=ad, by=user, now=clock.now())
    return "The draft is thrown away." if was_draft else "Taken back: it is shown no more."


def pause_it(ad: Ad, user: User) -> str:
    pause_ad(ad=ad, by=user, now=clock.now())
    return "Paused: within a second it is shown no more."


def resume_it(ad: Ad, user: User) -> str:
    pause_ad(ad=ad, by=user, now=clock.now(), paused=False)
    return "It is shown again."


DEEDS: dict[str, Callable[[Ad, User], str]] = {
    "send_in": send_it,
    "retire": retire_it,
    "pause": pause_it,
    "resume": resume_it,
}


def shown(request: HttpRequest, user: User, ad: Ad, *, may: bool) -> HttpResponse:
    """The page of an ad that was sent in, or of a draft for who may only look."""
    decision = Decision.objects.filter(kind=Kind.AD, number=ad.pk).order_by("-pk").first()
    context: dict[str, Any] = {
        "visitor": user,
        "advertiser": ad.campaign.advertiser,
        "campaign": ad.campaign,
        "here": "desk",
        "ad": ad,
        "previews": previews(ad),
        "mend": to_mend(ad) if ad.state == State.DRAFT else [],
        "steps": ad.steps.select_related("by").order_by("-pk"),
        "decision": decision if decision is not None and decision.user_id == user.pk else None,
        "landing": LandingCheck.objects.filter(ad=ad).first(),
        "replaced_by": ad.replaced_by.order_by("-pk").first(),
        "may": may,
        "is_of_them": may or may_be(user, ad.campaign.advertiser, Role.VIEWER),
        "may_have_messages": True,
    }
    return render(request, "pages/ads/ad_page.html", context)
