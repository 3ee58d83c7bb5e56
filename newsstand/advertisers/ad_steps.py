"""One step of an ad on its way to readers. Nobody else writes steps, or where an ad stands."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.models import Ad, AdStep
from newsstand.lib.stamps import touch

State = Ad.State
MOST_REASON = 1000
# From where an ad may go where. Approved ads wait again when reports hold them or their landing page went astray.
WAYS: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.WAITING}),
    State.WAITING: frozenset({State.WAITING, State.APPROVED, State.REFUSED, State.RETIRED}),
    State.APPROVED: frozenset({State.WAITING, State.REMOVED, State.RETIRED}),
    State.REFUSED: frozenset({State.WAITING, State.APPROVED, State.RETIRED}),
    State.REMOVED: frozenset({State.WAITING, State.APPROVED, State.RETIRED}),
    State.RETIRED: frozenset({State.REMOVED}),
}
WHY_NOT = {
    State.DRAFT: "It was not sent in yet.",
    State.WAITING: "It waits for review already.",
    State.APPROVED: "It is approved already.",
    State.REFUSED: "It was refused: make another one that replaces it.",
    State.REMOVED: "It was taken off: make another one that replaces it.",
    State.RETIRED: "It was taken back by its advertiser.",
}


class Found(TypedDict):
    """What a rule found in an ad, as a step keeps it; `verdict` is pass, flag, hold or refuse."""

    rule: str
    verdict: str
    said: str
    mend: str


@transaction.atomic
def take_step(
    *, ad: Ad, state: str, by: User | None, now: datetime, reason: str = "", findings: Sequence[Found] = ()
) -> AdStep:
    """Move an ad on: the only writer of AdStep and of Ad.state. `by` is empty where rules or the clock take the step.

    A step from WAITING to WAITING keeps what was found meanwhile. Raises RefusedError from where it cannot be taken.
    1. Load the ad, locked.
    2. Decide whether there is a way.
    3. Save the step and where the ad stands.
    """
    found = Ad.objects.select_for_update(of=("self",), no_key=True).get(pk=ad.pk)
    chosen = State(state)
    if chosen not in WAYS[State(found.state)]:
        raise RefusedError(WHY_NOT[State(found.state)])
    step = AdStep.objects.create(
        ad=found, state=chosen, by=by, at=now, reason=reason.strip()[:MOST_REASON], findings=list(findings)
    )
    found.state = ad.state = chosen
    found.save(update_fields=["state"])
    # The public library may show it.
    touch(["ads"])
    return step
