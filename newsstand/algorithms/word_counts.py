"""How common each term is in what came lately: what says nothing and what says much, learnt from the stream itself."""

import math
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from zlib import compress, crc32, decompress

from newsstand.algorithms.function_words import FUNCTION_WORDS

# So many texts count as read before the first one, and function words as in this part of them.
BEFORE = 500.0
PART_OF_FUNCTION_WORDS = 0.3
# A text weighs 1/e after so many others: the memory is of lately.
LATELY = 50_000
MOST_TERMS = 400_000
_LARGEST_STEP = 1e6


@lru_cache(maxsize=65_536)
def key_of(term: str) -> int:
    """The number under which a term is kept: its CRC-32."""
    return crc32(term.encode("utf-8", "surrogatepass"))


_FUNCTION_KEYS = frozenset(key_of(word) for word in FUNCTION_WORDS)


@dataclass(slots=True)
class WordCounts:
    """In how many texts each term came, the late ones weighing most. `texts` is by language, "" where it is unknown.

    All figures are in units of `step`, which grows with each text instead of all counts shrinking.
    """

    counts: dict[int, float] = field(default_factory=dict)
    texts: dict[str, float] = field(default_factory=dict)
    step: float = 1.0

    def add(self, keys: Iterable[int], language: str = "") -> None:
        """Count a text with these terms, each given once."""
        counts, step = self.counts, self.step
        for key in keys:
            counts[key] = counts.get(key, 0.0) + step
        self.texts[language] = self.texts.get(language, 0.0) + step
        self.step = step * (1.0 + 1.0 / LATELY)
        if self.step > _LARGEST_STEP:
            self.rescale()
        if len(counts) > MOST_TERMS:
            self.forget()

    def weight(self, key: int, total: float) -> float:
        """What a term says: its inverse document frequency, log((all + 1) / (with it + 1/2)); see `all_texts`."""
        return self.weights((key,), total)[0]

    def weights(self, keys: Iterable[int], total: float) -> list[float]:
        """What each of these terms says."""
        get, step, log, function = self.counts.get, self.step, math.log, _FUNCTION_KEYS
        most, before = log(total + 1.0), BEFORE * PART_OF_FUNCTION_WORDS + 0.5
        found = [most - log(get(key, 0.0) / step + (before if key in function else 0.5)) for key in keys]
        return [max(0.0, weight) for weight in found]

    def all_texts(self, language: str = "") -> float:
        """So many texts of that language are remembered, with those that count as read before the first."""
        return BEFORE + self.texts.get(language, 0.0) / self.step

    def rescale(self) -> None:
        """The same counts in units of the present step."""
        self.counts = {key: count / self.step for key, count in self.counts.items()}
        self.texts = {language: count / self.step for language, count in self.texts.items()}
        self.step = 1.0

    def forget(self) -> None:
        """Drop the rarer half of the terms: what came once says as much when it comes again."""
        kept = sorted(self.counts.items(), key=lambda item: (-item[1], item[0]))[: MOST_TERMS // 2]
        self.counts = dict(kept)

    def packed(self) -> bytes:
        """All of it as bytes, the same for the same counts."""
        keys = sorted(self.counts)
        texts = "\x1f".join(f"{language}\x1e{count!r}" for language, count in sorted(self.texts.items())).encode()
        head = array("I", [1, len(texts), len(keys)]).tobytes() + array("d", [self.step]).tobytes()
        body = array("I", keys).tobytes() + array("f", [self.counts[key] for key in keys]).tobytes()
        return compress(head + texts + body, 3)


def unpacked(data: bytes) -> WordCounts:
    """What `WordCounts.packed` wrote; nothing counted yet for b"". Raises ValueError for anything else."""
    if not data:
        return WordCounts()
    try:
        raw = decompress(data)
        version, length, number = array("I", raw[:12])
        if version != 1:
            raise ValueError(version)
        (step,) = array("d", raw[12:20])
        lines = raw[20 : 20 + length].decode()
        texts = dict(line.split("\x1e") for line in lines.split("\x1f")) if lines else {}
        start = 20 + length
        keys = array("I", raw[start : start + 4 * number])
        counts = array("f", raw[start + 4 * number : start + 8 * number])
        return WordCounts(
            dict(zip(keys, counts, strict=True)), {name: float(count) for name, count in texts.items()}, step
        )
    except Exception as error:
        raise ValueError("These are no word counts: forget them, and they are counted afresh.") from error
