"""The order of a page, with every number that it was made from, so that it can be told and replayed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from newsstand.algorithms.diversity import Spread, Spreader
from newsstand.algorithms.exploration import MOST_POOL, SLOTS, draw, is_new, propensities
from newsstand.algorithms.ranking import PLAIN, Candidate, Formula, Reader, is_hidden, parts


@dataclass(frozen=True, slots=True)
class Asked:
    """All that an order depends on. `hour`: hours since 1970. `chances`: from 0 to 1, one for each place by chance.

    `learnt`: points by a candidate's id, from a model that may rank; empty where the plain formula ranks alone.
    """

    candidates: tuple[Candidate, ...]
    reader: Reader
    hour: float
    chances: tuple[float, ...]
    length: int
    formula: Formula = PLAIN
    learnt: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Placed:
    """A candidate in its place.

    `parts`: its points in the order of ranking.PARTS. `propensity`: its chance of this place, 1 where no chance was at
    work. `pool`: for a place given by chance, who could have had it: (id, chance).
    """

    candidate: Candidate
    parts: tuple[float, ...]
    learnt: float
    same_source: float
    same_topic: float
    propensity: float = 1.0
    pool: tuple[tuple[int, float], ...] = ()

    @property
    def score(self) -> float:
        """All points together."""
        return sum(self.parts) + self.learnt + self.same_source + self.same_topic

    @property
    def by_chance(self) -> bool:
        """Whether chance put it here."""
        return bool(self.pool)


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate and its points, before it has a place."""

    candidate: Candidate
    parts: tuple[float, ...]
    learnt: float
    total: float


def scored(asked: Asked) -> list[Scored]:
    """Every candidate that is not hidden with its points, the best first, equals by id."""
    found = []
    for candidate in asked.candidates:
        if is_hidden(candidate, asked.reader):
            continue
        its = parts(candidate, asked.reader, hour=asked.hour, formula=asked.formula)
        learnt = asked.learnt.get(candidate.id, 0.0)
        found.append(Scored(candidate, its, learnt, sum(its) + learnt))
    return sorted(found, key=lambda one: (-one.total, one.candidate.id))


def order(asked: Asked) -> list[Placed]:
    """The page from the top. The same `asked` gives the same order, always."""
    ranked = scored(asked)
    by_id = {one.candidate.id: one for one in ranked}
    spreader = Spreader(((one.total, one.candidate) for one in ranked), asked.formula)
    new = [one for one in ranked if is_new(one.candidate, hour=asked.hour)]
    chances = dict(zip(SLOTS, asked.chances, strict=False))
    page: list[Placed] = []
    while len(page) < asked.length:
        pool = [one for one in new if one.candidate.id not in spreader.placed][:MOST_POOL]
        if len(page) in chances and len(pool) > 1:
            page.append(by_chance(pool, chances[len(page)], spreader))
            continue
        best = spreader.best()
        if best is None:
            break
        page.append(placed(best, by_id[best.candidate.id]))
    return page


def placed(spread: Spread, one: Scored) -> Placed:
    return Placed(one.candidate, one.parts, one.learnt, spread.same_source, spread.same_topic)


def by_chance(pool: Sequence[Scored], at: float, spreader: Spreader) -> Placed:
    """One of the pool, drawn by its chance."""
    chances = propensities([one.total for one in pool])
    place = draw(chances, at)
    one = pool[place]
    spread = spreader.put(one.candidate, one.total)
    who = tuple((other.candidate.id, chance) for other, chance in zip(pool, chances, strict=True))
    return replace(placed(spread, one), propensity=chances[place], pool=who)


def packed(asked: Asked) -> dict[str, Any]:
    """All that an order depends on, for JSON; what has its default value is left out."""
    return {
        "candidates": [without_defaults(candidate, Candidate(0, 0, 0.0)) for candidate in asked.candidates],
        "reader": without_defaults(asked.reader, Reader()),
        "hour": asked.hour,
        "chances": list(asked.chances),
        "length": asked.length,
        "formula": asdict(asked.formula),
        "learnt": [[number, points] for number, points in sorted(asked.learnt.items())],
    }


def without_defaults(thing: Candidate | Reader, usual: Candidate | Reader) -> dict[str, Any]:
    named = {name: getattr(thing, name) for name in thing.__slots__}
    return {name: plain(value) for name, value in named.items() if value != getattr(usual, name)}


def plain(value: Any) -> Any:
    """A value as JSON has it, in an order that never changes."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return [[key, value[key]] for key in sorted(value)]
    return value


def unpacked(numbers: Mapping[str, Any]) -> Asked:
    """What `packed` gave, again. Raises KeyError, TypeError or ValueError for anything else."""
    return Asked(
        candidates=tuple(candidate_of(one) for one in numbers["candidates"]),
        reader=reader_of(numbers["reader"]),
        hour=float(numbers["hour"]),
        chances=tuple(numbers["chances"]),
        length=int(numbers["length"]),
        formula=Formula(**numbers["formula"]),
        learnt={int(number): float(points) for number, points in numbers["learnt"]},
    )


def candidate_of(numbers: Mapping[str, Any]) -> Candidate:
    """A candidate from JSON, in which tuples are lists. Raises TypeError for names that it does not have."""
    given = {"id": 0, "article": 0, "hour": 0.0, **numbers}
    for name in ("publishers", "authors"):
        given[name] = tuple(given.get(name, ()))
    for name in ("topics", "places"):
        given[name] = tuple(map(tuple, given.get(name, ())))
    return Candidate(**given)


def reader_of(numbers: Mapping[str, Any]) -> Reader:
    """A reader from JSON. Raises TypeError for names that it does not have."""
    given: dict[str, Any] = {}
    for name, value in numbers.items():
        if name == "place":
            given[name] = (value[0], value[1])
        elif name.startswith("likes_"):
            given[name] = {int(key): float(strength) for key, strength in value}
        else:
            given[name] = frozenset(value)
    return Reader(**given)
