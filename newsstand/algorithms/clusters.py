"""Articles about one event -> one story, as they arrive, in one pass (docs/decisions, "Stories").

Each open story keeps the sum of its articles' vectors. The weights of that sum hold at the time of its newest article,
so nothing has to be touched as time passes (forward decay: Cormode et al. 2009). A new article meets the stories that
share its heaviest terms; the few that share most are compared exactly. It joins the best one, or opens a story.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from newsstand.algorithms.groups import Group, cross
from newsstand.algorithms.postings import Postings
from newsstand.algorithms.vectors import Vector


@dataclass(frozen=True, slots=True)
class Rules:
    """When an article joins a story. One set for every language, every length and every stream.

    `threshold`: the decayed average likeness that is enough for a text of `full` terms; one of fewer terms needs that
    times (its part of `full`) to the power `short`, because short texts share few words even when they tell the same.
    `best`: so much of what the largest shared term brings does not count: one word in common is a chance.
    `decay_days`: likeness falls to 1/e in so many days. `timeless`: what it is multiplied by where no time is known.
    `crowd`: the sum over a story's articles is divided by their number to this power; 1 would be the plain average,
    which long stories could never reach. `own`: as many times the threshold is needed where all of a story came from
    the article's own publisher, whose texts are alike for other reasons, too. `merging`: two stories become one when
    they are so many thresholds alike.
    """

    threshold: float = 0.14
    full: float = 60.0
    short: float = 0.25
    best: float = 0.5
    decay_days: float = 2.0
    timeless: float = 0.6
    crowd: float = 0.85
    own: float = 1.5
    merging: float = 1.3
    asked_terms: int = 24
    compared: int = 8


RULES = Rules()


@dataclass(frozen=True, slots=True)
class Match:
    """A story that an article could join. `likeness` of 1 is just enough; `shared` are the terms that count most."""

    story: int
    likeness: float
    shared: tuple[int, ...] = ()


@dataclass(slots=True)
class Clusters:
    """The open stories. Deterministic: the same calls in the same order give the same stories."""

    rules: Rules = RULES
    groups: dict[int, Group] = field(default_factory=dict)
    postings: Postings = field(default_factory=Postings)

    def matches(self, vector: Vector) -> list[Match]:
        """The stories that an article with this vector may join, the likeliest first; its likeness is at least 1."""
        found = [Match(story, self.likeness(vector, self.groups[story])) for story in self.candidates(vector)]
        found = sorted((match for match in found if match.likeness >= 1.0), key=lambda m: (-m.likeness, m.story))
        return [Match(m.story, m.likeness, self.groups[m.story].shared(vector.weights)) for m in found]

    def candidates(self, vector: Vector) -> list[int]:
        """The few stories that share most of the heaviest terms."""
        return self.postings.likely(vector.weights, self.groups, terms=self.rules.asked_terms, most=self.rules.compared)

    def likeness(self, vector: Vector, group: Group) -> float:
        """How many times the threshold an article is like a story: the decayed average of its likeness to each."""
        rules = self.rules
        needed = rules.threshold * self.short(len(vector.weights))
        if vector.source and vector.source == group.source:
            needed *= rules.own
        alike = group.dot(vector.weights, rules.best) / math.pow(group.size, rules.crowd)
        return self.near(vector.day, group.day) * alike / needed

    def short(self, terms: float) -> float:
        """The part of the threshold that a text of so many terms needs."""
        return math.pow(min(1.0, max(1.0, terms) / self.rules.full), self.rules.short)

    def near(self, one: float | None, other: float | None) -> float:
        """What the time between two moments (days) leaves of a likeness."""
        if one is None or other is None:
            return self.rules.timeless
        return math.exp(-abs(one - other) / self.rules.decay_days)

    def join(self, story: int, vector: Vector) -> None:
        """Add an article to a story; a story that is not open opens with it."""
        group = self.groups.get(story)
        if group is None:
            group = self.groups[story] = Group(day=vector.day)
        group.add(vector, self.near)
        self.postings.add(story, vector.weights)

    def twin_of(self, story: int, others: Iterable[int]) -> int | None:
        """The one of `others` that tells the same event as `story`: so alike that they should be one."""
        group = self.groups[story]
        best: tuple[float, int] | None = None
        for other in others:
            if other == story or other not in self.groups:
                continue
            theirs = self.groups[other]
            short = self.short(min(group.average_terms(), theirs.average_terms()))
            needed = self.rules.merging * self.rules.threshold * short
            alike = self.near(group.day, theirs.day) * cross(group, theirs) / (group.size * theirs.size)
            if alike >= needed and (best is None or (alike, -other) > best):
                best = (alike, -other)
        return None if best is None else -best[1]

    def merge(self, story: int, gone: int) -> None:
        """Let `story` take over everything of `gone`, which is no longer open."""
        other = self.groups.pop(gone, None)
        if other is None:
            return
        self.groups[story].absorb(other, self.near)
        self.postings.rename(gone, story)

    def close(self, story: int) -> None:
        """Nothing joins it any more. Twice does no harm."""
        if self.groups.pop(story, None) is not None:
            self.postings.leave(self.groups)

    def renumber(self, story: int, number: int) -> None:
        """Let a story be known by another number."""
        group = self.groups.pop(story, None)
        if group is not None:
            self.groups[number] = group
            self.postings.rename(story, number)

    def put(self, story: int, group: Group) -> None:
        """Open a story as it was kept, or anew as it is now."""
        self.groups[story] = group
        self.postings.add(story, group.heaviest())


def place(clusters: Clusters, vector: Vector, new: int) -> tuple[int, int | None]:
    """Let an article find its story: the likeliest, or the number `new`. Returns it, and a story that it took over.

    For streams whose stories nobody else decides about.
    """
    matches = clusters.matches(vector)
    story = matches[0].story if matches else new
    clusters.join(story, vector)
    gone = clusters.twin_of(story, [match.story for match in matches[1:3]]) if len(matches) > 1 else None
    if gone is not None:
        clusters.merge(story, gone)
    return story, gone
