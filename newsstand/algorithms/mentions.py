"""Known names in a text, and how much of the text is about each."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

WORD = re.compile(r"\w+(?:[’'\-.]\w+)*", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Found:
    """A known name in a text: whose it is, how it was written, and where it first stands (in characters)."""

    topic_id: int
    name: str
    position: int


class KnownNames:
    """A set of names made ready for looking texts through: one pass a text, whatever the number of names."""

    def __init__(self, names: Mapping[str, int] | Iterable[tuple[str, int]]) -> None:
        self.by_first_word: dict[str, list[tuple[tuple[str, ...], str, int]]] = {}
        for name, topic_id in dict(names).items():
            words = tuple(bare(word) for word in WORD.findall(name))
            if words:
                self.by_first_word.setdefault(words[0], []).append((words, name, topic_id))
        for candidates in self.by_first_word.values():
            candidates.sort(key=lambda candidate: -len(candidate[0]))

    def find(self, text: str) -> list[Found]:
        """The first mention of each topic in reading order; the longest name wins where several fit."""
        found: dict[int, Found] = {}
        for each in self.every(text):
            found.setdefault(each.topic_id, each)
        return sorted(found.values(), key=lambda mention: mention.position)

    def every(self, text: str) -> Iterator[Found]:
        """Every mention in reading order."""
        words = WORD.findall(text) if self.by_first_word else []
        starts = [at for at, word in enumerate(words) if bare(word) in self.by_first_word]
        if not starts:
            # Most texts mention nobody we know: they cost no more than their words.
            return
        positions = [match.start() for match in WORD.finditer(text)]
        following = 0
        for start in starts:
            if start < following:
                continue
            for parts, name, topic_id in self.by_first_word[bare(words[start])]:
                if tuple(bare(word) for word in words[start : start + len(parts)]) == parts:
                    yield Found(topic_id, name, positions[start])
                    following = start + len(parts)
                    break


def bare(word: str) -> str:
    """A word without the possessive: "Aldermouth's" mentions Aldermouth."""
    return word[:-2] if word.endswith(("'s", "’s")) else word


# What the publisher's own word is worth, beside mentions in the text.
SAID = {"about": 3.0, "category": 1.4, "keyword": 1.0, "named": 0.8, "page": 1.0, "editor": 4.0, "text": 0.0}


def weight_of(positions: Iterable[int], *, headline: int, lead: int, said: str = "text") -> float:
    """How much of an article is about a topic, from 0 to 1 with two digits.

    `positions` are those of its mentions in headline and text together; the headline ends at `headline`, the first
    paragraph at `lead`. Each further mention adds less: 1 - exp(-x / 4), where a mention in the text counts 1, one in
    the lead 1.5, one in the headline 3, and the publisher's own word as in `SAID`.
    """
    every = list(positions)
    worth = SAID[said] + sum(3.0 if at < headline else 1.5 if at < lead else 1.0 for at in every)
    return round(1 - math.exp(-worth / 4), 2)
