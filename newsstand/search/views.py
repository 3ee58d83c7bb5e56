"""A reader's saved searches: keep one, look at them, delete one."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from newsstand.accounts.models import User
from newsstand.lib import clock
from newsstand.lib.ratelimit import Rate, allow
from newsstand.publishers.views import for_users
from newsstand.search import save as verbs
from newsstand.search.models import SavedSearch

SAVES = (Rate(20, 60),)


@for_users
def save(request: HttpRequest, user: User) -> HttpResponse:
    """`/search/save`: keep the search of the form; the list says that it is kept. GET leads back to the search."""
    if request.method != "POST":
        return redirect("search")
    now = clock.now()
    if not allow(f"save-search:{user.pk}", *SAVES, now=now).allowed:
        messages.error(request, "That were many in a short time. Wait a minute and save it again.")
        return redirect("saved_searches")
    name, text = request.POST.get("name", "")[:1000], request.POST.get("q", "")[:2000]
    try:
        saved = verbs.save(user=user, name=name, text=text, token=secrets.token_urlsafe(32), now=now)
        messages.success(request, f"Saved: {saved.name}")
    except verbs.RefusedError as error:
        messages.error(request, str(error))
    return redirect("saved_searches")


@for_users
def saved(request: HttpRequest, user: User) -> HttpResponse:
    """`/search/saved`: the reader's searches, each with its feed."""
    found = SavedSearch.objects.filter(user=user).order_by("-saved_at", "-pk")
    context = {"visitor": user, "saved": found, "may_have_messages": True}
    return render(request, "search/saved.html", context)


@for_users
def forget(request: HttpRequest, user: User, saved_id: int) -> HttpResponse:
    """`/search/saved/<id>/delete`: delete one of the reader's own. Of others' there is nothing to say."""
    if request.method == "POST" and verbs.forget(user=user, saved_id=saved_id):
        messages.success(request, "Deleted. Its feed is gone too.")
    return redirect("saved_searches")
