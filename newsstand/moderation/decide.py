"""Decide about a thing: leave it, remove it, hold it, give it back."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.moderation import listeners, subjects
from newsstand.moderation.appeal_outcome import close_appeals
from newsstand.moderation.cases import open_case
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.may import refuse, why_not_decide, why_not_moderate
from newsstand.moderation.models import Case, Decision, Report
from newsstand.moderation.reasons import NEEDS_EXPLANATION, REASONS
from newsstand.moderation.subjects import Seen
from newsstand.moderation.telling import tell_author, tell_reporters
from newsstand.notices.wishes import hold_boxes

Action = Decision.Action
ABOUT_THINGS = {Action.APPROVE, Action.REMOVE, Action.HOLD, Action.RESTORE}
MOST_EXPLANATION = 2000
MOST_GROUND = 500
ALREADY = "Somebody has decided this meanwhile: look at what they decided."
NOT_THERE = "There is nothing with this number any more."


@transaction.atomic
def decide(
    *,
    action: str,
    now: datetime,
    case: Case | None = None,
    kind: str = "",
    number: int = 0,
    by: User | None = None,
    reason: str = "",
    explanation: str = "",
    ground: str = "",
    is_public: bool = True,
) -> Decision:
    """Carry out one decision about the thing of a case, or of a `kind` and `number`; `by` is empty when a rule decides.

    APPROVE shows it, REMOVE takes it away with a published `reason`, HOLD keeps it back until somebody decides,
    RESTORE gives back what was removed (and so does APPROVE, under its true name). All but HOLD close its open case,
    its reports and appeals; the person concerned and the reporters are told. Nothing is done twice: of two moderators
    who decide one case at once the second is refused.
    Raises RefusedError for somebody who may not decide it, a case that is decided, a removal without a reason.
    1. Load the thing and its open case, locked: the thing first, as its own writers do.
    2. Decide who may, and whether the words are enough.
    3. Save the decision, carry it out, close the case and its reports, tell.
    """
    kind, number = (case.kind, case.number) if case is not None else (kind, number)
    seen, opened = locked(kind, number)
    if case is not None and (opened is None or opened.pk != case.pk):
        raise RefusedError(ALREADY)
    chosen = named(action, seen)
    if by is not None:
        refuse_to(by, seen, opened, now)
    words = {"reason": reason, "explanation": clean(explanation), "ground": " ".join(clean(ground).split())}
    refuse(why_not_enough(chosen, **words))
    decision = Decision.objects.create(
        case=opened,
        kind=kind,
        number=number,
        user=seen.author,
        by=by,
        is_automatic=by is None,
        action=chosen,
        before=state_of(seen),
        snapshot=seen.text,
        is_public=is_public,
        decided_at=now,
        **words,
    )
    subjects.of(kind).apply(number, chosen, decision, now)
    settle(decision, opened, now)
    listeners.decided(decision, now)
    return decision


def locked(kind: str, number: int) -> tuple[Seen, Case | None]:
    """The thing and its open case, kept from others until the end of the transaction: the thing first.

    Raises RefusedError where there is no such thing.
    """
    if subjects.seen(kind, number) is not None:
        subjects.of(kind).lock(number)
    seen = subjects.seen(kind, number)
    if seen is None:
        raise RefusedError(NOT_THERE)
    return seen, open_case_of(kind, number)


def refuse_to(by: User, seen: Seen, case: Case | None, now: datetime) -> None:
    """Raise RefusedError when `by` may not decide about this."""
    refuse(why_not_moderate(by, now))
    refuse(why_not_decide(by=by, author_id=seen.author.pk if seen.author else None, case=case, now=now))


def named(action: str, seen: Seen) -> Action:
    """The decision under its true name: approving what was removed gives it back."""
    chosen = Action(action)
    if chosen not in ABOUT_THINGS:
        raise RefusedError("This is no decision about a thing: sanctions are made with moderation/sanction.py.")
    if chosen == Action.APPROVE and state_of(seen) == Decision.Before.REMOVED:
        return Action.RESTORE
    return chosen


def open_case_of(kind: str, number: int) -> Case | None:
    """The open case of a thing, locked, or None."""
    cases = Case.objects.select_for_update(of=("self",), no_key=True).select_related("claimed_by")
    return cases.filter(kind=kind, number=number, closed_at=None).first()


def clean(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()


def why_not_enough(action: Action, reason: str, explanation: str, ground: str) -> str | None:
    """Why these words are not enough for the decision, or None."""
    if reason and reason not in REASONS:
        return f"“{reason}” is none of the published reasons."
    if action == Action.REMOVE and not reason:
        return "Choose the reason: its author reads it, and so does the public log."
    if action == Action.REMOVE and reason in NEEDS_EXPLANATION and not explanation:
        return f"“{REASONS[reason].label}” says nothing by itself: write an explanation for the author."
    if len(explanation) > MOST_EXPLANATION:
        return f"The explanation has {len(explanation):,} characters; {MOST_EXPLANATION:,} is the most."
    if len(ground) > MOST_GROUND:
        return f"The ground has {len(ground):,} characters; {MOST_GROUND} is the most."
    return None


def state_of(seen: Seen) -> str:
    """How a thing stands now, as a decision remembers it."""
    if seen.is_shown:
        return Decision.Before.SHOWN
    return Decision.Before.HELD if seen.is_held else Decision.Before.REMOVED


def is_news(decision: Decision) -> bool:
    """Whether the decision changed anything for the author: what stood and still stands needs no letter."""
    return not (decision.action == Action.APPROVE and decision.before == Decision.Before.SHOWN)


def settle(decision: Decision, case: Case | None, now: datetime) -> None:
    """Tell the author; close the case and the reports. What is held waits for a moderator instead."""
    is_told = decision.is_automatic or is_news(decision)
    if decision.action == Action.HOLD:
        tell_author(decision, now)
        open_case(kind=decision.kind, number=decision.number, author=decision.user, held=True, now=now)
        return
    state = Report.State.UPHELD if decision.action == Action.REMOVE else Report.State.REFUSED
    reports = Report.objects.filter(kind=decision.kind, number=decision.number, state=Report.State.OPEN)
    closed = list(reports.select_for_update(of=("self",), no_key=True).select_related("by").order_by("pk"))
    for report in closed:
        report.state, report.decision, report.closed_at = state, decision, now
    Report.objects.bulk_update(closed, ["state", "decision", "closed_at"])
    if case is not None:
        Case.objects.filter(pk=case.pk).update(closed_at=now, claimed_by=None, claimed_until=None)
    told = {decision.user_id if is_told else None, *(report.by_id for report in closed)}
    hold_boxes({user for user in told if user is not None})
    if is_told:
        tell_author(decision, now)
    tell_reporters(decision, closed, now)
    close_appeals(decision, case, now)
    recount_reports(decision.kind, decision.number)


def recount_reports(kind: str, number: int) -> None:
    """Tell the thing how many reports of it are open or were upheld."""
    counted = Report.objects.filter(kind=kind, number=number).exclude(state=Report.State.REFUSED)
    subjects.of(kind).reported(number, counted.count())
