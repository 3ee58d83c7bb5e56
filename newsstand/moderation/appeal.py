"""Appeal a decision, and settle the appeal."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from newsstand.accounts.models import User
from newsstand.algorithms.plain_text import plain_text
from newsstand.moderation import subjects
from newsstand.moderation.appeal_outcome import announce, close, rest
from newsstand.moderation.cases import open_case
from newsstand.moderation.decide import decide
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.may import CLAIMED, OWN, OWN_DECISION, is_claimed, refuse, why_not_moderate
from newsstand.moderation.models import Appeal, Case, Decision, Report, Sanction
from newsstand.moderation.sanction import lift

Action = Decision.Action
SANCTIONS = {Action.WARN, Action.MUTE, Action.WATCH, Action.SUSPEND, Action.BAN, Action.STRIKE}
AGAINST = {Action.REMOVE, Action.HOLD} | SANCTIONS
IN_FAVOUR = {Action.APPROVE, Action.RESTORE}
LONGEST = 2000
TWICE = "You have appealed this decision already: one appeal is decided for good."


def last_day(decision: Decision) -> datetime:
    """Until when a decision can be appealed."""
    return decision.decided_at + timedelta(days=settings.NEWSSTAND_APPEAL_DAYS)


def why_not_appeal(decision: Decision, by: User | None, now: datetime, *, in_vain: bool = False) -> str | None:
    """Why somebody may not appeal a decision, or None. `in_vain`: they gave notice of illegal content in vain.

    The person concerned may appeal what was decided against them, a reporter what was decided against their report.
    Three queries at most.
    """
    against = by is not None and decision.user_id == by.pk and decision.action in AGAINST
    reported = by is not None and Report.objects.filter(decision=decision, by=by, state=Report.State.REFUSED).exists()
    if not against and not (decision.action in IN_FAVOUR and (reported or in_vain)):
        return "This decision is not against you, so there is nothing to appeal."
    if Decision.objects.filter(undoes=decision).exists():
        return "This decision has been taken back: there is nothing to appeal any more."
    if now > last_day(decision):
        return f"A decision can be appealed for {settings.NEWSSTAND_APPEAL_DAYS} days. This one is older."
    if by is not None and Appeal.objects.filter(decision=decision, by=by).exists():
        return TWICE
    return None


@transaction.atomic
def appeal(*, decision: Decision, by: User | None, text: str, now: datetime, in_vain: bool = False) -> Appeal:
    """Ask for another look at a decision, by somebody else than who made it. Once for each person and decision.

    `by` is empty for who gave notice without an account (legal/appeal.py). Raises RefusedError.
    1. Load the thing, locked, and the decision.
    2. Decide whether they may, and whether they said why.
    3. Save the appeal; its case waits again.
    """
    text = plain_text(text)
    if not text:
        raise RefusedError("Say why the decision is wrong.")
    if len(text) > LONGEST:
        raise RefusedError(f"The text has {len(text):,} characters; {LONGEST:,} is the most. Please shorten it.")
    lock(decision)
    refuse(why_not_appeal(decision, by, now, in_vain=in_vain))
    case = open_case(kind=decision.kind, number=decision.number, author=decision.user, appealed=True, now=now)
    try:
        with transaction.atomic():
            return Appeal.objects.create(decision=decision, case=case, by=by, text=text, made_at=now)
    except IntegrityError:
        raise RefusedError(TWICE) from None


def lock(decision: Decision) -> None:
    """Keep others from the thing that was decided about, where it is still there."""
    if subjects.seen(decision.kind, decision.number) is not None:
        subjects.of(decision.kind).lock(decision.number)


@transaction.atomic
def settle_appeal(*, appeal: Appeal, by: User, upheld: bool, answer: str, now: datetime) -> Appeal:
    """Decide an appeal for good: the decision stands (`upheld`), or it is corrected at once.

    Overturned, what was removed or held is shown again, what was left standing is removed, a sanction is lifted.
    Raises RefusedError for who made the decision, whom it is about or who appeals, for who does not moderate, without
    an answer, and for an appeal that is settled.
    1. Load the thing, locked, the appeal and its case.
    2. Decide who may.
    3. Save the outcome, correct what was wrong, tell.
    """
    answer = plain_text(answer)
    lock(appeal.decision)
    appeals = Appeal.objects.select_for_update(of=("self",), no_key=True).select_related("decision__user", "by")
    found = appeals.get(pk=appeal.pk)
    refuse(why_not_settle(found, by, now))
    if not answer:
        raise RefusedError("Write an answer: whoever appealed reads it.")
    if len(answer) > LONGEST:
        raise RefusedError(f"The answer has {len(answer):,} characters; {LONGEST:,} is the most.")
    case = open_case_of(found)
    if case is not None and case.claimed_by and case.claimed_by != by and is_claimed(case, now) and not by.is_editor:
        raise RefusedError(CLAIMED.format(name=case.claimed_by.name, until=case.claimed_until))
    state = Appeal.State.UPHELD if upheld else Appeal.State.OVERTURNED
    close(found, state=state, by=by, answer=answer, now=now)
    if not upheld:
        correct(found, by, answer, now)
    announce(found, now)
    if (still := open_case_of(found)) is not None:
        rest(still, now)
    return found


def open_case_of(appeal: Appeal) -> Case | None:
    """The appeal's case, locked, unless it is closed."""
    cases = Case.objects.select_for_update(of=("self",), no_key=True).select_related("claimed_by")
    return cases.filter(pk=appeal.case_id or 0, closed_at=None).first()


def why_not_settle(appeal: Appeal, by: User, now: datetime) -> str | None:
    """Why somebody may not settle an appeal, or None."""
    if why := why_not_moderate(by, now):
        return why
    if appeal.state != Appeal.State.OPEN:
        return "Somebody has settled this appeal meanwhile."
    if by.pk == appeal.decision.by_id:
        return OWN_DECISION
    return OWN if by.pk in {appeal.by_id, appeal.decision.user_id} else None


def correct(appeal: Appeal, by: User, answer: str, now: datetime) -> None:
    """Do the contrary of the appealed decision, by a decision of its own."""
    decision = appeal.decision
    if decision.action in SANCTIONS:
        sanction = Sanction.objects.filter(decision=decision).select_related("user").first()
        if sanction is not None and sanction.lifted_at is None and (sanction.until is None or sanction.until > now):
            lift(sanction=sanction, by=by, explanation=answer, now=now)
        return
    if subjects.seen(decision.kind, decision.number) is None:
        return
    action = Action.REMOVE if decision.action in IN_FAVOUR else Action.RESTORE
    if decision.action == Action.HOLD:
        action = Action.APPROVE
    reason = reason_of(appeal) if action == Action.REMOVE else ""
    decide(kind=decision.kind, number=decision.number, by=by, action=action, reason=reason, explanation=answer, now=now)


def reason_of(appeal: Appeal) -> str:
    """Why something is removed after all: for what it was reported; who reported nothing here named a law."""
    report = Report.objects.filter(decision=appeal.decision, by=appeal.by).exclude(by=None).first()
    return report.reason if report else "illegal"
