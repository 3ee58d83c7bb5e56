"""Where a text writes the name of a place: capitalised spans that a gazetteer knows, without people and companies.

The rules are those of the field (Leidner 2007, "Toponym resolution in text", chapter 4; Lieberman, Samet and
Sankaranarayanan 2010, "Geotagging with local lexicons"): longest match, a filter for names of people, cues beside the
name, and state abbreviations and peoples from tables. Scripts without capitals have no such spans: nothing is found.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from newsstand.algorithms.name_words import (
    COMMON_WORDS,
    DIRECTIONS,
    GIVEN_NAMES,
    MONTHS_AND_DAYS,
    NOT_THE_PLACE,
    OF_A_PLACE,
    TITLES,
)
from newsstand.algorithms.place_names import Candidate, name_key
from newsstand.algorithms.world_words import DEMONYMS, ONLY_AFTER_COMMA, SPELLED, STATES

LookUp = Callable[[Iterable[str]], Mapping[str, Sequence[Candidate]]]
WORD = re.compile(r"W\.\s?Va\b|(?:[^\W\d_]\.){2,}|[^\W\d_][^\W_]*(?:['’\-][^\W_]+)*")
LONGEST = 5
WITHIN = frozenset(
    {"of", "the", "de", "la", "le", "les", "del", "du", "upon", "on", "under", "and", "am", "an", "der", "do"}
)
ABBREVIATED = frozenset({"st", "ste", "mt", "ft", "pt"})
BEFORE_A_PLACE = frozenset({"in", "at", "near", "from", "to", "of", "around", "outside", "across", "through", "toward"})
SPEECH = frozenset({"said", "says", "told", "asked", "added", "who", "whose", "testified", "wrote"})
AGENCY_DATELINE = re.compile(r"\s*(?:\([A-Z][\w .]{1,24}\)\s*)?(?:--|[—–])\s")


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
    at = 0
    while at < len(found.words):
        best = next_toponym(found, at, by_start.get(at, ()), known, units, chosen)
        if best is None:
            at += 1
            continue
        toponym, at = best
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
    for start, word in enumerate(text.words):
        if not word.is_capital:
            continue
        if code := SPELLED.get(spelling(text, start, start + 1)) or DEMONYMS.get(word.plain):
            yield start, start + 1, unit_key(code)
        if word.text in STATES:
            yield start, start + 1, unit_key(("US", word.text))
        for end in range(start + 1, min(start + LONGEST, len(text.words)) + 1):
            if end - 1 > start and not continues(text, end - 1):
                break
            if not text.words[end - 1].is_capital:
                continue
            written = text.text[word.start : text.words[end - 1].end]
            yield start, end, name_key(without_possessive(written))
            if code := SPELLED.get(written.casefold()) or DEMONYMS.get(without_possessive(written).casefold()):
                yield start, end, unit_key(code)


def unit_key(code: tuple[str, str]) -> str:
    """The key by which a gazetteer finds a country or state by its code: "#US.OH", "#FR"."""
    country, state = code
    return f"#{country}.{state}" if state else f"#{country}"


def continues(text: Text, at: int) -> bool:
    word, before = text.words[at], text.words[at - 1]
    gap = text.between(at - 1, at)
    close = gap.strip(" \u00a0") == "" or (gap.strip() == "." and before.plain in ABBREVIATED)
    return close and "\n" not in gap and (word.is_capital or word.text in WITHIN)


def without_possessive(name: str) -> str:
    return name[:-2] if name.endswith(("'s", "’s")) else name.rstrip("'’")


def spelling(text: Text, start: int, end: int) -> str:
    """A span with the full stop that belongs to an abbreviation: "Ill.", "W.Va."."""
    first, last = text.words[start].start, text.words[end - 1].end
    stop = text.text[last : last + 1] == "." and not text.text[first:last].endswith(".")
    plain = text.text[first:last].casefold()
    return plain + "." if stop and plain + "." in SPELLED else plain


def next_toponym(
    text: Text,
    at: int,
    spans: Sequence[tuple[int, str]],
    known: Mapping[str, Sequence[Candidate]],
    units: Units,
    chosen: Sequence[Toponym],
) -> tuple[Toponym, int] | None:
    """The longest place that begins at a word, and the word after it."""
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
        code = DEMONYMS.get(written.casefold())
        found = units.of(code) if code else ()
        if found and written.casefold() not in text.surnames:
            start = text.words[at].start
            key = unit_key((found[0].country, found[0].admin1))
            return Toponym(start, start + len(written), written, key, found, is_people=True), end
    return None


def judged(text: Text, start: int, end: int, candidates: Sequence[Candidate]) -> tuple[bool, str]:
    """Whether a span that the gazetteer knows is no place here, and the cue by which it is one."""
    words = text.words[start:end]
    single = len(words) == 1
    first = words[0]
    before = text.words[start - 1] if start else None
    after = text.words[end] if end < len(text.words) else None
    comma_state = states_it(text, end, candidates)
    if comma_state:
        return False, "state beside it"
    if single and is_common(text, start, candidates):
        return True, ""
    if single and len(first.text) < 3:
        return True, ""
    named_before = before is not None and before.is_capital and joined(text, start)
    named_after = after is not None and after.is_capital and joined(text, end) and not first.text.endswith(("'s", "’s"))
    large = candidates[0].level in {"country", "state"}
    if (
        before is not None
        and named_before
        and (before.plain in TITLES or before.plain in GIVEN_NAMES or len(before.text) == 1)
    ):
        return not (large and before.plain in TITLES), ""
    if single and first.plain in text.surnames and not (large and candidates[0].population > 3_000_000):
        return True, ""
    if named_after and after is not None:
        if after.plain in OF_A_PLACE:
            return False, "something that belongs to the place"
        if after.plain in NOT_THE_PLACE:
            return True, ""
        if single and (first.plain in GIVEN_NAMES or not large):
            return True, ""
    if named_before and before is not None and not before.begins and not large and before.plain not in MONTHS_AND_DAYS:
        if before.plain not in DIRECTIONS:
            text.surnames.add(words[-1].plain)
            return True, ""
        return False, ""
    if single and first.plain in GIVEN_NAMES and not large and not preposed(before):
        return True, ""
    if after is not None and after.plain in SPEECH and not large and single:
        return True, ""
    return False, "after “" + before.text + "”" if before is not None and preposed(before) else ""


def preposed(before: Word | None) -> bool:
    return before is not None and before.text in BEFORE_A_PLACE


def is_common(text: Text, at: int, candidates: Sequence[Candidate]) -> bool:
    """A word of the language and no place: it is in the list, or is written small elsewhere in this text."""
    word = text.words[at]
    if word.plain in MONTHS_AND_DAYS or (word.text.isupper() and len(word.text) < 5 and not in_dateline(text, at)):
        return True
    if word.plain in COMMON_WORDS:
        sure = candidates[0].population > 100_000 and not word.begins and word.plain not in text.surnames
        return not (sure and preposed(text.words[at - 1] if at else None))
    small = any(other.text == word.text.casefold() for other in text.words)
    return small and candidates[0].level == "town"


def in_dateline(text: Text, at: int) -> bool:
    """Whether a word stands in a dateline: "KESTERMOUTH (AP) —" within the first words of a text or a line."""
    end = text.words[at].end
    return bool(re.match(r"(?:,? [\w.]+){0,3}" + AGENCY_DATELINE.pattern, text.text[end : end + 60]))


def states_it(text: Text, end: int, candidates: Sequence[Candidate]) -> bool:
    """Whether a comma and a state or country of one of the candidates follow: "Springfield, Ill."."""
    if end >= len(text.words) or text.between(end - 1, end).strip() != ",":
        return False
    inside = {(each.country, each.admin1) for each in candidates} | {(each.country, "") for each in candidates}
    for length in (1, 2):
        if end + length <= len(text.words):
            spelt = spelling(text, end, end + length)
            named = {name.split("|")[0].casefold(): ("US", code) for code, name in STATES.items()}
            code = (
                SPELLED.get(spelt)
                or named.get(spelt)
                or (("US", spelt.upper()) if text.words[end].text in STATES else None)
            )
            if code in inside:
                return True
    return False
