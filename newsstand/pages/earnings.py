"""What ads have earned: by day and by article, what waits, what is held; for publishers and contributors alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from newsstand.accounts.models import User
from newsstand.advertisers.accounts import CLEARING
from newsstand.algorithms.ad_shares import ads_formula
from newsstand.articles.models import Article
from newsstand.contributors.models import Contributor
from newsstand.ledger.accounts import balance
from newsstand.lib import clock
from newsstand.moderation.standing import standing
from newsstand.pages.publisher_figures import PERIODS, Period, period_of
from newsstand.pages.publisher_gate import for_members
from newsstand.pages.writers import for_contributors
from newsstand.publishers.models import Contract, Publisher, Role
from newsstand.revenue.accounts import owner_of
from newsstand.revenue.errors import RefusedError
from newsstand.revenue.hold import explain, held_now
from newsstand.revenue.models import AdLine, Hold, Settlement
from newsstand.revenue.pay_to import is_theirs
from newsstand.revenue.readings import contributor_share

ARTICLES_SHOWN = 100
HOLDS_SHOWN = 20
SUMS = ("views", "clicks", "gross", "micros")


@dataclass(frozen=True, slots=True)
class Earning:
    """What ads earned on an article (None: on pages that are none, or it is gone) or a day; amounts are micros."""

    number: int
    article: Article | None
    day: date | None
    views: int
    clicks: int
    gross: int
    micros: int


@require_http_methods(["GET", "POST"])
@for_members(Role.VIEWER)
def publisher_earnings(request: HttpRequest, user: User, publisher: Publisher) -> HttpResponse:
    """`/publishers/<slug>/earnings?days=`: for all of its people; POST explains what is held, for its owners."""
    contract = getattr(publisher, "contract", None) or Contract(publisher=publisher)
    context = {
        "publisher": publisher,
        "home": f"/publishers/{publisher.slug}/earnings",
        "owner": owner_of(publisher=publisher),
        "formula": ads_formula(contract.share),
        "may": is_theirs(user, publisher=publisher),
    }
    return answer(request, user, context)


@require_http_methods(["GET", "POST"])
@for_contributors
def write_earnings(request: HttpRequest, user: User, contributor: Contributor) -> HttpResponse:
    """`/write/earnings?days=`: the same of who is signed in."""
    context = {
        "home": "/write/earnings",
        "owner": owner_of(contributor=contributor),
        "formula": ads_formula(contributor_share()),
        "may": True,
    }
    return answer(request, user, context)


def answer(request: HttpRequest, user: User, known: Mapping[str, Any]) -> HttpResponse:
    """The page, or what became of an explanation. Seven queries beside the gate's."""
    error, status, period = "", 200, period_of(request)
    if request.method == "POST":
        if not known["may"]:
            raise PermissionDenied("Only whose money it is explains it: a publisher's owners.")
        if why_not := standing(user, clock.now()).why_not_act:
            raise PermissionDenied(why_not)
        try:
            explain(hold=held_of(known["owner"], request.POST.get("hold", "")), text=request.POST.get("text", ""),
                    by=user, now=clock.now())  # fmt: skip
        except RefusedError as refusal:
            error, status = str(refusal), 422
        else:
            messages.success(request, "It is with the cashiers, who decide.")
            return redirect(known["home"])
    context = {
        "visitor": user,
        "may_have_messages": True,
        "here": "earnings",
        "error": error,
        "given": request.POST if error else {},
        "period": period,
        "periods": PERIODS,
        "waits": balance(kind=CLEARING, owner=known["owner"]),
        "held": held_now(known["owner"]),
        "days": by_day(known["owner"], period),
        "articles": by_article(known["owner"], period),
        "holds": list(Hold.objects.filter(owner=known["owner"]).order_by("-day")[:HOLDS_SHOWN]),
        **known,
    }
    context["sums"] = {name: sum(getattr(one, name) for one in context["days"]) for name in SUMS}
    return render(request, "pages/earnings.html", context, status=status)


def held_of(owner: str, number: str) -> Hold:
    """A hold of this owner's. Raises Http404 for any other."""
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404("There is nothing with that number.")
    return get_object_or_404(Hold, owner=owner, pk=int(number))


def by_day(owner: str, period: Period) -> list[Earning]:
    """Each day of the period on which something was settled or taken back, the latest first. One query."""
    rows = Settlement.objects.filter(owner=owner, day__range=(period.first, period.last)).values_list("day")
    sums = rows.annotate(**{f"all_{name}": Sum(name) for name in SUMS}).order_by("-day")
    return [Earning(0, None, day, *numbers) for day, *numbers in sums]


def by_article(owner: str, period: Period) -> list[Earning]:
    """The articles on which ads earned most in the period. Two queries."""
    rows = AdLine.objects.filter(settlement__owner=owner, settlement__day__range=(period.first, period.last))
    sums = rows.values_list("article").annotate(
        all_views=Sum("views"), all_clicks=Sum("clicks"), all_gross=Sum("gross"), all_micros=Sum("micros")
    )
    found = list(sums.order_by("-all_micros", "article")[:ARTICLES_SHOWN])
    articles = Article.objects.only("headline", "slug").in_bulk([number for number, *_ in found])
    return [Earning(number, articles.get(number), None, *numbers) for number, *numbers in found]
