"""Where a text writes the name of a place: capitalised spans that a gazetteer knows, without people and companies.

The rules are those of the field (Leidner 2007, "Toponym resolution in text", chapter 4; Lieberman, Samet and
Sankaranarayanan 2010, "Geotagging with local lexicons"): longest match, a filter for names of people, cues beside the
name, and state abbreviations and peoples from tables. Scripts without capitals have no such spans: nothing is found.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from newsstand.algorithms.place_names import Candidate, name_key
from newsstand.algorithms.text_words import ABBREVIATED, Text, read, spelling, without_possessive
from newsstand.algorithms.toponym_rules import judged
from newsstand.algorithms.world_words import DEMONYMS, ONLY_AFTER_COMMA, SPELLED, STATES

LookUp = Callable[[Iterable[str]], Mapping[str, Sequence[Candidate]]]
LONGEST = 5
WITHIN = frozenset(
    {"of", "the", "de", "la", "le", "les", "del", "du", "upon", "on", "under", "and", "am", "an", "der", "do"}
)


def letters(written: str) -> str:
    """The letters that something begins with."""
    return "".join(takewhile(str.isalpha, written.casefold()))


UNIT_LETTERS = frozenset(letters(each) for each in (*SPELLED, *DEMONYMS, *STATES))


@dataclass(frozen=True, slots=True)
class Toponym:
    """A span that names a place: what it may mean, and whether it is a people's name ("Egyptian")."""

    start: int
    end: int
    words: str
    key: str
    candidates: tuple[Candidate, ...]
    is_people: bool = False
    cue: str = ""


def toponyms(text: str, look_up: LookUp) -> list[Toponym]:
    """The spans of a text that name places, in reading order; `look_up` is asked once, with all spans' keys."""
    found = read(text)
    spans = list(possible_spans(found))
    known = look_up({key for _, _, key in spans})
    by_start: dict[int, list[tuple[int, str]]] = {}
    for start, end, key in spans:
        by_start.setdefault(start, []).append((end, key))
    units = Units(known)
    chosen: list[Toponym] = []
    after = 0
    for at in found.capitals:
        if at < after:
            continue
        best = next_toponym(found, at, by_start.get(at, ()), known, units, chosen)
        if best is not None:
            toponym, after = best
            chosen.append(toponym)
    return chosen


class Units:
    """Countries and states by their codes, for abbreviations and peoples. Loaded on demand through the look-up."""

    def __init__(self, known: Mapping[str, Sequence[Candidate]]) -> None:
        self.by_code: dict[tuple[str, str], Candidate] = {}
        for candidates in known.values():
            for each in candidates:
                if each.level in {"country", "state"}:
                    self.by_code.setdefault((each.country, each.admin1), each)

    def of(self, code: tuple[str, str]) -> tuple[Candidate, ...]:
        found = self.by_code.get(code)
        return (found,) if found else ()


def possible_spans(text: Text) -> Iterable[tuple[int, int, str]]:
    """(first word, word after the last, key) of every span that may be a name."""
    for start in text.capitals:
        word = text.words[start]
        is_unit = may_be_unit(word.text)
        if is_unit and (code := SPELLED.get(spelling(text, start, start + 1)) or DEMONYMS.get(word.plain)):
            yield start, start + 1, unit_key(code)
        if is_unit and word.text in STATES:
            yield start, start + 1, unit_key(("US", word.text))
        for end in range(start + 1, min(start + LONGEST, len(text.words)) + 1):
            if end - 1 > start and not continues(text, end - 1):
                break
            if not text.words[end - 1].is_capital:
                continue
            written = text.text[word.start : text.words[end - 1].end]
            yield start, end, name_key(without_possessive(written))
            if is_unit and (
                code := SPELLED.get(written.casefold()) or DEMONYMS.get(without_possessive(written).casefold())
            ):
                yield start, end, unit_key(code)


def of_people(written: str) -> tuple[str, str] | None:
    """The code of the country or state of a people: "Egyptian's"."""
    return DEMONYMS.get(without_possessive(written).casefold())


@lru_cache(maxsize=50_000)
def may_be_unit(word: str) -> bool:
    """Whether a spelling of a country, state or people can begin with this word."""
    return letters(word) in UNIT_LETTERS


def unit_key(code: tuple[str, str]) -> str:
    """The key by which a gazetteer finds a country or state by its code: "#US.OH", "#FR"."""
    country, state = code
    return f"#{country}.{state}" if state else f"#{country}"


def continues(text: Text, at: int) -> bool:
    word, before = text.words[at], text.words[at - 1]
    gap = text.between(at - 1, at)
    close = gap.strip(" \u00a0") == "" or (gap.strip() == "." and before.plain in ABBREVIATED)
    return close and "\n" not in gap and (word.is_capital or word.text in WITHIN)


def next_toponym(
    text: Text,
    at: int,
    spans: Sequence[tuple[int, str]],
    known: Mapping[str, Sequence[Candidate]],
    units: Units,
    chosen: Sequence[Toponym],
) -> tuple[Toponym, int] | None:
    """The longest place that begins at a word, and the word after it."""
    if may_be_unit(text.words[at].text):
        special = abbreviation(text, at, units, known, chosen) or people(text, at, units)
        if special is not None:
            return special
    for end, key in sorted(spans, reverse=True):
        candidates = known.get(key, ())
        if not candidates or key.startswith("#"):
            continue
        refused, cue = judged(text, at, end, candidates)
        if not refused:
            start, stop = text.words[at].start, text.words[end - 1].end
            written = without_possessive(text.text[start:stop])
            return Toponym(start, start + len(written), written, key, tuple(candidates), cue=cue), end
    return None


def abbreviation(
    text: Text, at: int, units: Units, known: Mapping[str, Sequence[Candidate]], chosen: Sequence[Toponym]
) -> tuple[Toponym, int] | None:
    """A state or country in a spelling of its own: "Ill.", "U.S.", or "OH" after a town and a comma."""
    word = text.words[at]
    if not word.is_capital:
        return None
    after_comma = bool(chosen) and text.text[chosen[-1].end : word.start].strip() == ","
    for length in (3, 2, 1):
        end = at + length
        if end > len(text.words) or not all(continues(text, k) for k in range(at + 1, end)):
            continue
        spelt = spelling(text, at, end)
        code = SPELLED.get(spelt)
        if code is None and length == 1 and after_comma and word.text in STATES:
            code = ("US", word.text)
        if code is None or (spelt in ONLY_AFTER_COMMA and not after_comma) or (spelt == "us" and word.text != "US"):
            continue
        found = units.of(code)
        if found:
            stop = word.start + len(spelt)
            # "Palestine" is a town of Texas too.
            others = [each for each in known.get(name_key(spelt), ()) if each.number != found[0].number]
            return Toponym(word.start, stop, text.text[word.start : stop], unit_key(code), (*found, *others)), end
    return None


def people(text: Text, at: int, units: Units) -> tuple[Toponym, int] | None:
    """A people or its adjective: "Egyptian"."""
    for length in (2, 1):
        end = at + length
        if end > len(text.words) or not text.words[at].is_capital or (length == 2 and not text.follows(at + 1)):
            continue
        written = without_possessive(text.text[text.words[at].start : text.words[end - 1].end])
        code = of_people(written)
        found = units.of(code) if code else ()
        if found and written.casefold() not in text.surnames:
            start = text.words[at].start
            key = unit_key((found[0].country, found[0].admin1))
            return Toponym(start, start + len(written), written, key, found, is_people=True), end
    return None
