"""Where an earner's money goes, and what was paid out; for publishers' owners and contributors."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from newsstand.accounts.models import User
from newsstand.contributors.models import Contributor
from newsstand.ledger.accounts import balance
from newsstand.lib import clock
from newsstand.moderation.standing import standing
from newsstand.pages.publisher_gate import for_members
from newsstand.pages.writers import for_contributors
from newsstand.publishers.models import Publisher, Role
from newsstand.revenue.accounts import PAYABLE, owner_of
from newsstand.revenue.errors import RefusedError
from newsstand.revenue.models import Method, Payout, PayTo
from newsstand.revenue.pay_out import least
from newsstand.revenue.pay_to import is_theirs, say_where

MOST_SHOWN = 60


@require_http_methods(["GET", "POST"])
@for_members(Role.VIEWER)
def publisher_payouts(request: HttpRequest, user: User, publisher: Publisher) -> HttpResponse:
    """`/publishers/<slug>/payouts`: all its people see what was paid; its owners alone say where to."""
    context = {
        "publisher": publisher,
        "home": f"/publishers/{publisher.slug}/payouts",
        "owner": owner_of(publisher=publisher),
        "may": is_theirs(user, publisher=publisher),
    }
    return answer(request, user, context, {"publisher": publisher})


@require_http_methods(["GET", "POST"])
@for_contributors
def write_payouts(request: HttpRequest, user: User, contributor: Contributor) -> HttpResponse:
    """`/write/payouts`: the same of who is signed in."""
    context = {"home": "/write/payouts", "owner": owner_of(contributor=contributor), "may": True}
    return answer(request, user, context, {"contributor": contributor})


def answer(request: HttpRequest, user: User, known: Mapping[str, Any], earner: Mapping[str, Any]) -> HttpResponse:
    """The page, or what became of its form. Three queries beside the gate's. The account itself is never shown."""
    error, status = "", 200
    if request.method == "POST":
        if not known["may"]:
            raise PermissionDenied("Only whose money it is says where it goes: a publisher's owners.")
        if why_not := standing(user, clock.now()).why_not_act:
            raise PermissionDenied(why_not)
        try:
            say_where(
                name=request.POST.get("name", ""), method=request.POST.get("method", ""),
                where=request.POST.get("where", ""), by=user, now=clock.now(), **earner,
            )  # fmt: skip
        except RefusedError as refusal:
            error, status = str(refusal), 422
        else:
            messages.success(request, "Your money goes there from now on.")
            return redirect(known["home"])
    context = {
        "visitor": user,
        "may_have_messages": True,
        "here": "payouts",
        "error": error,
        "given": request.POST if error else {},
        "to": PayTo.objects.filter(owner=known["owner"]).first(),
        "methods": Method.choices,
        "owed": balance(kind=PAYABLE, owner=known["owner"]),
        "least": least(),
        "payouts": list(Payout.objects.filter(owner=known["owner"]).order_by("-month", "-pk")[:MOST_SHOWN]),
        **known,
    }
    return render(request, "pages/payouts.html", context, status=status)
