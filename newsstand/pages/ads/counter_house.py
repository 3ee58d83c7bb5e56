"""`/counter/house`: the site's own ads, which stand where nobody bought; made and paused by cashiers."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from newsstand.accounts.models import User
from newsstand.advertisers.ad import pause_ad, retire
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.house import add_own
from newsstand.advertisers.models import Ad, Kind
from newsstand.advertisers.shown import host_of
from newsstand.lib import clock
from newsstand.pages.ads.gate import for_cashiers

OURS = "Write an address of this site, such as /contributors, or a whole one that begins with https://."


@for_cashiers
def counter_house(request: HttpRequest, user: User) -> HttpResponse:
    """GET shows them, POST adds one, or pauses, resumes or takes back the one named by `ad`. Three queries."""
    typed = {name: request.POST.get(name, "") for name in ("headline", "text", "landing")}
    error = ""
    if request.method == "POST":
        try:
            done = change(user, request) if "ad" in request.POST else add(user, typed)
        except RefusedError as refused:
            error = str(refused)
        else:
            messages.success(request, done)
            return redirect("counter_house")
    ads = Ad.objects.filter(campaign__advertiser__kind=Kind.HOUSE).exclude(state=Ad.State.RETIRED)
    context = {
        "visitor": user,
        "ads": ads.select_related("campaign").order_by("-pk"),
        "typed": typed,
        "error": error,
        "may_have_messages": True,
    }
    return render(request, "pages/ads/counter_house.html", context, status=422 if error else 200)


def add(user: User, typed: dict[str, str]) -> str:
    """Raises RefusedError."""
    landing = typed["landing"].strip()
    if landing.startswith("/") and not landing.startswith("//"):
        landing = f"{settings.NEWSSTAND_URL}{landing}"
    if not (landing.startswith(f"{settings.NEWSSTAND_URL}/") or (landing.startswith("https://") and host_of(landing))):
        raise RefusedError(OURS)
    made = add_own(headline=typed["headline"], text=typed["text"], landing=landing, by=user, now=clock.now())
    return f"“{made.headline}” is shown where nobody bought."


def change(user: User, request: HttpRequest) -> str:
    """Raises RefusedError, Http404."""
    number = request.POST["ad"]
    known = Ad.objects.filter(campaign__advertiser__kind=Kind.HOUSE).select_related("campaign__advertiser")
    ad = get_object_or_404(known, pk=int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0)
    deed, now = request.POST.get("deed", ""), clock.now()
    if deed == "retire":
        retire(ad=ad, by=user, now=now)
        return f"“{ad.headline}” is taken back."
    pause_ad(ad=ad, by=user, now=now, paused=deed == "pause")
    return f"“{ad.headline}” is {'paused' if deed == 'pause' else 'shown again'}."
