"""`/you/notices`: what a user is told, what they have not read first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from newsstand.accounts.models import User
from newsstand.comments.views import for_users
from newsstand.lib import clock
from newsstand.notices.models import Notice, NoticeQuerySet
from newsstand.notices.read import mark_all_read, mark_read

PAGE_LENGTH = 30
KINDS = {
    Notice.Kind.REPLY: "Answers",
    Notice.Kind.MENTION: "Mentions",
    Notice.Kind.CONVERSATION: "Conversations",
    Notice.Kind.DECISION: "Decisions",
    Notice.Kind.OUTCOME: "Reports",
    Notice.Kind.SITE: "From this site",
}
NO_PLACE = "The end of this address names no place in the list. Follow the link “Older notices” on the page instead."


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the list begins: after notice `number`, among the unread or already among the read."""

    is_read: bool
    number: int


def read_place(text: str) -> Place | None:
    """What `older` of a page said ("u17", "r17"); None for "". Raises BadRequest for anything else."""
    if not text:
        return None
    kind, number = text[:1], text[1:]
    if kind not in {"u", "r"} or not (number.isascii() and number.isdigit() and 0 < len(number) < 19):
        raise BadRequest(NO_PLACE)
    return Place(kind == "r", int(number))


def page_of(notices: NoticeQuerySet, place: Place | None) -> tuple[list[Notice], str]:
    """One page, the unread first and each of both the latest first, and where the next one begins. Two queries."""
    unread, read = notices.unread().order_by("-id"), notices.exclude(read_at=None).order_by("-id")
    rows: list[Notice] = []
    if place is None or not place.is_read:
        rows = list((unread.filter(pk__lt=place.number) if place else unread)[: PAGE_LENGTH + 1])
    if len(rows) <= PAGE_LENGTH:
        after = read.filter(pk__lt=place.number) if place and place.is_read else read
        rows += after[: PAGE_LENGTH + 1 - len(rows)]
    shown = rows[:PAGE_LENGTH]
    if len(rows) <= PAGE_LENGTH:
        return shown, ""
    last = shown[-1]
    return shown, f"{'u' if last.read_at is None else 'r'}{last.pk}"


@for_users
def notices(request: HttpRequest, user: User) -> HttpResponse:
    """`/you/notices`, `?kind=` for one kind alone; POST marks one as read (`notice`), or all that the page knew of."""
    if request.method == "POST":
        return mark(request, user)
    kind = request.GET.get("kind", "")
    if kind and kind not in Notice.Kind.values:
        raise Http404("There are no notices of this kind.")
    mine = Notice.objects.filter(user=user).heard()
    rows, older = page_of(mine.filter(kind=kind) if kind else mine, read_place(request.GET.get("before", "")))
    return render(request, "pages/you_notices.html", context_of(user, kind, rows, older, "before" not in request.GET))


def context_of(user: User, kind: str, rows: Sequence[Notice], older: str, is_first: bool) -> dict[str, Any]:
    return {
        "visitor": user,
        "kind": kind,
        "kinds": KINDS.items(),
        "unread": [row for row in rows if row.read_at is None],
        "read": [row for row in rows if row.read_at is not None],
        "older": older,
        "is_first": is_first,
        "newest": max((row.pk for row in rows), default=0),
        "may_have_messages": True,
    }


def mark(request: HttpRequest, user: User) -> HttpResponse:
    """Mark as read what the form names."""
    now, number = clock.now(), number_of(request.POST.get("notice", ""))
    if request.POST.get("wanted") == "all":
        count = mark_all_read(user=user, until=number, now=now)
        messages.success(request, f"{count} notice{'' if count == 1 else 's'} marked as read.")
    elif mark_read(user=user, number=number, now=now) is None:
        raise Http404("You have no such notice.")
    kind = request.POST.get("kind", "")
    return redirect(f"/you/notices?kind={kind}" if kind in Notice.Kind.values else "/you/notices")


def number_of(given: str) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0


@for_users
def notice(_request: HttpRequest, user: User, notice_id: int) -> HttpResponse:
    """`/you/notices/<number>`: marks the notice as read and goes where it leads. Raises Http404 for nobody's or
    somebody else's.
    """
    found = mark_read(user=user, number=notice_id, now=clock.now()) if 0 < notice_id < 2**63 else None
    if found is None:
        raise Http404("You have no such notice.")
    ours = found.address.startswith("/") and url_has_allowed_host_and_scheme(found.address, allowed_hosts=None)
    return redirect(found.address if ours else "/you/notices")
