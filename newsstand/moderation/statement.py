"""The statement of reasons of a decision (DSA Art. 17), for whom it concerns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.db.models import Q

from newsstand.accounts.models import User
from newsstand.moderation import subjects
from newsstand.moderation.appeal import last_day
from newsstand.moderation.models import Appeal, Decision, Finding, Kind, Report, Sanction
from newsstand.moderation.reasons import REASONS, Reason

Action = Decision.Action
MOST_FINDINGS = 20
WHAT = {
    Action.APPROVE: "It was left as it is.",
    Action.REMOVE: "It was removed: nobody but you and the moderators can read it here.",
    Action.HOLD: "It is not shown until a moderator has decided.",
    Action.RESTORE: "It was given back: everybody can read it again.",
    Action.WARN: "You were warned. Nothing is kept from you.",
    Action.MUTE: "You may not comment.",
    Action.WATCH: "What you write waits for a moderator before it is shown.",
    Action.SUSPEND: "Your account is suspended: you may read and appeal.",
    Action.BAN: "Your account is banned: you may read and appeal.",
    Action.STRIKE: "You got a strike for breaking a rule of writing. What it keeps you from stands under Writing.",
    Action.LIFT: "A sanction was lifted: it holds no longer.",
    Action.REOPEN: "A decision was taken back: somebody looks at it again.",
}
SANCTIONS = {Action.WARN, Action.MUTE, Action.WATCH, Action.SUSPEND, Action.BAN, Action.STRIKE}


class Role(Enum):
    """As what somebody reads a statement."""

    CONCERNED = "concerned"
    REPORTER = "reporter"
    MODERATOR = "moderator"


@dataclass(frozen=True, slots=True)
class Statement:
    """All that Art. 17(3) asks for. `text`, `findings` and `explanation` are empty for who may not read them."""

    decision: Decision
    role: Role
    what: str
    until: datetime | None
    is_lifted: bool
    reason: Reason | None
    text: str
    address: str
    explanation: str
    findings: Sequence[Finding]
    report_count: int
    last_day: datetime
    undone: Decision | None
    appeals: Sequence[Appeal]


def role_of(decision: Decision, user: User, *, gave_notice: bool = False) -> Role | None:
    """As what this user may read the statement; None for who may not. One query at most.

    `gave_notice`: they gave notice of illegal content about it (legal/).
    """
    if user.moderates:
        return Role.CONCERNED if decision.user_id == user.pk else Role.MODERATOR
    if decision.user_id == user.pk:
        return Role.CONCERNED
    if gave_notice or Report.objects.filter(decision=decision, by=user).exists():
        return Role.REPORTER
    return None


def statement(decision: Decision, user: User, role: Role) -> Statement:
    """The statement as this user may read it. Seven queries at most."""
    is_private = role is Role.REPORTER
    sanction = Sanction.objects.filter(decision=decision).first() if decision.action in SANCTIONS else None
    appeals = Appeal.objects.filter(decision=decision).select_related("by").order_by("pk")
    if role is not Role.MODERATOR:
        appeals = appeals.filter(by=user)
    left_standing = decision.action in {Action.APPROVE, Action.RESTORE}
    return Statement(
        decision=decision,
        role=role,
        what=words(decision, role),
        until=sanction.until if sanction else None,
        is_lifted=bool(sanction and sanction.lifted_at),
        reason=REASONS.get(decision.reason),
        text=reported_text(decision, user) if is_private else decision.snapshot,
        address=address_of(decision),
        explanation="" if is_private and not left_standing else decision.explanation,
        findings=() if is_private else findings_of(decision),
        report_count=reports_then(decision),
        last_day=last_day(decision),
        undone=Decision.objects.filter(undoes=decision).first(),
        appeals=list(appeals),
    )


def reports_then(decision: Decision) -> int:
    """How many reports waited when it was decided: those it closed too. Of sanctions none."""
    if decision.action in SANCTIONS | {Action.LIFT}:
        return 0
    made = Report.objects.filter(kind=decision.kind, number=decision.number, made_at__lte=decision.decided_at)
    return made.filter(Q(closed_at=None) | Q(closed_at__gte=decision.decided_at)).count()


def words(decision: Decision, role: Role) -> str:
    """What was decided, in a sentence to the reader."""
    said = WHAT[Action(decision.action)]
    if role is Role.CONCERNED:
        return said
    if decision.action == Action.REMOVE:
        return "It was removed."
    return (
        said.replace("Your account", "The account").replace("You were", "The author was").replace("You", "The author")
    )


def reported_text(decision: Decision, user: User) -> str:
    """What a reporter reported: their own snapshot."""
    mine = Report.objects.filter(decision=decision, by=user).order_by("-pk").first()
    return mine.snapshot if mine else ""


def findings_of(decision: Decision) -> list[Finding]:
    """What the rules had found by then, the latest last; about the text alone, not about a sanction."""
    if decision.action in SANCTIONS | {Action.LIFT}:
        return []
    found = Finding.objects.filter(kind=decision.kind, number=decision.number, found_at__lte=decision.decided_at)
    return list(found.exclude(verdict="pass").order_by("-pk")[:MOST_FINDINGS])[::-1]


def address_of(decision: Decision) -> str:
    """Where the thing stands on this site; "" where it does not any more."""
    if decision.kind == Kind.PROFILE:
        return ""
    seen = subjects.seen(decision.kind, decision.number)
    return seen.address if seen is not None else ""
