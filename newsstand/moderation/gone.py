"""A case whose thing is not there any more."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.moderation import subjects
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.may import refuse, why_not_moderate
from newsstand.moderation.models import Case, Report
from newsstand.notices.models import Notice
from newsstand.notices.tell import tell

THERE = "It is there: decide about it."


@transaction.atomic
def close_gone(*, case: Case, by: User, now: datetime) -> None:
    """Close the case of something that is not there any more, with its reports; whoever reported it is told.

    Raises RefusedError where it is there, and for who does not moderate. There is nothing to decide: no decision.
    1. Load the case, locked, and its reports.
    2. Decide whether the thing is gone.
    3. Save; tell.
    """
    refuse(why_not_moderate(by, now))
    found = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    if subjects.seen(found.kind, found.number) is not None:
        raise RefusedError(THERE)
    found.closed_at, found.claimed_by, found.claimed_until = now, None, None
    found.save(update_fields=["closed_at", "claimed_by", "claimed_until"])
    for report in Report.objects.filter(case=found, state=Report.State.OPEN).select_related("by"):
        report.state, report.closed_at = Report.State.REFUSED, now
        report.save(update_fields=["state", "closed_at"])
        if report.by is not None:
            tell(
                user=report.by,
                kind=Notice.Kind.OUTCOME,
                key=f"report:{report.pk}:gone",
                title="What you reported is not there any more",
                text="It left the site before a moderator looked at it.",
                address="/you/reports",
                now=now,
            )
