"""A town that is known through and through: readers with tastes, publishers with rhythms, and a farm that sells clicks.

What each reader would make of each article is known here and nowhere else, so that the page can be held against the
best order there is. The page itself sees only what a real one sees: signals.
"""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from random import Random

from newsstand.algorithms.crowds import strength, weight
from newsstand.algorithms.exploration import SLOTS
from newsstand.algorithms.learning import Model, examined, features, points
from newsstand.algorithms.orders import Asked, Placed, order
from newsstand.algorithms.pool import Pool
from newsstand.algorithms.ranking import Candidate, Reader, parts
from newsstand.algorithms.replay import Comparison, Logged, compare

START = 490_000
TOPICS = 24
LENGTH = 24
LIVE_HOURS = 72
FARM = 999
FARM_NETWORKS = 8
FARM_CLICKS = 4000


@dataclass(slots=True)
class Person:
    """A reader: what they truly like, where they live, and what the page has seen of them."""

    number: int
    tastes: dict[int, float]
    place: tuple[float, float]
    met: Counter[int] = field(default_factory=Counter)
    liked: Counter[int] = field(default_factory=Counter)
    seen: set[int] = field(default_factory=set)

    def known(self) -> Reader:
        """What the page knows."""
        likes = {
            topic: round(strength(liked=self.liked[topic], met=max(met, self.liked[topic])), 3)
            for topic, met in self.met.items()
        }
        return Reader(place=self.place, likes_topics=likes, seen=frozenset(self.seen))


@dataclass(slots=True)
class Paper:
    """A publisher: how many articles an hour it brings, how good they are on the whole, where it reports from."""

    number: int
    rate: float
    skill: float
    place: tuple[float, float]


