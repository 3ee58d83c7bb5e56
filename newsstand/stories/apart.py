"""What editors decided, and the machine therefore leaves alone."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from newsstand.stories.models import Coverage, StoryDecision

Kind = StoryDecision.Kind
ABOUT_COVERAGE = (Kind.MOVE, Kind.SPLIT, Kind.MERGE)


@dataclass(frozen=True, slots=True)
class Apart:
    """Stories about whose coverage an editor decided."""

    decided: frozenset[int]

    def may_merge(self, one: int, other: int) -> bool:
        """Whether the machine may make one story of the two: not where an editor had a hand in either."""
        return one not in self.decided and other not in self.decided


def apart_among(ids: Collection[int]) -> Apart:
    """Those of these stories that editors decided about, and did not take back."""
    if not ids:
        return Apart(frozenset())
    standing = StoryDecision.objects.filter(kind__in=ABOUT_COVERAGE, undone_at=None)
    rows = standing.filter(Q(story__in=ids) | Q(other__in=ids)).values_list("story_id", "other_id")
    decided = {story for row in rows for story in row if story is not None}
    placed = Coverage.objects.filter(story__in=ids, placed_by=Coverage.PlacedBy.EDITOR)
    decided |= set(placed.values_list("story_id", flat=True))
    return Apart(frozenset(decided))
