"""A text as word lists read it, with the place of each character in the original.

Case, full-width and decorated letters, heaped marks, unseen characters and single foreign letters that look like Latin
ones do not count. Each character that belongs to no word stands twice, so that a match may take one before and one
after a word and the next word still finds its own.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# More marks on one letter than any language has; the rest of a heap is left out before it is put in order.
MOST_MARKS = 4
_LETTERS = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[a-z]")
# Cyrillic and Greek letters that are drawn as Latin ones. They count as these only in a word that has Latin ones, too.
_LOOKALIKES = dict(zip("авеікмнорстухѕјԁһαβεικνορτυχ", "abeikmhopctyxsjdhabeikvoptux", strict=True))


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` begins and ends with a space; `text[i]` came from the characters `spans[i]` of the original."""

    text: str
    spans: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that a span of `text` came from."""
        return self.spans[start][0], self.spans[end - 1][1]


def fold(text: str) -> Folded:
    """The text as word lists read it. Linear in its length."""
    letters, spans = [" "], [(0, 0)]
    here = 0
    while here < len(text):
        end = here + 1
        while end < len(text) and is_mark(text[end]):
            end += 1
        for one in plain(text[here : min(end, here + 1 + MOST_MARKS)]):
            letters.append(one)
            spans.append((here, end))
            if not is_in_word(one):
                letters.append(one)
                spans.append((here, end))
        here = end
    letters.append(" ")
    spans.append((len(text), len(text)))
    return Folded(without_lookalikes("".join(letters)), tuple(spans))


@lru_cache(maxsize=20_000)
def plain(cluster: str) -> str:
    """One letter with its marks as it is compared: in its usual form, without case, without loose marks.

    A letter's own mark stays (NFKC joins it): "schon" is another word than "schön".
    """
    usual = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", cluster).casefold())
    return "".join(one for one in usual if unicodedata.category(one) not in {"Cf", "Cc"} and not is_mark(one))


def is_mark(one: str) -> bool:
    """Whether a character is one of the marks that are set on Latin, Greek and Cyrillic letters."""
    return "\u0300" <= one <= "\u036f"


def is_in_word(one: str) -> bool:
    """Whether a character is part of words: a letter, a digit, or a mark that its script needs."""
    return unicodedata.category(one)[0] in "LNM"


def without_lookalikes(folded: str) -> str:
    """The text with foreign letters in words that are otherwise Latin replaced by those they look like."""
    if folded.isascii():
        return folded

    def latin(match: re.Match[str]) -> str:
        word = match.group()
        if word.isascii() or not _LATIN.search(word):
            return word
        return "".join(_LOOKALIKES.get(one, one) for one in word)

    return _LETTERS.sub(latin, folded)
