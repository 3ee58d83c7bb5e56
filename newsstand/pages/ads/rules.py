"""`/advertisers/<slug>/rules`: automated rules: made, switched, deleted; and what each did."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from newsstand.accounts.models import User
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.models import Advertiser, Campaign, Role, Rule, RuleRun, may_be
from newsstand.advertisers.rules import delete_rule, make_rule, switch_rule, words
from newsstand.algorithms.ad_rules import IN_MICROS, MOVES, Terms
from newsstand.algorithms.amounts import read_amount
from newsstand.lib import clock
from newsstand.pages.ads.gate import for_people
from newsstand.pages.ads.people import number

RUNS_SHOWN = 30
USUAL = {"metric": "click cost", "side": "over", "days": "3", "least": "100", "deed": "tell", "rest": "24"}
LARGEST = 10**12


@for_people(Role.MANAGER)
def advertiser_rules(request: HttpRequest, user: User, advertiser: Advertiser) -> HttpResponse:
    """GET lists them; POST does one thing, named in `do`: make, on, off, delete."""
    error = ""
    if request.method == "POST":
        try:
            change(request, user, advertiser)
        except RefusedError as refusal:
            error = str(refusal)
        else:
            return redirect("advertiser_rules", advertiser.slug)
    rules = Rule.objects.filter(campaign__advertiser=advertiser).select_related("campaign").order_by("campaign", "pk")
    runs = RuleRun.objects.filter(rule__campaign__advertiser=advertiser).order_by("-pk")
    context: dict[str, Any] = {
        "visitor": user,
        "advertiser": advertiser,
        "here": "rules",
        "rules": [(rule, words(rule)) for rule in rules.exclude(campaign__ended_at__isnull=False)],
        "runs": runs.select_related("rule__campaign")[:RUNS_SHOWN],
        "campaigns": advertiser.campaigns.filter(ended_at=None).order_by("-pk"),
        "metrics": Rule.Metric.choices,
        "deeds": Rule.Deed.choices,
        "given": request.POST.dict() if error and request.POST.get("do") == "make" else USUAL,
        "currency": settings.NEWSSTAND_CURRENCY,
        "may": may_be(user, advertiser, Role.MANAGER) and advertiser.closed_at is None,
        "error": error,
    }
    return render(request, "pages/ads/rules.html", context, status=422 if error else 200)


def change(request: HttpRequest, user: User, advertiser: Advertiser) -> None:
    """What the form asks for. Raises RefusedError, Http404 for something that is not there."""
    given, now = request.POST.dict(), clock.now()
    wanted = given.get("do", "")
    if wanted == "make":
        campaign = advertiser.campaigns.filter(pk=number(given.get("campaign"))).first()
        if campaign is None:
            raise RefusedError("Choose the campaign that the rule is about.")
        make_rule(campaign=with_advertiser(campaign, advertiser), terms=read_terms(given), by=user, now=now)
        return
    rows = Rule.objects.select_related("campaign__advertiser")
    rule = get_object_or_404(rows, pk=number(given.get("rule")), campaign__advertiser=advertiser)
    if wanted in {"on", "off"}:
        switch_rule(rule=rule, is_on=wanted == "on", by=user, now=now)
    elif wanted == "delete":
        delete_rule(rule=rule, by=user, now=now)
    else:
        raise Http404("There is no such change.")


def with_advertiser(campaign: Campaign, advertiser: Advertiser) -> Campaign:
    campaign.advertiser = advertiser
    return campaign


def read_terms(given: dict[str, str]) -> Terms:
    """A rule as its form says it. Raises RefusedError for a field that cannot be read."""
    metric, deed = given.get("metric", ""), given.get("deed", "")
    limit = money(given, "limit", "the limit") if metric in IN_MICROS else whole(given, "limit", "the limit")
    if limit is None:
        raise RefusedError("Say at which limit the rule acts.")
    moves = deed in MOVES
    return Terms(
        metric=metric,
        over=given.get("side") != "under",
        limit=limit,
        days=whole(given, "days", "the number of days") or 0,
        least=whole(given, "least", "the least views") or 0,
        deed=deed,
        change=whole(given, "change", "the change", signed=True) or 0 if moves else 0,
        lowest=money(given, "lowest", "the lowest") if moves else None,
        highest=money(given, "highest", "the highest") if moves else None,
        rest=timedelta(hours=min(whole(given, "rest", "the rest in hours") or 0, 10**6)),
    )


def whole(given: dict[str, str], name: str, said: str, *, signed: bool = False) -> int | None:
    """A whole number, None where nothing was written."""
    written = given.get(name, "").strip().replace("\N{MINUS SIGN}", "-")
    if not written:
        return None
    digits = written.removeprefix("-" if signed else "")
    if not (digits.isascii() and digits.isdigit()) or int(digits[:13]) > LARGEST or len(digits) > 13:
        raise RefusedError(f"Write {said} as a whole number, such as 100.")
    return int(written)


def money(given: dict[str, str], name: str, said: str) -> int | None:
    """Micros, None where nothing was written."""
    written = given.get(name, "").strip()
    if not written:
        return None
    try:
        return read_amount(written)
    except ValueError as error:
        raise RefusedError(f"{said[0].upper()}{said[1:]}: {error}") from None
