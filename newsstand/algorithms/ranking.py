"""What a front page thinks of a candidate, in points: one point is worth one hour of freshness.

Everything is counted in hours so that it can be told to a reader: "reported by four outlets: as much as being twelve
hours newer". Age is subtracted as it is, so the part that knows no reader (`base`) orders candidates the same way at
any time, and sorted lists of it stay true while the clock goes on. That is the trick of the "hot" order of link sites.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

EARTH_KM = 6371.0
# Further north or south than this nothing is near: it would be worth less than a tenth of a point.
FAR_DEGREES = 3.0
# The names of the parts of a score, in the order of `parts`.
PARTS = ("age", "outlets", "reading", "talk", "quiet", "hidden", "pin", "near", "follows", "affinity", "seen")

Topics = tuple[tuple[int, float], ...]
Places = tuple[tuple[float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may stand on a page: a story by its leading article, or an article alone (`story` 0).

    `hour`: hours since 1970 of the newest thing it adds. `shown`: how often somebody looked at it on a page.
    `opened`, `read`, `saved`, `hidden`: readers, weighed so that one neighbourhood counts as two at most. `rate`:
    articles a day of its publisher. `topics`: (id, weight 0 to 1); `places`: (degrees north, degrees east, confidence
    0 to 1). `publisher` 0: written here.
    """

    id: int
    article: int
    hour: float
    story: int = 0
    outlets: int = 1
    shown: float = 0.0
    opened: float = 0.0
    read: float = 0.0
    saved: float = 0.0
    hidden: float = 0.0
    comments: int = 0
    rate: float = 4.0
    pinned: bool = False
    publisher: int = 0
    publishers: tuple[int, ...] = ()
    authors: tuple[int, ...] = ()
    topics: Topics = ()
    places: Places = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """What the page knows of whoever reads it; empty for anybody. Ids; affinities from -1 to 1."""

    place: tuple[float, float] | None = None
    publishers: frozenset[int] = frozenset()
    authors: frozenset[int] = frozenset()
    topics: frozenset[int] = frozenset()
    stories: frozenset[int] = frozenset()
    likes_publishers: Mapping[int, float] = field(default_factory=dict)
    likes_authors: Mapping[int, float] = field(default_factory=dict)
    likes_topics: Mapping[int, float] = field(default_factory=dict)
    hidden_articles: frozenset[int] = frozenset()
    hidden_stories: frozenset[int] = frozenset()
    hidden_publishers: frozenset[int] = frozenset()
    hidden_authors: frozenset[int] = frozenset()
    hidden_topics: frozenset[int] = frozenset()
    seen: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Formula:
    """How many points each thing is worth. `name` is stored with every order."""

    name: str = "plain-1"
    doubled_outlets: float = 6.0
    most_outlets: float = 24.0
    # Of those who look at a card, so many usually read the article; until so many have looked, little is concluded.
    usual_reading: float = 0.1
    doubt: float = 60.0
    doubled_reading: float = 2.0
    most_reading: float = 4.0
    least_reading: float = -5.0
    doubled_talk: float = 1.5
    most_talk: float = 6.0
    # A source gets this for each halving of its output below the usual number of articles a day.
    halved_rate: float = 1.0
    usual_rate: float = 8.0
    most_quiet: float = 4.0
    doubled_hidden: float = -2.0
    most_hidden: float = -8.0
    pin: float = 48.0
    at_the_place: float = 16.0
    half_km: float = 25.0
    follows_publisher: float = 5.0
    follows_author: float = 8.0
    follows_topic: float = 7.0
    follows_story: float = 10.0
    most_follows: float = 14.0
    likes: float = 8.0
    most_likes: float = 10.0
    seen: float = -12.0
    same_source: float = -3.0
    same_topic: float = -2.0
    most_same: float = -15.0


PLAIN = Formula()


def doubling(amount: float, points: float, most: float) -> float:
    """`points` for each doubling of 1 + amount, no further from 0 than `most`."""
    worth = points * math.log2(1.0 + amount)
    return max(worth, most) if points < 0 else min(worth, most)


def interest(candidate: Candidate) -> float:
    """How many readers it was worth their time: opening is a promise of the headline, reading to the end a verdict."""
    return candidate.read + candidate.saved + 0.25 * candidate.opened


def reading_rate(candidate: Candidate, formula: Formula) -> float:
    """The share of those who looked at it to whom it was worth their time; near the usual one while few have looked.

    More readers than have looked at it on a page prove nothing about the page: clicks from elsewhere can be bought.
    What is bought nonetheless is soon outweighed by those who look and pass on.
    """
    wanted = min(interest(candidate), candidate.shown)
    return (wanted + formula.usual_reading * formula.doubt) / (candidate.shown + formula.doubt)


