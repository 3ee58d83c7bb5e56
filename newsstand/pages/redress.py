"""The statement of reasons of a decision, and the appeal against it. Kept by no cache."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from newsstand.accounts.models import User
from newsstand.legal.models import LegalNotice
from newsstand.lib import clock
from newsstand.lib.ratelimit import Rate, allow
from newsstand.moderation.appeal import appeal, why_not_appeal
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.models import Decision, Finding, Kind
from newsstand.moderation.statement import Role, role_of, statement
from newsstand.pages.spans import marked
from newsstand.publishers.views import for_users

APPEALS = (Rate(10, 3600),)
NOT_YOURS = "There is no decision with this number that concerns you."


def asked_for(user: User, decision_id: int) -> tuple[Decision, Role]:
    """The decision, and as what they may read it. Raises Http404 for everybody it does not concern."""
    rows = Decision.objects.select_related("user", "by", "undoes", "case")
    found = rows.filter(pk=decision_id).first() if 0 < decision_id < 2**63 else None
    if found is None:
        raise Http404(NOT_YOURS)
    noticed = LegalNotice.objects.filter(decision=found, by=user).exists()
    role = role_of(found, user, gave_notice=noticed)
    if role is None:
        raise Http404(NOT_YOURS)
    return found, role


@require_safe
@for_users
def decision(request: HttpRequest, user: User, decision_id: int) -> HttpResponse:
    """`/decisions/<id>`: what was decided and why, for whom it concerns, who reported it, and moderators."""
    found, role = asked_for(user, decision_id)
    return page(request, user, found, role)


@require_http_methods(["GET", "HEAD", "POST"])
@for_users
def appeal_page(request: HttpRequest, user: User, decision_id: int) -> HttpResponse:
    """`/decisions/<id>/appeal`: the form, and what it does; once, for who may."""
    found, role = asked_for(user, decision_id)
    if request.method != "POST":
        return page(request, user, found, role, appealing=True)
    now, text = clock.now(), request.POST.get("text", "")
    if not allow(f"appeal:{user.pk}", *APPEALS, now=now).allowed:
        error = "That was a lot in a short time. What you wrote is still here: please send it later."
        return page(request, user, found, role, appealing=True, error=error, text=text, status=429)
    try:
        appeal(decision=found, by=user, text=text, now=now)
    except RefusedError as refusal:
        return page(request, user, found, role, appealing=True, error=str(refusal), text=text, status=422)
    return redirect("decision", decision_id=found.pk)


def page(
    request: HttpRequest,
    user: User,
    found: Decision,
    role: Role,
    *,
    appealing: bool = False,
    error: str = "",
    text: str = "",
    status: int = 200,
) -> HttpResponse:
    """The statement, with the form where somebody appeals."""
    said = statement(found, user, role)
    context: dict[str, Any] = {
        "visitor": user,
        "said": said,
        "decision": found,
        "is_moderator": role is Role.MODERATOR,
        "is_concerned": role is Role.CONCERNED,
        "words": text_of(said.text, found),
        "findings": [(one, extract(one)) for one in said.findings],
        "notice_count": LegalNotice.objects.filter(decision=found).count(),
        "why_not": why_not_appeal(found, user, clock.now()),
        "days": settings.NEWSSTAND_APPEAL_DAYS,
        "appealing": appealing,
        "error": error,
        "text": text,
    }
    return render(request, "pages/decision.html", context, status=status)


def text_of(text: str, found: Decision) -> str:
    """The text that was decided about; of an article nothing, because it stands under its publisher's contract."""
    return "" if found.kind == Kind.ARTICLE else text


def extract(finding: Finding) -> SafeString | None:
    """The words that a rule matched, marked, with some around them."""
    if finding.start is None or finding.end is None or not finding.text:
        return None
    return marked(finding.text, finding.start, finding.end)
