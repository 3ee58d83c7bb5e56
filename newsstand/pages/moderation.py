"""`/moderation`: the queue of what waits for a moderator."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from newsstand.accounts.models import User
from newsstand.accounts.visitor import sign_in_address, visitor
from newsstand.lib import clock
from newsstand.moderation.forms import DecideForm
from newsstand.moderation.may import why_not_moderate
from newsstand.moderation.models import Kind
from newsstand.moderation.queue import WHY, Place, counts, page, recent
from newsstand.moderation.undo import UNDO_WITHIN
from newsstand.pages.listing import NO_PLACE

KINDS = {"comment": "Comments", "article": "Articles", "profile": "Profiles", "ad": "Ads"}
MOST_URGENCY = 9


def for_moderators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Moderators and editors only: others are sent to sign in, or get 403. Kept by no cache."""

    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        user = visitor(request)
        if user is None:
            response: HttpResponse = redirect(sign_in_address(request.path))
        elif why := why_not_moderate(user, clock.now()):
            raise PermissionDenied(why)
        else:
            response = view(request, user, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response

    return answer


@require_safe
@for_moderators
def queue(request: HttpRequest, user: User) -> HttpResponse:
    """`/moderation?kind=&why=&after=`: twenty cases, the most urgent first. Raises Http404 for an unknown filter."""
    return queue_page(request, user, DecideForm())


def queue_page(
    request: HttpRequest, user: User, form: DecideForm, *, errors: list[str] | None = None, status: int = 200
) -> HttpResponse:
    """The queue with the form as it was filled in, and what was wrong with it."""
    kind, why = request.GET.get("kind", ""), request.GET.get("why", "")
    if (kind and kind not in Kind.values) or (why and why not in WHY):
        raise Http404("The queue has no such part.")
    now = clock.now()
    found = page(by=user, now=now, kind=kind, why=why, after=read_place(request.GET.get("after", "")))
    numbers = counts()
    context = {
        "visitor": user,
        "rows": found.rows,
        "total": numbers["all"],
        "whys": filters({name: label for name, (label, _) in WHY.items()}, numbers, why, "why", kind=kind),
        "kinds": filters(KINDS, numbers, kind, "kind", why=why),
        "next": address(kind, why, after=place_of(found.after)) if found.after else "",
        "here": address(kind, why),
        "is_filtered": bool(kind or why),
        "recent": recent(user, now - UNDO_WITHIN),
        "form": form,
        "chosen": set(form.data.getlist("case")) if form.is_bound else set(),  # type: ignore[attr-defined]
        "errors": errors or [],
    }
    return render(request, "pages/moderation.html", context, status=status)


def address(kind: str = "", why: str = "", **more: str) -> str:
    """The queue's address with its filters."""
    given = {"kind": kind, "why": why, **more}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"/moderation?{query}" if query else "/moderation"


def filters(
    labels: dict[str, str], numbers: dict[str, int], chosen: str, name: str, **other: str
) -> list[dict[str, Any]]:
    """The links above the queue, with how many wait behind each."""
    links = [{"label": "All", "number": None, "address": address(**other), "is_chosen": not chosen}]
    return links + [
        {
            "label": label,
            "number": numbers[value],
            "address": address(**{name: value}, **other),
            "is_chosen": chosen == value,
        }
        for value, label in labels.items()
        if numbers[value] or chosen == value
    ]


def place_of(place: Place) -> str:
    """A place in the queue, for an address: 1_2026-11-22T09:30:00Z_17."""
    urgency, opened_at, number = place
    return f"{urgency}_{opened_at.astimezone(UTC).isoformat().replace('+00:00', 'Z')}_{number}"


def read_place(text: str) -> Place | None:
    """What `place_of` wrote, or None for "". Raises BadRequest for anything else."""
    if not text:
        return None
    try:
        urgency, moment, number = text.split("_")
        when, place = datetime.fromisoformat(moment), (int(urgency), int(number))
    except ValueError:
        raise BadRequest(NO_PLACE) from None
    if when.tzinfo is None or not 0 <= place[0] <= MOST_URGENCY or not 0 < place[1] < 2**63:
        raise BadRequest(NO_PLACE)
    return place[0], when, place[1]
