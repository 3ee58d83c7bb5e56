"""Names in a text, known by their capitals: no list of names is needed, and none of those it finds is certain."""

import re

_WORD = re.compile(r"[^\W\d_]+(?:[-'’.&][^\W_]+)*\.?(?=\W|$)|\d+(?:[.,:]\d+)*%?")
# What may stand inside a name without a capital.
_INNER = frozenset(
    (
        "de",
        "da",
        "di",
        "do",
        "dos",
        "del",
        "della",
        "der",
        "den",
        "du",
        "la",
        "le",
        "van",
        "von",
        "zu",
        "bin",
        "al",
        "of",
    )
)
_TITLES = frozenset(
    ("mr", "mrs", "ms", "dr", "st", "sr", "jr", "gen", "sen", "rep", "gov", "col", "lt", "sgt", "prof", "rev")
)
_OPENING = frozenset("\"'“”„«»‘’()[]—–-•*|")
MOST_WORDS = 6
# A line with a larger part of capitals is a headline in Title Case.
MOST_CAPITALS = 0.65
# In these languages nouns have capitals, too: a single one is no name.
NOUNS_HAVE_CAPITALS = frozenset({"de", "lb"})


def names_in(text: str, *, language: str = "") -> list[str]:
    """Runs of words with capitals, in their order, repetitions kept: "Anna Berg", "Port of Aldermouth", "NATO".

    A single word that opens a sentence tells nothing and is left out, and so is a line in capitals or in Title Case.
    Scripts without capitals give none.
    """
    alone = language[:2].lower() not in NOUNS_HAVE_CAPITALS
    found: list[str] = []
    for line in text.split("\n"):
        words = list(_WORD.finditer(line))
        capital = [is_capital(word[0]) for word in words]
        if sum(capital) > MOST_CAPITALS * max(4, len(words)):
            continue
        found += runs(line, words, capital, alone=alone)
    return found


def is_capital(word: str) -> bool:
    """Whether a word could be of a name: a capital first, and more than one letter."""
    return word[0].isupper() and len(word) > 1


def runs(line: str, words: list[re.Match[str]], capital: list[bool], *, alone: bool) -> list[str]:
    """The names of one line. `alone`: one capitalised word inside a sentence is a name."""
    found: list[str] = []
    at = 0
    while at < len(words):
        if not capital[at]:
            at += 1
            continue
        end = last_of(line, words, capital, at)
        opens = opens_sentence(line, words[at].start())
        if end > at or (not opens and (alone or words[at].group().isupper())):
            found.append(bare(line[words[at].start() : words[end].end()]))
        at = end + 1
    return found


def last_of(line: str, words: list[re.Match[str]], capital: list[bool], first: int) -> int:
    """The place of the last word of the name that begins at `first`."""
    end = at = first
    while at + 1 < len(words) and at - first < MOST_WORDS - 1 and line[words[at].end() : words[at + 1].start()] == " ":
        if ends_sentence(words[at].group()):
            break
        at += 1
        if capital[at]:
            end = at
        elif words[at].group() not in _INNER or at - end > 1:
            break
    return end


def ends_sentence(word: str) -> bool:
    """Whether the full stop of a word is a sentence's: it is not in "Mr.", "J." and "U.S."."""
    return word.endswith(".") and len(word) > 2 and "." not in word[:-1] and word[:-1].casefold() not in _TITLES


def opens_sentence(line: str, start: int) -> bool:
    """Whether a word at `start` would have a capital whatever it means."""
    before = line[:start].rstrip()
    while before and before[-1] in _OPENING:
        before = before[:-1].rstrip()
    return not before or before[-1] in ".!?:;…"


def bare(name: str) -> str:
    """A name without the possessive and without a full stop that ends a sentence."""
    name = re.sub(r"['’]s?$", "", name)
    return name[:-1] if name.endswith(".") and "." not in name[:-1] else name
