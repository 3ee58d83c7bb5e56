"""`/moderation/people`: who moderates; editors name and dismiss moderators."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from newsstand.accounts.models import User
from newsstand.lib import clock
from newsstand.moderation.appoint import appoint, dismiss
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.models import Appointment
from newsstand.pages.moderation import for_moderators

MOST_LOGGED = 50


@require_http_methods(["GET", "POST"])
@for_moderators
def moderators(request: HttpRequest, user: User) -> HttpResponse:
    """The moderators and editors, and the log of who named whom. Raises PermissionDenied for a moderator's POST."""
    error, given = "", request.POST.get("who", "")
    if request.method == "POST":
        if not user.is_editor:
            raise PermissionDenied("Only an editor names and dismisses moderators.")
        verb = dismiss if request.POST.get("do") == "dismiss" else appoint
        try:
            who = verb(who=given, by=user, now=clock.now())
        except RefusedError as refusal:
            error = str(refusal)
        else:
            messages.success(request, f"{who.name} {'moderates now' if verb is appoint else 'moderates no more'}.")
            return redirect("/moderation/people")
    context = {
        "visitor": user,
        "people": User.objects.filter(Q(is_moderator=True) | Q(is_staff=True), is_active=True).order_by("name"),
        "log": Appointment.objects.select_related("user", "by").order_by("-pk")[:MOST_LOGGED],
        "errors": [error] if error else [],
        "given": given,
    }
    return render(request, "pages/moderation_people.html", context, status=422 if error else 200)
