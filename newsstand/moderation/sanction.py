"""Sanction a user, openly: whoever is sanctioned is told why, until when, and how to appeal. Lift a sanction early."""

from datetime import datetime, timedelta

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.moderation import listeners, subjects
from newsstand.moderation.decide import clean, why_not_enough
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.may import refuse, why_not_moderate, why_not_sanction
from newsstand.moderation.models import Case, Decision, Kind, Sanction
from newsstand.moderation.reasons import REASONS
from newsstand.moderation.telling import tell_author

MOST_DAYS = 365
WITHOUT_END = {Sanction.Kind.WARN, Sanction.Kind.BAN}


@transaction.atomic
def sanction(
    *,
    user: User,
    kind: str,
    by: User,
    reason: str,
    now: datetime,
    explanation: str = "",
    ground: str = "",
    days: int | None = None,
    case: Case | None = None,
    about: tuple[str, int] | None = None,
) -> Sanction:
    """Warn, mute, watch, suspend or ban a user, from now on for `days` days; warnings and bans have no end.

    It is one decision with a published reason, and the user is told at once: there are no silent sanctions. `case` is
    what gave the occasion; without one the decision is about the thing of that kind and number in `about`, or the
    user's profile.
    Raises RefusedError for somebody who may not sanction this user, without a reason, or with an impossible time.
    1. Load nothing but what is given.
    2. Decide who may whom, the reason, the end.
    3. Save the decision and the sanction; tell.
    """
    chosen = Sanction.Kind(kind)
    refuse(why_not_moderate(by, now))
    refuse(why_not_sanction(by, user))
    explanation, ground = clean(explanation), " ".join(clean(ground).split())
    if reason not in REASONS:
        raise RefusedError("Choose the reason: the user reads it.")
    refuse(why_not_enough(Decision.Action.REMOVE, reason, explanation, ground))
    until = end_of(chosen, days, now)
    aim, number = (case.kind, case.number) if case is not None else about or (Kind.PROFILE, user.pk)
    seen = subjects.seen(aim, number)
    decision = Decision.objects.create(
        case=case,
        kind=aim,
        number=number,
        user=user,
        by=by,
        action=chosen.value,
        reason=reason,
        explanation=explanation,
        ground=ground,
        snapshot=seen.text if seen else "",
        decided_at=now,
    )
    made = Sanction.objects.create(user=user, kind=chosen, decision=decision, since=now, until=until)
    tell_author(decision, now, until)
    listeners.decided(decision, now)
    return made


def end_of(kind: Sanction.Kind, days: int | None, now: datetime) -> datetime | None:
    """When a sanction ends. Raises RefusedError for a time that makes no sense."""
    if kind in WITHOUT_END:
        return None
    if days is None or not 1 <= days <= MOST_DAYS:
        raise RefusedError(f"Say for how many days: from 1 to {MOST_DAYS}.")
    return now + timedelta(days=days)


@transaction.atomic
def lift(*, sanction: Sanction, by: User, explanation: str, now: datetime) -> Decision:
    """End a sanction early, by another decision; the user is told. Raises RefusedError where it has ended, or by
    somebody who could not have made it.

    1. Load the sanction, locked.
    2. Decide who may, and whether it still holds.
    3. Save the end and the decision; tell.
    """
    found = (
        Sanction.objects.select_for_update(of=("self",), no_key=True)
        .select_related("decision", "user")
        .get(pk=sanction.pk)
    )
    refuse(why_not_moderate(by, now))
    refuse(why_not_sanction(by, found.user))
    explanation = clean(explanation)
    refuse(why_not_enough(Decision.Action.LIFT, "", explanation, ""))
    if found.lifted_at is not None or (found.until is not None and found.until <= now):
        raise RefusedError("This sanction has ended already.")
    Sanction.objects.filter(pk=found.pk).update(lifted_at=now)
    decision = Decision.objects.create(
        case=found.decision.case,
        kind=found.decision.kind,
        number=found.decision.number,
        user=found.user,
        by=by,
        action=Decision.Action.LIFT,
        explanation=explanation,
        decided_at=now,
    )
    tell_author(decision, now)
    listeners.decided(decision, now)
    return decision
