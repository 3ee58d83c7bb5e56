"""What a month's fund gives to whom: by how often articles were read to their end, in whole micros."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from newsstand.algorithms.ad_shares import AD_RULE
from newsstand.algorithms.split import share_of, split

# The formula as data: it goes into every statement, and statements.py computes by it.
FIRST_RULE: Mapping[str, object] = {
    "version": 1,
    "counts": "finished reads",
    "gross": "fund * own finished reads / all finished reads",
    "earned": "gross * share / 10000",
    "lines": "earned * the line's finished reads / own finished reads",
    "rounding": "largest remainder, in micros; equal remainders: the larger weight, then the earlier in order",
}
# Since there are ads; the statements of before keep the first.
RULE: Mapping[str, object] = {
    **FIRST_RULE,
    "version": 2,
    "ads": dict(AD_RULE),
    "closing": "opening + earned + earned by ads - paid",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """How often an article was read to its end on a day; `owner` is who earns by it, opaque."""

    owner: str
    article: int
    day: date
    finished: int


@dataclass(frozen=True, slots=True)
class Line:
    """What an article earned its owner: `micros`, and of each day (day, finished reads, micros)."""

    article: int
    finished: int
    micros: int
    days: tuple[tuple[date, int, int], ...]


@dataclass(frozen=True, slots=True)
class Earned:
    """An owner's month: `gross` is its part of the fund, of which `micros` are its own by `share` (basis points)."""

    owner: str
    finished: int
    gross: int
    share: int
    micros: int
    lines: tuple[Line, ...]

    @property
    def rest(self) -> int:
        """What stays with the platform."""
        return self.gross - self.micros


def divide(fund: int, readings: Iterable[Reading], shares: Mapping[str, int]) -> list[Earned]:
    """Divide a month's `fund` (micros) among all who were read, by RULE; in the order of their names.

    `shares`: each owner's share in basis points. The gross amounts add up to the fund, each owner's lines to what it
    earned, each line's days to the line; no order of the readings makes a difference. Several readings of one article
    and day count together. Nobody is given anything where nobody was read.

    Raises ValueError for a negative fund or count, a share that is none, and KeyError for an owner without one.
    """
    cells: defaultdict[str, defaultdict[tuple[int, date], int]] = defaultdict(lambda: defaultdict(int))
    for one in readings:
        if one.finished < 0:
            raise ValueError(f"article {one.article} cannot have been read {one.finished} times")
        if one.finished:
            cells[one.owner][one.article, one.day] += one.finished
    owners = sorted(cells)
    weights = [sum(cells[owner].values()) for owner in owners]
    grosses = split(fund if owners else 0, weights)
    return [earned(owner, gross, shares[owner], cells[owner]) for owner, gross in zip(owners, grosses, strict=True)]


def earned(owner: str, gross: int, share: int, cells: Mapping[tuple[int, date], int]) -> Earned:
    """What an owner keeps of its `gross`, by article and day: `cells` has the finished reads of each."""
    micros, _ = share_of(gross, share)
    keys = sorted(cells)
    parts = split(micros, [cells[key] for key in keys])
    days: defaultdict[int, list[tuple[date, int, int]]] = defaultdict(list)
    for (article, day), part in zip(keys, parts, strict=True):
        days[article].append((day, cells[article, day], part))
    lines = tuple(
        Line(article, sum(one[1] for one in found), sum(one[2] for one in found), tuple(found))
        for article, found in days.items()
    )
    return Earned(owner, sum(cells.values()), gross, share, micros, lines)


def by_day(found: Iterable[Earned]) -> dict[date, dict[str, int]]:
    """What each owner earned on each day, in micros; nothing where that is nothing."""
    days: defaultdict[date, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one in found:
        for line in one.lines:
            for day, _, micros in line.days:
                if micros:
                    days[day][one.owner] += micros
    return {day: dict(days[day]) for day in sorted(days)}


def formula(share: int) -> str:
    """The formula in a sentence, with somebody's share in basis points."""
    return (
        "What the month's fund holds × your finished reads ÷ all finished reads × "
        f"{percent(share)}. Every article's line is its part of that by its own finished reads."
    )


def percent(basis_points: int) -> str:
    """7000 as "70 %", 6650 as "66.5 %"."""
    return f"{basis_points / 100:g} %"
