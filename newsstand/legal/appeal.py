"""A notifier appeals the decision about their notice, with an account or with the address from the mail alone."""

from datetime import datetime

from django.db import transaction

from newsstand.legal.models import Event, LegalNotice
from newsstand.moderation import appeal as appeals
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.models import Appeal


def why_not_appeal(notice: LegalNotice, now: datetime) -> str | None:
    """Why the notifier may not appeal, or None."""
    if notice.decision is None or notice.state != LegalNotice.State.LEGAL:
        return "There is nothing to appeal: it was not decided against your notice."
    if notice.appeal_id is not None:
        return appeals.TWICE
    return appeals.why_not_appeal(notice.decision, notice.by, now, in_vain=True)


@transaction.atomic
def appeal(*, notice: LegalNotice, text: str, now: datetime) -> Appeal:
    """Ask somebody else to look at a notice that was decided to be wrong; once. Raises RefusedError.

    1. Load the notice, locked after the thing it is about.
    2. Decide whether it was in vain.
    3. Save the appeal, and that it was made.
    """
    if notice.decision is None:
        raise RefusedError("There is no decision yet.")
    appeals.lock(notice.decision)
    rows = LegalNotice.objects.select_for_update(of=("self",), no_key=True).select_related("decision__user", "by")
    found = rows.get(pk=notice.pk)
    if (why := why_not_appeal(found, now)) or found.decision is None:
        raise RefusedError(why or "There is no decision yet.")
    made = appeals.appeal(decision=found.decision, by=found.by, text=text, now=now, in_vain=True)
    found.appeal = made
    found.save(update_fields=["appeal"])
    Event.objects.create(notice=found, what=Event.What.APPEALED, by=found.by, at=now)
    return made
