"""The door for publishers: apply, and decide."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods

from newsstand.accounts.models import User
from newsstand.accounts.visitor import sign_in_address, visitor
from newsstand.algorithms.domains import registrable
from newsstand.algorithms.urls import host
from newsstand.lib import clock
from newsstand.lib.ratelimit import Rate, allow
from newsstand.publishers import join
from newsstand.publishers.agree import in_words, terms_of
from newsstand.publishers.forms import ApplicationForm
from newsstand.publishers.join import RefusedError
from newsstand.publishers.models import Application, Membership
from newsstand.publishers.steps import is_covered, steps_of

APPLICATIONS = (Rate(3, 24 * 3600),)
DECIDED_SHOWN = 100
EARLIER_SHOWN = 20

View = Callable[..., HttpResponse]


def for_users(view: View) -> View:
    """Signed-in visitors only; others are sent to sign in and come back. Kept by no cache."""

    @require_http_methods(["GET", "POST"])
    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        user = visitor(request)
        response = redirect(sign_in_address(request.path)) if user is None else view(request, user, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response

    return answer


def for_editors(view: View) -> View:
    """Editors only; who is signed in and none gets 403."""

    @for_users
    @wraps(view)
    def answer(request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        if not user.is_editor:
            raise PermissionDenied("Applications are read and decided by this site's editors, and you are not one.")
        return view(request, user, **kwargs)

    return answer


@for_users
def apply(request: HttpRequest, user: User) -> HttpResponse:
    """The form, and what became of one's applications."""
    if request.method == "GET":
        return apply_page(request, user, ApplicationForm())
    form = ApplicationForm(request.POST)
    if not form.is_valid():
        return apply_page(request, user, form, status=422)
    now = clock.now()
    allowance = allow(f"application:{user.pk}", *APPLICATIONS, now=now)
    if not allowance.allowed:
        form.add_error(
            None, "Three applications a day are the most. Please come back tomorrow; copy your text until then."
        )
        response = apply_page(request, user, form, status=429)
        response["Retry-After"] = str(allowance.retry_after)
        return response
    try:
        begun = join.apply(applicant=user, now=now, **form.cleaned_data)
    except RefusedError as error:
        form.add_error(None, str(error))
        return apply_page(request, user, form, status=422)
    return redirect("publisher_joining", begun.pk)


def apply_page(request: HttpRequest, user: User, form: ApplicationForm, status: int = 200) -> HttpResponse:
    own = Application.objects.filter(applicant=user).select_related("publisher").order_by("-applied_at", "-id")
    publishers = set(Membership.objects.filter(user=user).values_list("publisher_id", flat=True))
    context = {"form": form, "applications": own, "own": publishers, "visitor": user}
    return render(request, "publishers/apply.html", context, status=status)


@for_editors
def applications(request: HttpRequest, user: User) -> HttpResponse:
    """What waits, the longest-waiting first; what applicants are still at; then what was decided, the latest first."""
    known = Application.objects.select_related("applicant", "publisher", "decided_by")
    waiting = [one for one in known.filter(publisher=None).order_by("applied_at", "id") if one.is_open]
    started = known.filter(state=Application.State.STARTED).order_by("-applied_at", "-id")[:DECIDED_SHOWN]
    open_states = [Application.State.WAITING, Application.State.STARTED]
    decided = known.exclude(state__in=open_states).order_by("-decided_at", "-id")[:DECIDED_SHOWN]
    context = {
        "waiting": waiting,
        "started": started,
        "decided": [one for one in decided if not one.is_open],
        "visitor": user,
    }
    return render(request, "publishers/applications.html", context)


@for_editors
def application(request: HttpRequest, user: User, application_id: int) -> HttpResponse:
    """One application: its proof, feed and terms; accept it, or decline it with a reason."""
    found = get_object_or_404(Application, pk=application_id)
    error = ""
    if request.method == "POST":
        try:
            answer(request, user, found)
        except RefusedError as refusal:
            error = str(refusal)
        else:
            return redirect("publisher_applications")
    known = Application.objects.select_related("applicant", "publisher", "decided_by")
    shown = known.get(pk=found.pk)
    proofs = list(shown.proofs.select_related("user"))
    context = {
        "application": shown,
        "steps": steps_of(shown, proofs),
        "proofs": proofs,
        "is_covered": is_covered(shown, proofs),
        "words": in_words(terms_of(shown)),
        "earlier": earlier(shown),
        "events": shown.events.select_related("by"),
        "grounds": Application.Ground.choices,
        "error": error,
        "given": request.POST,
        "visitor": user,
    }
    return render(request, "publishers/application.html", context, status=422 if error else 200)


def answer(request: HttpRequest, editor: User, application: Application) -> None:
    """What the form says. Raises RefusedError."""
    given, now = request.POST, clock.now()
    if given.get("decision") == "accept":
        seen = parse_datetime(given.get("agreed_at", "")) if given.get("agreed_at") else None
        override = given.get("override", "")
        join.accept(application=application, editor=editor, now=now, override=override, agreed_at=seen)
    else:
        reason, ground = given.get("reason", ""), given.get("ground", "")
        join.decline(application=application, editor=editor, reason=reason, ground=ground, now=now)


def earlier(application: Application) -> list[Application]:
    """Other applications of the same person, or for the same domain; the latest first."""
    others = Application.objects.exclude(pk=application.pk).select_related("applicant", "decided_by", "publisher")
    same = Q(address__icontains=registrable(host(application.address)))
    if application.applicant_id:
        same |= Q(applicant=application.applicant_id)
    return list(others.filter(same).order_by("-applied_at", "-id")[:EARLIER_SHOWN])
