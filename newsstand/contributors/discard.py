"""A contributor throws a draft away."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.algorithms.review import Who
from newsstand.contributors.erase import forget
from newsstand.contributors.errors import RefusedError
from newsstand.contributors.models import Draft, State
from newsstand.contributors.step import locked, who
from newsstand.moderation.standing import standing

STATES = frozenset({State.WRITING, State.DECLINED})


@transaction.atomic
def discard(*, draft: Draft, by: User, now: datetime) -> None:
    """Delete a draft that no reader saw, with its versions, steps, remarks and pictures: for good.

    Raises RefusedError for anybody but its contributor, for one who is suspended, for what is with an editor, and for
    what was published.
    1. Load the draft, locked. 2. Decide who may. 3. Delete.
    """
    found = locked(draft)
    if who(found, by) is not Who.CONTRIBUTOR:
        raise RefusedError("Only its contributor throws a draft away.")
    # What a decision was about must not vanish while it can be appealed.
    if why := standing(by, now).why_not_act:
        raise RefusedError(why)
    if found.state not in STATES or found.article_id is not None:
        raise RefusedError("Only what is being written, or was declined, can be thrown away. Take it back first.")
    forget([found.pk])
