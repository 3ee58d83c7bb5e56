"""How each outlet deals with what is contested in it: counted from the same rows that pages show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q

from newsstand.articles.models import may_be_seen
from newsstand.corrections.models import Contest, Correction
from newsstand.publishers.models import Publisher

S = Contest.State


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one publisher, or of what is written here (None): statements contested, and what became of them.

    `late` were answered after their time, `overdue` wait for an answer beyond it. `corrections` and `clarifications`
    are all notes to readers, contested before or not.
    """

    publisher: Publisher | None
    contested: int
    in_time: int
    late: int
    overdue: int
    waiting: int
    corrected: int
    stands: int
    corrections: int
    clarifications: int


def figures(now: datetime) -> list[Figures]:
    """The fact sheet by outlet, the most contested first. Three queries. What was taken back or closed is in none."""
    rows = Contest.objects.asked().exclude(state__in=[S.WITHDRAWN, S.CLOSED]).values("article__publisher")
    answered = Q(state__in=Contest.ANSWERED)
    contests = {
        row["article__publisher"]: row
        for row in rows.order_by().annotate(
            contested=Count("pk"),
            in_time=Count("pk", filter=answered & Q(answered_at__lte=F("due_at"))),
            late=Count("pk", filter=answered & Q(answered_at__gt=F("due_at"))),
            overdue=Count("pk", filter=Q(state=S.OPEN, due_at__lt=now)),
            waiting=Count("pk", filter=Q(state=S.AGAIN) | Q(state=S.OPEN, due_at__gte=now)),
            corrected=Count("pk", filter=Q(state__in=[S.CORRECTED, S.CLARIFIED])),
            stands=Count("pk", filter=Q(state=S.STANDS)),
        )
    }
    kinds = Correction.Kind
    notes = {
        row["article__publisher"]: row
        for row in Correction.objects.order_by()
        .values("article__publisher")
        .annotate(
            corrections=Count("pk", filter=Q(kind=kinds.CORRECTION)),
            clarifications=Count("pk", filter=Q(kind=kinds.CLARIFICATION)),
        )
    }
    numbers = {*contests, *notes}
    known = {one.pk: one for one in Publisher.objects.here().filter(pk__in=[one for one in numbers if one])}
    found = [
        line(known.get(one) if one else None, contests.get(one, {}), notes.get(one, {}))
        for one in numbers
        if one is None or one in known
    ]
    return sorted(
        found, key=lambda row: (-row.contested, -row.corrections, row.publisher.name if row.publisher else "")
    )


COUNTS = ("contested", "in_time", "late", "overdue", "waiting", "corrected", "stands")
NOTES = ("corrections", "clarifications")


def line(publisher: Publisher | None, contests: Mapping[str, Any], notes: Mapping[str, Any]) -> Figures:
    """One outlet's figures, 0 where there is nothing."""
    counts = {name: contests.get(name, 0) for name in COUNTS}
    return Figures(publisher, **counts, **{name: notes.get(name, 0) for name in NOTES})


def listed(
    *, publisher: Publisher | None, before: tuple[datetime, int] | None, most: int, now: datetime
) -> Sequence[Correction]:
    """Up to `most` corrections of articles that a reader may see, the latest first; one query."""
    rows = Correction.objects.filter(may_be_seen(now, via="article__")).select_related("article__publisher", "contest")
    if publisher is not None:
        rows = rows.filter(article__publisher=publisher)
    if before is not None:
        rows = rows.filter(Q(at__lt=before[0]) | Q(at=before[0], pk__lt=before[1]))
    return list(rows.defer("article__body", "article__text").order_by("-at", "-pk")[:most])
