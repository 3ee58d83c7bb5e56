"""Take a decision back, by another that says so."""

from datetime import datetime, timedelta

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.moderation import listeners, subjects
from newsstand.moderation.cases import urgency_of
from newsstand.moderation.decide import clean, recount_reports
from newsstand.moderation.may import OWN, refuse, why_not_moderate
from newsstand.moderation.models import Case, Decision, Report, Sanction
from newsstand.moderation.telling import tell_author

Action = Decision.Action
Before = Decision.Before
UNDO_WITHIN = timedelta(minutes=30)
BACK = {Before.SHOWN: Action.RESTORE, Before.HELD: Action.HOLD, Before.REMOVED: Action.REMOVE}
SANCTIONS = set(Sanction.Kind.values)
LATE = "Half an hour has passed: an editor can take it back."
CANNOT = {
    Action.LIFT: "A lifted sanction is not taken up again: make a new one.",
    Action.REOPEN: "This took a decision back itself: decide anew instead.",
}


@transaction.atomic
def undo(*, decision: Decision, by: User, now: datetime, explanation: str = "") -> Decision:
    """Make a decision as good as never made: the thing stands as before, its case and reports wait again, a sanction
    ends. Writes the decision that says so; both stay for ever.

    The moderator who decided may within half an hour, an editor always. Raises RefusedError for others, for what is
    undone already, and where something else was decided since.
    1. Load the thing and the decision, locked: the thing first, as its own writers do.
    2. Decide who may, and whether it can be undone.
    3. Save the undoing, carry it out, open the case and its reports again, tell.
    """
    about = Decision.objects.values_list("kind", "number").get(pk=decision.pk)
    subject = subjects.of(about[0])
    subject.lock(about[1])
    found = (
        Decision.objects.select_for_update(of=("self",), no_key=True).select_related("user", "case").get(pk=decision.pk)
    )
    refuse(why_not_moderate(by, now))
    refuse(why_not_undo(found, by, now))
    is_sanction = found.action in SANCTIONS
    back = Action.LIFT if is_sanction else way_back(found)
    seen = subject.load(found.number)
    undoing = Decision.objects.create(
        case=found.case,
        kind=found.kind,
        number=found.number,
        user=found.user,
        by=by,
        action=back,
        explanation=clean(explanation),
        before=Before.SHOWN if seen and seen.is_shown else "",
        snapshot=seen.text if seen else "",
        undoes=found,
        is_public=found.is_public,
        decided_at=now,
    )
    if is_sanction:
        Sanction.objects.filter(decision=found, lifted_at=None).update(lifted_at=now)
    else:
        if back != Action.REOPEN:
            subject.apply(found.number, back, undoing, now)
        wait_again(found)
    if is_sanction or back != Action.REOPEN:
        tell_author(undoing, now)
    listeners.decided(undoing, now)
    return undoing


def way_back(decision: Decision) -> Action:
    """What has to be done so that the thing stands as before the decision; REOPEN where it stands so."""
    after = Before.REMOVED if decision.action == Action.REMOVE else Before.SHOWN
    if decision.action == Action.HOLD:
        after = Before.HELD
    return Action.REOPEN if decision.before in {"", after} else BACK[Before(decision.before)]


def why_not_undo(decision: Decision, by: User, now: datetime) -> str | None:
    """Why `by`, who moderates, may not undo this, or None."""
    if decision.undoes_id is not None:
        return CANNOT[Action.REOPEN]
    if decision.action in CANNOT:
        return CANNOT[Action(decision.action)]
    if Decision.objects.filter(undoes=decision).exists():
        return "Somebody has taken this decision back already."
    return whose(decision, by, now) or overtaken(decision)


def whose(decision: Decision, by: User, now: datetime) -> str | None:
    """Why `by` is not the one to undo this, or None."""
    if decision.user_id is not None and decision.user_id == by.pk:
        return OWN
    if by.is_editor:
        return None
    if decision.by_id != by.pk:
        return "Somebody else decided this: an editor can take it back."
    return LATE if now - decision.decided_at > UNDO_WITHIN else None


def overtaken(decision: Decision) -> str | None:
    """Why it is too late because something else was decided about the thing since, or None."""
    if decision.action in SANCTIONS:
        return None
    later = Decision.objects.filter(kind=decision.kind, number=decision.number, pk__gt=decision.pk, undone=None)
    later = later.filter(undoes=None).exclude(action__in=[*SANCTIONS, Action.LIFT])
    return "Something else was decided about it since: take that back first." if later.exists() else None


def wait_again(decision: Decision) -> None:
    """Open the decision's case and its reports again, unless another case of the same thing is open."""
    reports = Report.objects.filter(decision=decision)
    case = decision.case
    opened = Case.objects.filter(kind=decision.kind, number=decision.number, closed_at=None).first()
    if opened is None and case is not None:
        case.closed_at = None
        case.save(update_fields=["closed_at"])
        opened = case
    if opened is not None:
        number = reports.update(state=Report.State.OPEN, decision=None, closed_at=None, case=opened)
        opened.report_count = max(number, opened.report_count)
        opened.urgency = urgency_of(opened)
        opened.save(update_fields=["report_count", "urgency"])
    recount_reports(decision.kind, decision.number)
