"""What a decision means for the notices of illegal content about the same thing."""

from datetime import datetime

from newsstand.legal.models import Event, LegalNotice
from newsstand.legal.token import address_of
from newsstand.moderation.models import Appeal, Case, Decision
from newsstand.notices.models import Notice
from newsstand.notices.tell import tell

Action = Decision.Action
State = LegalNotice.State
OPEN = (State.RECEIVED, State.REVIEW)
SHOWING = {Action.APPROVE, Action.RESTORE}
BY_OUR_RULES = (
    "It was removed by our own rules, so nobody had to decide whether it is against the law. If that matters to you, "
    "answer this or write to our contact point."
)


def decided(decision: Decision, now: datetime) -> None:
    """Settle the notices about what was decided: called in the decision's transaction, whoever decided."""
    if decision.undoes_id is not None:
        taken_back(decision, now)
        return
    if decision.action not in SHOWING | {Action.REMOVE}:
        return
    if decision.action == Action.REMOVE:
        state = State.ILLEGAL if decision.reason == "illegal" or decision.ground else State.VOID
    else:
        state = State.LEGAL
    for notice in waiting(decision):
        settle(notice, state, decision, now)


def waiting(decision: Decision) -> list[LegalNotice]:
    """Open notices about the thing, locked, in the order in which they came."""
    rows = LegalNotice.objects.select_for_update(of=("self",), no_key=True).select_related("by")
    return list(rows.filter(kind=decision.kind, number=decision.number, state__in=OPEN).order_by("pk"))


def settle(notice: LegalNotice, state: str, decision: Decision | None, now: datetime, text: str = "") -> None:
    """Save what became of a notice, and see that the notifier is told."""
    notice.state, notice.decision, notice.decided_at = state, decision, now
    notice.due_at, notice.attempts = now if notice.email and not notice.erased_at else None, 0
    notice.save(update_fields=["state", "decision", "decided_at", "due_at", "attempts"])
    said = decision.explanation if decision else text
    if state == State.VOID and decision is not None:
        said = BY_OUR_RULES
    if decision is not None and decision.ground:
        said = f"{said}\n\nGround: {decision.ground}".strip()
    what = Event.What.VOID if state == State.VOID else Event.What.DECIDED
    by = decision.by if decision else None
    Event.objects.create(notice=notice, what=what, text=f"{notice.get_state_display()}. {said}".strip(), by=by, at=now)
    tell_notifier(notice, now)


def taken_back(undoing: Decision, now: datetime) -> None:
    """A decision was undone: its notices wait again."""
    rows = (
        LegalNotice.objects.select_for_update(of=("self",), no_key=True)
        .select_related("by")
        .filter(decision=undoing.undoes)
    )
    found = list(rows.order_by("pk"))
    for notice in found:
        notice.state, notice.decision, notice.decided_at = State.REVIEW, None, None
        notice.due_at, notice.attempts = now if notice.email and not notice.erased_at else None, 0
        notice.save(update_fields=["state", "decision", "decided_at", "due_at", "attempts"])
        Event.objects.create(notice=notice, what=Event.What.UNDONE, text=undoing.explanation, by=undoing.by, at=now)
        tell_notifier(notice, now, extra=f":{undoing.pk}")
    if found:
        Case.objects.filter(pk=undoing.case_id or 0, closed_at=None).update(is_noticed=True)


def appeal_settled(appeal: Appeal, now: datetime) -> None:
    """The outcome of an appeal, for the notices about the decision that was appealed."""
    for notice in LegalNotice.objects.select_related("by").filter(decision=appeal.decision).order_by("pk"):
        said = f"{appeal.get_state_display()}. {appeal.answer}"
        Event.objects.create(notice=notice, what=Event.What.APPEAL_DECIDED, text=said, by=appeal.decided_by, at=now)
        if appeal.pk == notice.appeal_id and notice.email:
            LegalNotice.objects.filter(pk=notice.pk).update(due_at=now, attempts=0)


def tell_notifier(notice: LegalNotice, now: datetime, extra: str = "") -> None:
    """Tell a notifier who has an account; others get a mail."""
    if notice.by is None:
        return
    number = notice.decision_id or 0
    tell(
        user=notice.by,
        kind=Notice.Kind.OUTCOME,
        key=f"legal:{notice.pk}:{notice.state}:{number}{extra}",
        title=f"Your notice {notice.reference}: {notice.get_state_display()}",
        text="The page says what was decided and why, and how you can ask somebody else to look at it again.",
        address=address_of(notice),
        now=now,
    )
    Event.objects.create(notice=notice, what=Event.What.TOLD, text="on this site", at=now)
