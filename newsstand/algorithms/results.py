"""In what order search results stand, and which of them go together."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

DAY = 86_400
# Of a result's worth this much stays however old it is; half of the rest goes with each fortnight.
OLDEST_SHARE = 0.4
HALF_LIFE_DAYS = 14.0
# An article's number holds its second of publication; so many share a second.
SLOTS = 64


class Row(NamedTuple):
    """A found article: its number in the index, its id, how well it fits (above 0), and what it goes together with.

    `group` is a kind ("story", "text") and a number. `is_copy`: it says what another article said first.
    """

    number: int
    article_id: int
    relevance: float
    group: tuple[str, int]
    is_copy: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Results that go together, the best first, copies last."""

    rows: tuple[Row, ...]

    @property
    def first(self) -> Row:
        return self.rows[0]


@dataclass(frozen=True, slots=True)
class Page:
    """Some groups; how many there are in all; the number of the last one's first row, 0 when nothing follows."""

    groups: tuple[Group, ...]
    total: int
    next_after: int


def seconds(number: int) -> int:
    """When an article with this number in the index was published, in seconds since 1970."""
    return number // SLOTS


def number(published: float, slot: int) -> int:
    """The first number to try for an article published then (seconds since 1970): larger is newer."""
    return int(published // 1) * SLOTS + slot % SLOTS


def worth(row: Row, now: float) -> float:
    """How well it fits, times .4 to 1 by its age: news of a fortnight ago has .7, of a year ago .4."""
    age = max(0.0, now - seconds(row.number)) / DAY
    fresh: float = 0.5 ** (age / HALF_LIFE_DAYS)
    return row.relevance * (OLDEST_SHARE + (1 - OLDEST_SHARE) * fresh)


def ordered(rows: Sequence[Row], *, now: float, newest: bool) -> list[Row]:
    """The best first, or the newest; those of equal worth by their number, so that the order is always the same."""
    if newest:
        return sorted(rows, key=lambda row: -row.number)
    return sorted(rows, key=lambda row: (-round(worth(row, now), 6), -row.number))


def together(rows: Sequence[Row]) -> list[Group]:
    """Rows in their order, those that go together under the first of them; copies stand behind what they copy."""
    found: dict[tuple[str, int], list[Row]] = {}
    for row in rows:
        found.setdefault(row.group, []).append(row)
    return [
        Group(tuple(sorted(group, key=attrgetter("is_copy")) if len(group) > 1 else group)) for group in found.values()
    ]


def page(rows: Sequence[Row], *, now: float, newest: bool, after: int, length: int) -> Page:
    """The groups that follow the one whose first row has the number `after` (0: from the beginning).

    When that row is gone meanwhile, the page goes on where it would have stood by age.
    """
    groups = together(ordered(rows, now=now, newest=newest))
    start = 0
    if after:
        places = [at for at, group in enumerate(groups) if group.first.number == after]
        start = places[0] + 1 if places else sum(group.first.number >= after for group in groups) if newest else 0
    shown = tuple(groups[start : start + length])
    more = start + length < len(groups)
    return Page(shown, len(groups), shown[-1].first.number if shown and more else 0)
