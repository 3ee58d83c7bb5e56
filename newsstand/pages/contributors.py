"""The door for contributors: what one gets, and by which rules; and how to become one."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from newsstand.accounts.models import User
from newsstand.accounts.visitor import visitor
from newsstand.algorithms import labels, standards, strikes
from newsstand.comments.views import for_users
from newsstand.contributors.begin import MOST_ABOUT, join
from newsstand.contributors.errors import RefusedError
from newsstand.contributors.models import Contributor, Label
from newsstand.lib import clock
from newsstand.lib.pagecache import public_page


@public_page(lambda: ["site"])
def contributors(request: HttpRequest) -> HttpResponse:
    """`/contributors`. No query of its own."""
    context = {
        "visitor": visitor(request),
        "rules": [(Label(rule.label), rule) for rule in labels.RULES],
        "unreviewed": [Label(label).label for label in settings.NEWSSTAND_UNREVIEWED_LABELS],
        "fewest": standards.FEWEST_WORDS,
        "advised": standards.ADVISED_WORDS,
        "most_links": standards.MOST_LINKS,
        "pauses": strikes.PAUSES_DAYS[1:],
        "strike_days": strikes.LIVES_DAYS,
    }
    return render(request, "pages/contributors.html", context)


@for_users
def contributors_join(request: HttpRequest, user: User) -> HttpResponse:
    """`/contributors/join`: byline, a few words, the terms. Who writes here already is led to their drafts."""
    if Contributor.objects.filter(user=user).exists():
        return redirect("write_list")
    error = ""
    if request.method == "POST":
        try:
            join(
                user=user,
                byline=request.POST.get("byline", ""),
                about=request.POST.get("about", ""),
                agrees=request.POST.get("agrees") == "yes",
                now=clock.now(),
            )
        except RefusedError as refusal:
            error = str(refusal)
        else:
            return redirect("/write/new")
    context = {
        "visitor": user,
        "error": error,
        "byline": request.POST.get("byline", user.name),
        "about": request.POST.get("about", ""),
        "agrees": request.POST.get("agrees") == "yes",
        "most_about": MOST_ABOUT,
    }
    return render(request, "pages/contributors_join.html", context, status=422 if error else 200)
