"""A text -> what it is compared by: words, pairs of characters where a script sets no spaces, and names."""

import re
import unicodedata
from functools import lru_cache

# Scripts that set no spaces between words: Thai, Lao, Burmese, Khmer, kana and Han.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# Indian scripts write vowels as marks, which are no letters to `re`.
_LETTER = rf"(?:[^\W_{_UNSPACED}]|[\u0900-\u0dff])"
_RUN = re.compile(rf"[{_UNSPACED}]+|{_LETTER}+(?:['’][^\W_]{{1,2}}(?!\w))?")
_UNSPACED_START = re.compile(f"[{_UNSPACED}]")
_POSSESSIVE = re.compile(r"['’]\w{1,2}$")
# Words longer than this are cut: endings are what languages bend.
STEM = 7


def words_of(text: str) -> list[str]:
    """The terms of a text in their order: words case-folded, without accents and endings; else pairs of characters.

    "Aldermouth's floods" gives "aldermo", "flood"; a run of Han, kana or Thai gives each two neighbours in it.
    """
    found: list[str] = []
    for run in _RUN.findall(plain(text)):
        if run.isascii() or not _UNSPACED_START.match(run):
            found.append(stem(run))
        else:
            found += [run[at : at + 2] for at in range(len(run) - 1)] or [run]
    return found


def plain(text: str) -> str:
    """The text in one form of each character, in lower case, without accents."""
    if text.isascii():
        return text.lower()
    split = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(letter for letter in split if unicodedata.category(letter) != "Mn" or letter > "\u0900")
    return unicodedata.normalize("NFC", bare)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A word without its possessive, a plural's s, and what goes beyond seven letters."""
    word = _POSSESSIVE.sub("", word)
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return word if word.isdigit() else word[:STEM]


def as_written(text: str) -> dict[str, str]:
    """Term -> the word in the text that gave it first, as it is written there."""
    found: dict[str, str] = {}
    for run in _RUN.findall(text):
        for term in words_of(run)[:1]:
            found.setdefault(term, run if run.isascii() or not _UNSPACED_START.match(run) else run[:2])
    return found
