"""`/advertisers/<slug>/campaigns/<number>`: one campaign: what it does, what came of it, by what, and why not more."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from newsstand.accounts.models import User
from newsstand.advertisers import campaign as verbs
from newsstand.advertisers import figures
from newsstand.advertisers.days import day_of
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.models import Ad, Advertiser, BudgetDay, Campaign, Pricing, Role, may_be
from newsstand.advertisers.reach import Reach, reach
from newsstand.advertisers.states import states
from newsstand.algorithms.ad_marks import SAID
from newsstand.algorithms.campaign_states import State
from newsstand.lib import clock
from newsstand.pages.ads.charts import charts
from newsstand.pages.ads.gate import for_people
from newsstand.pages.ads.period import LENGTHS, Period, period_of

MOST_ROWS = 25
TABLES = (
    ("ad", "Ads", "Ad"),
    ("slot", "Slots", "Slot"),
    ("place", "Places", "Place"),
    ("topic", "Topics", "Topic"),
    ("section", "Sections", "Section"),
)
UNCHARGED = {
    "budget": "there was no room in the budget any more",
    "late": "heard when its budget had been called back",
}
DEEDS = {"pause": verbs.pause, "resume": verbs.resume, "end": verbs.end}


@for_people(Role.MANAGER)
def advertiser_campaign(request: HttpRequest, user: User, advertiser: Advertiser, number: int) -> HttpResponse:
    """GET shows it for `days`, or `from` and `to`; POST pauses, resumes or ends it, as `do` says."""
    rows = Campaign.objects.select_related("budget", "pace", "advertiser")
    campaign = get_object_or_404(rows, advertiser=advertiser, pk=number)
    error = ""
    if request.method == "POST":
        verb = DEEDS.get(request.POST.get("do", ""))
        if verb is None:
            raise Http404("There is no such change.")
        try:
            verb(campaign=campaign, by=user, now=clock.now())
        except RefusedError as refusal:
            error = str(refusal)
        else:
            return redirect("advertiser_campaign", advertiser.slug, campaign.pk)
    period = period_of(request, advertiser)
    context = shown(user, advertiser, campaign, period) | {"error": error}
    return render(request, "pages/ads/campaign.html", context, status=422 if error or period.wrong else 200)


def shown(user: User, advertiser: Advertiser, campaign: Campaign, period: Period) -> dict[str, Any]:
    """What the page says of a campaign. A fixed number of queries, whatever was counted."""
    now, only, span = clock.now(), [campaign.pk], (period.first, period.last)
    days = figures.by_day(only, *span)
    converted = figures.converted_by_day(only, *span)
    many, worth = figures.converted(only, *span).get(campaign.pk, (0, 0))
    total = figures.added_up(one for _, one in days)
    state = states(advertiser=advertiser, campaigns=[campaign], now=now)[campaign.pk]
    about = reach(campaign=campaign, now=now)
    today = BudgetDay.objects.filter(campaign=campaign, day=day_of(advertiser.zone, now)).first()
    files = f"/advertisers/{advertiser.slug}/report.{{}}?campaign={campaign.pk}&{period.query}"
    return {
        "visitor": user,
        "advertiser": advertiser,
        "campaign": campaign,
        "state": state,
        "period": period,
        "lengths": LENGTHS,
        "total": total,
        "conversions": many,
        "worth": worth,
        "conversion_cost": figures.rounded(total.spent, many),
        "charts": charts(days, converted, files + "&by=day"),
        "tables": tables(campaign, period),
        "reports": {form: files.format(form) for form in ("csv", "json")},
        "marks": [(kind, SAID.get(mark, mark), number) for kind, mark, number in figures.marks(only, *span)],
        "uncharged": [(UNCHARGED.get(why, why), number) for why, number in figures.uncharged(only, *span)],
        "today": today,
        "budget": getattr(campaign, "budget", None),
        "pace": getattr(campaign, "pace", None),
        "hints": hints(campaign, state, about),
        "reach": about,
        "ads": Ad.objects.filter(campaign=campaign).order_by("-pk")[:MOST_ROWS],
        "targets": campaign.targets.order_by("kind", "excluded", "name"),
        "rules": campaign.rules.order_by("pk")[:MOST_ROWS],
        "changes": campaign.changes.select_related("by").order_by("-pk")[:10],
        "is_paid": campaign.pricing != Pricing.HOUSE,
        "may": may_be(user, advertiser, Role.MANAGER) and campaign.ended_at is None,
        "here": "desk",
    }


def tables(campaign: Campaign, period: Period) -> list[dict[str, Any]]:
    """The breakdowns; one that would say nothing but "None" is left out. A query each."""
    found = []
    for part, title, head in TABLES:
        rows = figures.by_part(part, [campaign.pk], period.first, period.last)
        if [one.key for one in rows] not in ([], [""]):
            more = max(0, len(rows) - MOST_ROWS)
            found.append({"part": part, "title": title, "head": head, "rows": rows[:MOST_ROWS], "more": more})
    return found


def hints(campaign: Campaign, state: State, about: Reach) -> list[str]:
    """Why little is spent, the strongest reason first; nothing for a campaign that does not run anyway."""
    if state.word != "running":
        return []
    found = []
    currency = settings.NEWSSTAND_CURRENCY
    if not about.recorded:
        found.append("Nothing was recorded of this site’s pages yet, so nobody can say how much room there is.")
    elif not about.asked:
        found.append("No page of the last seven days matches its targets: take some of them away.")
    elif about.asked * 100 < about.recorded:
        found.append("Fewer than one in a hundred places for ads match its targets: wider ones would be shown more.")
    pace = getattr(campaign, "pace", None)
    if pace is not None and pace.factor < 0.99:
        found.append(
            f"It bids at {pace.factor * 100:.0f} % of its bid now, so that its budget lasts for the day. "
            "A larger daily budget would let it bid more."
        )
    if about.asked and about.near_floor:
        found.append(f"Its bid is at the least that is taken here ({currency}): most others bid more.")
    return found
