"""The first page of a publisher's desk: how it does, and what waits for it."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsstand.accounts.models import User
from newsstand.algorithms.contract_words import sentence
from newsstand.algorithms.earnings import formula
from newsstand.corrections.models import Contest
from newsstand.ingest.models import Item
from newsstand.lib import clock
from newsstand.pages.publisher_feeds import Health, health_of
from newsstand.pages.publisher_figures import figures, period_of
from newsstand.pages.publisher_gate import for_members
from newsstand.publishers.models import Contract, Publisher, Role, may_be
from newsstand.publishers_desk.change_contract import terms_of
from newsstand.publishers_desk.models import Departure, TakeDown
from newsstand.stories.firsts import firsts

CONTESTS_SHOWN = 5
FIRSTS_SHOWN = 6
REFUSALS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that the publisher's people have to see to, and where."""

    said: str
    address: str
    is_late: bool = False


@require_safe
@for_members(Role.VIEWER)
def publisher_desk(request: HttpRequest, user: User, publisher: Publisher) -> HttpResponse:
    """`/publishers/<slug>?days=7|28|365`. The same number of queries whatever the publisher has."""
    now, period = clock.now(), period_of(request)
    contract = getattr(publisher, "contract", None) or Contract(publisher=publisher)
    feeds = health_of(publisher, now)
    contests = list(
        Contest.objects.waiting()
        .filter(article__publisher=publisher)
        .select_related("article")
        .defer("article__body", "article__text")[: CONTESTS_SHOWN + 1]
    )
    departure = Departure.objects.standing().filter(publisher=publisher).first()
    since = datetime.combine(period.first, time.min, UTC)
    context: dict[str, Any] = {
        "visitor": user,
        "publisher": publisher,
        "may": may_be(user, publisher, Role.EDITOR),
        "contract": contract,
        "sentence": sentence(terms_of(contract)),
        "formula": formula(contract.share),
        "feeds": feeds,
        "contests": contests[:CONTESTS_SHOWN],
        "more_contests": len(contests) > CONTESTS_SHOWN,
        "firsts": list(firsts(publisher, since=since)[:FIRSTS_SHOWN]),
        "refusals": refusals(feeds),
        "departure": departure,
        "waiting": waiting(publisher, feeds, contests, now),
        "here": "desk",
        **figures(publisher, period),
    }
    return render(request, "pages/publisher_desk.html", context)


def refusals(feeds: list[Health]) -> list[Item]:
    """The latest items of the publisher's feeds that did not become articles. One query."""
    found = Item.objects.newest().filter(feed__in=[one.feed.pk for one in feeds], outcome=Item.Outcome.REJECTED)
    return list(found[:REFUSALS_SHOWN])


def waiting(publisher: Publisher, feeds: list[Health], contests: list[Contest], now: datetime) -> list[Waiting]:
    """What somebody has to do, the most urgent first. One query."""
    home = f"/publishers/{publisher.slug}"
    found = []
    if contests:
        late = contests[0].due_at < now
        many = f"{len(contests)}" if len(contests) <= CONTESTS_SHOWN else f"More than {CONTESTS_SHOWN}"
        plural = "" if len(contests) == 1 else "s"
        said = f"{many} contested statement{plural} to answer"
        found.append(Waiting(f"{said}, the first one late" if late else said, f"{home}/contests", late))
    failing = sum(one.state == "failing" for one in feeds)
    if failing:
        said = "A feed cannot be read" if failing == 1 else f"{failing} feeds cannot be read"
        found.append(Waiting(said, f"{home}/feeds", is_late=True))
    if not any(one.feed.retired_at is None for one in feeds):
        found.append(Waiting("No feed is read: connect one", f"{home}/feeds"))
    missing = [
        name
        for name, said in (
            ("who owns it", publisher.ownership),
            ("how it corrects itself", publisher.corrections_policy),
            ("who edits it", publisher.masthead),
        )
        if not said
    ]
    if missing:
        found.append(Waiting(f"Readers are not told {', '.join(missing)}", f"{home}/profile"))
    under_way = TakeDown.objects.filter(publisher=publisher, finished_at=None).first()
    if under_way is not None:
        said = f"A take-down is under way: {under_way.done:,} of {under_way.total:,}"
        found.append(Waiting(said, f"{home}/articles/taken/{under_way.pk}"))
    return found
