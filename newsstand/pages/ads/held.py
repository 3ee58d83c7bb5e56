"""`/counter/held`: days whose traffic is suspect, with the evidence; cashiers release them or give them back."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from newsstand.accounts.models import User
from newsstand.advertisers.deeds import note_deed
from newsstand.advertisers.errors import RefusedError as AdsRefusedError
from newsstand.ledger.errors import LedgerError
from newsstand.lib import clock
from newsstand.pages.ads.gate import for_cashiers
from newsstand.revenue.claw_back import claw_back
from newsstand.revenue.earners import Earner, earners
from newsstand.revenue.errors import RefusedError
from newsstand.revenue.hold import release, undo_release
from newsstand.revenue.models import Hold, OwnerDay
from newsstand.revenue.suspects import usual_day

MOST_OPEN = 200
MOST_DECIDED = 50
FIGURES = (("views", "Views"), ("clicks", "Clicks"), ("marked", "Not believed when they were heard"))
VERBS = {"release": release, "claw": claw_back, "undo": undo_release}
DONE = {
    "release": "It is released, and settled in its time.",
    "claw": "It goes back to the advertisers, charge by charge.",
    "undo": "It is held again.",
}
SAID = {"release": "Released", "claw": "Gave back", "undo": "Held again"}


@dataclass(frozen=True, slots=True)
class Held:
    """A hold and whose it is."""

    hold: Hold
    earner: Earner


@require_safe
@for_cashiers
def counter_held(request: HttpRequest, user: User) -> HttpResponse:
    """What waits for a decision, the oldest first, and what was decided lately. Four queries."""
    waits = list(Hold.objects.filter(state=Hold.State.OPEN).order_by("day", "pk")[:MOST_OPEN])
    decided = Hold.objects.exclude(state=Hold.State.OPEN).select_related("by").order_by("-decided_at", "-pk")
    rows = [*waits, *decided[:MOST_DECIDED]]
    known = earners({one.owner for one in rows})
    found = [Held(one, known[one.owner]) for one in rows]
    context = {
        "visitor": user,
        "at": "held",
        "may_have_messages": True,
        "waits": [one for one in found if one.hold.state == Hold.State.OPEN],
        "decided": [one for one in found if one.hold.state != Hold.State.OPEN],
    }
    return render(request, "pages/ads/counter_held.html", context)


@require_http_methods(["GET", "POST"])
@for_cashiers
def counter_hold(request: HttpRequest, user: User, hold_id: int) -> HttpResponse:
    """`/counter/held/<number>`: one of them; POST decides, with a reason that whose money it is reads."""
    hold = get_object_or_404(Hold.objects.select_related("by", "found_by", "explained_by"), pk=hold_id)
    error, status = "", 200
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do not in VERBS:
            raise Http404("There is nothing of this kind to decide here.")
        try:
            VERBS[do](hold=hold, why=request.POST.get("why", ""), by=user, now=clock.now())
        except (RefusedError, AdsRefusedError, LedgerError) as refusal:
            error, status = str(refusal), 422
        else:
            said = f"{SAID[do]} the ads of {hold.day} on {earners([hold.owner])[hold.owner].name}"
            note_deed(by=user, said=said, advertiser=None, micros=hold.micros, now=clock.now())
            messages.success(request, DONE[do])
            return redirect("counter_hold", hold_id=hold.pk)
        hold.refresh_from_db()
    return render(request, "pages/ads/counter_hold.html", context_of(user, hold, error, request), status=status)


def context_of(user: User, hold: Hold, error: str, request: HttpRequest) -> dict[str, object]:
    """The hold with its evidence: the day's figures beside the usual ones. Five queries."""
    day = OwnerDay.objects.filter(owner=hold.owner, day=hold.day).first()
    usual = usual_day(hold.owner, hold.day)
    figures = [(label, getattr(day, name, 0), round(usual[name])) for name, label in FIGURES]
    others = Hold.objects.filter(owner=hold.owner).exclude(pk=hold.pk).order_by("-day")
    return {
        "visitor": user,
        "at": "held",
        "may_have_messages": True,
        "error": error,
        "given": request.POST if error else {},
        "hold": hold,
        "earner": earners([hold.owner])[hold.owner],
        "figures": figures,
        "others": list(others[:10]),
        "is_open": hold.state == Hold.State.OPEN,
        "is_released": hold.state == Hold.State.RELEASED,
    }
