"""`/advertisers/<slug>/money`: what an advertiser has here; paying in, invoices, and what goes back."""

from collections.abc import Mapping

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from newsstand.accounts.models import User
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.models import Advertiser, Refund, Role, TopUp, may_be
from newsstand.advertisers.pay_back import ask_back, send_back
from newsstand.advertisers.payments.port import PaymentError
from newsstand.advertisers.payments.providers import providers
from newsstand.advertisers.top_up import LEAST, begin_top_up, cancel
from newsstand.advertisers.wallet import COLUMNS, file_rows, held_by_campaign, holding, movements
from newsstand.algorithms.amounts import amount, read_amount
from newsstand.algorithms.taxes import named_tax
from newsstand.lib import clock
from newsstand.lib.tables import as_csv
from newsstand.pages.ads.gate import for_people

MOST_SHOWN = 100


@for_people(Role.OWNER)
def money(request: HttpRequest, user: User, advertiser: Advertiser) -> HttpResponse:
    """The page; POST pays in, cancels what is not paid, or asks for money back."""
    if request.method != "POST":
        return money_page(request, user, advertiser)
    verb = {"pay": pay, "cancel": cancel_it, "back": back}.get(request.POST.get("do", ""))
    if verb is None:
        raise Http404("There is nothing of this kind to do with money.")
    try:
        return verb(request, user, advertiser)
    except (RefusedError, ValueError, PaymentError) as refusal:
        return money_page(request, user, advertiser, error=said_of(refusal), status=422)


def said_of(error: Exception) -> str:
    most = error.most if isinstance(error, RefusedError) else None
    return str(error) if most is None else f"{error} {amount(most, settings.NEWSSTAND_CURRENCY)} is the most."


def pay(request: HttpRequest, user: User, advertiser: Advertiser) -> HttpResponse:
    """An invoice is shown at once; the provider's page is one link away, since our forms lead nowhere else (CSP)."""
    given, now = request.POST, clock.now()
    key = given.get("provider", "")
    made = begin_top_up(
        advertiser=advertiser, micros=read_amount(given.get("amount", "")), provider=key, by=user, now=now
    )
    try:
        where = providers()[key].begin(made, now=now)
    except PaymentError:
        cancel(top_up=made, by=None, now=now)
        raise
    if where.startswith("/"):
        return redirect(where)
    context = {"visitor": user, "advertiser": advertiser, "top_up": made, "where": where, "here": "money"}
    return render(request, "pages/ads/money_go.html", {**context, "gross": made.micros + made.tax})


def cancel_it(request: HttpRequest, user: User, advertiser: Advertiser) -> HttpResponse:
    cancel(top_up=found(advertiser, request.POST.get("number", "")), by=user, now=clock.now())
    messages.success(request, "It is cancelled. Should its money come all the same, it counts.")
    return redirect("advertiser_money", advertiser.slug)


def back(request: HttpRequest, user: User, advertiser: Advertiser) -> HttpResponse:
    """Money that goes back by Stripe goes at once; what came by invoice waits for a cashier."""
    given, now = request.POST, clock.now()
    reason = given.get("reason", "")
    made = ask_back(advertiser=advertiser, micros=read_amount(given.get("amount", "")), reason=reason, by=user, now=now)
    waits = [refund for refund in made if not sent(refund)]
    text = "It is on its way back." if not waits else "It is taken out of the wallet; a cashier sends it back."
    messages.success(request, text)
    return redirect("advertiser_money", advertiser.slug)


def sent(refund: Refund) -> bool:
    """Whether a provider has sent it; what it refuses now stays at the counter."""
    try:
        return send_back(refund=refund, by=None, now=clock.now())
    except PaymentError:
        return False


def found(advertiser: Advertiser, number: str) -> TopUp:
    return get_object_or_404(TopUp.objects.select_related("advertiser"), advertiser=advertiser, number=number[:30])


def money_page(
    request: HttpRequest, user: User, advertiser: Advertiser, *, error: str = "", status: int = 200
) -> HttpResponse:
    """Ten queries, however much there is."""
    name, _ = named_tax(settings.NEWSSTAND_TAX)
    top_ups = list(TopUp.objects.filter(advertiser=advertiser).order_by("-pk")[:MOST_SHOWN])
    for one in top_ups:
        one.gross = one.micros + one.tax  # type: ignore[attr-defined]
    context = {
        "visitor": user,
        "may_have_messages": True,
        "advertiser": advertiser,
        "here": "money",
        "holding": holding(advertiser),
        "held": held_by_campaign(advertiser)[:MOST_SHOWN],
        "owner": may_be(user, advertiser, Role.OWNER),
        "providers": providers().values(),
        "top_ups": top_ups,
        "refunds": list(
            Refund.objects.filter(advertiser=advertiser).select_related("top_up").order_by("-pk")[:MOST_SHOWN]
        ),
        "movements": movements(advertiser, most=MOST_SHOWN),
        "currency": settings.NEWSSTAND_CURRENCY,
        "least": LEAST,
        "tax": {"name": name, "percent": settings.NEWSSTAND_TAX.rpartition(" ")[2]} if name else None,
        "error": error,
        "given": request.POST if error else {},
        "came_from": paying(request.GET, top_ups),
    }
    return render(request, "pages/ads/money.html", context, status=status)


def paying(asked: Mapping[str, str], top_ups: list[TopUp]) -> TopUp | None:
    """The top-up with which a payer has come back from the provider's page."""
    number = asked.get("paid", "")
    return next((one for one in top_ups if one.number == number), None)


@for_people(Role.VIEWER)
def money_file(request: HttpRequest, user: User, advertiser: Advertiser) -> HttpResponse:  # noqa: ARG001 (the gate's)
    """`money.csv`: every movement of the wallet."""
    return as_csv(f"money-{advertiser.pk}", COLUMNS, file_rows(advertiser))


@for_people(Role.VIEWER)
def invoice(request: HttpRequest, user: User, advertiser: Advertiser, number: str) -> HttpResponse:
    """A top-up's invoice, or its receipt once it is paid; to print."""
    top_up = found(advertiser, number)
    context = {
        "visitor": user,
        "advertiser": advertiser,
        "top_up": top_up,
        "gross": top_up.micros + top_up.tax,
        "tax_name": settings.NEWSSTAND_TAX.rpartition(" ")[0] or "Tax",
        "sender": settings.NEWSSTAND_INVOICE_FROM or (settings.NEWSSTAND_NAME,),
        "pay_to": settings.NEWSSTAND_INVOICE_PAY_TO,
        "contact": settings.NEWSSTAND_CONTACT,
    }
    return render(request, "pages/ads/invoice.html", context)
