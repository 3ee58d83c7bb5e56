"""Names in a text that no registry need know: capitalised sequences, and by which cue each is a person, organisation
or place.

Rules of position, case and cue words, as in the first named-entity systems (Mikheev, Moens and Grover 1999, "Named
entity recognition without gazetteers"): what is certain in one sentence decides the uncertain rest of the text. Scripts
without capitals give nothing here: for those the publisher's own metadata and the registry must do.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from newsstand.algorithms.name_kinds import kind_of
from newsstand.algorithms.name_words import (
    COMMON_WORDS,
    GIVEN_NAMES,
    MONTHS_AND_DAYS,
    NEVER_FIRST,
    ORGANISATION_ENDS,
    TITLES,
)
from newsstand.algorithms.place_names import name_key
from newsstand.algorithms.text_words import Text, joined, read, without_possessive
from newsstand.algorithms.toponyms import LookUp
from newsstand.algorithms.world_words import DEMONYMS, SPELLED

WITHIN_NAMES = frozenset(
    {"of", "de", "la", "del", "du", "van", "von", "bin", "al", "da", "di", "der", "the", "for", "and", "&"}
)
AFTER_WHICH = frozenset({"of", "for", "and", "&"})
MOST_WORDS = 7
KINDS = ("person", "organisation", "place", "subject")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in a text: where (in characters), of what kind, and the cue that said so ("" for none)."""

    words: str
    start: int
    kind: str
    cue: str = ""


@dataclass(frozen=True, slots=True)
class Recurring:
    """A name with all its mentions in one text: how many, the first place, and its other forms."""

    words: str
    kind: str
    cue: str
    count: int
    start: int
    others: tuple[str, ...] = ()


def names_in(text: str, look_up: LookUp | None = None) -> list[Name]:
    """Every name in reading order. With `look_up` a gazetteer says which are places."""
    found = read(text)
    spans = [part for span in sequences(found) for part in parted(found, *span)]
    sure = {name_key(written(found, start, end)) for start, end in spans if not found.words[start].begins}
    spans = [kept for span in spans if (kept := trimmed(found, *span, sure)) is not None]
    keys = {name_key(written(found, start, end)) for start, end in spans}
    places = place_keys(look_up, keys) if look_up is not None else set()
    names = [typed(found, start, end, places) for start, end in spans]
    return consistent(names)


def recurring(text: str, look_up: LookUp | None = None) -> list[Recurring]:
    """The names of a text, each once, in the order of their first mention; a surname counts for its person."""
    groups: dict[str, list[Name]] = {}
    owners: dict[str, str] = {}
    names = names_in(text, look_up)
    for name in names:
        last = name_key(name.words.split()[-1])
        if name.kind == "person" and " " in name.words:
            owners.setdefault(last, name_key(name.words))
    for name in names:
        key = name_key(name.words)
        groups.setdefault(owners.get(key, key) if name.kind == "person" else key, []).append(name)
    return sorted((grouped(group) for group in groups.values()), key=lambda each: each.start)


def grouped(group: Sequence[Name]) -> Recurring:
    fullest = max(group, key=lambda name: (len(name.words.split()), -name.start))
    others = tuple(dict.fromkeys(name.words for name in group if name.words != fullest.words))
    return Recurring(fullest.words, fullest.kind, fullest.cue, len(group), min(name.start for name in group), others)


def sequences(text: Text) -> Iterator[tuple[int, int]]:
    """(first word, word after the last) of every capitalised sequence, with "of" and its like inside."""
    after = 0
    for at in text.capitals:
        if at < after or text.words[at].text in {"A", "I"}:
            continue
        end = at + 1
        while end < len(text.words) and end - at < MOST_WORDS:
            step = 1 if goes_on(text, end) else bridged(text, end)
            if not step:
                break
            end += step
        yield at, end
        after = end


