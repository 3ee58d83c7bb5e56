"""`/desk/funds`: editors book money into a month's fund, see how it would be divided, and close the month."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from newsstand.accounts.models import User
from newsstand.algorithms.amounts import amount, read_amount
from newsstand.algorithms.earnings import Earned
from newsstand.contributors.models import Contributor
from newsstand.ledger.accounts import balance
from newsstand.ledger.models import Account
from newsstand.lib import clock
from newsstand.pages.desk import for_editors
from newsstand.publishers.models import Publisher
from newsstand.revenue.accounts import FUND
from newsstand.revenue.book import book, reverse
from newsstand.revenue.close import Division, close, divided
from newsstand.revenue.errors import RefusedError
from newsstand.revenue.models import Booking, Closing
from newsstand.revenue.month_sums import ads_of, has_moved
from newsstand.revenue.month_sums import open_months as months_without_statements
from newsstand.revenue.months import can_close_from, following, month_of, read_month

MOST_BOOKINGS = 100
MOST_MONTHS = 36
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class OpenMonth:
    """A month whose fund holds something: `micros`, and from when it can be closed."""

    month: date
    micros: int
    closes: datetime
    can_close: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One earner of a division, by name."""

    name: str
    earned: Earned


@require_http_methods(["GET", "POST"])
@for_editors
def desk_funds(request: HttpRequest, editor: User) -> HttpResponse:
    """The funds; `?preview=2026-10` shows how that month would be divided now. POST books, takes back, or closes."""
    error, status = "", 200
    if request.method == "POST":
        verb = {"book": book_it, "reverse": reverse_it, "close": close_it}.get(request.POST.get("do", ""))
        if verb is None:
            raise Http404("There is nothing of this kind to do with funds.")
        try:
            said = verb(request.POST, editor)
        except (RefusedError, ValueError) as refusal:
            error, status = str(refusal), 422
        else:
            messages.success(request, said)
            return redirect("desk_funds")
    return funds_page(request, editor, error=error, status=status)


def book_it(given: Mapping[str, str], editor: User) -> str:
    made = book(
        month=read_month(given.get("month", "")), kind=given.get("kind", ""), note=given.get("note", ""),
        micros=read_amount(given.get("amount", "")), key=given.get("key", "")[:60] or secrets.token_urlsafe(12),
        by=editor, now=clock.now(),
    )  # fmt: skip
    return f"{amount(made.micros)} is booked for {made.month:%B %Y}."


def reverse_it(given: Mapping[str, str], editor: User) -> str:
    number = given.get("booking", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404("There is no such booking.")
    booking = get_object_or_404(Booking, pk=int(number))
    reverse(booking=booking, note=given.get("note", ""), by=editor, now=clock.now())
    return "It is taken back. Both bookings stay in the books."


def close_it(given: Mapping[str, str], editor: User) -> str:
    closing = close(month=read_month(given.get("month", "")), by=editor, now=clock.now())
    if closing.carried:
        return f"Nobody was read to the end in {closing.month:%B %Y}: its fund went on to the next month."
    return f"{closing.month:%B %Y} is closed. Everybody who earned has their statement."


def funds_page(request: HttpRequest, editor: User, *, error: str, status: int) -> HttpResponse:
    """Five queries, whatever there is; four more for the preview of a month."""
    now = clock.now()
    month = month_of(now)
    preview = previewed(request.GET.get("preview") or (error and request.POST.get("previewed")) or "")
    context = {
        "visitor": editor,
        "may_have_messages": True,
        "error": error,
        "given": request.POST if error else {},
        "key": secrets.token_urlsafe(12),
        "currency": settings.NEWSSTAND_CURRENCY,
        "kinds": Booking.Kind.choices,
        "months": [following(month), month, *earlier(month)],
        "this_month": month,
        "open": open_months(now),
        "bookings": bookings(),
        "closings": Closing.objects.select_related("by").order_by("-month")[:MOST_MONTHS],
        "preview": preview,
        "parts": parts(preview.earned) if preview else [],
        "more_parts": max(0, len(preview.earned) - MOST_SHOWN) if preview else 0,
        "can_close": preview is not None
        and now >= can_close_from(preview.month)
        and (preview.fund > 0 or has_moved(preview.month)),
        "by_ads": ads_of(preview.month) if preview else None,
        "closes": can_close_from(preview.month) if preview else None,
    }
    return render(request, "pages/desk_funds.html", context, status=status)


def earlier(month: date) -> list[date]:
    """The two months before; what is still older is booked at the command line."""
    before = month_before(month)
    return [before, month_before(before)]


def month_before(month: date) -> date:
    return date(month.year - (month.month == 1), 12 if month.month == 1 else month.month - 1, 1)


def open_months(now: datetime) -> list[OpenMonth]:
    """The months whose funds hold something, or in which ads earned something, the earliest first."""
    rows = Account.objects.filter(kind=FUND, balance__gt=0).order_by("owner").values_list("owner", "balance")
    funds = {read_month(owner): micros for owner, micros in rows[:MOST_MONTHS]}
    ads = dict.fromkeys(months_without_statements(month_of(now)), 0)
    found = sorted({**ads, **funds}.items())
    return [OpenMonth(month, micros, can_close_from(month), now >= can_close_from(month)) for month, micros in found]


def bookings() -> Sequence[Booking]:
    """The latest bookings, each with whether it may still be taken back (`can_reverse`)."""
    found = list(Booking.objects.select_related("by", "reversed_by").order_by("-pk")[:MOST_BOOKINGS])
    closed = set(Closing.objects.filter(month__in={one.month for one in found}).values_list("month", flat=True))
    for one in found:
        is_back = one.reverses_id is not None or getattr(one, "reversed_by", None) is not None
        one.can_reverse = not is_back and one.month not in closed  # type: ignore[attr-defined]
    return found


def previewed(asked: str) -> Division | None:
    """How a month that was asked for would be divided now. Raises Http404 for what is no month."""
    if not asked:
        return None
    try:
        month = read_month(asked)
    except RefusedError as refusal:
        raise Http404(str(refusal)) from refusal
    return divided(month, balance(kind=FUND, owner=f"{month:%Y-%m}"))


def parts(earned: Sequence[Earned]) -> list[Part]:
    """Those who would earn most, by name. Two queries."""
    first = sorted(earned, key=lambda one: (-one.micros, one.owner))[:MOST_SHOWN]
    numbers = {kind: [one.owner.partition(":")[2] for one in first if one.owner.startswith(kind)]
               for kind in ("publisher", "contributor")}  # fmt: skip
    names: dict[str, str] = {}
    for publisher in Publisher.objects.filter(pk__in=numbers["publisher"]).only("name"):
        names[f"publisher:{publisher.pk}"] = publisher.name
    for contributor in Contributor.objects.filter(pk__in=numbers["contributor"]).select_related("author"):
        names[f"contributor:{contributor.pk}"] = contributor.author.name if contributor.author else ""
    return [Part(names.get(one.owner) or "Without a name", one) for one in first]