@dataclass(slots=True)
class Town:
    """The town as time goes by. `quality` is how good each article truly is, from 0 to 1."""

    chance: Random
    people: list[Person]
    papers: list[Paper]
    farms: bool = True
    pool: Pool = field(default_factory=Pool)
    quality: dict[int, float] = field(default_factory=dict)
    networks: dict[int, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    logged: list[tuple[Placed, Asked, float]] = field(default_factory=list)
    farmed: list[int] = field(default_factory=list)
    last: int = 0

    def add(self, paper: Paper, hour: float, *, outlets: int = 1) -> Candidate:
        """An article of a paper; several outlets make one story of it."""
        self.last += 1
        draw = self.chance
        candidate = Candidate(
            id=self.last,
            article=self.last,
            hour=hour,
            outlets=outlets,
            rate=round(24 * paper.rate, 2),
            publisher=paper.number,
            publishers=(paper.number,),
            topics=((draw.randrange(TOPICS), 1.0),),
            places=((*paper.place, 0.9),),
        )
        event = 0.25 * math.log2(outlets)
        self.quality[candidate.id] = min(1.0, max(0.02, draw.gauss(paper.skill + event, 0.15)))
        self.pool.put(candidate)
        return candidate

    def worth(self, person: Person, candidate: Candidate, hour: float) -> float:
        """The chance that this person, looking at it, reads it to the end: nobody but us knows it."""
        if candidate.id in person.seen:
            return 0.0
        taste = person.tastes.get(candidate.topics[0][0], 0.0)
        near = 1.0 if math.dist(candidate.places[0][:2], person.place) < 0.3 else 0.0
        stale = (hour - candidate.hour) / 14.0
        lean = -3.2 + 2.6 * self.quality[candidate.id] + 1.8 * taste + 0.8 * near - stale
        return 1.0 / (1.0 + math.exp(-lean))


def make_town(*, people: int, papers: int, seed: int, farms: bool = True) -> Town:
    """Everybody with one or two loves, one dislike and a home; a third of the papers quiet and good, some loud."""
    chance = Random(seed)
    homes = [(50.0 + 0.5 * step, 4.0) for step in range(4)]
    town: list[Person] = []
    for number in range(people):
        loves = chance.sample(range(TOPICS), 3)
        town.append(Person(number, {loves[0]: 1.0, loves[1]: 0.8, loves[2]: -1.0}, chance.choice(homes)))
    kinds = [(0.9, 0.35), (0.3, 0.45), (0.06, 0.65)]
    made = [Paper(n + 1, *kinds[n % 3], homes[n % len(homes)]) for n in range(papers)]
    return Town(chance, town, made, farms)


def hour_of_news(town: Town, hour: int) -> None:
    """What the papers bring in an hour, now and then an event that several report, and what the farm does."""
    draw = town.chance
    for paper in town.papers:
        for _ in range(poisson(draw, paper.rate)):
            town.add(paper, hour - draw.random())
    if draw.random() < 0.3:
        town.add(draw.choice(town.papers), hour - draw.random(), outlets=draw.randint(2, 10))
    if town.farms and hour % 12 == 6:
        farm = Paper(FARM, 0.08, 0.05, (50.0, 4.0))
        one = town.add(farm, hour - 0.5)
        town.farmed.append(one.id)
        for click in range(FARM_CLICKS):
            heard(town, one.id, network=-1 - click % FARM_NETWORKS, opened=True, read=True)
    town.pool.drop_before(hour - LIVE_HOURS)


def poisson(draw: Random, rate: float) -> int:
    """Knuth's way: fine for small rates."""
    limit, product, count = math.exp(-rate), draw.random(), 0
    while product > limit:
        product *= draw.random()
        count += 1
    return count


def heard(town: Town, article: int, *, network: int, opened: bool, read: bool) -> None:
    """A signal reaches the numbers of its candidate, weighed as in real life (ranking.signals)."""
    candidate = town.pool.candidates.get(article)
    if candidate is None:
        return
    before = town.networks[article][network]
    town.networks[article][network] += 1
    counts = weight(before, today=before)
    town.pool.put(replace(candidate, opened=candidate.opened + counts * opened, read=candidate.read + counts * read))


def shown(town: Town, number: int, looks: float) -> None:
    """A page says that it was shown."""
    candidate = town.pool.candidates[number]
    town.pool.put(replace(candidate, shown=candidate.shown + looks))


def visit(town: Town, person: Person, hour: int, *, model: Model | None = None) -> tuple[float, float, list[Placed]]:
    """One person looks at their page: what it was worth to them, what the best order would have been, and the page."""
    reader = person.known()
    draws = tuple(town.chance.random() for _ in SLOTS)
    short = tuple(town.pool.shortlist(reader))
    learnt = points(model, short, reader, hour=hour) if model else {}
    asked = Asked(short, reader, float(hour), draws, LENGTH, learnt=learnt)
    page = order(asked)
    got = sum(examined(at) * town.worth(person, one.candidate, hour) for at, one in enumerate(page))
    live = sorted((town.worth(person, one, hour) for one in town.pool.candidates.values()), reverse=True)
    best = sum(examined(at) * worth for at, worth in enumerate(live[:LENGTH]))
    for at, one in enumerate(page):
        shown(town, one.candidate.id, examined(at))
        reads = look(town, person, one, at, hour)
        if one.by_chance:
            town.logged.append((one, asked, reads))
    return got, best, page


def look(town: Town, person: Person, one: Placed, at: int, hour: int) -> float:
    """Whether they look so far, open it and read it; the page hears of it."""
    draw, candidate = town.chance, one.candidate
    if draw.random() > examined(at):
        return 0.0
    reads = draw.random() < town.worth(person, candidate, hour)
    opens = reads or draw.random() < 0.05
    if not opens:
        return 0.0
    person.seen.add(candidate.article)
    topic = candidate.topics[0][0]
    person.met[topic] += 1
    person.liked[topic] += reads
    heard(town, candidate.id, network=person.number, opened=True, read=reads)
    return float(reads)


def teach_and_compare(town: Town) -> Comparison:
    """A model that learnt from the first half of what chance placed, held against the formula on the second half."""
    half = len(town.logged) // 2
    model = Model()
    for one, asked, reads in town.logged[:half]:
        model.learn(features(one.candidate, asked.reader, hour=asked.hour), happened=reads > 0)
    held = town.logged[half:]

    def best(number: int, learnt: Model | None) -> int:
        one, asked, _ = held[number]
        known = {candidate.id: candidate for candidate in asked.candidates}
        pool = [known[candidate] for candidate, _ in one.pool]
        extra = points(learnt, pool, asked.reader, hour=asked.hour) if learnt else {}
        return max(pool, key=lambda c: sum(parts(c, asked.reader, hour=asked.hour)) + extra.get(c.id, 0.0)).id

    return compare(
        [Logged(one.pool, one.candidate.id, reads, 1.0) for one, _, reads in held],
        plain=lambda number: best(number, None),
        model=lambda number: best(number, model),
    )
