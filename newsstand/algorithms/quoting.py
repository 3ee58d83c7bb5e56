"""Words that somebody quotes from a text, found in it however the typography differs."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# A quotation with fewer letters and digits could stand anywhere.
LEAST_LETTERS = 8
MOST_QUOTE = 1000
# What "…" may stand for.
MOST_LEFT_OUT = 400
# Two quotations with this much of their words in common are about the same statement.
ALIKE = 0.6

_SINGLE, _DOUBLE, _DASHES = "'‘’‚‛`´′‹›", '"“”„‟«»″', "-‐‑‒–—―−"
_SAME = {
    **dict.fromkeys(map(ord, _SINGLE), "'"),
    **dict.fromkeys(map(ord, _DOUBLE), '"'),
    **dict.fromkeys(map(ord, _DASHES), "-"),
    ord("…"): "...",
}
_UNSEEN = {"\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"}


@dataclass(frozen=True, slots=True)
class Found:
    """The text's own words, and which of the texts they stand in."""

    words: str
    index: int


def find(quote: str, texts: Sequence[str]) -> Found | None:
    """The first of the texts that says what is quoted, in its own words and with whole words at both ends.

    Case, quotation marks, dashes, ligatures, soft hyphens and white space do not matter; the quotation may leave
    words out with "…" or "[...]". None where no text says it, or where the quotation is too short to tell.
    """
    parts = parts_of(quote)
    if not parts or sum(map(letters, parts)) < LEAST_LETTERS or len(quote) > MOST_QUOTE:
        return None
    for index, text in enumerate(texts):
        folded, places = fold(text)
        span = span_of(parts, folded)
        if span is not None:
            start, end = places[span[0]], places[span[1] - 1] + 1
            start, end = whole_words(text, start, end)
            return Found(" ".join(text[start:end].split()), index)
    return None


def parts_of(quote: str) -> list[str]:
    """What is quoted, folded, between the places where something was left out; without marks around all of it."""
    folded, _ = fold(quote.strip())
    if len(folded) > 1 and folded[0] == folded[-1] and folded[0] in "\"'":
        folded = folded[1:-1]
    pieces = folded.replace("[...]", "...").replace("(...)", "...").split("...")
    return [piece.strip() for piece in pieces if letters(piece)]


def span_of(parts: Sequence[str], folded: str) -> tuple[int, int] | None:
    """Where the parts stand one after the other, none too far from the last: the start and the end."""
    start = folded.find(parts[0])
    while start >= 0:
        end = start + len(parts[0])
        for part in parts[1:]:
            at = folded.find(part, end, end + MOST_LEFT_OUT + len(part))
            if at < 0:
                break
            end = at + len(part)
        else:
            return start, end
        start = folded.find(parts[0], start + 1)
    return None


def fold(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and for each of its characters where it stands in the text as it is."""
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if goes_on(character):
            continue
        if character.isspace():
            if folded and folded[-1] != " ":
                folded.append(" ")
                places.append(place)
            continue
        for one in unfold(character):
            folded.append(one)
            places.append(place)
    return "".join(folded), places


def unfold(character: str) -> str:
    """A character as it is compared: without case, accents and the ways to write one mark."""
    same = character.translate(_SAME)
    if same != character:
        return same
    spread = unicodedata.normalize("NFKD", character).casefold()
    return "".join(one for one in spread if unicodedata.category(one) != "Mn")


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The span up to the ends of the words in which it begins and ends."""
    while start > 0 and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and (goes_on(text[end]) or (text[end].isalnum() and not is_gap(text[end - 1]))):
        end += 1
    return start, end


def goes_on(character: str) -> bool:
    """Whether a character belongs to the one before it."""
    return character in _UNSEEN or unicodedata.category(character) == "Mn"


def is_gap(character: str) -> bool:
    """Whether no word goes on over a character."""
    return not (character.isalnum() or goes_on(character))


def letters(text: str) -> int:
    return sum(character.isalnum() for character in text)


def same_statement(one: str, other: str) -> bool:
    """Whether two quotations of an article are about the same statement: one holds the other, or most words agree."""
    first, second = fold(one)[0].strip(), fold(other)[0].strip()
    if first in second or second in first:
        return True
    words, others = set(first.split()), set(second.split())
    return len(words & others) >= ALIKE * len(words | others)
