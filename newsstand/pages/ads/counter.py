"""`/counter`: what cashiers do: invoices that are paid, money that goes back, charges that should not have been."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from newsstand.accounts.models import User
from newsstand.advertisers.deeds import note_deed
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.floors import floor_of
from newsstand.advertisers.models import Advertiser, CounterDeed, Decision, Kind, Pricing, Refund, TopUp
from newsstand.advertisers.outside.advertiser import bought, buyer_pays
from newsstand.advertisers.pay_back import mark_sent, send_back
from newsstand.advertisers.payments.port import PaymentError
from newsstand.advertisers.refund import refund
from newsstand.advertisers.top_up import mark_paid
from newsstand.algorithms.amounts import amount, read_amount
from newsstand.ledger.errors import LedgerError
from newsstand.ledger.models import Account
from newsstand.lib import clock
from newsstand.pages.ads.gate import for_cashiers

MOST_SHOWN = 100
DEEDS_SHOWN = 200
# What stands on top of the counter, by the kinds of the ledger's accounts.
KINDS = {
    "wallet": "In advertisers’ wallets",
    "clearing": "Earned, not settled yet",
    "held": "Held, because traffic is suspect",
    "payable": "Owed to publishers and contributors",
    "platform": "The site’s own",
    "tax": "Tax",
}


@dataclass(frozen=True, slots=True)
class Debtor:
    """An advertiser that owes `micros`."""

    advertiser: Advertiser
    micros: int


@for_cashiers
def counter(request: HttpRequest, user: User) -> HttpResponse:
    """The desk; POST marks an invoice as paid, money as sent, a charge as refunded, a buyer's bill as paid."""
    error, status = "", 200
    if request.method == "POST":
        verbs = {"paid": paid, "sent": sent, "send": send, "refund": refund_it, "bill": bill}
        verb = verbs.get(request.POST.get("do", ""))
        if verb is None:
            raise Http404("There is nothing of this kind to do at the counter.")
        try:
            messages.success(request, verb(request.POST, user, clock.now()))
        except (RefusedError, LedgerError, PaymentError, ValueError) as refusal:
            error, status = str(refusal), 422
        else:
            return redirect("counter")
    return render(request, "pages/ads/counter.html", context_of(request, user, error), status=status)


def paid(given: Mapping[str, str], user: User, now: datetime) -> str:
    top_up = get_object_or_404(TopUp, number=given.get("number", "")[:30])
    done = mark_paid(top_up=top_up, note=given.get("note", ""), by=user, now=now)
    return f"{amount(done.micros, done.currency)} are in the wallet of {done.advertiser.name}."


def sent(given: Mapping[str, str], user: User, now: datetime) -> str:
    mark_sent(refund=to_send(given), by=user, note=given.get("note", ""), now=now)
    return "It is marked as sent."


def send(given: Mapping[str, str], user: User, now: datetime) -> str:
    if not send_back(refund=to_send(given), by=user, now=now):
        raise RefusedError("This came by invoice: transfer it, then mark it as sent.")
    return "It is sent back the way it came."


def to_send(given: Mapping[str, str]) -> Refund:
    rows = Refund.objects.select_related("top_up__advertiser").exclude(top_up=None)
    return get_object_or_404(rows, pk=number_in(given.get("refund", "")))


def refund_it(given: Mapping[str, str], user: User, now: datetime) -> str:
    decision = Decision.objects.filter(pk=number_in(given.get("decision", ""))).first()
    if decision is None:
        raise RefusedError("No decision has that number. It stands in the advertiser’s report, a line a click.")
    made = refund(decision=decision, reason=given.get("reason", ""), by=user, now=now)
    said = f"Refunded the charge of decision {decision.pk}: {made.reason}"
    if not CounterDeed.objects.filter(said=said[:500]).exists():
        note_deed(by=user, said=said, advertiser=made.advertiser, micros=made.micros, now=now)
    return f"{amount(made.micros, settings.NEWSSTAND_CURRENCY)} are back in the wallet of {made.advertiser.name}."


def bill(given: Mapping[str, str], user: User, now: datetime) -> str:
    """What a buyer outside owed has come."""
    buyer = get_object_or_404(Advertiser, pk=number_in(given.get("advertiser", "")), kind=Kind.OUTSIDE)
    micros = read_amount(given.get("amount", ""))
    buyer_pays(advertiser=buyer, micros=micros, note=given.get("note", ""), key=given.get("key", ""), by=user, now=now)
    return f"{buyer.name} has paid {amount(micros, settings.NEWSSTAND_CURRENCY)}."


def number_in(said: str) -> int:
    """A row's number as forms send it. Raises Http404 for what is none."""
    if not (said.isascii() and said.isdigit() and len(said) < 19):
        raise Http404("There is nothing with that number.")
    return int(said)


def context_of(request: HttpRequest, user: User, error: str) -> dict[str, object]:
    """Eight queries, however much waits."""
    waiting = TopUp.objects.filter(state=TopUp.State.OPEN, provider="invoice").select_related("advertiser")
    invoices = list(waiting.order_by("at", "pk")[:MOST_SHOWN])
    for one in invoices:
        one.gross = one.micros + one.tax  # type: ignore[attr-defined]
    backs = Refund.objects.filter(sent_at=None).exclude(top_up=None).select_related("top_up", "advertiser")
    to_go = list(backs.order_by("at", "pk")[:MOST_SHOWN])
    for refund_row in to_go:
        refund_row.gross = refund_row.micros + refund_row.tax  # type: ignore[attr-defined]
    return {
        "visitor": user,
        "may_have_messages": True,
        "at": "counter",
        "invoices": invoices,
        "backs": to_go,
        "debtors": debtors(),
        "sums": sums(),
        "floors": [(Pricing.CPC.label, floor_of(Pricing.CPC)), (Pricing.CPM.label, floor_of(Pricing.CPM))],
        "deeds": deeds()[:DEEDS_SHOWN],
        "currency": settings.NEWSSTAND_CURRENCY,
        "key": f"{clock.now():%Y%m%d%H%M%S%f}",
        "error": error,
        "given": request.POST if error else {},
    }


def sums() -> list[tuple[str, int]]:
    """What lies where, by the kinds of accounts. One query."""
    rows = Account.objects.filter(kind__in=KINDS, currency=settings.NEWSSTAND_CURRENCY)
    found = dict(rows.values_list("kind").annotate(micros=Sum("balance")))
    return [(label, found.get(kind, 0)) for kind, label in KINDS.items()]


def debtors() -> list[Debtor]:
    """Who owes this site, most of all first. Two queries, two more for the buyer outside."""
    rows = Account.objects.filter(kind="receivable", balance__lt=0).order_by("balance")[:MOST_SHOWN]
    owed = {int(one.owner.partition(":")[2]): -one.balance for one in rows}
    known = Advertiser.objects.in_bulk(owed)
    found = [Debtor(known[number], micros) for number, micros in owed.items() if number in known]
    # What a buyer outside has left of its credit is not owed yet.
    real = [Debtor(one.advertiser, bought(one.advertiser)) if is_outside(one) else one for one in found]
    return [one for one in real if one.micros > 0]


def is_outside(one: Debtor) -> bool:
    return one.advertiser.kind == Kind.OUTSIDE


def deeds() -> QuerySet[CounterDeed]:
    return CounterDeed.objects.select_related("by", "advertiser").order_by("-pk")
