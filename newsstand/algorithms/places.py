"""Which places the names in a text mean, and where the text plays.

Resolution follows the two heuristics that carry most published systems (Leidner 2007): one sense a text, and the
smallest area that holds all that is named, here as support between candidates that lie in or near each other. Added are
the population, a state or country beside the name, and where the outlet is at home.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from newsstand.algorithms.place_names import Candidate, apart_km, lies_in
from newsstand.algorithms.toponyms import LookUp, Toponym, toponyms

NEAR_KM = 120.0
HOME_KM = 150.0
ROUNDS = 3
# Rules that only say that the gazetteer has the name.
UNSUPPORTED = ("the largest of its name", "the only place of its name")
LARGE_TOWN = 100_000
MOST_CANDIDATES = 60


@dataclass(frozen=True, slots=True)
class Weights:
    """What each kind of support is worth, in units of a tenfold population."""

    beside: float = 6.0
    contained: float = 1.6
    near: float = 2.0
    same_state: float = 0.8
    home: float = 3.0
    home_state: float = 1.2
    country: float = 3.0
    state: float = 2.5
    county: float = -1.0
    other_name: float = -1.5


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Resolved:
    """A name in the text and the place it means; `confidence` from 0 to 1, `rule` in words a reader understands."""

    toponym: Toponym
    place: Candidate
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class ArticlePlace:
    """A place where a text plays: how sure, how much of the text is about it (0 to 1), and by which words and rules."""

    place: Candidate
    confidence: float
    weight: float
    evidence: tuple[tuple[str, str], ...]


def resolve(text: str, look_up: LookUp, *, home: Candidate | None = None, weights: Weights = WEIGHTS) -> list[Resolved]:
    """The places that a text names, in reading order."""
    return resolve_all(toponyms(text, look_up), text, home=home, weights=weights)


def by_population(text: str, look_up: LookUp) -> list[Resolved]:
    """The plain baseline: each name means its most populous place."""
    return [Resolved(each, max(each.candidates, key=size), 0.5, UNSUPPORTED[0]) for each in toponyms(text, look_up)]


def size(candidate: Candidate) -> tuple[int, int]:
    return candidate.population, -candidate.number


def resolve_all(
    found: Sequence[Toponym], text: str, *, home: Candidate | None = None, weights: Weights = WEIGHTS
) -> list[Resolved]:
    """The places that these names mean together: each key has one sense in a text."""
    beside = stated(found, text)
    pools = {each.key: pool(each, beside.get(each.key)) for each in found}
    counts = {key: sum(1 for each in found if each.key == key) for key in pools}
    chosen = {key: max(pool, key=lambda c: prior(c, weights)) for key, pool in pools.items()}
    scores: dict[str, list[tuple[float, Candidate, str]]] = {}
    for _ in range(ROUNDS):
        for key, candidates in pools.items():
            others = [(place, counts[other]) for other, place in chosen.items() if other != key]
            scores[key] = sorted(
                (scored(c, others, beside.get(key), home, weights) for c in candidates),
                key=lambda row: (-row[0], row[1].number),
            )
        chosen = {key: rows[0][1] for key, rows in scores.items()}
    return [
        Resolved(each, chosen[each.key], sureness(scores[each.key]), rule_of(each, scores[each.key])) for each in found
    ]


def pool(toponym: Toponym, outer: Candidate | None) -> list[Candidate]:
    """The candidates worth a look: those in the state named beside it where there are any."""
    every = sorted(toponym.candidates, key=size, reverse=True)
    inside = [each for each in every if outer is not None and lies_in(each, outer)]
    return (inside or every)[:MOST_CANDIDATES]


def prior(candidate: Candidate, weights: Weights) -> float:
    """What speaks for a candidate before the text is looked at: people live there, and its level."""
    level = {"country": weights.country, "state": weights.state, "county": weights.county}.get(candidate.level, 0.0)
    return math.log10(candidate.population + 10) + level + (0.0 if candidate.is_main_name else weights.other_name)


def stated(found: Sequence[Toponym], text: str) -> dict[str, Candidate]:
    """Keys whose state, county or country follows after a comma: "Springfield, Ill.", "Aldham, Kent, England"."""
    beside: dict[str, Candidate] = {}
    for left, right in pairwise(found):
        if text[left.end : right.start].strip() not in {",", "in", ", in"} or right.is_people:
            continue
        for outer in sorted(right.candidates, key=size, reverse=True):
            if outer.level != "town" and any(lies_in(each, outer) for each in left.candidates):
                beside.setdefault(left.key, outer)
                break
    return beside


def scored(
    candidate: Candidate,
    others: Sequence[tuple[Candidate, int]],
    outer: Candidate | None,
    home: Candidate | None,
    weights: Weights,
) -> tuple[float, Candidate, str]:
    """A candidate's score and the rule that gave most of it."""
    parts = {UNSUPPORTED[0]: prior(candidate, weights)}
    if outer is not None and lies_in(candidate, outer):
        parts[f"{outer.name} beside it"] = weights.beside
    contained, near, close = support(candidate, others, weights)
    if contained:
        parts[f"{contained[1]} named too"] = contained[0]
    if near:
        parts[f"near {close}"] = near
    if home is not None:
        at_home = weights.home * math.exp(-apart_km(candidate, home) / HOME_KM) if candidate.level != "country" else 0.0
        at_home += weights.home_state * (candidate.country == home.country) / 2
        at_home += weights.home_state * ((candidate.country, candidate.admin1) == (home.country, home.admin1)) / 2
        parts["near the outlet's home"] = at_home
    first, *rest = parts.items()
    best = max(rest, key=lambda part: part[1], default=first)
    return sum(parts.values()), candidate, best[0] if best[1] > 0.5 else first[0]


