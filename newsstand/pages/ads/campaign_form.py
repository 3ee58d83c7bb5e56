"""`/advertisers/<slug>/campaigns/new` and `.../edit`: one page for all that a campaign asks for."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control

from newsstand.accounts.models import User
from newsstand.advertisers.campaign import begin_campaign, change_campaign
from newsstand.advertisers.copy_campaign import copy_campaign
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.going_rate import going_rate
from newsstand.advertisers.models import Advertiser, Campaign, Role
from newsstand.advertisers.plan import Plan, Want, plan_of
from newsstand.advertisers.week import DAYS, OWN
from newsstand.algorithms.amounts import rounded
from newsstand.lib import clock
from newsstand.pages.ads.campaign_fields import PRICINGS, CampaignForm, initial_of, plan_from, usual
from newsstand.pages.ads.estimate import estimate_of
from newsstand.pages.ads.gate import for_people
from newsstand.pages.ads.targets import found_rows, read_targets, rows_of

EVERY_HOUR = "1" * 168


@for_people(Role.MANAGER, see=Role.MANAGER)
def campaign_new(request: HttpRequest, user: User, advertiser: Advertiser) -> HttpResponse:
    """GET shows the form with its defaults; POST keeps the campaign and goes on to its first ad, or only answers."""
    now = clock.now()
    if request.method != "POST":
        return campaign_page(request, user, advertiser, CampaignForm(initial=usual(advertiser, now)))
    form = CampaignForm(request.POST)
    if is_question(request):
        return campaign_page(request, user, advertiser, unchecked(form))
    if form.is_valid():
        try:
            plan = plan_from(form, request.POST, advertiser, now)
            made = begin_campaign(advertiser=advertiser, plan=plan, by=user, now=now)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("advertiser_ad_new", advertiser.slug, made.pk)
    return campaign_page(request, user, advertiser, form, status=422)


@for_people(Role.MANAGER, see=Role.MANAGER)
def campaign_edit(request: HttpRequest, user: User, advertiser: Advertiser, number: int) -> HttpResponse:
    """GET shows the campaign as it is; POST changes it, finds topics, estimates, or copies it (`do=copy`)."""
    now = clock.now()
    campaign = get_object_or_404(Campaign.objects.select_related("budget"), advertiser=advertiser, pk=number)
    before = plan_of(campaign)
    if request.method != "POST":
        form = CampaignForm(initial=initial_of(before, advertiser.zone), is_new=False)
        return campaign_page(request, user, advertiser, form, campaign=campaign, before=before)
    if request.POST.get("do") == "copy":
        return copied(request, user, advertiser, campaign)
    form = CampaignForm(request.POST, initial=initial_of(before, advertiser.zone), is_new=False)
    if is_question(request):
        return campaign_page(request, user, advertiser, unchecked(form), campaign=campaign, before=before)
    if form.is_valid():
        try:
            plan = plan_from(form, request.POST, advertiser, now, before)
            change_campaign(campaign=campaign, plan=plan, by=user, now=now)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. It holds within a second; what changed stands under Changes.")
            return redirect("advertiser_campaign", advertiser.slug, campaign.pk)
    return campaign_page(request, user, advertiser, form, campaign=campaign, before=before, status=422)


def copied(request: HttpRequest, user: User, advertiser: Advertiser, campaign: Campaign) -> HttpResponse:
    try:
        made = copy_campaign(campaign=campaign, by=user, now=clock.now())
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("advertiser_campaign", advertiser.slug, campaign.pk)
    messages.success(request, "Copied, and paused: look at it, send its ads in, then resume it.")
    return redirect("advertiser_campaign_edit", advertiser.slug, made.pk)


def is_question(request: HttpRequest) -> bool:
    """Whether the form only asks what a day would bring, or looks for topics: by its button, or by Enter there."""
    wanted = request.POST.get("do", "")
    return wanted in {"find", "estimate"} or (wanted == "" and bool(request.POST.get("find", "").strip()))


def unchecked(form: CampaignForm) -> CampaignForm:
    """The form with what was written, and nothing said about it yet."""
    form.full_clean()
    form.errors.clear()
    return form


def campaign_page(
    request: HttpRequest,
    user: User,
    advertiser: Advertiser,
    form: CampaignForm,
    *,
    campaign: Campaign | None = None,
    before: Plan | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with everything as it was written."""
    targets = read_targets(request.POST.getlist("target")) if form.is_bound else before.targets if before else ()
    find = request.POST.get("find", "").strip()
    rows = rows_of(targets)
    context: dict[str, Any] = {
        "visitor": user,
        "advertiser": advertiser,
        "here": "desk",
        "campaign": campaign,
        "form": form,
        "find": find,
        "found": found_rows(find, targets) if find else None,
        **rows,
        "sections_open": any(one.chosen for one in rows["all_sections"]),
        "slots_open": any(one.chosen for one in rows["slots"]),
        "week": week_grid(request, before),
        "is_own": form["hours"].value() == OWN,
        "rates": rates(),
        "estimate": estimated(request, advertiser, campaign),
        "currency": settings.NEWSSTAND_CURRENCY,
        "may_have_messages": True,
    }
    return render(request, "pages/ads/campaign_form.html", context, status=status)


def estimated(request: HttpRequest, advertiser: Advertiser, campaign: Campaign | None) -> dict[str, Any] | None:
    """What a day would bring with what is written; None where nobody asked. With a script it comes by itself."""
    if request.POST.get("do") != "estimate":
        return None
    given = request.POST.copy()
    given["campaign"] = str(campaign.pk) if campaign else ""
    return estimate_of(given, advertiser, is_form=True)


def week_grid(request: HttpRequest, before: Plan | None) -> list[tuple[str, list[tuple[int, int, bool]]]]:
    """A row for each day: (number of the hour in the week, hour of the day, whether it is ticked)."""
    hours = (before.hours if before else "") or EVERY_HOUR
    ticked = set(request.POST.getlist("hour")) if request.method == "POST" else set()
    on = [str(one) in ticked if request.method == "POST" else hours[one] == "1" for one in range(168)]
    return [
        (name, [(24 * day + hour, hour, on[24 * day + hour]) for hour in range(24)]) for day, name in enumerate(DAYS)
    ]


def rates() -> list[str]:
    """What others bid, in sentences; empty where too few bid."""
    now, currency = clock.now(), settings.NEWSSTAND_CURRENCY
    found = [(what, going_rate(pricing, now)) for pricing, what in PRICINGS]
    return [
        f"Most bids for {what} lie between {rounded(rate[0])} and {rounded(rate[1], currency)} now."
        for what, rate in found
        if rate is not None
    ]


@for_people(Role.MANAGER, see=Role.MANAGER)
def campaign_topics(request: HttpRequest, user: User, advertiser: Advertiser) -> HttpResponse:  # noqa: ARG001
    """`/advertisers/<slug>/topics?find=`: the rows that the form would show, alone, while somebody types."""
    found: list[Want] = list(read_targets(request.GET.getlist("target")))
    text = request.GET.get("find", "").strip()
    context = {"found": found_rows(text, found) if text else None, "find": text}
    response = render(request, "pages/ads/found.html", context)
    patch_cache_control(response, private=True, no_store=True)
    return response
