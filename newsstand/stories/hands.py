"""Stories that need an editor's hand, as `algorithms/needs_hand.py` says: the same rule in the database's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from newsstand.algorithms.needs_hand import DOUBTFUL, ENDS_SOON, LOOKED_AT_WITHIN, QUIET, Facts, Reason, why
from newsstand.stories.models import Coverage, CoverageQuerySet, Story


@dataclass(frozen=True, slots=True)
class Hand:
    """A story, why it needs a hand, and how many of its articles are doubtful."""

    story: Story
    reason: Reason
    doubtful: int


def doubtful(now: datetime) -> CoverageQuerySet:
    """Coverage that the machine was not sure of, lately, and about which no editor said anything."""
    rows = Coverage.objects.shown(now)
    return rows.filter(placed_by=Coverage.PlacedBy.MACHINE, score__lt=DOUBTFUL, joined_at__gte=now - LOOKED_AT_WITHIN)


def needing(now: datetime) -> "QuerySet[Story]":
    """The stories that need a hand, in no order: for counting them, too."""
    pinned = Q(pinned_until__gt=now) & (Q(joined_at__lt=now - QUIET) | Q(pinned_until__lt=now + ENDS_SOON))
    uncertain = Exists(doubtful(now).filter(story=OuterRef("pk")))
    return Story.objects.shown().filter(Q(uncertain) | pinned)


def hands(*, now: datetime, most: int) -> Sequence[Hand]:
    """The `most` stories that waited longest, the longest-waiting first. One query."""
    own = doubtful(now).filter(story=OuterRef("pk")).order_by().values("story")
    rows = needing(now).annotate(
        doubtful=Coalesce(Subquery(own.annotate(found=Count("pk")).values("found")), 0),
        doubtful_since=Subquery(own.annotate(found=Min("joined_at")).values("found")),
    )
    rows = rows.defer("centroid").order_by(Coalesce("doubtful_since", "joined_at"), "pk")
    found = [(row, why(facts_of(row), now)) for row in rows[:most]]
    return [Hand(row, reason, facts_of(row).doubtful) for row, reason in found if reason is not None]


def facts_of(row: Story) -> Facts:
    """What the rule asks of an annotated row."""
    return Facts(
        doubtful=row.doubtful,  # type: ignore[attr-defined]
        doubtful_since=row.doubtful_since,  # type: ignore[attr-defined]
        pinned_until=row.pinned_until,
        joined_at=row.joined_at,
    )
