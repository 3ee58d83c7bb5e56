"""Which open stories a term leads to: an inverted index that forgets what is closed."""

from collections.abc import Container, Iterable, Mapping, Sized
from dataclasses import dataclass, field
from heapq import nlargest
from operator import itemgetter
from typing import Protocol

# A term leads to no more stories than this, the latest: what leads everywhere says nothing.
MOST_OF_A_TERM = 100
INDEXED = 40
# The index is swept when so many stories were closed since, or as many as are open.
SWEEP_AFTER = 2000


class Open(Container[int], Sized, Protocol):
    """The stories that are open."""


@dataclass(slots=True)
class Postings:
    """Term -> the stories that were added to with it, the latest last; one may stand there several times."""

    stories: dict[int, list[int]] = field(default_factory=dict)
    renamed: dict[int, int] = field(default_factory=dict)
    left: int = 0

    def add(self, story: int, keys: Iterable[int]) -> None:
        """Let the first forty of these terms, heaviest first, lead to the story."""
        for key, _ in zip(keys, range(INDEXED), strict=False):
            rows = self.stories.get(key)
            if rows is None:
                self.stories[key] = [story]
            elif rows[-1] != story:
                rows.append(story)
                if len(rows) > 2 * MOST_OF_A_TERM:
                    self.stories[key] = latest(self.now(row) for row in rows)

    def now(self, story: int) -> int:
        """The story that a story has become part of."""
        while story in self.renamed:
            story = self.renamed[story]
        return story

    def likely(self, weights: Mapping[int, float], open_stories: Open, *, terms: int, most: int) -> list[int]:
        """The open stories that share most of the heaviest terms: the sum of the squares of the weights shared."""
        found: dict[int, float] = {}
        renamed = self.renamed
        for (key, weight), _ in zip(weights.items(), range(terms), strict=False):
            rows = self.stories.get(key)
            if rows is None:
                continue
            square = weight * weight
            for story in set(rows[-MOST_OF_A_TERM:]):
                real = self.now(story) if story in renamed else story
                found[real] = found.get(real, 0.0) + square
        # Some of them may be closed; of the rest hardly any could be the likeliest.
        likely = nlargest(4 * most, found.items(), key=itemgetter(1))
        rows_by_share = sorted((-share, story) for story, share in likely if story in open_stories)
        return [story for _, story in rows_by_share[:most]]

    def rename(self, gone: int, story: int) -> None:
        """What led to one story leads to another from now on."""
        self.renamed[gone] = story

    def leave(self, open_stories: Open) -> None:
        """A story was closed. When many were, what leads nowhere is dropped."""
        self.left += 1
        if self.left < max(SWEEP_AFTER, len(open_stories)):
            return
        self.left = 0
        for key, rows in list(self.stories.items()):
            kept = latest(real for row in rows if (real := self.now(row)) in open_stories)
            if kept:
                self.stories[key] = kept
            else:
                del self.stories[key]
        self.renamed.clear()


def latest(stories: Iterable[int]) -> list[int]:
    """Each story once, where it stands last, and of them the latest."""
    kept = list(dict.fromkeys(reversed(list(stories))))[:MOST_OF_A_TERM]
    return kept[::-1]
