"""What a batch of events adds up to: one reader, one article, once a day."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from newsstand.algorithms.read_log import Deed, Event

# So many readers of one article come from one neighbourhood in a day: a carrier has a whole town behind one. What is
# beyond is counted with the robots.
MOST_OF_A_NETWORK = 200


@dataclass(frozen=True, slots=True)
class Deeds:
    """What one reader did with one article on one day. `source` is where they came from when they opened it first."""

    day: date
    article: int
    reader: str
    network: str
    source: str
    finished: bool = False
    referred: bool = False

    @property
    def key(self) -> tuple[date, int, str]:
        return self.day, self.article, self.reader


def by_reader(events: Iterable[Event]) -> list[Deeds]:
    """The events of readers, one for each reader, article and day of UTC, in the order of their first."""
    found: dict[tuple[date, int, str], Deeds] = {}
    for one in events:
        if one.deed in {Deed.ROBOT, Deed.PREFETCH} or not one.reader:
            continue
        deeds = Deeds(one.at.date(), one.article, one.reader, one.network, one.source)
        deeds = found.get(deeds.key, deeds)
        if one.deed is Deed.FINISHED:
            deeds = replace(deeds, finished=True)
        elif one.deed is Deed.REFERRED:
            deeds = replace(deeds, referred=True)
        found[deeds.key] = deeds
    return list(found.values())


def by_request(events: Iterable[Event]) -> Counter[tuple[int, date, Deed]]:
    """Requests of robots and pages fetched in advance, by article, day and which of the two."""
    apart = (Deed.ROBOT, Deed.PREFETCH)
    return Counter((one.article, one.at.date(), one.deed) for one in events if one.deed in apart)


def admitted(
    new: Sequence[Deeds], before: Counter[tuple[date, int, str]], *, most: int = MOST_OF_A_NETWORK
) -> list[bool]:
    """Whether each of these new readers is counted: `before` says how many of their network were, by day and article.

    Readers of no known network are not limited.
    """
    seen = Counter(before)
    found = []
    for one in new:
        seen[one.day, one.article, one.network] += 1
        found.append(not one.network or seen[one.day, one.article, one.network] <= most)
    return found
