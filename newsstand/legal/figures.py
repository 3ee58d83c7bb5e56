"""Notices of illegal content in the figures of a year."""

from datetime import datetime
from typing import Any

from django.db.models import Count

from newsstand.algorithms.figures import times
from newsstand.legal.models import LegalNotice

State = LegalNotice.State


def figures(since: datetime, until: datetime) -> dict[str, Any]:
    """Notices that came from `since` to before `until`, by how they stand and by the law they were decided on.

    The law as moderators named it: what notifiers wrote is not published. Times in seconds. Three queries.
    """
    rows = LegalNotice.objects.filter(made_at__gte=since, made_at__lt=until)
    states = {one["state"]: one["number"] for one in rows.values("state").annotate(number=Count("pk"))}
    grounds = rows.filter(state=State.ILLEGAL).values("decision__ground").annotate(number=Count("pk"))
    pairs = rows.filter(state__in=[State.LEGAL, State.ILLEGAL]).exclude(decided_at=None)
    waits = pairs.values_list("made_at", "decided_at")
    found = times([(end - begin).total_seconds() for begin, end in waits if end is not None])
    return {
        "number": sum(states.values()),
        "by_state": [
            {"state": one.value, "state_label": one.label, "number": states.get(one.value, 0)} for one in State
        ],
        "by_ground": [
            {"ground": one["decision__ground"] or "Not named", "number": one["number"]}
            for one in grounds.order_by("-number", "decision__ground")
        ],
        "median_seconds": found.median,
        "p90_seconds": found.p90,
    }
