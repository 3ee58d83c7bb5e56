"""Which stories an editor should look at, and why: what the machine is not sure of, and what it may not do itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta

# An article that joined with little more than just enough (0.5 in stories/cluster.py) may be in the wrong story.
DOUBTFUL = 0.55
# What joined longer ago was read by many since: somebody would have said so.
LOOKED_AT_WITHIN = timedelta(days=3)
# A pinned story to which nothing came for so long keeps newer ones from the top.
QUIET = timedelta(days=2)
# Before a pin runs out an editor may want to pin the story longer.
ENDS_SOON = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a story: its doubtful articles and since when the first is there, its pin, its latest article.

    `doubtful` counts articles that the machine placed less sure than `DOUBTFUL` within `LOOKED_AT_WITHIN`, and that
    readers can see; `doubtful_since` is None where there are none. `pinned_until` is None, too, where it is not pinned.
    """

    doubtful: int
    doubtful_since: datetime | None
    pinned_until: datetime | None
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, in an editor's words, and since when."""

    text: str
    since: datetime


def why(facts: Facts, now: datetime) -> Reason | None:
    """Why a story needs a hand at `now`, or None. What is doubtful comes first: readers see it in the wrong place."""
    if facts.doubtful and facts.doubtful_since is not None:
        text = "An article may not belong" if facts.doubtful == 1 else f"{facts.doubtful} articles may not belong"
        return Reason(text, facts.doubtful_since)
    if facts.pinned_until is None or facts.pinned_until <= now:
        return None
    if facts.joined_at < now - QUIET:
        return Reason("Pinned, and nothing new came to it", facts.joined_at)
    if facts.pinned_until < now + ENDS_SOON:
        return Reason("Its pin runs out", facts.pinned_until - ENDS_SOON)
    return None
