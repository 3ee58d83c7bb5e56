"""A reader's own pages: what they follow, saved, opened and hid, and how to take all of it away."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from newsstand.accounts.models import User
from newsstand.comments.views import for_users
from newsstand.lib import clock
from newsstand.lib.ratelimit import Rate, allow
from newsstand.pages.you_lists import followed, kept
from newsstand.readers.erase import erase_all
from newsstand.readers.export import exported
from newsstand.readers.models import Follow, FrontPage, Hidden, Saved, Seen
from newsstand.readers.schedule import digest_of
from newsstand.search.models import SavedSearch

FEW = 6
FEW_SAVED = 3
EXPORTS = (Rate(5, 300),)


@for_users
def your_reading(request: HttpRequest, user: User) -> HttpResponse:
    """`/you`: everything at a glance, and the way to each of it."""
    now = clock.now()
    follows, saved = Follow.objects.filter(user=user), Saved.objects.filter(user=user)
    context: dict[str, Any] = {
        "visitor": user,
        "choices": FrontPage.of(user),
        "digest": digest_of(user, now=now),
        "follow_count": follows.count(),
        "follows": [row for row in followed(list(follows.order_by("-since", "-pk")[:FEW])) if row.aim is not None],
        "saved_count": saved.count(),
        "saved": kept(list(saved.order_by("-since", "-pk")[:FEW_SAVED]), now),
        "seen_count": Seen.objects.filter(user=user).count(),
        "hidden_count": Hidden.objects.filter(user=user).count(),
        "search_count": SavedSearch.objects.filter(user=user).count(),
        "may_have_messages": True,
    }
    return render(request, "pages/you.html", context)


@for_users
def export(_request: HttpRequest, user: User) -> HttpResponse:
    """`/you/export.json`: all that is kept of the reader in these tables, as a file."""
    now = clock.now()
    allowance = allow(f"export:{user.pk}", *EXPORTS, now=now)
    if not allowance.allowed:
        said = {"error": f"Five exports in five minutes are the most. Try again in {allowance.retry_after} seconds."}
        return JsonResponse(said, status=429, headers={"Retry-After": str(allowance.retry_after)})
    response = JsonResponse(exported(user, now=now), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="reading-{now:%Y-%m-%d}.json"'
    return response


@for_users
def erase(request: HttpRequest, user: User) -> HttpResponse:
    """`/you/erase`: ask whether it is meant, and do it."""
    if request.method != "POST":
        return render(request, "pages/you_erase.html", {"visitor": user})
    erase_all(user=user)
    messages.success(request, "Erased. Your account and your comments are as they were.")
    return redirect("you")
