"""All live candidates of a site in memory, in sorted lists, so that a page asks a few hundred of a hundred thousand."""

import heapq
import math
from bisect import insort
from collections.abc import Hashable, Iterable, Iterator
from itertools import islice

from newsstand.algorithms.ranking import PLAIN, Candidate, Formula, Reader, base, is_hidden, personal

# Candidates that are taken from the head of each list.
FROM_ALL = 140
FROM_EACH = 3
FROM_FOLLOWED = 120
FROM_NEAR = 60
FROM_NEWEST = 30
# Those that are scored part by part in the end.
SHORT = 90
# A reader may follow thousands; their page asks the lists of so many of each kind.
MOST_LISTS = 30
CELL_DEGREES = 0.5
NEAR_KM = 75.0
KM_A_DEGREE = 111.2

# Minus the base (or the hour), the id, the version: sorted, the best comes first, equals by id.
Entry = tuple[float, int, int]
Key = tuple[str, Hashable]


class Pool:
    """Candidates by id, and sorted lists of all of them, of each publisher, author, topic, story and square of the map.

    What changed is entered again; its old entries stay until a list is walked or made anew, and are passed over.
    """

    def __init__(self) -> None:
        self.candidates: dict[int, Candidate] = {}
        self.versions: dict[int, int] = {}
        self.bases: dict[int, float] = {}
        self.lists: dict[Key, list[Entry]] = {}
        self.stale = 0
        self.last = 0

    def __len__(self) -> int:
        return len(self.candidates)

    def fill(self, candidates: Iterable[Candidate]) -> None:
        """Put in many at once: each list is sorted once."""
        for candidate in candidates:
            entry, fresh = self.enter(candidate)
            for key in keys(candidate):
                self.lists.setdefault(key, []).append(entry)
            self.lists.setdefault(("newest", 0), []).append(fresh)
        for entries in self.lists.values():
            entries.sort()

    def put(self, candidate: Candidate) -> None:
        """Put in one, in the place of what had its id."""
        entry, fresh = self.enter(candidate)
        for key in keys(candidate):
            insort(self.lists.setdefault(key, []), entry)
        insort(self.lists.setdefault(("newest", 0), []), fresh)
        self.tidy()

    def enter(self, candidate: Candidate) -> tuple[Entry, Entry]:
        self.stale += candidate.id in self.candidates
        self.last += 1
        self.candidates[candidate.id] = candidate
        self.versions[candidate.id] = self.last
        worth = self.bases[candidate.id] = base(candidate)
        return (-worth, candidate.id, self.last), (-candidate.hour, candidate.id, self.last)

    def drop(self, number: int) -> None:
        """Take one out; nothing happens where it is not there."""
        if self.candidates.pop(number, None) is not None:
            del self.versions[number], self.bases[number]
            self.stale += 1
            self.tidy()

    def drop_before(self, hour: float) -> None:
        """Take out what is older than an hour since 1970."""
        for number in [number for number, candidate in self.candidates.items() if candidate.hour < hour]:
            self.drop(number)

    def tidy(self) -> None:
        """Make the lists anew when half of what they hold is out of date."""
        if self.stale <= 1000 or self.stale <= len(self.candidates):
            return
        standing = list(self.candidates.values())
        self.lists, self.stale = {}, 0
        self.candidates, self.versions, self.bases = {}, {}, {}
        self.fill(standing)

    def head(self, *wanted: Key) -> Iterator[Candidate]:
        """The candidates of one list, or of several together, the best first."""
        found = [entries for key in wanted if (entries := self.lists.get(key))]
        before = 0
        for _, number, version in found[0] if len(found) == 1 else heapq.merge(*found):
            # One that has two places in neighbouring squares comes twice, side by side.
            if version != before and self.versions.get(number) == version:
                before = version
                yield self.candidates[number]

    def shortlist(self, reader: Reader, formula: Formula = PLAIN, *, most: int = SHORT) -> list[Candidate]:
        """The `most` candidates that would score best for this reader, and the newest, by id.

        Walks the heads of the lists of all, of what the reader follows and likes, and of the squares around their
        place; each list gives its best few, and all together their best many.
        """
        found = self.gathered(reader)
        known = self.bases
        found = {number: one for number, one in found.items() if not is_hidden(one, reader)}
        ranked = sorted((-known[n] - personal(one, reader, formula), n) for n, one in found.items())
        chosen = {number for _, number in ranked[:most]}
        newest = islice(self.head(("newest", 0)), FROM_NEWEST)
        chosen.update(candidate.id for candidate in newest if not is_hidden(candidate, reader))
        return [self.candidates[number] for number in sorted(chosen)]

    def gathered(self, reader: Reader, *, from_all: int = FROM_ALL) -> dict[int, Candidate]:
        """All that the heads of the reader's lists hold, by id; of the list of all, the first `from_all`."""
        found = {candidate.id: candidate for candidate in islice(self.head(("all", 0)), from_all)}
        lists = wanted_lists(reader)
        for key in lists:
            found.update((candidate.id, candidate) for candidate in islice(self.head(key), FROM_EACH))
        found.update((candidate.id, candidate) for candidate in islice(self.head(*lists), FROM_FOLLOWED))
        if reader.place is not None:
            near = self.head(*squares_around(*reader.place))
            found.update((candidate.id, candidate) for candidate in islice(near, FROM_NEAR))
        return found


def keys(candidate: Candidate) -> set[Key]:
    """The lists it stands in."""
    found: set[Key] = {("all", 0)}
    found.update(("publisher", number) for number in candidate.publishers)
    found.update(("author", number) for number in candidate.authors)
    found.update(("topic", number) for number, _ in candidate.topics)
    found.update(("square", square(north, east)) for north, east, _ in candidate.places)
    if candidate.story:
        found.add(("story", candidate.story))
    return found


def wanted_lists(reader: Reader) -> list[Key]:
    """The lists of what a reader follows and likes, the strongest likes first, MOST_LISTS of each kind."""
    liked = {
        "publisher": (reader.publishers, reader.likes_publishers),
        "author": (reader.authors, reader.likes_authors),
        "topic": (reader.topics, reader.likes_topics),
        "story": (reader.stories, {}),
    }
    wanted: list[Key] = []
    for kind, (follows, likes) in liked.items():
        strong = sorted((-like, number) for number, like in likes.items() if like > 0)
        numbers = dict.fromkeys([*sorted(follows), *(number for _, number in strong)])
        wanted += [(kind, number) for number in islice(numbers, MOST_LISTS)]
    return wanted


def square(north: float, east: float) -> tuple[int, int]:
    """The square of the map that a place lies in; east and west of the date line are neighbours."""
    return math.floor(north / CELL_DEGREES), math.floor((east + 180.0) % 360.0 / CELL_DEGREES)


def squares_around(north: float, east: float) -> list[Key]:
    """The squares within about NEAR_KM of a place."""
    around = round(360 / CELL_DEGREES)
    row, column = square(north, east)
    up = math.ceil(NEAR_KM / (KM_A_DEGREE * CELL_DEGREES))
    narrow = max(math.cos(math.radians(min(abs(north), 85.0))), 0.05)
    aside = min(math.ceil(NEAR_KM / (KM_A_DEGREE * narrow * CELL_DEGREES)), around // 2)
    columns = {(column + step) % around for step in range(-aside, aside + 1)}
    return [("square", (row + step, at)) for step in range(-up, up + 1) for at in sorted(columns)]
