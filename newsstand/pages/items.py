"""The ledger of a publisher's items, for its own people and for editors: what came of each, and "Run again"."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Count, F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from newsstand.accounts.models import User
from newsstand.ingest.again import run_again, what_came
from newsstand.ingest.models import Item, Subscription
from newsstand.ingest.push_state import forgeries, push_state
from newsstand.lib import clock
from newsstand.lib.ratelimit import Rate, allow
from newsstand.pages.listing import Cursor, asked_cursor, cursor_of
from newsstand.publishers.join import RefusedError
from newsstand.publishers.may import must_be
from newsstand.publishers.models import Feed, Publisher, Role, may_be
from newsstand.publishers.views import for_users

PAGE_LENGTH = 50
MOST_FEEDS = 100
RUNS = (Rate(30, 3600),)
NOT_YOURS = "What became of a publisher's items is seen by its own people and by this site's editors."


@dataclass(frozen=True, slots=True)
class Row:
    """One item of the ledger, and what came of running it again ("" when nobody asked)."""

    item: Item
    came: str


@require_safe
@for_users
def items(request: HttpRequest, user: User, slug: str) -> HttpResponse:
    """`/publishers/<slug>/items?feed=&outcome=&before=`: one feed's items, the latest decided first."""
    publisher = own_publisher(user, slug)
    return ledger_page(request, user, publisher)


@require_POST
@for_users
def again(request: HttpRequest, user: User, slug: str, item_id: int) -> HttpResponse:
    """`/publishers/<slug>/items/<id>/again`: have the worker decide about one item afresh."""
    publisher = own_publisher(user, slug, Role.EDITOR)
    item = get_object_or_404(Item, pk=item_id, feed__publisher=publisher)
    now = clock.now()
    allowance = allow(f"run-again:{user.pk}", *RUNS, now=now)
    if not allowance.allowed:
        error = "Thirty items an hour are the most. The others can be run again later."
        response = ledger_page(request, user, publisher, asked=item, error=error, status=429)
        response["Retry-After"] = str(allowance.retry_after)
        return response
    try:
        run_again(item=item, now=now)
    except RefusedError as refusal:
        return ledger_page(request, user, publisher, asked=item, error=str(refusal), status=422)
    return redirect(f"{reverse('items', args=[slug])}?{urlencode({'feed': item.feed_id, 'item': item.pk})}")


def own_publisher(user: User, slug: str, role: Role = Role.VIEWER) -> Publisher:
    """The publisher at that address, when this person may see what is its own, or change it as `role`."""
    publisher = get_object_or_404(Publisher, slug=slug)
    if not may_be(user, publisher, Role.VIEWER):
        raise PermissionDenied(NOT_YOURS)
    if role is not Role.VIEWER:
        try:
            must_be(user, publisher, role, clock.now())
        except RefusedError as refusal:
            raise PermissionDenied(str(refusal)) from None
    return publisher


def ledger_page(
    request: HttpRequest,
    user: User,
    publisher: Publisher,
    *,
    asked: Item | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page. Seven queries beside the visitor's own, whatever its length; one more for the item asked for."""
    feeds = list(publisher.feeds.order_by(F("retired_at").asc(nulls_first=True), "id")[:MOST_FEEDS])
    feed = chosen_feed(feeds, str(asked.feed_id) if asked else request.GET.get("feed", ""))
    asked = asked or asked_item(request, feed)
    outcome = request.GET.get("outcome", "")
    before = asked_cursor(request)
    if outcome and outcome not in Item.Outcome.values:
        raise Http404("There is no such outcome.")
    shown, more = page_of(feed, outcome, before)
    context: dict[str, Any] = {
        "visitor": user,
        "publisher": publisher,
        "may_run": may_be(user, publisher, Role.EDITOR),
        "feeds": feeds,
        "feed": feed,
        **pushed(feed),
        "outcome": outcome,
        "filters": filters(feed, outcome),
        "rows": [row_of(item, feed) for item in shown],
        "check_query": urlencode({"address": feed.address}) if feed else "",
        "asked": row_of(asked, feed) if asked else None,
        "is_first": before is None,
        "older": cursor_of(shown[-1].decided_at, shown[-1].pk) if more else "",
        "error": error,
        "here": "items",
    }
    return render(request, "pages/items.html", context, status=status)


def chosen_feed(feeds: Sequence[Feed], wanted: str) -> Feed | None:
    """The feed that was asked for, or the first; None for a publisher without feeds."""
    if not wanted:
        return feeds[0] if feeds else None
    found = next((feed for feed in feeds if str(feed.pk) == wanted), None)
    if found is None:
        raise Http404("This publisher has no such feed.")
    return found


def pushed(feed: Feed | None) -> dict[str, str]:
    """Whether what is new in a feed is pushed to us; nothing for one that is not read any more."""
    if feed is None or feed.retired_at is not None:
        return {}
    subscription = Subscription.objects.filter(feed=feed, wanted=True).first()
    return {"push": push_state(feed, subscription, now=clock.now()), "forgeries": forgeries(subscription)}


def asked_item(request: HttpRequest, feed: Feed | None) -> Item | None:
    """The item that was just run again."""
    wanted = request.GET.get("item", "")
    if feed is None or not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
        return None
    return Item.objects.newest().filter(feed=feed, pk=int(wanted)).first()


def page_of(feed: Feed | None, outcome: str, before: Cursor | None) -> tuple[list[Item], bool]:
    """A page of a feed's items, and whether more follow."""
    if feed is None:
        return [], False
    wanted = Item.objects.newest().filter(feed=feed, **({"outcome": outcome} if outcome else {}))
    if before:
        wanted = wanted.decided_before(*before)
    found = list(wanted[: PAGE_LENGTH + 1])
    return found[:PAGE_LENGTH], len(found) > PAGE_LENGTH


def row_of(item: Item, feed: Feed | None) -> Row:
    return Row(item, what_came(item, feed) if feed else "")


def filters(feed: Feed | None, chosen: str) -> list[dict[str, Any]]:
    """All outcomes with how many items have each, for the links above the list."""
    counted = Item.objects.filter(feed=feed).order_by().values_list("outcome").annotate(Count("pk")) if feed else ()
    numbers = dict(counted)
    every = [{"value": "", "label": "all", "number": sum(numbers.values()), "is_chosen": not chosen}]
    return every + [
        {"value": value, "label": label, "number": numbers.get(value, 0), "is_chosen": value == chosen}
        for value, label in Item.Outcome.choices
    ]
