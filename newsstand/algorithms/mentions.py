"""Known names in a text."""

import re
from collections.abc import Iterable, Mapping
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
        words = WORD.findall(text) if self.by_first_word else []
        starts = [at for at, word in enumerate(words) if bare(word) in self.by_first_word]
        if not starts:
            # Most texts mention nobody we know: they cost no more than their words.
            return []
        positions = [match.start() for match in WORD.finditer(text)]
        found: dict[int, Found] = {}
        following = 0
        for start in starts:
            if start < following:
                continue
            for parts, name, topic_id in self.by_first_word[bare(words[start])]:
                if tuple(bare(word) for word in words[start : start + len(parts)]) == parts:
                    found.setdefault(topic_id, Found(topic_id, name, positions[start]))
                    following = start + len(parts)
                    break
        return sorted(found.values(), key=lambda mention: mention.position)


def bare(word: str) -> str:
    """A word without the possessive: "Aldermouth's" mentions Aldermouth."""
    return word[:-2] if word.endswith(("'s", "’s")) else word
