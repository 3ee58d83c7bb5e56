"""What moderators do from the queue and from a case: decide, claim, undo, look again."""

from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from newsstand.accounts.models import User
from newsstand.lib import clock
from newsstand.moderation import subjects
from newsstand.moderation.cases import open_case
from newsstand.moderation.claim import claim as take
from newsstand.moderation.claim import release
from newsstand.moderation.decide import decide as carry_out
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.forms import ONLY_SANCTION, DecideForm
from newsstand.moderation.gone import close_gone
from newsstand.moderation.models import Case, Decision
from newsstand.moderation.sanction import sanction
from newsstand.moderation.undo import undo as take_back
from newsstand.pages.moderation import for_moderators, queue_page
from newsstand.pages.moderation_case import case_page

DONE = {"approve": "Left as it is", "remove": "Removed", "restore": "Given back", ONLY_SANCTION: "Sanctioned"}


def back_to(request: HttpRequest, at: int | None = None) -> HttpResponseRedirect:
    """The page of ours that the form stood on, at the case to go on with."""
    wanted = request.POST.get("back", "")
    ours = wanted.startswith("/moderation") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return redirect((wanted if ours else "/moderation") + (f"#case-{at}" if at else ""))


@require_POST
@for_moderators
def decide(request: HttpRequest, user: User) -> HttpResponse:
    """`/moderation/decide`: one decision about the chosen cases; each stands or falls by itself.

    `only` ("approve:17") is the short way of a row's own button. What could not be done comes back with the reason and
    everything that was filled in.
    """
    form = DecideForm(short(request.POST))
    if not form.is_valid():
        return again(request, user, form, [str(error) for errors in form.errors.values() for error in errors])
    data, now = form.cleaned_data, clock.now()
    done, refused = [], []
    for case in data["case"]:
        try:
            one(case, form, user, now)
        except RefusedError as error:
            refused.append(f"{case.get_kind_display().capitalize()} {case.number}: {error}")
        else:
            done.append(case)
    if done:
        many = f" ({len(done)})" if len(done) > 1 else ""
        messages.success(request, f"{DONE[data['action']]}{many}.")
    if refused:
        return again(request, user, form, refused)
    return back_to(request, data["at"])


def again(request: HttpRequest, user: User, form: DecideForm, errors: list[str]) -> HttpResponse:
    """The page that the form stood on, with what is wrong; nothing that was written is lost."""
    number = request.POST.get("from_case", "")
    if number.isascii() and number.isdigit() and len(number) < 19:
        case = get_object_or_404(Case, pk=int(number))
        return case_page(request, user, case, form, errors=errors, status=422)
    return queue_page(request, user, form, errors=errors, status=422)


def short(given: QueryDict) -> QueryDict:
    """The form's data, with "only" spelt out."""
    if "only" not in given:
        return given
    action, _, number = str(given["only"]).partition(":")
    data = given.copy()
    data["action"] = action
    data.setlist("case", [number])
    return data


@transaction.atomic
def one(case: Case, form: DecideForm, by: User, now: datetime) -> None:
    """One case decided, and its author sanctioned in the same step. Raises RefusedError; then nothing was done."""
    data, words = form.cleaned_data, form.words()
    said = {"reason": data["reason"], "explanation": words, "ground": data["ground"]}
    if subjects.seen(case.kind, case.number) is None:
        close_gone(case=case, by=by, now=now)
    elif data["action"] != ONLY_SANCTION:
        carry_out(case=case, action=data["action"], by=by, now=now, **said)
    if data["sanction"]:
        if case.author is None:
            raise RefusedError("Nobody with an account here wrote it, so nobody can be sanctioned.")
        sanction(user=case.author, kind=data["sanction"], by=by, days=data["days"], case=case, now=now, **said)


@require_POST
@for_moderators
def claim(request: HttpRequest, user: User, case_id: int) -> HttpResponse:
    """`/moderation/cases/<id>/claim`: take the case, or give it back (`do=release`)."""
    case = get_object_or_404(Case, pk=case_id)
    if request.POST.get("do") == "release":
        release(case=case, by=user)
        return back_to(request, case.pk)
    try:
        take(case=case, by=user, now=clock.now())
    except RefusedError as error:
        messages.error(request, str(error))
    return back_to(request, case.pk)


@require_POST
@for_moderators
def undo(request: HttpRequest, user: User, decision_id: int) -> HttpResponse:
    """`/moderation/decisions/<id>/undo`: take a decision back."""
    decision = get_object_or_404(Decision, pk=decision_id)
    try:
        take_back(decision=decision, by=user, now=clock.now(), explanation=request.POST.get("explanation", "")[:2000])
    except RefusedError as error:
        messages.error(request, str(error))
        return back_to(request)
    messages.success(request, "Taken back: it stands as before.")
    return back_to(request, decision.case_id)


@require_POST
@for_moderators
def look_again(request: HttpRequest, user: User, case_id: int) -> HttpResponse:  # noqa: ARG001
    """`/moderation/cases/<id>/again`: open the thing of a closed case once more."""
    case = get_object_or_404(Case, pk=case_id)
    opened = open_case(kind=case.kind, number=case.number, author=case.author, now=clock.now())
    return redirect(f"/moderation/cases/{opened.pk}")
