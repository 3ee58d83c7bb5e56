"""`/counter/payouts`: what is owed is paid out by month: drafted, approved by another cashier, sent, confirmed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from newsstand.accounts.models import User
from newsstand.advertisers.deeds import note_deed
from newsstand.algorithms.amounts import amount, rounded
from newsstand.ledger.models import Account
from newsstand.lib import clock
from newsstand.lib.tables import as_csv, download
from newsstand.pages.ads.counter import number_in
from newsstand.pages.ads.gate import for_cashiers
from newsstand.revenue import pay_out
from newsstand.revenue.accounts import PAYABLE
from newsstand.revenue.earners import Earner, cashiers, earners
from newsstand.revenue.errors import RefusedError
from newsstand.revenue.models import Payout, PayTo
from newsstand.revenue.months import month_of, read_month
from newsstand.revenue.pay_to import keep_back, let_go
from newsstand.revenue.sealed import unseal

MOST_SHOWN = 300
State = Payout.State
UNDER_WAY = (State.DRAFT, State.APPROVED, State.SENT)
COLUMNS = ("number", "name", "iban", "other_way", "amount", "currency", "reference", "end_to_end_id")
VERBS = {"approve": pay_out.approve, "send": pay_out.send, "confirm": pay_out.confirm}
WITH_WHY = {"cancel": pay_out.cancel, "fail": pay_out.fail}
SAID = {"approve": "Approved", "send": "Sent", "confirm": "Confirmed", "cancel": "Did not approve", "fail": "Took back"}


@dataclass(frozen=True, slots=True)
class Owed:
    """What an earner is owed, and why it is not paid out now ("" when it is)."""

    earner: Earner
    micros: int
    why_not: str
    to: PayTo | None


@dataclass(frozen=True, slots=True)
class Paid:
    """A payout and whose it is; `mine`: whether who looks drafted it, and there is another cashier to approve it."""

    payout: Payout
    earner: Earner
    mine: bool


@require_http_methods(["GET", "POST"])
@for_cashiers
def counter_payouts(request: HttpRequest, user: User) -> HttpResponse:
    """What is owed, what is under way, what was paid. POST takes the next step of one, or drafts a month's."""
    error, status = "", 200
    if request.method == "POST":
        try:
            messages.success(request, done(request.POST, user))
        except RefusedError as refusal:
            error, status = str(refusal), 422
        else:
            return redirect("counter_payouts")
    context = {"error": error, "given": request.POST if error else {}, **context_of(user)}
    return render(request, "pages/ads/counter_payouts.html", context, status=status)


def done(given: Mapping[str, str], user: User) -> str:
    """Do what the form asks for; what to say. Raises RefusedError, and Http404 for what there is not."""
    do, now = given.get("do", ""), clock.now()
    if do == "draft":
        made = pay_out.draft(month=read_month(given.get("month", "")), by=user, now=now)
        if not made:
            raise RefusedError("Nobody is to be paid: see below who is owed what, and why it waits.")
        said, micros = f"Drafted {len(made)} payouts", sum(one.micros for one in made)
    elif do in {"keep", "let"}:
        owner = get_object_or_404(Account, kind=PAYABLE, owner=given.get("owner", "")[:100]).owner
        if do == "keep":
            keep_back(owner=owner, why=given.get("why", ""), by=user, now=now)
        else:
            let_go(owner=owner, now=now)
        said, micros = f"{'Keeps back' if do == 'keep' else 'Lets go'} the payouts of {owner}", 0
    elif do in VERBS or do in WITH_WHY:
        payout = get_object_or_404(Payout, pk=number_in(given.get("payout", "")))
        if do in VERBS:
            VERBS[do](payout=payout, by=user, now=now)
        else:
            WITH_WHY[do](payout=payout, why=given.get("why", ""), by=user, now=now)
        said, micros = f"{SAID[do]} payout {payout.number}", payout.micros
    else:
        raise Http404("There is nothing of this kind to do with payouts.")
    note_deed(by=user, said=said, advertiser=None, micros=micros, now=now)
    return f"{said}{': ' + amount(micros, settings.NEWSSTAND_CURRENCY) if micros else ''}."


def context_of(user: User) -> dict[str, object]:
    """Seven queries, whatever is owed."""
    under_way = list(Payout.objects.filter(state__in=UNDER_WAY).order_by("state", "pk")[:MOST_SHOWN])
    over = list(Payout.objects.exclude(state__in=UNDER_WAY).order_by("-closed_at", "-pk")[:MOST_SHOWN])
    balances = Account.objects.filter(kind=PAYABLE, currency=settings.NEWSSTAND_CURRENCY, balance__gt=0)
    owed = dict(balances.order_by("-balance").values_list("owner", "balance")[:MOST_SHOWN])
    known = earners({*owed, *(one.owner for one in [*under_way, *over])})
    places = {one.owner: one for one in PayTo.objects.filter(owner__in=owed)}
    has_another = len(cashiers()) > 1
    paid = [
        Paid(one, known[one.owner], mine=has_another and one.drafted_by_id == user.pk) for one in [*under_way, *over]
    ]
    return {
        "visitor": user,
        "at": "payouts",
        "may_have_messages": True,
        "month": month_of(clock.now()),
        "least": pay_out.least(),
        "owed": [Owed(known[one], micros, why_not(places.get(one), micros), places.get(one))
                 for one, micros in owed.items()],
        "under_way": [one for one in paid if one.payout.state in UNDER_WAY],
        "over": [one for one in paid if one.payout.state not in UNDER_WAY],
        "files": sorted({one.month for one in under_way if one.state == State.APPROVED}),
    }  # fmt: skip


def why_not(to: PayTo | None, micros: int) -> str:
    if to is not None and to.held_at is not None:
        return f"kept back: {to.held_why}"
    if to is None or not to.sealed:
        return "has not said where to"
    return "less than the least" if micros < pay_out.least() else ""


@require_safe
@for_cashiers
def counter_payouts_file(request: HttpRequest, user: User, month: str, form: str) -> HttpResponse:  # noqa: ARG001
    """`/counter/payouts/2026-10.csv` for the bank, `.txt` to read: the month's payouts that are approved."""
    try:
        begin = read_month(month)
    except RefusedError as refusal:
        raise Http404(str(refusal)) from refusal
    if form == "csv":
        return as_csv(f"payouts-{month}", COLUMNS, rows(begin))
    if form == "txt":
        lines = [" | ".join(str(value) for value in row if value) for row in rows(begin)]
        return download("".join(f"{line}\n" for line in lines), f"payouts-{month}", "txt", "text/plain; charset=utf-8")
    raise Http404("Payouts are here as csv and txt.")


def rows(month: date) -> Iterator[tuple[object, ...]]:
    """What a bank needs, a line a payout. Banks pay cents: what is less stays owed (pay_out.py drafts whole ones)."""
    for one in Payout.objects.filter(month=month, state=State.APPROVED).order_by("pk"):
        where = unseal(one.sealed)
        iban, other = (where, "") if one.method == "iban" else ("", where)
        reference = f"{settings.NEWSSTAND_NAME} {one.number}"[:140]
        sum_of = rounded(one.micros).replace(",", "")
        yield one.number, one.name, iban, other, sum_of, one.currency, reference, f"NS{one.number.replace('-', '')}"
