"""Who may decide about whom."""

from datetime import datetime

from newsstand.accounts.models import User
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.models import Appeal, Case, Decision, Sanction
from newsstand.moderation.standing import standing

NO_MODERATOR = "Only a moderator decides this."
OWN = "It is about your own writing: somebody else has to decide."
OWN_DECISION = "You made the decision that is appealed here: somebody else has to look at it."
A_SANCTION = "An appeal against a sanction waits: answer it first, on the page of its case."
YOURSELF = "Nobody sanctions themselves."
AN_EDITOR = "An editor is not sanctioned: their role has to be taken from them first."
A_MODERATOR = "Only an editor sanctions a moderator."
CLAIMED = "{name} is working on this until {until:%H:%M} UTC. Take another one meanwhile."


def refuse(reason: str | None) -> None:
    """Raise RefusedError when there is a reason to."""
    if reason is not None:
        raise RefusedError(reason)


def why_not_moderate(by: User, now: datetime) -> str | None:
    """Why somebody may decide nothing at all, or None. One query."""
    if not by.moderates:
        return NO_MODERATOR
    return standing(by, now).why_not_act


def why_not_decide(*, by: User, author_id: int | None, case: Case | None, now: datetime) -> str | None:
    """Why `by` may not decide this case, or None: it is theirs, somebody has it, or they decided it before.

    `case` is locked, or nothing else can change it.
    """
    if author_id is not None and by.pk == author_id:
        return OWN
    if case is None:
        return None
    if case.claimed_by is not None and case.claimed_by_id != by.pk and is_claimed(case, now) and not by.is_editor:
        return CLAIMED.format(name=case.claimed_by.name, until=case.claimed_until)
    if case.is_appealed:
        return why_not_answer(by, case)
    return None


def is_claimed(case: Case, now: datetime) -> bool:
    """Whether somebody has the case now."""
    return case.claimed_by_id is not None and case.claimed_until is not None and case.claimed_until > now


def why_not_answer(by: User, case: Case) -> str | None:
    """Why deciding the thing does not answer the case's open appeals, or not by this moderator; None where it does."""
    appealed = Decision.objects.filter(
        kind=case.kind, number=case.number, appeals__case=case, appeals__state=Appeal.State.OPEN
    )
    found = list(appealed.values_list("by", "action"))
    if any(decided_by == by.pk for decided_by, _ in found):
        return OWN_DECISION
    return A_SANCTION if any(action in Sanction.Kind.values for _, action in found) else None


def why_not_sanction(by: User, user: User) -> str | None:
    """Why `by`, who moderates, may not sanction `user`, or None."""
    if by.pk == user.pk:
        return YOURSELF
    if user.is_editor:
        return AN_EDITOR
    return A_MODERATOR if user.moderates and not by.is_editor else None
