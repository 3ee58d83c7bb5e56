"""What an article says that those before it did not: names and numbers, in a line that a reader can check."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsstand.algorithms.capitals import names_in
from newsstand.algorithms.function_words import FUNCTION_WORDS
from newsstand.algorithms.terms import stem

MOST_NAMES = 60
MOST_NUMBERS = 40
SHOWN_NAMES = 4
SHOWN_NUMBERS = 3
_NUMBER = re.compile(
    r"(?<![\w.,/:-])(?P<number>[$€£¥]?\d+(?:[.,]\d+)*)(?P<unit>\s?%|(?:[ \u00a0-])[^\W\d_]{2,})?(?![\d/:])"
)
# Times say when, and not what.
_TIME_WORDS = """
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
october november december montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz mai juni juli
oktober dezember lundi mardi mercredi jeudi vendredi samedi dimanche am pm gmt utc uhr jan feb mar apr jun jul aug sep
sept oct nov dec hrs hours
"""
_TIMES = frozenset(_TIME_WORDS.split())
_EMPTY = frozenset(FUNCTION_WORDS)
# A number of nothing, such as an hour or a result.
_BARE = re.compile(r"[\d.,]+")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Said:
    """Names and numbers in a text, each once, in their order: "Anna Berg"; "14 houses"."""

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.names or self.numbers)


def said_in(headline: str, text: str, *, language: str = "", apart: Iterable[str] = ()) -> Said:
    """The names and numbers of a text, without times, and without the names `apart`: of its authors and publisher."""
    without = {key_of(name) for name in apart}
    names: dict[str, str] = {}
    for name in map(without_opening, names_in(text, language=language)):
        key = key_of(name)
        if key and key not in without and not set(key.split()) <= _TIMES:
            names.setdefault(key, name)
    numbers: dict[str, str] = {}
    for found in _NUMBER.finditer(f"{headline}\n{text}"):
        number, unit = found["number"], (found["unit"] or "").strip("- \u00a0")
        unit = "" if unit.casefold() in _EMPTY else unit
        if is_time(number, unit):
            continue
        numbers.setdefault(number, f"{number}{'' if unit in {'', '%'} else ' '}{unit}")
    return Said(tuple(names.values())[:MOST_NAMES], tuple(numbers.values())[:MOST_NUMBERS])


def without_opening(name: str) -> str:
    """A name without the words before it that had their capital from the sentence: "The", "On"."""
    first, _, rest = name.partition(" ")
    return without_opening(rest) if rest and stem(first.casefold()) in _EMPTY else name


def is_time(number: str, unit: str) -> bool:
    """Whether a number is a year, a day of a month, an hour, or too small to tell anything alone."""
    if unit.casefold() in _TIMES:
        return True
    year = number.isdigit() and len(number) == 4 and number[:2] in {"19", "20"}
    return year or (not unit and len(number) < 3)


def key_of(name: str) -> str:
    """The words of a name in lower case."""
    return " ".join(_WORD.findall(name.casefold()))


def additions(articles: Sequence[Said]) -> list[Said]:
    """What each article adds to those before it, in their order. The first one adds nothing: there is nothing before.

    A name whose words all came in names before is not new: "Berg" after "Anna Berg". A number is known by its figure.
    """
    words: set[str] = set()
    figures: set[str] = set()
    found: list[Said] = []
    for at, said in enumerate(articles):
        names = tuple(name for name in said.names if not set(key_of(name).split()) <= words)
        numbers = tuple(number for number in said.numbers if figure(number) not in figures)
        found.append(Said(names, numbers) if at else Said())
        words.update(word for name in said.names for word in key_of(name).split())
        figures.update(map(figure, said.numbers))
    return found


def figure(number: str) -> str:
    """The figure of a number with its unit: "1400" for "1,400 houses"."""
    return re.sub(r"[.,](?=\d{3}\b)", "", number.partition(" ")[0])


def line(adds: Said) -> str:
    """ "Anna Berg, Rivers Trust; 14 houses", or "" for nothing. Names of several words come first: they say most."""
    names = sorted(adds.names, key=lambda name: " " not in name)[:SHOWN_NAMES]
    numbers = [number for number in adds.numbers if not _BARE.fullmatch(number)][:SHOWN_NUMBERS]
    return "; ".join(filter(None, [", ".join(names), ", ".join(numbers)]))
