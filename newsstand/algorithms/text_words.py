"""A text as words with their places, and who is a person in it."""

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

from newsstand.algorithms.name_words import GIVEN_NAMES, NOT_THE_PLACE, OF_A_PLACE, TITLES
from newsstand.algorithms.world_words import SPELLED

WORD = re.compile(r"(W\.\s?Va\b|(?:[^\W\d_]\.){2,}|[^\W\d_][^\W_]*(?:['’\-][^\W_]+)*)")
ABBREVIATED = frozenset({"st", "ste", "mt", "ft", "pt"})
ENDS = re.compile('[.!?\n“":]')
# A text is looked through for places and then for names, a feed's articles together.
TEXTS_KEPT = 32


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """A word without its case, its possessive and its full stop."""
    return word.casefold().removesuffix("'s").removesuffix("’s").rstrip(".")


class Word(NamedTuple):
    """A word of a text, with its place in characters, whether a sentence begins with it, and whether it is large."""

    text: str
    start: int
    end: int
    begins: bool
    is_capital: bool

    @property
    def plain(self) -> str:
        return folded(self.text)


@dataclass
class Text:
    """A text with its words, and who is a person in it."""

    text: str
    words: tuple[Word, ...] = ()
    surnames: set[str] = field(default_factory=set)

    def between(self, left: int, right: int) -> str:
        """What stands between two neighbouring words."""
        if left < 0 or right >= len(self.words):
            return "\n"
        return self.text[self.words[left].end : self.words[right].start]

    def follows(self, at: int) -> bool:
        """Whether the word at `at` is joined with the one before by a space alone."""
        return 0 < at < len(self.words) and not self.between(at - 1, at).strip(" \u00a0")

    @cached_property
    def capitals(self) -> list[int]:
        """The positions of the large words."""
        return [at for at, word in enumerate(self.words) if word.is_capital]

    @cached_property
    def written(self) -> frozenset[str]:
        """Every word as it is written somewhere."""
        return frozenset(word.text for word in self.words)

    @cached_property
    def within_sentences(self) -> frozenset[str]:
        """Every word with which no sentence begins, without "'s"."""
        return frozenset(word.text.removesuffix("'s") for word in self.words if not word.begins)


def read(text: str) -> Text:
    """The words of a text and the surnames of the people it names in full."""
    words = words_of(text)
    return Text(text, words, set(surnames_of(text)))


@lru_cache(maxsize=TEXTS_KEPT)
def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text."""
    # What stands between words and words, in turn.
    pieces = WORD.split(text)
    words = pieces[1::2]
    places = list(accumulate(map(len, pieces)))
    begins = [gap != " " and ENDS.search(gap) is not None for gap in pieces[0:-1:2]]
    begins[:1] = [True] * bool(words)
    capital = [word[0].isupper() for word in words]
    return tuple(map(Word._make, zip(words, places[0::2], places[1::2], begins, capital, strict=False)))


@lru_cache(maxsize=TEXTS_KEPT)
def surnames_of(text: str) -> frozenset[str]:
    """Last names of people who are named with a title or a given name: "Darryl Keith Warden" makes Warden one."""
    found = set()
    read = Text(text, words_of(text))
    next_at = 0
    for at in read.capitals:
        plain = read.words[at].plain
        if at < next_at or not (plain in GIVEN_NAMES or plain in TITLES):
            continue
        end = at + 1
        while end < len(read.words) and read.words[end].is_capital and joined(read, end):
            end += 1
        run = read.words[at:end]
        if 1 < len(run) <= 4 and run[-1].plain not in OF_A_PLACE and run[-1].plain not in NOT_THE_PLACE:
            # "Gov. Ohio" is no name, "President Carter" and "Jimmy Carter" are.
            found.add(run[-1].plain)
        next_at = end
    return frozenset(found)


def joined(text: Text, at: int) -> bool:
    """Whether a word continues a name: after a space, or after an initial's or a title's full stop."""
    gap = text.between(at - 1, at)
    before = text.words[at - 1]
    return gap.strip(" \u00a0") == "" or (
        gap.strip() == "." and (len(before.text) == 1 or before.plain in TITLES or before.plain in ABBREVIATED)
    )


def without_possessive(name: str) -> str:
    return name[:-2] if name.endswith(("'s", "’s")) else name.rstrip("'’")


def spelling(text: Text, start: int, end: int) -> str:
    """A span with the full stop that belongs to an abbreviation: "Ill.", "W.Va."."""
    first, last = text.words[start].start, text.words[end - 1].end
    stop = text.text[last : last + 1] == "." and not text.text[first:last].endswith(".")
    plain = text.text[first:last].casefold()
    return plain + "." if stop and plain + "." in SPELLED else plain
