"""Whom a comment mentions: @ and a name, which may have several words."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass

# Behind a letter it is an address of mail, behind a slash part of a page's.
_AT = re.compile(r"(?<![\w@./+-])@(?=\w)")
# Where a name may end: after a run of letters, or after the one sign that follows it ("Ann B.").
_END = re.compile(r"(?<=\w)(?!\w)[^\w\s@]?")

MOST_WORDS = 5
LONGEST = 60
MOST_MARKS = 20


@dataclass(frozen=True, slots=True)
class Named:
    """A name behind an @: `text[start:end]` is the @ with the name, `key` the name without regard to case."""

    start: int
    end: int
    key: str


def key_of(name: str) -> str:
    """By what a name is found, however its letters are written."""
    return unicodedata.normalize("NFC", name).casefold()


def candidates(text: str) -> list[str]:
    """Everything in the text that may be the name of somebody mentioned, as it is written, each once."""
    even = unicodedata.normalize("NFC", text)
    return list(dict.fromkeys(name for start in _marks(even) for name in _names_at(even, start)))


def find(text: str, keys: Collection[str]) -> list[Named]:
    """Where the text mentions one of these (`key_of` a name), in its order; the longest name wins.

    "@Ann Lee" is Ann Lee where both she and Ann are known. `text` is taken as it is: NFC, as `candidates` reads it.
    """
    named: list[Named] = []
    for start in _marks(text):
        known = [name for name in _names_at(text, start) if key_of(name) in keys]
        if known:
            longest = max(known, key=len)
            named.append(Named(start, start + 1 + len(longest), key_of(longest)))
    return named


def _marks(text: str) -> list[int]:
    return [found.start() for found in _AT.finditer(text)][:MOST_MARKS]


def _names_at(text: str, start: int) -> Iterator[str]:
    line = text[start + 1 : start + 2 + LONGEST].split("\n", 1)[0]
    for end in _END.finditer(line):
        for stop in sorted({end.start(), end.end()}):
            name = line[:stop]
            if len(name) > LONGEST or name.count(" ") >= MOST_WORDS:
                return
            yield name
