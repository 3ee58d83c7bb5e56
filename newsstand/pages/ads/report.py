"""`/advertisers/<slug>/report.csv`, `.json`: every figure of the desk as a file."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from newsstand.accounts.models import User
from newsstand.advertisers import figures
from newsstand.advertisers.accounts import WALLET, wallet_owner
from newsstand.advertisers.figures import Figures
from newsstand.advertisers.models import Advertiser, Role
from newsstand.ledger.models import Entry
from newsstand.lib.tables import as_csv, as_json
from newsstand.pages.ads.gate import for_people
from newsstand.pages.ads.period import period_of

FORMS = {"csv": as_csv, "json": as_json}
SUMS = (
    *("views", "clicks", "rate", "rate_low", "rate_high", "marked_views", "marked_clicks"),
    *("charged_micros", "refunded_micros", "spent_micros", "currency"),
)
LEDGER = ("at", "day", "what", "micros", "balance_micros", "currency")


@require_safe
@for_people(Role.VIEWER)
def advertiser_report(request: HttpRequest, user: User, advertiser: Advertiser, form: str) -> HttpResponse:  # noqa: ARG001
    """`by`: day, campaign, ad, slot, place, topic or section; all for every row; ledger for the wallet's entries.

    `campaign` asks for one alone, and `days`, or `from` and `to`, for a time. Raises Http404 for anything else.
    """
    if form not in FORMS:
        raise Http404("Reports are here as csv and json.")
    period, by = period_of(request, advertiser), request.GET.get("by", "all")
    if period.wrong:
        raise Http404(period.wrong)
    numbers = campaigns_of(request, advertiser)
    span = (period.first, period.last)
    columns: tuple[str, ...]
    rows: Iterable[tuple[Any, ...]]
    if by == "all":
        columns, rows = (*figures.WHOLE[:-2], "charged_micros", "refunded_micros"), figures.whole(numbers, *span)
    elif by == "day":
        columns, rows = ("day", *SUMS), ((day, *cells(one)) for day, one in figures.by_day(numbers, *span))
    elif by == "ledger":
        columns, rows = LEDGER, ledger(advertiser, *span)
    elif by in figures.PARTS:
        parts = figures.by_part(by, numbers, *span)
        columns, rows = (by, "name", *SUMS), ((one.key, one.name, *cells(one.figures)) for one in parts)
    else:
        raise Http404(f"Reports are by day, {', '.join(figures.PARTS)}, all or ledger.")
    return FORMS[form](f"{advertiser.slug}-{by}-{period.first}-{period.last}", columns, rows)


def campaigns_of(request: HttpRequest, advertiser: Advertiser) -> list[int]:
    """All campaigns, or the one that is asked for. Raises Http404 where it is none of this advertiser's."""
    numbers = list(advertiser.campaigns.order_by("pk").values_list("pk", flat=True))
    wanted = request.GET.get("campaign")
    if wanted is None:
        return numbers
    found = [one for one in numbers if str(one) == wanted]
    if not found:
        raise Http404("There is no such campaign.")
    return found


def cells(one: Figures) -> tuple[Any, ...]:
    """A set of figures as SUMS names its columns."""
    low, high = one.interval or (None, None)
    rates = tuple(None if share is None else round(share, 6) for share in (one.rate, low, high))
    counts = (one.views, one.clicks, *rates, one.marked_views, one.marked_clicks)
    return (*counts, one.charged, one.refunded, one.spent, settings.NEWSSTAND_CURRENCY)


def ledger(advertiser: Advertiser, first: Any, last: Any) -> Iterable[tuple[Any, ...]]:
    """The wallet's entries by the days they are about, in the order in which they were made. One query."""
    rows = Entry.objects.filter(
        account__kind=WALLET,
        account__owner=wallet_owner(advertiser.pk),
        transaction__day__gte=first,
        transaction__day__lte=last,
    )
    found = rows.order_by("number").values_list(
        "transaction__at", "transaction__day", "transaction__memo", "micros", "balance", "account__currency"
    )
    return found.iterator(2000)
