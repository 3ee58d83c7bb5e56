"""Lists of words, and where a text has one of them.

A list is compiled once for each change. RE2 reads a text in time linear in its length whatever the list says, so nobody
can make it wait. What an entry finds: the whole word; with `*` any letters in its place; digits and signs in the place
of letters ("5h!t") while most of it are letters; a letter said three times and more; letters that are spaced out.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import re2

from newsstand.algorithms.screening.folded import Folded, fold, is_in_word

MOST_ENTRIES = 2000
LONGEST_ENTRY = 60
# "a*" would find half of the dictionary.
FEWEST_BESIDE_WILDCARD = 3
# Each more multiplies what has to be tried at every letter.
MOST_WILDCARDS = 2
# Shorter words than these are found spaced out in any list of initials.
FEWEST_SPACED_OUT = 4
ENTRIES_AT_ONCE = 100
MEMORY = 32 << 20

_WORD = r"[\pL\pN\pM]"
_EDGE = r"[^\pL\pN\pM]"
# One or two signs between letters; each stands twice in a folded text.
_GAP = r"[ .*_~·|-]{2,4}"
_DIGITS = {"a": "4", "b": "8", "e": "3", "g": "9", "i": "1", "l": "1", "o": "0", "s": "5", "t": "7", "z": "2"}
_SIGNS = {"a": "@", "c": "(", "i": "!", "l": "|", "s": "$"}
# Inside a word a star stands for a vowel that its writer did not want to write. At its edges these are punctuation.
_HIDDEN = {"a": "*", "e": "*", "i": "*", "o": "*", "u": "*"}
# What may stand at the edge of a word as well.
_AT_THE_EDGE = {"s": "$"}


@dataclass(frozen=True, slots=True)
class Found:
    """A word of a list in a text: its span there."""

    start: int
    end: int


def entries(text: str) -> tuple[str, ...]:
    """The entries of a list as an editor writes it: one a line, each once, in their order; `#` begins a remark.

    Raises ValueError that names the first entry that cannot stand, and says why.
    """
    lines = (" ".join(line.split("#")[0].split()) for line in text.splitlines())
    kept = tuple(dict.fromkeys(line for line in lines if line))
    if len(kept) > MOST_ENTRIES:
        raise ValueError(f"The list has {len(kept):,} entries; {MOST_ENTRIES:,} is the most.")
    for entry in kept:
        why = why_not(entry)
        if why:
            raise ValueError(f"“{entry[:80]}”: {why}")
    return kept


def why_not(entry: str) -> str | None:
    """Why an entry cannot stand on a list, or None."""
    if len(entry) > LONGEST_ENTRY:
        return f"an entry has at most {LONGEST_ENTRY} characters."
    letters = sum(map(is_in_word, entry))
    if not letters:
        return "an entry needs a letter or a digit."
    if "*" in entry and letters < FEWEST_BESIDE_WILDCARD:
        return f"beside * an entry needs at least {FEWEST_BESIDE_WILDCARD} letters, or it would find nearly everything."
    if entry.count("*") > MOST_WILDCARDS:
        return f"{MOST_WILDCARDS} * are the most in one entry."
    return None


def find(text: str, listed: Sequence[str]) -> list[Found]:
    """Where the text has words of the list, each place once, in reading order."""
    if not listed:
        return []
    compiled, folded = compile_list(tuple(listed)), fold(text)
    spans = {span for pattern in compiled.patterns for span in matches(pattern, folded, compiled.plain)}
    return [Found(start, end) for start, end in outermost(spans)]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A list ready for use: its patterns, and its entries as folded texts have them."""

    patterns: tuple["re2._Regexp", ...]
    plain: frozenset[str]


@lru_cache(maxsize=16)
def compile_list(listed: tuple[str, ...]) -> Compiled:
    options = re2.Options()
    options.max_mem = MEMORY
    options.log_errors = False
    options.never_capture = True
    parts = [part for entry in listed for part in [pattern_of(entry)] if part]
    groups = (parts[at : at + ENTRIES_AT_ONCE] for at in range(0, len(parts), ENTRIES_AT_ONCE))
    patterns = tuple(re2.compile(f"{_EDGE}(?:{'|'.join(group)}){_EDGE}", options) for group in groups)
    return Compiled(patterns, frozenset(core(fold(entry).text) for entry in listed))


def matches(pattern: "re2._Regexp", folded: Folded, plain: frozenset[str]) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(folded.text):
        # One character before the word and one after it are not part of it.
        start, end = match.start() + 1, match.end() - 1
        said = folded.text[start:end]
        if core(said) in plain or mostly_letters(said):
            yield folded.span(start, end)


def core(folded: str) -> str:
    return " ".join(folded.split())


def mostly_letters(said: str) -> bool:
    """Whether at least as many runs of one letter as of anything else: "5h!t" is a word, "455" a number."""
    runs = [one for before, one in zip(" " + said, said, strict=False) if one != before and not one.isspace()]
    letters = sum(unicodedata.category(one)[0] in "LM" for one in runs)
    gaps = sum(one in ".*_~·|-" for one in runs)
    return letters * 2 >= len(runs) - gaps


def outermost(spans: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in reading order without those that begin inside another."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def pattern_of(entry: str) -> str:
    """The pattern of one entry of a list, in RE2's words; "" where nothing of it can be found."""
    plain = fold(entry).text.replace("**", "*")
    spaced = "".join(one if one == "*" or is_in_word(one) else " " for one in plain)
    words = [word for word in spaced.split() if word != "*"]
    whole = f"{_EDGE}{{2,12}}".join(map(pattern_of_word, words))
    if len(words) == 1 and "*" not in words[0] and len(words[0]) >= FEWEST_SPACED_OUT and words[0].isalpha():
        return f"{whole}|{_GAP.join(map(re2.escape, words[0]))}"
    return whole


def pattern_of_word(word: str) -> str:
    runs = [(run.group()[0], len(run.group())) for run in re.finditer(r"(.)\1*", word)]
    parts = []
    for number, (one, times) in enumerate(runs):
        if one == "*":
            parts.append(f"{_WORD}*")
            continue
        letter = letter_of(one, at_the_edge=number in {0, len(runs) - 1})
        parts.append(f"{letter}{{{times},}}" if times > 1 else f"(?:{letter}|{letter}{{3,}})")
    return "".join(parts)


def letter_of(one: str, *, at_the_edge: bool) -> str:
    """A letter, or what is written in its place."""
    written = [re2.escape(one)]
    if one in _DIGITS:
        written.append(_DIGITS[one])
    signs = [_AT_THE_EDGE] if at_the_edge else [_SIGNS, _HIDDEN]
    written += [re2.escape(sign[one]) * 2 for sign in signs if one in sign]
    return f"(?:{'|'.join(written)})" if len(written) > 1 else written[0]
