"""What is known of a user's conduct, for those who decide about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from newsstand.accounts.models import User
from newsstand.moderation.models import Decision, Note, Report, Sanction
from newsstand.moderation.standing import standing

MOST_DECISIONS = 30
MOST_NOTES = 30


@dataclass(frozen=True, slots=True)
class Record:
    """`in_force` are the sanctions that hold now; `sanctions` all of them, `reports_made` those closed or open,
    `reports_upheld` among them. `notes` are the moderators' alone.
    """

    user: User
    in_force: Sequence[Sanction]
    sanctions: Sequence[Sanction]
    decisions: Sequence[Decision]
    reports_made: int
    reports_upheld: int
    notes: Sequence[Note]


def record(user: User, now: datetime) -> Record:
    """A user's record. Five queries."""
    made = Report.objects.filter(by=user).aggregate(
        made=Count("pk"), upheld=Count("pk", filter=Q(state=Report.State.UPHELD))
    )
    decisions = Decision.objects.filter(user=user).select_related("by", "undone").order_by("-pk")
    return Record(
        user=user,
        in_force=standing(user, now).sanctions,
        sanctions=list(Sanction.objects.filter(user=user).select_related("decision").order_by("-pk")[:MOST_DECISIONS]),
        decisions=list(decisions[:MOST_DECISIONS]),
        reports_made=made["made"],
        reports_upheld=made["upheld"],
        notes=list(Note.objects.filter(user=user).select_related("by").order_by("-pk")[:MOST_NOTES]),
    )
