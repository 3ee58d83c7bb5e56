"""Write an ad with its preview beside it: `.../campaigns/<number>/ads/new`, and the draft at `.../ads/<number>`."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from newsstand.accounts.models import User
from newsstand.advertisers.ad import picture_of, rewrite_ad, write_ad
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.models import Ad, Advertiser, Campaign, Role
from newsstand.advertisers.send import UnfitError, send_in
from newsstand.images.models import Image
from newsstand.lib import clock
from newsstand.lib.ratelimit import Rate, allow
from newsstand.pages.ads.ad_fields import (
    AdForm,
    as_written,
    file_of,
    initial_of,
    previews,
    takes_political,
    to_mend,
    usual,
)
from newsstand.pages.ads.gate import for_people

PICTURES = (Rate(6, 60), Rate(60, 3600))


@for_people(Role.MANAGER, see=Role.MANAGER)
def ad_new(request: HttpRequest, user: User, advertiser: Advertiser, number: int) -> HttpResponse:
    """A new ad of a campaign; `?replaces=<number>` begins with another one, which goes when this one is approved."""
    rows = Campaign.objects.select_related("advertiser")
    campaign = get_object_or_404(rows, advertiser=advertiser, pk=number)
    old = replaced(request, campaign)
    initial = initial_of(old) if old else usual(advertiser)
    return ad_form(request, user, campaign, initial, old=old)


def replaced(request: HttpRequest, campaign: Campaign) -> Ad | None:
    """The ad that the new one replaces; None for none. Raises Http404 for one of another campaign."""
    given = request.GET.get("replaces", "")
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        return None
    sent = campaign.ads.exclude(state=Ad.State.DRAFT).select_related("picture")
    return get_object_or_404(sent, pk=int(given))


def ad_form(
    request: HttpRequest,
    user: User,
    campaign: Campaign,
    initial: dict[str, Any],
    *,
    draft: Ad | None = None,
    old: Ad | None = None,
) -> HttpResponse:
    """GET shows the form; POST keeps what was written, and sends it in where it asks for that. Nothing is lost."""
    picture = draft.picture if draft else old.picture if old else None
    if request.method != "POST":
        return form_page(request, user, campaign, AdForm(initial=initial), picture, draft=draft, old=old)
    form = AdForm(request.POST, initial=initial)
    wanted = request.POST.get("do", "save")
    if wanted == "preview":
        form.full_clean()
        form.errors.clear()
        return form_page(request, user, campaign, form, picture, draft=draft, old=old)
    status = 422
    try:
        if form.is_valid():
            kept = keep(request, user, campaign, form, draft=draft, old=old)
            return sent(request, user, kept) if wanted == "send" else done(request, kept, "Saved as a draft.")
    except RefusedError as refusal:
        form.add_error(None, str(refusal))
        status = 429 if isinstance(refusal, TooOftenError) else 422
    return form_page(request, user, campaign, form, picture, draft=draft, old=old, status=status)


class TooOftenError(RefusedError):
    """Pictures came faster than they may."""


def keep(request: HttpRequest, user: User, campaign: Campaign, form: AdForm, *, draft: Ad | None, old: Ad | None) -> Ad:
    """The draft with what the form says. Raises RefusedError."""
    now, said = clock.now(), form.said()
    drop = bool(request.POST.get("without_picture"))
    picture = new_picture(request, user)
    if draft is not None:
        return rewrite_ad(ad=draft, said=said, by=user, now=now, picture=picture, without_picture=drop)
    kept = None if drop else old.picture if old else None
    return write_ad(campaign=campaign, said=said, by=user, now=now, picture=picture or kept, replaces=old)


def new_picture(request: HttpRequest, user: User) -> Image | None:
    """The picture that came with the form, stored. Raises RefusedError."""
    body = file_of(request)
    if not body:
        return None
    if not allow(f"ad-picture:{user.pk}", *PICTURES, now=clock.now()).allowed:
        raise TooOftenError("Six pictures a minute are the most. Please wait, then send it again.")
    return picture_of(body, clock.now())


def sent(request: HttpRequest, user: User, ad: Ad) -> HttpResponse:
    """Send it in; where something must be mended first, it is kept as a draft and its page says what."""
    try:
        send_in(ad=ad, by=user, now=clock.now())
    except UnfitError:
        return done(request, ad, "Saved as a draft: something has to be mended before it can be sent in.")
    return done(request, ad, "Sent in. You hear as soon as somebody has decided.")


def done(request: HttpRequest, ad: Ad, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("advertiser_ad", ad.campaign.advertiser.slug, ad.pk)


def form_page(
    request: HttpRequest,
    user: User,
    campaign: Campaign,
    form: AdForm,
    picture: Image | None,
    *,
    draft: Ad | None = None,
    old: Ad | None = None,
    status: int = 200,
) -> HttpResponse:
    """The form with the ad beside it as readers see it, and what is to be mended."""
    given = request.POST if form.is_bound else form.initial
    written = as_written(campaign, given, picture=picture)
    is_begun = form.is_bound or draft is not None or old is not None
    context: dict[str, Any] = {
        "visitor": user,
        "advertiser": campaign.advertiser,
        "campaign": campaign,
        "here": "desk",
        "form": form,
        "ad": draft,
        "old": old,
        "picture": picture,
        "previews": previews(written),
        "mend": to_mend(written) if is_begun else [],
        "takes_political": takes_political(),
        "may_have_messages": True,
    }
    return render(request, "pages/ads/ad_form.html", context, status=status)


@for_people(Role.MANAGER, see=Role.MANAGER)
def ad_preview(request: HttpRequest, user: User, advertiser: Advertiser, number: int) -> HttpResponse:  # noqa: ARG001
    """`.../campaigns/<number>/preview`: the previews alone, from the form's fields (POST), while somebody writes."""
    rows = Campaign.objects.select_related("advertiser")
    campaign = get_object_or_404(rows, advertiser=advertiser, pk=number)
    of = request.POST.get("of", "")
    known = of.isascii() and of.isdigit() and len(of) < 19
    ad = campaign.ads.select_related("picture").filter(pk=int(of)).first() if known else None
    picture = ad.picture if ad is not None and not request.POST.get("without_picture") else None
    written = as_written(campaign, request.POST, picture=picture)
    context = {"previews": previews(written), "mend": to_mend(written)}
    return render(request, "pages/ads/previews.html", context)
