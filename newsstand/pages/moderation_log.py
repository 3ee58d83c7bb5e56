"""The public log of moderation, and its feed: what was done, by which rule; never to whom."""

from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsstand.accounts.visitor import visitor
from newsstand.algorithms import syndicate
from newsstand.lib.pagecache import public_page
from newsstand.moderation.listeners import LOG
from newsstand.moderation.public_log import PAGE_LENGTH, Entry, entries
from newsstand.moderation.reasons import CHOICES, REASONS
from newsstand.pages.listing import cursor_of, read_cursor

FEED_LENGTH = 50
NO_REASON = "There is no reason of this name. Choose one of those on the page."


@require_safe
@public_page(lambda: [LOG])
def moderation_log(request: HttpRequest) -> HttpResponse:
    """`/moderation/log`: newest first, fifty a page, `?reason=` for one reason. Two queries. Raises BadRequest."""
    before, reason = read_cursor(request.GET.get("before", "")), asked_reason(request)
    found = entries(before=before, reason=reason, most=PAGE_LENGTH + 1)
    shown = found[:PAGE_LENGTH]
    context = {
        "visitor": visitor(request),
        "rows": shown,
        "is_first": before is None,
        "reason": reason,
        "reasons": CHOICES,
        "older": cursor_of(shown[-1].at, shown[-1].number) if len(found) > PAGE_LENGTH else "",
    }
    return render(request, "pages/moderation_log.html", context)


def asked_reason(request: HttpRequest) -> str:
    given = request.GET.get("reason", "")
    if given and given not in REASONS:
        raise BadRequest(NO_REASON)
    return given


@require_safe
@public_page(lambda: [LOG])
def moderation_feed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """`/moderation/log.atom`: the newest fifty lines as an Atom feed."""
    site = settings.NEWSSTAND_URL
    feed = syndicate.Outgoing(
        url=f"{site}/moderation/log.atom",
        page=f"{site}/moderation/log",
        title=f"{settings.NEWSSTAND_NAME}: moderation",
        about="What moderators and rules did here, and why.",
        language=settings.NEWSSTAND_LANGUAGE,
        entries=[outgoing(one, site) for one in entries(most=FEED_LENGTH)],
    )
    response = HttpResponse(syndicate.atom(feed), content_type="application/atom+xml; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def outgoing(one: Entry, site: str) -> syndicate.Entry:
    """A line of the log as an entry. Its address is the page of the log that begins with it."""
    said = [f"{one.reason}: {one.rule}" if one.reason else "", f"Ground: {one.ground}." if one.ground else ""]
    said += ["A rule decided it." if one.is_automatic else "", *(f"{appeal}." for appeal in one.appeals)]
    said.append("Taken back since." if one.undone_at else "")
    given: dict[str, Any] = {
        "id": f"{site}/moderation/log#decision-{one.number}",
        "url": f"{site}/moderation/log?before={cursor_of(one.at, one.number + 1)}#decision-{one.number}",
        "title": one.what,
        "summary": " ".join(part for part in said if part),
        "authors": (syndicate.Person(one.by, ""),) if one.by else (),
        "published": one.at,
        "updated": max(one.at, one.undone_at) if one.undone_at else one.at,
        "categories": (one.reason,) if one.reason else (),
    }
    return syndicate.Entry(
        html="", attribution="", picture="", picture_type="", language=settings.NEWSSTAND_LANGUAGE, **given
    )
