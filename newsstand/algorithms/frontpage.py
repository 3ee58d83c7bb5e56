"""Where on the front page each article stands."""

from collections.abc import Sequence
from dataclasses import dataclass

# The lead wants a picture, but not at the price of old news.
LEAD_AMONG = 5
FEATURES = 2
RAIL = 6
SECOND = 4


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Places in the list that was given: each stands in exactly one part. `lead` is None for an empty list."""

    lead: int | None
    features: tuple[int, ...]
    rail: tuple[int, ...]
    second: tuple[int, ...]
    river: tuple[int, ...]


def arrange(pictured: Sequence[bool], *, lead_among: int = LEAD_AMONG) -> Arrangement:
    """Spread articles over the front page. `pictured` says of each, the first first, whether it has a picture to show.

    The lead is the first with a picture among the first `lead_among`, else the first. Features and the second tier take
    the first with pictures; the second tier is full or absent, so that no row has a hole. The rail takes the first of
    what is left, and the rest is the river; both keep their order.
    """
    if not pictured:
        return Arrangement(None, (), (), (), ())
    lead = next((place for place, has in enumerate(pictured[:lead_among]) if has), 0)
    left = [place for place in range(len(pictured)) if place != lead]
    features = [place for place in left if pictured[place]][:FEATURES]
    left = [place for place in left if place not in features]
    rail = left[:RAIL]
    left = left[RAIL:]
    second = [place for place in left if pictured[place]][:SECOND]
    if len(second) < SECOND:
        second = []
    river = [place for place in left if place not in second]
    return Arrangement(lead, tuple(features), tuple(rail), tuple(second), tuple(river))