def support(
    candidate: Candidate, others: Sequence[tuple[Candidate, int]], weights: Weights
) -> tuple[tuple[float, str] | None, float, str]:
    """What other places in the text say for it: (by holding it, by whom), by being near, which is nearest."""
    holding: tuple[float, str] | None = None
    near, nearest, close = 0.0, math.inf, ""
    for other, count in others:
        if other.number == candidate.number:
            continue
        if lies_in(candidate, other) or lies_in(other, candidate):
            worth = (
                weights.contained
                * {"country": 0.5, "state": 1.0}.get(other.level if lies_in(candidate, other) else candidate.level, 1.3)
                * min(2.0, 1 + math.log2(count) / 2)
            )
            if holding is None or worth > holding[0]:
                holding = worth, other.name
        elif candidate.level in {"town", "county"} and other.level in {"town", "county"}:
            far = apart_km(candidate, other)
            near += weights.near * math.exp(-far / NEAR_KM)
            near += weights.same_state * (candidate.country == other.country and candidate.admin1 == other.admin1) / 2
            if far < nearest:
                nearest, close = far, other.name
    return holding, min(near, 2.5 * weights.near), close


def sureness(rows: Sequence[tuple[float, Candidate, str]]) -> float:
    """How sure the best candidate is, from 0 to 1: its share among all (softmax), nearby ones counted with it."""
    best, place, _rule = rows[0]
    shares = [(math.exp(1.5 * (score - best)), each) for score, each, _ in rows]
    together = sum(share for share, each in shares if apart_km(each, place) < 50)
    # A name that only one place has may still be a person's or a firm's.
    return round(0.97 * together / sum(share for share, _ in shares), 3)


def rule_of(toponym: Toponym, rows: Sequence[tuple[float, Candidate, str]]) -> str:
    if toponym.is_people:
        return "a people named"
    if len(rows) == 1 and "beside it" not in rows[0][2]:
        return UNSUPPORTED[1]
    return rows[0][2]


def places_of(headline: str, text: str, look_up: LookUp, *, home: Candidate | None = None) -> list[ArticlePlace]:
    """Where an article plays, the weightiest first: not each state beside a town, nor a people's name alone.

    The headline and the first paragraph count more than what follows.
    """
    whole = f"{headline}\n\n{text}"
    found = resolve(whole, look_up, home=home)
    lead = len(headline) + 2 + (text.find("\n") if "\n" in text else min(len(text), 400))
    beside = {found[i + 1].toponym.start for i in range(len(found) - 1) if qualifies(found[i], found[i + 1], whole)}
    grouped: dict[int, list[tuple[float, Resolved]]] = {}
    for each in found:
        start = each.toponym.start
        worth = 3.0 if start < len(headline) else 2.0 if start < lead else 1.0
        worth *= 0.25 if start in beside else 0.4 if each.toponym.is_people else 1.0
        grouped.setdefault(each.place.number, []).append((worth, each))
    total = sum(min(6.0, sum(worth for worth, _ in rows)) for rows in grouped.values()) or 1.0
    named = [of_rows(rows, total) for rows in grouped.values() if not all(r.toponym.is_people for _, r in rows)]
    return sorted(named, key=lambda each: (-each.weight, each.place.number))


def qualifies(left: Resolved, right: Resolved, text: str) -> bool:
    """Whether the right one only says where the left one is."""
    return text[left.toponym.end : right.toponym.start].strip() == "," and lies_in(left.place, right.place)


def of_rows(rows: Sequence[tuple[float, Resolved]], total: float) -> ArticlePlace:
    """The place that these names mean, with the best of their confidences."""
    worth = min(6.0, sum(weight for weight, _ in rows))
    sure = max(each.confidence * trust(each) for _, each in rows)
    evidence = dict.fromkeys((each.toponym.words, each.rule) for _, each in rows)
    # One passing word is weaker proof than a headline and three paragraphs.
    confidence = round(sure * (0.75 + 0.25 * min(1.0, worth / 3)), 3)
    return ArticlePlace(rows[0][1].place, confidence, round(worth / total, 3), tuple(evidence)[:4])


def trust(each: Resolved) -> float:
    """How far a name alone is believed: a small town that nothing else in the text supports is often a person."""
    place = each.place
    if each.rule not in UNSUPPORTED or place.level != "town" or place.number < 0 or place.population >= LARGE_TOWN:
        return 1.0
    return 0.75 if each.toponym.cue and " " in each.toponym.words else 0.6 if each.toponym.cue else 0.4


def home_of(articles: Sequence[Sequence[tuple[Candidate, float]]]) -> Candidate | None:
    """Where an outlet is at home, by the places (with confidence) that its articles name: the town in whose
    neighbourhood most of its articles play. None where nothing recurs."""
    towns: dict[int, Candidate] = {}
    seen: dict[int, float] = {}
    for article in articles:
        best: dict[int, float] = {}
        for place, confidence in article:
            if place.level in {"town", "county"}:
                towns[place.number] = place
                best[place.number] = max(best.get(place.number, 0.0), confidence)
        for number, confidence in best.items():
            seen[number] = seen.get(number, 0.0) + confidence
    if not seen:
        return None
    around = {
        number: sum(seen[other] * math.exp(-apart_km(place, towns[other]) / 60) for other in towns) + seen[number]
        for number, place in towns.items()
    }
    number = max(around, key=lambda each: (around[each], -each))
    return towns[number] if around[number] >= 2.0 else None
