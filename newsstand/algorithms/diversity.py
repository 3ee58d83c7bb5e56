"""No source and no topic fills a page: what repeats those above it loses points."""

import heapq
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from newsstand.algorithms.ranking import Candidate, Formula


@dataclass(frozen=True, slots=True)
class Spread:
    """A candidate in its place, and what it lost to those above it (0 or less)."""

    candidate: Candidate
    score: float
    same_source: float
    same_topic: float


class Above:
    """What stands above: how often each source, and how much of each topic."""

    def __init__(self, formula: Formula) -> None:
        self.formula = formula
        self.sources: Counter[int] = Counter()
        self.topics: dict[int, float] = {}

    def add(self, candidate: Candidate) -> None:
        if candidate.publisher:
            self.sources[candidate.publisher] += 1
        for topic, weight in candidate.topics:
            self.topics[topic] = self.topics.get(topic, 0.0) + weight

    def losses(self, candidate: Candidate) -> tuple[float, float]:
        """Points lost for the same source and for the same topics; both 0 or less, never below `most_same`."""
        most = self.formula.most_same
        topics = sum(weight * self.topics.get(topic, 0.0) for topic, weight in candidate.topics)
        source = self.formula.same_source * self.sources[candidate.publisher] if candidate.publisher else 0.0
        return max(source, most), max(self.formula.same_topic * topics, most)


class Spreader:
    """Takes the best of what is left, again and again, each time counting what stands above already.

    Greedy re-ranking (as in Carbonell and Goldstein's maximal marginal relevance, 1998). What a candidate loses only
    grows, so a score from an earlier look is an upper bound: only the head of the heap is counted afresh (Minoux's lazy
    greedy, 1978). Equal scores are put in the order of ids, so that the result never depends on the order of input.
    """

    def __init__(self, scored: Iterable[tuple[float, Candidate]], formula: Formula) -> None:
        self.above = Above(formula)
        self.heap = [(-score, candidate.id, score, candidate) for score, candidate in scored]
        heapq.heapify(self.heap)
        self.placed: set[int] = set()

    def best(self) -> Spread | None:
        """The best that is left, put in its place; None when nothing is."""
        while self.heap:
            _, number, score, candidate = heapq.heappop(self.heap)
            if number in self.placed:
                continue
            source, topic = self.above.losses(candidate)
            bound = -(score + source + topic)
            if self.heap and (bound, number) > self.heap[0][:2]:
                heapq.heappush(self.heap, (bound, number, score, candidate))
                continue
            return self.put(candidate, score)
        return None

    def put(self, candidate: Candidate, score: float) -> Spread:
        """Put this one in the next place, whatever its score."""
        source, topic = self.above.losses(candidate)
        self.above.add(candidate)
        self.placed.add(candidate.id)
        return Spread(candidate, score, source, topic)
