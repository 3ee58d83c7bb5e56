"""A text as words with their places, and who is a person in it."""

import re
from dataclasses import dataclass, field

from newsstand.algorithms.name_words import GIVEN_NAMES, NOT_THE_PLACE, OF_A_PLACE, TITLES
from newsstand.algorithms.world_words import SPELLED

WORD = re.compile(r"W\.\s?Va\b|(?:[^\W\d_]\.){2,}|[^\W\d_][^\W_]*(?:['’\-][^\W_]+)*")
ABBREVIATED = frozenset({"st", "ste", "mt", "ft", "pt"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, with its place in characters and whether a sentence begins with it."""

    text: str
    start: int
    end: int
    begins: bool

    @property
    def plain(self) -> str:
        return self.text.casefold().removesuffix("'s").removesuffix("’s").rstrip(".")

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


@dataclass(slots=True)
class Text:
    """A text with its words, and who is a person in it."""

    text: str
    words: list[Word] = field(default_factory=list)
    surnames: set[str] = field(default_factory=set)

    def between(self, left: int, right: int) -> str:
        """What stands between two neighbouring words."""
        if left < 0 or right >= len(self.words):
            return "\n"
        return self.text[self.words[left].end : self.words[right].start]

    def follows(self, at: int) -> bool:
        """Whether the word at `at` is joined with the one before by a space alone."""
        return 0 < at < len(self.words) and not self.between(at - 1, at).strip(" \u00a0")


def read(text: str) -> Text:
    """The words of a text and the surnames of the people it names in full."""
    found = Text(text)
    last = 0
    for match in WORD.finditer(text):
        gap = text[last : match.start()]
        begins = last == 0 or any(mark in gap for mark in '.!?\n“"') or (":" in gap)
        found.words.append(Word(match.group(), match.start(), match.end(), begins))
        last = match.end()
    found.surnames = surnames(found)
    return found


def surnames(text: Text) -> set[str]:
    """Last names of people who are named with a title or a given name: "Darryl Keith Warden" makes Warden one."""
    found = set()
    at = 0
    while at < len(text.words):
        word = text.words[at]
        starts = word.is_capital and (word.plain in GIVEN_NAMES or word.plain in TITLES)
        end = at + 1
        while starts and end < len(text.words) and text.words[end].is_capital and joined(text, end):
            end += 1
        run = text.words[at:end]
        if starts and len(run) > 1 and run[-1].plain not in OF_A_PLACE | NOT_THE_PLACE and len(run) <= 4:
            # "Gov. Ohio" is no name, "President Carter" and "Jimmy Carter" are.
            found.add(run[-1].plain)
        at = end
    return found


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
