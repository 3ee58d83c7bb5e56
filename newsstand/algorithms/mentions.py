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
        words = [(match.group(), match.start()) for match in WORD.finditer(text)]
        plain = [bare(word) for word, _ in words]
        found: dict[int, Found] = {}
        index = 0
        while index < len(words):
            step = 1
            for parts, name, topic_id in self.by_first_word.get(plain[index], ()):
                if tuple(plain[index : index + len(parts)]) == parts:
                    found.setdefault(topic_id, Found(topic_id, name, words[index][1]))
                    step = len(parts)
                    break
            index += step
        return sorted(found.values(), key=lambda mention: mention.position)


def bare(word: str) -> str:
    """A word without the possessive: "Aldermouth's" mentions Aldermouth."""
    for ending in ("'s", "’s"):
        if word.endswith(ending):
            return word[: -len(ending)]
    return word
