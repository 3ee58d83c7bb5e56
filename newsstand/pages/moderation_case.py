"""`/moderation/cases/<id>`: everything there is about one case, and the decision."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from newsstand.accounts.models import User
from newsstand.advertisers.models import Ad
from newsstand.comments.models import Comment
from newsstand.legal.models import LegalNotice
from newsstand.lib import clock
from newsstand.moderation import subjects
from newsstand.moderation.appeal import settle_appeal, why_not_settle
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.forms import DAYS, DecideForm
from newsstand.moderation.models import Appeal, Case, Decision, Finding, Kind, Report
from newsstand.moderation.queue import row_of
from newsstand.moderation.record import record
from newsstand.moderation.subjects import Seen
from newsstand.moderation.undo import why_not_undo
from newsstand.pages.ads.ad_fields import Preview, previews
from newsstand.pages.moderation import for_moderators

MOST_DECISIONS = 50


@require_safe
@for_moderators
def case(request: HttpRequest, user: User, case_id: int) -> HttpResponse:
    """The case with its thread, findings, reports, record and former decisions. Raises Http404."""
    found = get_object_or_404(Case.objects.select_related("author", "claimed_by"), pk=case_id)
    return case_page(request, user, found, DecideForm(initial={"days": DAYS}))


def case_page(
    request: HttpRequest,
    user: User,
    found: Case,
    form: DecideForm,
    *,
    errors: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with the form as it was filled in."""
    now = clock.now()
    seen = subjects.seen(found.kind, found.number)
    findings = list(Finding.objects.filter(kind=found.kind, number=found.number).order_by("pk"))
    reports = list(
        Report.objects.filter(kind=found.kind, number=found.number).select_related("by", "decision").order_by("-pk")
    )
    waiting = [report for report in reports if report.state == Report.State.OPEN]
    row = row_of(found, seen, findings, waiting, user, now)
    if not form.is_bound and row.likely:
        form.initial["reason"] = row.likely
    context: dict[str, Any] = {
        "visitor": user,
        "case": found,
        "row": row,
        "seen": seen,
        "findings": findings,
        "reports": reports,
        "appeals": appeals_of(found, user),
        "legal_notices": LegalNotice.objects.filter(kind=found.kind, number=found.number).order_by("-pk"),
        "decisions": decisions_of(found, user),
        "record": record(found.author, now) if found.author else None,
        "spoken": spoken(found.author) if found.author else None,
        "around": around(found, seen),
        "previews": previews_of(found),
        "form": form,
        "errors": errors or [],
        "here": f"/moderation/cases/{found.pk}",
    }
    return render(request, "pages/moderation_case.html", context, status=status)


def around(found: Case, seen: Seen | None) -> str:
    """What stands around the thing, as its own folder shows it; "" where nothing does."""
    if seen is None or not seen.template:
        return ""
    return render_to_string(seen.template, subjects.of(found.kind).around(found.number))


def previews_of(found: Case) -> list[Preview]:
    """An ad as readers see it in each slot; nothing for what is none. One query."""
    if found.kind != Kind.AD:
        return []
    ad = Ad.objects.select_related("campaign__advertiser", "picture").filter(pk=found.number).first()
    return previews(ad) if ad is not None else []


def appeals_of(found: Case, user: User) -> list[tuple[Appeal, str | None]]:
    """The case's appeals, each with why this moderator may not settle it, or None."""
    rows = Appeal.objects.filter(decision__kind=found.kind, decision__number=found.number)
    now = clock.now()
    return [
        (row, why_not_settle(row, user, now)) for row in rows.select_related("decision__by", "by").order_by("-pk")[:10]
    ]


def decisions_of(found: Case, user: User) -> list[tuple[Decision, bool]]:
    """What was decided about the thing, the newest first, and whether this moderator may undo it."""
    rows = Decision.objects.filter(kind=found.kind, number=found.number).select_related("by", "undone", "sanction")
    now = clock.now()
    return [(row, why_not_undo(row, user, now) is None) for row in rows.order_by("-pk")[:MOST_DECISIONS]]


def spoken(user: User) -> dict[str, int]:
    """How much a user said, and how much of it was removed. One query; `share` in per cent."""
    found: dict[str, int] = Comment.objects.filter(user=user).aggregate(
        all=Count("pk"),
        removed=Count("pk", filter=Q(status=Comment.Status.REMOVED)),
        held=Count("pk", filter=Q(status=Comment.Status.HELD)),
        withdrawn=Count("pk", filter=Q(withdrawn_at__isnull=False)),
    )
    return found | {"share": round(100 * found["removed"] / found["all"]) if found["all"] else 0}


@require_POST
@for_moderators
def appeal(request: HttpRequest, user: User, appeal_id: int) -> HttpResponse:
    """`/moderation/appeals/<id>`: the decision stands (`outcome=stands`), or it was wrong (`outcome=wrong`)."""
    found = get_object_or_404(Appeal.objects.select_related("case"), pk=appeal_id)
    outcome = request.POST.get("outcome", "")
    if outcome not in {"stands", "wrong"}:
        raise Http404("An appeal has two outcomes: the decision stands, or it was wrong.")
    try:
        settle_appeal(
            appeal=found, by=user, upheld=outcome == "stands", answer=request.POST.get("answer", ""), now=clock.now()
        )
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The appeal is settled, and whoever appealed is told.")
    return redirect(f"/moderation/cases/{found.case_id}" if found.case_id else "/moderation")
