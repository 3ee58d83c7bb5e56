"""What becomes of appeals: kept apart from the verbs, because a decision about a case settles its appeals too."""

from datetime import datetime

from newsstand.accounts.models import User
from newsstand.moderation import listeners
from newsstand.moderation.cases import urgency_of
from newsstand.moderation.models import Appeal, Case, Decision, Report
from newsstand.notices.models import Notice
from newsstand.notices.tell import tell

Action = Decision.Action
SHOWING = {Action.APPROVE, Action.RESTORE}
TITLES = {
    Appeal.State.UPHELD: "Your appeal was looked at: the decision stands",
    Appeal.State.OVERTURNED: "Your appeal was right: the decision is corrected",
}


def close_appeals(decision: Decision, case: Case | None, now: datetime) -> None:
    """Settle what is still open of a case's appeals by a new decision about the same thing; call it in its transaction.

    Showing what was taken away, or taking away what was left, corrects the appealed decision; the same upholds it.
    """
    if case is None or decision.by is None:
        return
    open_appeals = Appeal.objects.filter(case=case, state=Appeal.State.OPEN).select_related("decision", "by")
    for appeal in open_appeals.order_by("pk"):
        shown_then, shown_now = (Action(one.action) in SHOWING for one in (appeal.decision, decision))
        state = Appeal.State.UPHELD if shown_then == shown_now else Appeal.State.OVERTURNED
        close(appeal, state=state, by=decision.by, answer=decision.explanation, now=now)
        announce(appeal, now)


def close(appeal: Appeal, *, state: str, by: User, answer: str, now: datetime) -> None:
    """Save the outcome."""
    appeal.state, appeal.decided_by, appeal.answer, appeal.decided_at = state, by, answer, now
    appeal.save(update_fields=["state", "decided_by", "answer", "decided_at"])


def announce(appeal: Appeal, now: datetime) -> None:
    """Tell the outcome to whoever appealed, and that the public log changed: after what was wrong is corrected."""
    if appeal.by is not None:
        tell(
            user=appeal.by,
            kind=Notice.Kind.OUTCOME,
            key=f"appeal:{appeal.pk}",
            title=TITLES[Appeal.State(appeal.state)],
            text=f"{appeal.answer}\n\nAnother moderator than the first one looked at it. You can still go to a court, "
            "or to an out-of-court dispute body certified where you live.".strip(),
            address=f"/decisions/{appeal.decision_id}",
            now=now,
        )
    listeners.appeal_settled(appeal, now)


def rest(case: Case, now: datetime) -> None:
    """Close a case for which nothing waits any more, or say what still does; call it with the case locked."""
    case.is_appealed = Appeal.objects.filter(case=case, state=Appeal.State.OPEN).exists()
    case.report_count = Report.objects.filter(case=case, state=Report.State.OPEN).count()
    case.urgency = urgency_of(case)
    if not (case.is_appealed or case.report_count or case.is_held or case.is_noticed):
        case.closed_at, case.claimed_by, case.claimed_until = now, None, None
    case.save(update_fields=["is_appealed", "report_count", "urgency", "closed_at", "claimed_by", "claimed_until"])