def reading(candidate: Candidate, formula: Formula) -> float:
    """Points for being read more than usual, or less."""
    worth = formula.doubled_reading * math.log2(reading_rate(candidate, formula) / formula.usual_reading)
    return min(max(worth, formula.least_reading), formula.most_reading)


def lasting(candidate: Candidate, formula: Formula) -> tuple[float, float, float, float, float, float]:
    """The parts that know no reader and no time: outlets, reading, talk, quiet, hidden, pin."""
    halvings = math.log2(formula.usual_rate / max(candidate.rate, 0.01))
    return (
        doubling(candidate.outlets - 1, formula.doubled_outlets, formula.most_outlets),
        reading(candidate, formula),
        doubling(candidate.comments, formula.doubled_talk, formula.most_talk),
        min(max(halvings, 0.0) * formula.halved_rate, formula.most_quiet),
        doubling(candidate.hidden, formula.doubled_hidden, formula.most_hidden),
        formula.pin if candidate.pinned else 0.0,
    )


def base(candidate: Candidate, formula: Formula = PLAIN) -> float:
    """Its score for anybody, at the hour 0: subtract the present hour for the score now."""
    return candidate.hour + sum(lasting(candidate, formula))


def kilometres(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Great-circle distance of two places in degrees north and east (haversine)."""
    north, east = math.radians(there[0] - here[0]), math.radians(there[1] - here[1])
    across = math.cos(math.radians(here[0])) * math.cos(math.radians(there[0]))
    chord = math.sin(north / 2) ** 2 + across * math.sin(east / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))


def nearness(candidate: Candidate, place: tuple[float, float] | None, formula: Formula) -> float:
    """Points for the nearest of its places: all of them there, half of them `half_km` away, none beyond FAR_DEGREES."""
    best = 0.0
    if place is None:
        return best
    for north, east, sure in candidate.places:
        if abs(north - place[0]) <= FAR_DEGREES:
            far = kilometres(place, (north, east)) / formula.half_km
            best = max(best, sure * formula.at_the_place / (1.0 + far * far))
    return best


def follow_points(candidate: Candidate, reader: Reader, formula: Formula) -> float:
    """The best of what is followed counts in full, the others a quarter."""
    found = [weight for weight in (formula.follows_story,) if candidate.story in reader.stories]
    if not reader.publishers.isdisjoint(candidate.publishers):
        found.append(formula.follows_publisher)
    if not reader.authors.isdisjoint(candidate.authors):
        found.append(formula.follows_author)
    if reader.topics:
        found += [formula.follows_topic * max(w, 0.4) for topic, w in candidate.topics if topic in reader.topics]
    if not found:
        return 0.0
    best = max(found)
    return min(best + (sum(found) - best) / 4, formula.most_follows)


def affinity(candidate: Candidate, reader: Reader) -> float:
    """The sum of what the page believes they like of it: topics by their weight, publisher, authors."""
    likes = reader.likes_topics
    total = sum(max(weight, 0.2) * likes[topic] for topic, weight in candidate.topics if topic in likes)
    total += 0.5 * reader.likes_publishers.get(candidate.publisher, 0.0)
    return total + 0.6 * sum(reader.likes_authors.get(author, 0.0) for author in candidate.authors)


def for_reader(candidate: Candidate, reader: Reader, formula: Formula) -> tuple[float, float, float, float]:
    """The parts that know the reader and no time: near, follows, affinity, seen."""
    liked = formula.likes * affinity(candidate, reader)
    return (
        nearness(candidate, reader.place, formula),
        follow_points(candidate, reader, formula),
        min(max(liked, -formula.most_likes), formula.most_likes),
        formula.seen if candidate.article in reader.seen else 0.0,
    )


def personal(candidate: Candidate, reader: Reader, formula: Formula = PLAIN) -> float:
    """What the reader adds to its score: with `base`, and without the present hour, the whole score."""
    return sum(for_reader(candidate, reader, formula))


def parts(candidate: Candidate, reader: Reader, *, hour: float, formula: Formula = PLAIN) -> tuple[float, ...]:
    """Its score for a reader at an hour since 1970, part by part in the order of PARTS. The score is their sum."""
    return (candidate.hour - hour, *lasting(candidate, formula), *for_reader(candidate, reader, formula))


def is_hidden(candidate: Candidate, reader: Reader) -> bool:
    """Whether the reader said that they do not want to see it."""
    return (
        candidate.article in reader.hidden_articles
        or candidate.story in reader.hidden_stories
        or candidate.publisher in reader.hidden_publishers
        or not reader.hidden_authors.isdisjoint(candidate.authors)
        or any(topic in reader.hidden_topics and weight >= 0.3 for topic, weight in candidate.topics)
    )
