"""What moderators decide about contributors counts at once: a lifted strike, an article taken away or given back."""

from datetime import datetime

from newsstand.contributors.label import recount
from newsstand.contributors.models import Contributor
from newsstand.moderation.listeners import Listener
from newsstand.moderation.models import Appeal, Decision, Kind


def decided(decision: Decision, now: datetime) -> None:
    """Count the label of the contributor that a decision concerns again. One query for everybody else's decisions."""
    is_about_writing = decision.kind == Kind.ARTICLE or decision.action == Decision.Action.LIFT
    if decision.user_id is None or not is_about_writing:
        return
    contributor = Contributor.objects.filter(user=decision.user_id).first()
    if contributor is not None:
        recount(contributor=contributor, now=now)


def appeal_settled(_appeal: Appeal, _now: datetime) -> None:
    """What follows from an appeal is a decision of its own."""


LISTENER = Listener(decided=decided, appeal_settled=appeal_settled)
