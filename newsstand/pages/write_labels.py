"""`/write/labels`: a contributor asks for a label with proof of earlier work; editors answer."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from newsstand.accounts.models import User
from newsstand.algorithms import labels
from newsstand.comments.views import for_users
from newsstand.contributors.errors import RefusedError
from newsstand.contributors.label import ask_label, decide_label
from newsstand.contributors.models import Contributor, Label, LabelRequest
from newsstand.lib import clock

MOST = 100


@for_users
def write_labels(request: HttpRequest, user: User) -> HttpResponse:
    """The rules, one's own requests, and for editors those that wait. Who is neither is sent to join."""
    contributor = Contributor.objects.select_related("user", "author").filter(user=user).first()
    if contributor is None and not user.is_editor:
        return redirect("contributors_join")
    error = ""
    if request.method == "POST":
        try:
            done = take(request, user, contributor)
        except RefusedError as refusal:
            error = str(refusal)
        else:
            messages.success(request, done)
            return redirect("write_labels")
    waiting = LabelRequest.objects.filter(state=LabelRequest.State.WAITING).exclude(contributor=contributor)
    above = labels.ORDER[labels.ORDER.index(contributor.label) + 1 :] if contributor else ()
    context = {
        "visitor": user,
        "may_have_messages": True,
        "contributor": contributor,
        "error": error,
        "rules": [(Label(rule.label), rule) for rule in labels.RULES],
        "choices": [(label, Label(label).label) for label in above],
        "own": list(contributor.label_requests.order_by("-pk")) if contributor else [],
        "label_changes": list(contributor.label_changes.order_by("-pk")[:20]) if contributor else [],
        "waiting": list(waiting.select_related("contributor__author").order_by("pk")[:MOST]) if user.is_editor else [],
        "said": request.POST,
    }
    return render(request, "pages/write_labels.html", context, status=422 if error else 200)


def take(request: HttpRequest, user: User, contributor: Contributor | None) -> str:
    """Do what the form asks; what to say of it. Raises RefusedError, Http404."""
    now, number = clock.now(), request.POST.get("request", "")
    if number:
        if not user.is_editor or not (number.isascii() and number.isdigit() and len(number) < 19):
            raise Http404("There is no such request.")
        found = get_object_or_404(LabelRequest, pk=int(number))
        grant = request.POST.get("decision") == "grant"
        decide_label(request=found, by=user, grant=grant, answer=request.POST.get("answer", ""), now=now)
        return "The contributor is told."
    if contributor is None:
        raise RefusedError("Become a contributor first.")
    ask_label(
        contributor=contributor,
        label=request.POST.get("label", ""),
        proof=request.POST.get("proof", ""),
        now=now,
    )
    return "An editor looks at it, and you are told."
