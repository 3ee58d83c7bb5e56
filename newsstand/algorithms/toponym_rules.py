"""Whether a span that a gazetteer knows is a place here: the filter for people, firms, streets and common words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsstand.algorithms.name_words import (
    COMMON_WORDS,
    DIRECTIONS,
    GIVEN_NAMES,
    MONTHS_AND_DAYS,
    NOT_THE_PLACE,
    OF_A_PLACE,
    TITLES,
)
from newsstand.algorithms.place_names import Candidate
from newsstand.algorithms.text_words import Text, Word, joined, spelling
from newsstand.algorithms.world_words import SPELLED, STATES

BEFORE_A_PLACE = frozenset({"in", "at", "near", "from", "to", "of", "around", "outside", "across", "through", "toward"})
SPEECH = frozenset({"said", "says", "told", "asked", "added", "who", "whose", "testified", "wrote"})
NAMED_STATES = {names.split("|")[0].casefold(): ("US", code) for code, names in STATES.items()}
AGENCY_DATELINE = re.compile(r"\s*(?:\([A-Z][\w .]{1,24}\)\s*)?(?:--|[—–])\s")


@dataclass(frozen=True, slots=True)
class Span:
    """A span that the gazetteer knows, with its neighbours and whether each belongs to the same capitalised name."""

    first: Word
    last: Word
    single: bool
    large: bool
    before: Word | None
    after: Word | None
    named_before: bool
    named_after: bool


def span_of(text: Text, start: int, end: int, candidates: Sequence[Candidate]) -> Span:
    words = text.words[start:end]
    before = text.words[start - 1] if start else None
    after = text.words[end] if end < len(text.words) else None
    possessive = words[-1].text.endswith(("'s", "’s"))
    return Span(
        first=words[0],
        last=words[-1],
        single=len(words) == 1,
        large=candidates[0].level in {"country", "state"},
        before=before,
        after=after,
        named_before=before is not None and before.is_capital and joined(text, start),
        named_after=after is not None and after.is_capital and joined(text, end) and not possessive,
    )


def judged(text: Text, start: int, end: int, candidates: Sequence[Candidate]) -> tuple[bool, str]:
    """Whether a span that the gazetteer knows is no place here, and the cue by which it is one."""
    if states_it(text, end, candidates):
        return False, "state beside it"
    span = span_of(text, start, end, candidates)
    if span.single and (len(span.first.text) < 3 or is_common(text, start, candidates)):
        return True, ""
    if is_person(text, span, candidates):
        return True, ""
    if span.named_after and span.after is not None and span.after.plain in OF_A_PLACE and not titled(span):
        return False, "something that belongs to the place"
    if is_part_of_a_name(text, span) or speaks(span):
        return True, ""
    return False, f"after “{span.before.text}”" if span.before is not None and preposed(span.before) else ""


def titled(span: Span) -> bool:
    return span.before is not None and span.named_before and span.before.plain in TITLES


def is_person(text: Text, span: Span, candidates: Sequence[Candidate]) -> bool:
    """A title, a given name or an initial stands before it, or somebody of that surname was named in full."""
    before = span.before
    named = before is not None and span.named_before and not (span.large and before.plain in TITLES)
    if named and before is not None and (before.plain in TITLES | GIVEN_NAMES or len(before.text) == 1):
        return True
    huge = span.large and candidates[0].population > 3_000_000
    return span.single and span.first.plain in text.surnames and not huge and not titled(span)


def is_part_of_a_name(text: Text, span: Span) -> bool:
    """A street, a firm or a person whose name begins or ends with that of the place."""
    if span.named_after and span.after is not None and not titled(span):
        if span.after.plain in NOT_THE_PLACE:
            return True
        if span.single and (span.first.plain in GIVEN_NAMES or not span.large):
            return True
    before = span.before
    inside = span.named_before and before is not None and not before.begins and not span.large
    if inside and before is not None and before.plain not in MONTHS_AND_DAYS | DIRECTIONS:
        text.surnames.add(span.last.plain)
        return True
    return False


def speaks(span: Span) -> bool:
    """A lone small name that is a given name without "in" before it, or that said something: a person."""
    if not span.single or span.large:
        return False
    given = span.first.plain in GIVEN_NAMES and not preposed(span.before)
    return given or (span.after is not None and span.after.plain in SPEECH)


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
    return word.text.casefold() in text.written and candidates[0].level == "town"


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
            code = SPELLED.get(spelt) or NAMED_STATES.get(spelt)
            if code is None and length == 1 and text.words[end].text in STATES:
                code = ("US", text.words[end].text)
            if code in inside:
                return True
    return False
