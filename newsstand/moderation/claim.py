"""A moderator takes a case, so that no two work on the same."""

from datetime import datetime, timedelta

from django.db.models import Q

from newsstand.accounts.models import User
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.may import CLAIMED, refuse, why_not_moderate
from newsstand.moderation.models import Case

CLAIMED_FOR = timedelta(minutes=10)
DECIDED = "Somebody has decided this meanwhile."


def claim(*, case: Case, by: User, now: datetime) -> Case:
    """Take a case for some minutes; taking one's own again starts them anew. An editor takes over from others.

    Raises RefusedError where somebody else has it, or it is decided.
    1. Load nothing: the update itself asks whether the case is free, so that of two at once one gets it.
    2. Decide who may.
    3. Save, and read who has it.
    """
    refuse(why_not_moderate(by, now))
    free = Q(claimed_by=None) | Q(claimed_by=by) | Q(claimed_until__lte=now)
    wanted = Case.objects.filter(pk=case.pk, closed_at=None)
    if not by.is_editor:
        wanted = wanted.filter(free)
    taken = wanted.update(claimed_by=by, claimed_until=now + CLAIMED_FOR)
    found = Case.objects.select_related("claimed_by").get(pk=case.pk)
    if taken:
        return found
    if found.closed_at is not None or found.claimed_by is None:
        raise RefusedError(DECIDED)
    raise RefusedError(CLAIMED.format(name=found.claimed_by.name, until=found.claimed_until))


def release(*, case: Case, by: User) -> None:
    """Give a case back to the others. What somebody else has stays theirs."""
    Case.objects.filter(pk=case.pk, claimed_by=by).update(claimed_by=None, claimed_until=None)
