"""The figures of one year of moderation, from the rows themselves."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from newsstand.algorithms.figures import share, times
from newsstand.moderation.models import Appeal, Decision, Report, Sanction
from newsstand.moderation.reasons import label_of

Action = Decision.Action
ABOUT_THINGS = (Action.APPROVE, Action.REMOVE, Action.HOLD, Action.RESTORE)


def figures(since: datetime, until: datetime) -> dict[str, Any]:
    """Figures of what was decided from `since` to before `until`. Times are in seconds, shares from 0 to 1.

    Everything counts in the year in which it happened: a report when it was made, an appeal too. Nine queries.
    """
    made = {"decided_at__gte": since, "decided_at__lt": until}
    decisions = Decision.objects.filter(**made)
    return {
        "decisions": decided(decisions),
        "time_to_decision": waited(decisions),
        "reports": reports(since, until),
        "appeals": appeals(since, until),
        "sanctions": sanctions(since, until),
        "rules": rules(decisions),
    }


def decided(decisions: Any) -> dict[str, Any]:
    """How many decisions of which kind for which reason, and how many of them a rule made."""
    groups = list(
        decisions.values("action", "reason").annotate(
            number=Count("pk"), automatic=Count("pk", filter=Q(is_automatic=True))
        )
    )
    total = sum(one["number"] for one in groups)
    automatic = sum(one["automatic"] for one in groups)
    rows = sorted(groups, key=lambda one: (-one["number"], one["action"], one["reason"]))
    return {
        "number": total,
        "automatic": automatic,
        "automatic_share": share(automatic, total),
        "undone": decisions.exclude(undone=None).count(),
        "by_reason_and_action": [
            {
                "reason": one["reason"],
                "reason_label": label_of(one["reason"]) or "No reason needed",
                "action": one["action"],
                "action_label": Action(one["action"]).label,
                "number": one["number"],
                "automatic": one["automatic"],
            }
            for one in rows
        ],
    }


def waited(decisions: Any) -> dict[str, Any]:
    """From when a case was opened to when somebody decided it: decisions by people about things."""
    rows = decisions.filter(is_automatic=False, action__in=ABOUT_THINGS, undoes=None).exclude(case=None)
    pairs = rows.values_list("case__opened_at", "decided_at")
    found = times([max((end - begin).total_seconds(), 0.0) for begin, end in pairs.iterator()])
    return {"number": found.number, "median_seconds": found.median, "p90_seconds": found.p90}


def reports(since: datetime, until: datetime) -> dict[str, Any]:
    rows = Report.objects.filter(made_at__gte=since, made_at__lt=until)
    counted = rows.aggregate(
        number=Count("pk"),
        upheld=Count("pk", filter=Q(state=Report.State.UPHELD)),
        refused=Count("pk", filter=Q(state=Report.State.REFUSED)),
    )
    by_reason = rows.values("reason").annotate(
        number=Count("pk"), upheld=Count("pk", filter=Q(state=Report.State.UPHELD))
    )
    return {
        **counted,
        "upheld_share": share(counted["upheld"], counted["upheld"] + counted["refused"]),
        "by_reason": [
            {**one, "reason_label": label_of(one["reason"])} for one in by_reason.order_by("-number", "reason")
        ],
    }


def appeals(since: datetime, until: datetime) -> dict[str, Any]:
    counted = Appeal.objects.filter(made_at__gte=since, made_at__lt=until).aggregate(
        number=Count("pk"),
        upheld=Count("pk", filter=Q(state=Appeal.State.UPHELD)),
        overturned=Count("pk", filter=Q(state=Appeal.State.OVERTURNED)),
    )
    settled = counted["upheld"] + counted["overturned"]
    return {**counted, "overturned_share": share(counted["overturned"], settled)}


def sanctions(since: datetime, until: datetime) -> dict[str, Any]:
    rows = Sanction.objects.filter(since__gte=since, since__lt=until)
    kinds = rows.values("kind").annotate(number=Count("pk"), lifted=Count("lifted_at")).order_by("kind")
    listed = [{**one, "kind_label": Sanction.Kind(one["kind"]).label} for one in kinds]
    return {"number": sum(one["number"] for one in listed), "by_kind": listed}


def rules(decisions: Any) -> dict[str, Any]:
    """How often a rule was wrong: what it held, and a person showed later."""
    held = decisions.filter(is_automatic=True, action=Action.HOLD)
    later = Decision.objects.filter(
        kind=OuterRef("kind"), number=OuterRef("number"), pk__gt=OuterRef("pk"), is_automatic=False
    )
    counted = held.aggregate(
        held=Count("pk"),
        shown_later=Count("pk", filter=Q(Exists(later.filter(action__in=[Action.APPROVE, Action.RESTORE])))),
    )
    return {**counted, "shown_later_share": share(counted["shown_later"], counted["held"])}


def first_year() -> int | None:
    """The year of the first decision; None where there is none."""
    first = Decision.objects.order_by("decided_at").values_list("decided_at", flat=True).first()
    return first.year if first else None