def parted(text: Text, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sequence cut at a title inside it: "Apple CEO Steve Jobs" names a company and a person."""
    for at in range(start + 1, end - 1):
        word = text.words[at]
        if (
            word.plain in TITLES - {"general", "major", "private", "chief", "king", "queen", "prince", "lady"}
            or word.text == "CEO"
        ):
            yield start, at
            yield at + 1, end
            return
    yield start, end


def goes_on(text: Text, at: int) -> bool:
    word, before = text.words[at], text.words[at - 1]
    if "\n" in text.between(at - 1, at) or before.text.endswith(("'s", "’s")):
        return False
    return (word.is_capital or word.text[0].isdigit()) and joined(text, at)


def bridged(text: Text, at: int) -> int:
    """How many words lead over "of", "de" to the next capital: "University of Orrin" 2; 0 when none do."""
    gap = text.between(at - 1, at)
    if gap.strip(" \u00a0") == "&" and text.words[at].is_capital:
        return 1
    for length in (1, 2):
        last = at + length
        small = text.words[at:last]
        if last >= len(text.words) or not all(word.text in WITHIN_NAMES for word in small):
            return 0
        if not all(text.follows(k) for k in range(at, last + 1)):
            return 0
        if text.words[last].is_capital:
            return length + 1 if small[0].text not in {"and", "for", "the"} or organisational(text, at) else 0
    return 0


def organisational(text: Text, at: int) -> bool:
    """Whether "and" or "for" may stand inside: the word before it belongs to an organisation's name."""
    before = text.words[at - 1].plain
    return before in {"department", "ministry", "centre", "center", "institute", "fund", "agency", "society"}


def trimmed(text: Text, start: int, end: int, sure: set[str]) -> tuple[int, int] | None:
    """A sequence without what a sentence or a title put before the name; None when nothing is left."""
    words = text.words
    while start < end and (words[start].plain in NEVER_FIRST or words[start].plain in MONTHS_AND_DAYS):
        start += 1
        while start < end and not words[start].is_capital:
            start += 1
    while end - start > 1 and words[start].plain in TITLES and not belongs(text, start, end):
        start += 1
    while end > start and (words[end - 1].plain in MONTHS_AND_DAYS or not words[end - 1].is_capital):
        end -= 1
    if start >= end:
        return None
    if end - start > 1 and words[start].begins and common_start(text, start, end, sure):
        start += 1
    single = end - start == 1
    word = words[start]
    if single and word.begins and not known_single(text, start, sure):
        return None
    if single and (
        word.plain in TITLES or word.plain in NEVER_FIRST or (word.plain in COMMON_WORDS and len(word.plain) > 2)
    ):
        return None
    return start, end


def belongs(text: Text, start: int, end: int) -> bool:
    """Whether a title is part of the name itself: "General Motors", "King County", and whoever is called Duke."""
    words = text.words[start:end]
    return words[0].plain in GIVEN_NAMES or words[-1].plain in ORGANISATION_ENDS or words[1].plain in ORGANISATION_ENDS


def common_start(text: Text, start: int, end: int, sure: set[str]) -> bool:
    """Whether the first word is only large because a sentence begins: "Police Chief" no, "Finally Orrin" yes."""
    word = text.words[start]
    if name_key(written(text, start, end)) in sure or word.plain in GIVEN_NAMES:
        return False
    return word.plain in text.written or (
        name_key(written(text, start + 1, end)) in sure and word.plain in COMMON_WORDS
    )


def known_single(text: Text, at: int, sure: set[str]) -> bool:
    """Whether a lone word at the start of a sentence is a name: it is one elsewhere, or looks like nothing else."""
    word = text.words[at]
    plain = without_possessive(word.text)
    if name_key(plain) in sure or (plain.isupper() and 2 <= len(plain) <= 6):
        return True
    return plain in text.within_sentences or plain.casefold() in DEMONYMS or plain.casefold() in SPELLED


def written(text: Text, start: int, end: int) -> str:
    return without_possessive(text.text[text.words[start].start : text.words[end - 1].end]).replace("\n", " ")


def place_keys(look_up: LookUp, keys: Iterable[str]) -> set[str]:
    """Keys that a place of some size answers to by its main name."""
    return {
        key
        for key, found in look_up(keys).items()
        if any(each.is_main_name and (each.level != "town" or each.population > 20_000) for each in found)
    }


def typed(text: Text, start: int, end: int, places: set[str]) -> Name:
    """The name of these words with its kind, by the cue that is worth most."""
    name = written(text, start, end)
    plain = [word.plain for word in text.words[start:end]]
    kind, cue = kind_of(text, start, end, name, plain, places)
    return Name(name, text.words[start].start, kind, cue)


def worth(name: Name) -> int:
    """How much a kind's cue says: nothing, capitals only, or a word."""
    return 0 if not name.cue else 1 if name.cue == "capitals" else 2


def consistent(names: Sequence[Name]) -> list[Name]:
    """One kind a name: what a cue said once holds for the same words without one."""
    best: dict[str, Name] = {}
    for name in names:
        key = name_key(name.words)
        held = best.get(key)
        if held is None or worth(held) < worth(name):
            best[key] = name
    surnames = {name_key(n.words.split()[-1]): n for n in best.values() if n.kind == "person" and " " in n.words}
    found = []
    for name in names:
        held = best[name_key(name.words)]
        person = surnames.get(name_key(name.words))
        if not held.cue and person is not None:
            found.append(Name(name.words, name.start, "person", "a surname named before"))
        else:
            found.append(Name(name.words, name.start, held.kind, held.cue))
    return found
