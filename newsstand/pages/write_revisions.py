"""`/write/<id>/revisions`: what a draft said before, what changed since, and back to it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from newsstand.accounts.models import User
from newsstand.algorithms.draft_html import clean
from newsstand.algorithms.history import State, difference
from newsstand.algorithms.html import count_words, plain
from newsstand.comments.errors import TooFastError
from newsstand.comments.views import spend
from newsstand.contributors.errors import RefusedError
from newsstand.contributors.models import Draft, DraftRevision
from newsstand.contributors.restore import restore
from newsstand.contributors.step import may_write
from newsstand.lib import clock
from newsstand.pages.article import body
from newsstand.pages.draft_form import SAVES
from newsstand.pages.draft_gate import for_draft

A_PAGE = 30


@for_draft("GET", "HEAD")
def write_revisions(request: HttpRequest, user: User, draft: Draft) -> HttpResponse:
    """All revisions, the latest first, thirty a page. Five queries, however many."""
    rows = draft.revisions.select_related("by").prefetch_related("steps").order_by("-pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    revisions = [{"row": row, "words": count_words(plain(row.body)), "steps": list(row.steps.all())} for row in page]
    context = {
        "visitor": user,
        "may_have_messages": True,
        "draft": draft,
        "page": page,
        "revisions": revisions,
        "words": count_words(plain(draft.body)),
    }
    return render(request, "pages/write_revisions.html", context)


@for_draft()
def write_revision(request: HttpRequest, user: User, draft: Draft, *, revision_id: int) -> HttpResponse:
    """One revision: what changed between it and what stands now (`?to=before`: and what stood before it); its text.

    POST makes it the text again; what stands is kept first.
    """
    revision = get_object_or_404(DraftRevision.objects.select_related("by"), pk=revision_id, draft=draft)
    error, status = "", 200
    if request.method == "POST":
        now = clock.now()
        try:
            spend(f"draft:{user.pk}", SAVES, now)
            restore(draft=draft, revision=revision, by=user, now=now)
        except (RefusedError, TooFastError) as why:
            error, status = str(why), 429 if isinstance(why, TooFastError) else 403
        else:
            messages.success(request, "This revision is the text again. What stood before is kept among the revisions.")
            return redirect("write_draft", draft_id=draft.pk)
    others = draft.revisions.order_by("-pk")
    earlier = others.filter(pk__lt=revision.pk).first()
    is_to_before = request.GET.get("to") == "before" and earlier is not None
    now_stands = state_of(draft)
    what = difference(state_of(earlier), state_of(revision)) if is_to_before and earlier else None
    context = {
        "visitor": user,
        "draft": draft,
        "revision": revision,
        "earlier": earlier,
        "later": others.filter(pk__gt=revision.pk).last(),
        "is_to_before": is_to_before,
        "what": what or difference(state_of(revision), now_stands),
        "is_same": state_of(revision) == now_stands,
        "body": body(clean(revision.body), ()),
        "may_write": may_write(draft, user, clock.now()),
        "error": error,
    }
    return render(request, "pages/write_revision.html", context, status=status)


def state_of(text: Draft | DraftRevision) -> State:
    """What a reader would notice of it."""
    return State(
        headline=text.headline, byline="", summary=text.summary, body=clean(text.body), lead="", lead_caption=""
    )
