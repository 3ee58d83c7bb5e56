"""`/advertisers/<slug>`: an advertiser's desk: its money, its campaigns, what they do now and what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsstand.accounts.models import User
from newsstand.advertisers import figures
from newsstand.advertisers.figures import Figures
from newsstand.advertisers.models import Advertiser, Budget, Campaign, Kind, Purse, Role, may_be
from newsstand.advertisers.states import states
from newsstand.algorithms.campaign_states import State
from newsstand.lib import clock
from newsstand.pages.ads.charts import charts
from newsstand.pages.ads.gate import for_people
from newsstand.pages.ads.period import LENGTHS, Period, period_of

OVER_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A campaign on the desk: `budget` is None for the house's; `conversions` count by the day of their clicks."""

    campaign: Campaign
    state: State
    figures: Figures
    conversions: int
    budget: Budget | None

    @property
    def used(self) -> int:
        """Per cent of the whole budget that is spent."""
        return 0 if self.budget is None or not self.budget.total else 100 * self.budget.spent // self.budget.total


@require_safe
@for_people(Role.VIEWER)
def advertiser_desk(request: HttpRequest, user: User, advertiser: Advertiser) -> HttpResponse:
    """GET with `days`, or `from` and `to`; `ended=all` lists every campaign that is over."""
    period = period_of(request, advertiser)
    campaigns = list(advertiser.campaigns.select_related("budget").order_by("-made_at", "-pk"))
    lines = lines_of(advertiser, campaigns, period)
    over = [one for one in lines if one.campaign.ended_at is not None]
    shown = len(over) if request.GET.get("ended") == "all" else OVER_SHOWN
    numbers = [one.pk for one in campaigns]
    days = figures.by_day(numbers, period.first, period.last)
    converted = figures.converted_by_day(numbers, period.first, period.last)
    total = figures.added_up(one for _, one in days)
    files = f"/advertisers/{advertiser.slug}/report.{{}}?by=day&{period.query}"
    context: dict[str, Any] = {
        "visitor": user,
        "advertiser": advertiser,
        "here": "desk",
        "period": period,
        "lengths": LENGTHS,
        "lines": [one for one in lines if one.campaign.ended_at is None],
        "over": over[:shown],
        "more_over": len(over) > shown,
        "total": total,
        "conversions": sum(converted.values()),
        "charts": charts(days, converted, files),
        "purse": purse_of(advertiser),
        "is_paid": advertiser.kind != Kind.HOUSE,
        "may": may_be(user, advertiser, Role.MANAGER) and advertiser.closed_at is None,
        "may_pay": may_be(user, advertiser, Role.OWNER) and advertiser.closed_at is None,
        "currency": settings.NEWSSTAND_CURRENCY,
    }
    return render(request, "pages/ads/desk.html", context, status=422 if period.wrong else 200)


def lines_of(advertiser: Advertiser, campaigns: Sequence[Campaign], period: Period) -> list[Line]:
    """What the desk says of each campaign. Six queries."""
    numbers = [one.pk for one in campaigns]
    standing = states(advertiser=advertiser, campaigns=campaigns, now=clock.now())
    sums = figures.by_campaign(numbers, period.first, period.last)
    converted = figures.converted(numbers, period.first, period.last)
    return [
        Line(
            campaign=one,
            state=standing[one.pk],
            figures=sums.get(one.pk, Figures()),
            conversions=converted.get(one.pk, (0, 0))[0],
            budget=getattr(one, "budget", None),
        )
        for one in campaigns
    ]


def purse_of(advertiser: Advertiser) -> dict[str, int]:
    """What the wallet holds, and what of it ads on pages hold at the moment (micros). One query."""
    purse = Purse.objects.filter(pk=advertiser.pk).first()
    return {"left": purse.funded - purse.spent, "leased": purse.leased} if purse else {"left": 0, "leased": 0}
