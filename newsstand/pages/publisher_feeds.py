"""A publisher's feeds: how each fares, what happened to it, and how to connect, rest and resume one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from newsstand.accounts.models import User
from newsstand.algorithms.feed_check import grouped
from newsstand.ingest.add import CannotAddError
from newsstand.ingest.check import Checked, check_feed
from newsstand.ingest.models import Subscription
from newsstand.ingest.push_state import forgeries, push_state
from newsstand.lib import clock
from newsstand.lib.ratelimit import allow
from newsstand.pages.check import AT_ONCE, BUSY_SECONDS, CHECKS, CheckForm, later
from newsstand.pages.publisher_gate import for_members
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.models import Feed, FeedEvent, Publisher, Role, may_be
from newsstand.publishers_desk.feeds import MOST_FEEDS, connect_feed, domains_of, rest, resume

EVENTS_SHOWN = 12
EVENTS_LOADED = 400


@dataclass(frozen=True, slots=True)
class Health:
    """A feed and how it fares. `state`: well, new, failing, paused or retired; `push` and `forged` are sentences."""

    feed: Feed
    state: str
    push: str
    forged: str
    events: tuple[FeedEvent, ...]


def health_of(publisher: Publisher, now: datetime) -> list[Health]:
    """All feeds of a publisher, those that are read first. Three queries."""
    feeds = list(publisher.feeds.order_by(F("retired_at").asc(nulls_first=True), "id")[: 2 * MOST_FEEDS])
    pushed = {one.feed_id: one for one in Subscription.objects.filter(feed__in=feeds, wanted=True)}
    events: defaultdict[int, list[FeedEvent]] = defaultdict(list)
    found: Iterable[FeedEvent] = (
        FeedEvent.objects.filter(feed__in=feeds).select_related("by").order_by("-at", "-id")[:EVENTS_LOADED]
    )
    for event in found:
        events[event.feed_id].append(event)
    return [
        Health(
            feed,
            state_of(feed),
            push_state(feed, pushed.get(feed.pk), now=now) if feed.retired_at is None else "",
            forgeries(pushed.get(feed.pk)),
            tuple(events[feed.pk][:EVENTS_SHOWN]),
        )
        for feed in feeds
    ]


def state_of(feed: Feed) -> str:
    """How a feed fares, in a word."""
    if feed.retired_at is not None:
        return "paused" if feed.is_paused else "retired"
    if feed.error:
        return "failing"
    return "well" if feed.checked_at is not None else "new"


@for_members(Role.EDITOR)
def publisher_feeds(request: HttpRequest, user: User, publisher: Publisher) -> HttpResponse:
    """`/publishers/<slug>/feeds`: GET lists; POST checks an address (`step=check`) or connects it."""
    if request.method != "POST":
        return page(request, user, publisher, CheckForm())
    form = CheckForm(request.POST)
    if not form.is_valid():
        return page(request, user, publisher, form, status=422)
    now = clock.now()
    allowance = allow(f"feed-check:{user.pk}", *CHECKS, now=now)
    if not allowance.allowed:
        form.add_error(None, f"Three checks a minute are the most. Please wait {allowance.retry_after} seconds.")
        return later(page(request, user, publisher, form, status=429), allowance.retry_after)
    if not AT_ONCE.acquire(blocking=False):
        form.add_error(None, "Another feed is being checked at this moment. Please send it again in a few seconds.")
        return later(page(request, user, publisher, form, status=429), BUSY_SECONDS)
    try:
        return asked(request, user, publisher, form, now)
    except RefusedError as refusal:
        form.add_error(None, str(refusal))
    except CannotAddError as error:
        form.add_error("address", error.reason)
    finally:
        AT_ONCE.release()
    return page(request, user, publisher, form, status=422)


def asked(request: HttpRequest, user: User, publisher: Publisher, form: CheckForm, now: datetime) -> HttpResponse:
    """Check the address, or connect it. Raises RefusedError and CannotAddError."""
    address = form.cleaned_data["address"]
    if request.POST.get("step") == "connect":
        feed = connect_feed(publisher=publisher, address=address, by=user, now=now)
        messages.success(request, f"{feed.address} is connected. It is read for the first time in a moment.")
        return redirect("publisher_feeds", slug=publisher.slug)
    checked = check_feed(address, now=now)
    return page(request, user, publisher, CheckForm(initial={"address": checked.address}), checked=checked)


def page(
    request: HttpRequest,
    user: User,
    publisher: Publisher,
    form: CheckForm,
    *,
    checked: Checked | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "visitor": user,
        "may_have_messages": True,
        "publisher": publisher,
        "feeds": health_of(publisher, clock.now()),
        "form": form,
        "may": may_be(user, publisher, Role.EDITOR),
        "domains": [one for one in domains_of(publisher) if one],
        "checked": checked,
        "accepted": sum(one.outcome == "accepted" for one in checked.fates) if checked else 0,
        "groups": grouped(checked.findings) if checked else (),
        "error": error,
        "here": "feeds",
    }
    return render(request, "pages/publisher_feeds.html", context, status=status)


@require_POST
@for_members(Role.EDITOR)
def publisher_feed_set(request: HttpRequest, user: User, publisher: Publisher, feed_id: int) -> HttpResponse:
    """`/publishers/<slug>/feeds/<id>`: pause, retire or resume one, by the button that was pressed."""
    feed = get_object_or_404(Feed.objects.select_related("publisher"), pk=feed_id, publisher=publisher)
    now, wanted = clock.now(), request.POST.get("wanted", "")
    try:
        if wanted == "resume":
            resume(feed=feed, by=user, now=now)
        elif wanted in {"pause", "retire"}:
            rest(feed=feed, by=user, now=now, for_good=wanted == "retire")
        else:
            raise RefusedError("Press one of the buttons: pause, retire or read again.")
    except RefusedError as refusal:
        return page(request, user, publisher, CheckForm(), error=str(refusal), status=422)
    return redirect("publisher_feeds", slug=publisher.slug)
