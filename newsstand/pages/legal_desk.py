"""A notice of illegal content as moderators see it: the decision, the notes, the case file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from newsstand.accounts.models import User
from newsstand.legal.case_file import case_file
from newsstand.legal.judge import judge, note, review
from newsstand.legal.models import Event, LegalNotice
from newsstand.lib import clock
from newsstand.moderation import subjects
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.may import why_not_decide
from newsstand.moderation.models import Decision
from newsstand.pages.moderation import for_moderators


def asked_for(reference: str) -> LegalNotice:
    """The notice. Raises Http404."""
    found = LegalNotice.objects.select_related("decision", "by", "case").filter(reference=reference).first()
    if found is None:
        raise Http404("There is no notice with this reference.")
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def legal_desk(request: HttpRequest, user: User, reference: str) -> HttpResponse:
    """`/moderation/notices/<reference>`: the notice, and what moderators do about it."""
    notice, error = asked_for(reference), ""
    if request.method == "POST":
        try:
            do(request, notice, user)
            return redirect(notice)
        except RefusedError as refusal:
            error = str(refusal)
    seen = subjects.seen(notice.kind, notice.number)
    author = seen.author.pk if seen and seen.author else None
    case = notice.case if notice.case and notice.case.closed_at is None else None
    context = {
        "visitor": user,
        "notice": notice,
        "seen": seen,
        "changed": seen is not None and not notice.erased_at and seen.text != notice.snapshot,
        "why_not": why_not_decide(by=user, author_id=author, case=case, now=clock.now()),
        "events": Event.objects.filter(notice=notice).select_related("by").order_by("pk"),
        "decisions": Decision.objects.filter(kind=notice.kind, number=notice.number).select_related("by"),
        "error": error,
        "given": request.POST,
    }
    return render(request, "pages/legal_desk.html", context, status=422 if error else 200)


def do(request: HttpRequest, notice: LegalNotice, user: User) -> None:
    """What the button says. Raises RefusedError."""
    deed, now = request.POST.get("deed", ""), clock.now()
    if deed == "review":
        review(notice=notice, by=user, now=now)
    elif deed == "note":
        note(notice=notice, text=request.POST.get("text", ""), by=user, now=now)
    elif deed in {"illegal", "legal"}:
        judge(
            notice=notice,
            is_illegal=deed == "illegal",
            ground=request.POST.get("ground", ""),
            explanation=request.POST.get("explanation", ""),
            by=user,
            now=now,
        )
    else:
        raise RefusedError("Choose what is to be done.")


@require_POST
@for_moderators
def legal_case(request: HttpRequest, user: User, reference: str) -> HttpResponse:  # noqa: ARG001
    """`/moderation/notices/<reference>/case.zip`: the case file. POST, because that it was taken is written into it."""
    notice = asked_for(reference)
    body = case_file(notice=notice, by=user, now=clock.now())
    response = HttpResponse(body, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="notice-{notice.reference}.zip"'
    return response
