"""`/write/<id>/correct`: a published text is corrected, with a note to readers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from newsstand.accounts.models import User
from newsstand.algorithms.history import difference
from newsstand.algorithms.review import Who
from newsstand.contributors.ask_correction import ask_correction
from newsstand.contributors.errors import RefusedError
from newsstand.contributors.models import Draft, State, Step
from newsstand.contributors.step import standing
from newsstand.lib import clock
from newsstand.pages.draft_gate import for_draft
from newsstand.pages.write_revisions import state_of


@for_draft()
def write_correct(request: HttpRequest, user: User, draft: Draft) -> HttpResponse:
    """What changed since readers have it, what kind of change it is, and the note to them. Its contributor's alone."""
    stands = standing(draft, user)
    if stands.who is not Who.CONTRIBUTOR:
        raise PermissionDenied("Only its contributor corrects this text. Editors ask for it, or withdraw the text.")
    if draft.state != State.PUBLISHED or draft.article is None:
        return redirect(f"/write/{draft.pk}/review")
    kind, note = request.POST.get("kind", draft.note_kind), request.POST.get("note", draft.note)
    error = ""
    if request.method == "POST":
        try:
            step = ask_correction(draft=draft, by=user, kind=kind, note=note, now=clock.now())
        except RefusedError as refusal:
            error = str(refusal)
        else:
            is_done = step.action == Step.Action.CORRECT
            said = "Corrected; the note stands on the page." if is_done else "An editor reads the correction first."
            messages.success(request, said)
            return redirect(f"/write/{draft.pk}/review")
    last = draft.steps.filter(action__in=[Step.Action.PUBLISH, Step.Action.CORRECT]).select_related("revision").last()
    before = last.revision if last is not None else None
    context = {
        "visitor": user,
        "draft": draft,
        "error": error,
        "kind": kind or Draft.Change.CORRECTION,
        "kinds": Draft.Change.choices,
        "note": note,
        "may_skip": stands.may_skip,
        "changes": difference(state_of(before), state_of(draft)) if before is not None else None,
    }
    return render(request, "pages/write_correct.html", context, status=422 if error else 200)
