"""`/write/<id>/review`: where a contributor and the editors meet over a text; and the steps they take there."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from newsstand.accounts.models import User
from newsstand.comments.errors import TooFastError
from newsstand.comments.views import spend
from newsstand.contributors.discard import discard
from newsstand.contributors.errors import RefusedError
from newsstand.contributors.models import Draft, Remark, Step
from newsstand.contributors.publish import correct, publish
from newsstand.contributors.remark import remark, resolve
from newsstand.contributors.schedule import schedule
from newsstand.contributors.step import take_step
from newsstand.contributors.strike import strike
from newsstand.contributors.withdraw import restore, withdraw
from newsstand.lib import clock
from newsstand.lib.ratelimit import Rate
from newsstand.pages.draft_gate import for_draft
from newsstand.pages.review_context import context

# Whoever submits and takes back all day long tells every editor each time.
STEPS = (Rate(20, 60), Rate(120, 3600))
REMARKS = (Rate(30, 60), Rate(300, 3600))
DONE: dict[str, str] = {
    "submit": "Submitted. An editor reads it; you are told what becomes of it.",
    "recall": "It is yours again: write on.",
    "take": "You have it. Nobody else decides about it while you do.",
    "release": "It waits for another editor.",
    "ask": "The contributor is told what to change.",
    "approve": "Approved. The contributor publishes it, or you do.",
    "decline": "Declined. The contributor reads your reason.",
    "schedule": "Scheduled.",
    "publish": "Published.",
    "correct": "The correction is published, and its note stands on the page.",
    "withdraw": "Withdrawn. Its address says why.",
    "restore": "It is back.",
}


@for_draft("GET", "HEAD")
def write_review(request: HttpRequest, user: User, draft: Draft) -> HttpResponse:
    """The text with remarks, standards, steps. `?remark=<block>&quote=` opens the form at a paragraph."""
    return review_page(request, user, draft)


def review_page(request: HttpRequest, user: User, draft: Draft, *, error: str = "", status: int = 200) -> HttpResponse:
    """The page, with what was wrong and what had been written."""
    asked = request.POST.get("block") or request.GET.get("remark", "")
    said = {
        "error": error,
        "asked_block": int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else None,
        "asked_quote": (request.POST.get("quote") or request.GET.get("quote", ""))[:500],
        "said_text": request.POST.get("text", ""),
        "said_reason": request.POST.get("reason", ""),
        "said_action": request.POST.get("action", ""),
        "said_at": request.POST.get("publish_at", ""),
    }
    return render(request, "pages/write_review.html", {**context(draft, user, clock.now()), **said}, status=status)


@for_draft("POST")
def write_steps(request: HttpRequest, user: User, draft: Draft) -> HttpResponse:
    """`/write/<id>/steps`: one step. A refusal comes back on the page of the review, with the words as they were."""
    action, reason, now = request.POST.get("action", ""), request.POST.get("reason", ""), clock.now()
    if action not in Step.Action.values or action == Step.Action.BEGIN:
        raise Http404("There is no such step.")
    try:
        spend(f"steps:{user.pk}", STEPS, now)
        if action == Step.Action.PUBLISH:
            publish(draft=draft, by=user, now=now)
        elif action == Step.Action.CORRECT:
            correct(draft=draft, by=user, now=now)
        elif action == Step.Action.WITHDRAW:
            withdraw(draft=draft, by=user, reason=reason, now=now)
        elif action == Step.Action.RESTORE:
            restore(draft=draft, by=user, now=now)
        elif action == Step.Action.SCHEDULE:
            schedule(draft=draft, by=user, at=moment_of(request.POST.get("publish_at", "")), now=now)
        else:
            take_step(draft=draft, action=action, by=user, now=now, reason=reason)
    except RefusedError as refusal:
        draft.refresh_from_db()
        return review_page(request, user, draft, error=str(refusal), status=422)
    except TooFastError as slower:
        return review_page(request, user, draft, error=str(slower), status=429)
    messages.success(request, DONE[action])
    if action == Step.Action.RECALL and draft.state == "writing":
        return redirect(f"/write/{draft.pk}")
    return redirect(f"/write/{draft.pk}/review")


def moment_of(text: str) -> datetime:
    """A moment as a form says it, in the site's time zone. Raises RefusedError."""
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        raise RefusedError("Choose the day and the hour.") from None
    return given if given.tzinfo else given.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))


@for_draft("POST")
def write_remarks(request: HttpRequest, user: User, draft: Draft) -> HttpResponse:
    """`/write/<id>/remarks`: a remark, an answer, or that a remark is done with."""
    now, deed, block = clock.now(), request.POST.get("deed", "remark"), request.POST.get("block", "")
    number = request.POST.get("remark", "")
    known = None
    if number:
        key = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
        known = get_object_or_404(Remark.objects.select_related("draft", "parent"), pk=key, draft=draft)
    try:
        spend(f"remarks:{user.pk}", REMARKS, now)
        if deed in {"resolve", "reopen"} and known is not None:
            made = resolve(remark=known, by=user, now=now, resolved=deed == "resolve")
        else:
            made = remark(
                draft=draft,
                by=user,
                text=request.POST.get("text", ""),
                now=now,
                block=int(block) if block.isascii() and block.isdigit() and len(block) < 6 else None,
                quote=request.POST.get("quote", ""),
                parent=known,
            )
    except RefusedError as refusal:
        return review_page(request, user, draft, error=str(refusal), status=422)
    except TooFastError as slower:
        return review_page(request, user, draft, error=str(slower), status=429)
    return redirect(f"/write/{draft.pk}/review#remark-{made.parent_id or made.pk}")


@for_draft("POST")
def write_discard(request: HttpRequest, user: User, draft: Draft) -> HttpResponse:
    """`/write/<id>/discard`: its contributor throws a draft away, after saying so twice."""
    if request.POST.get("sure") != "yes":
        return review_page(request, user, draft, error="Tick that you are sure: nothing of it is kept.", status=422)
    try:
        discard(draft=draft, by=user, now=clock.now())
    except RefusedError as refusal:
        return review_page(request, user, draft, error=str(refusal), status=422)
    messages.success(request, "Thrown away.")
    return redirect("write_list")


@for_draft("POST")
def write_strike(request: HttpRequest, user: User, draft: Draft) -> HttpResponse:
    """`/write/<id>/strike`: an editor gives the contributor a strike for this text."""
    try:
        strike(
            draft=draft,
            by=user,
            reason=request.POST.get("why", ""),
            explanation=request.POST.get("explanation", ""),
            now=clock.now(),
        )
    except RefusedError as refusal:
        return review_page(request, user, draft, error=str(refusal), status=422)
    messages.success(request, "The contributor is told of the strike, and how to appeal.")
    return redirect(f"/write/{draft.pk}/review")
