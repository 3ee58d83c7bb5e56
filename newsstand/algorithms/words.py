"""The words of a text, in the form in which search keeps and compares them, for any script.

Both engines get the same words, ready made, so that they find the same articles. Where a script has no spaces (Chinese,
Japanese, Thai, Lao, Khmer, Burmese) or glues words together (Korean), each character begins a token of two: what is
looked for is then found wherever it stands. docs/decisions/0011-search.md says why there is no dictionary.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

LONGEST = 40
# Han, kana, Hangul, Thai, Lao, Burmese, Khmer, and their half-width and rare forms.
_RUN = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003134f"
)


def _marks() -> str:
    """The marks that stand on letters, which Python does not count among the letters."""
    blocks = (range(0x300, 0x1B00), range(0x1CD0, 0x1E00), range(0xA670, 0xABF0), range(0xFE20, 0xFE30))
    return "".join(chr(code) for block in blocks for code in block if unicodedata.category(chr(code)).startswith("M"))


_PIECE = re.compile(rf"[{_RUN}]+|(?:(?![{_RUN}])(?:[^\W_]|[{_marks()}]))+(?:['’][sS]\b)?")
_ASCII_PIECE = re.compile(r"[A-Za-z0-9]+(?:'[sS]\b)?")
_BEGINS_RUN = re.compile(f"[{_RUN}]")
_HALF_WIDTH = re.compile("[\uff66-\uff9f]")
# Accents; Arabic vowel signs and the lengthening stroke; Hebrew points. Other scripts need their marks.
_LOOSE = re.compile("[\u0300-\u036f\u0640\u064b-\u065f\u0670\u0591-\u05c7]")
_ALIKE = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i", "ŀ": "l",
     "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك"}
)  # fmt: skip
# Words whose last letter is no plural's.
_NO_PLURAL = frozenset({"news", "this", "thus", "always", "perhaps", "besides", "towards", "texas", "paris", "james"})


class Word(NamedTuple):
    """A token and the characters of the text that it stands for, from `start` to `end`."""

    token: str
    start: int
    end: int


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """One word without what readers leave out or type otherwise: case, accents, width. "Brücke" is "brucke"."""
    if word.isascii():
        return word.lower()[:LONGEST]
    apart = unicodedata.normalize("NFKD", word.casefold())
    return unicodedata.normalize("NFKC", _LOOSE.sub("", apart)).casefold().translate(_ALIKE)[:LONGEST]


@lru_cache(maxsize=100_000)
def stem(folded: str) -> str:
    """A folded word without its plural: the weak rules of Harman, "How effective is suffixing?", JASIS 42 (1991).

    They are for English, and do no harm elsewhere, because what is looked for goes the same way. Of an Arabic word the
    article is taken off.
    """
    if not folded.isascii():
        return folded[2:] if folded.startswith("ال") and len(folded) > 4 else folded
    if len(folded) <= 3 or not folded.endswith("s") or folded in _NO_PLURAL or folded.isdigit():
        return folded
    if folded.endswith("ies"):
        return folded if folded.endswith(("eies", "aies")) else folded[:-3] + "y"
    if folded.endswith("es"):
        return folded if folded.endswith(("aes", "ees", "oes")) else folded[:-1]
    return folded if folded.endswith(("us", "ss")) else folded[:-1]


def words(text: str, *, stemmed: bool = True) -> Iterator[Word]:
    """Every token of a text with its place. Each character of a run without spaces begins one: of ABC, AB, BC and C."""
    pattern = _ASCII_PIECE if text.isascii() else _PIECE
    for found in pattern.finditer(text):
        piece, start = found.group(), found.start()
        if is_run(piece):
            yield from _run(piece, start)
        elif token := _token(piece) if stemmed else fold(_owned(piece)):
            yield Word(token, start, start + len(_owned(piece)))


def _run(run: str, start: int) -> Iterator[Word]:
    folded = _folded_run(run)
    # Half-width characters may become fewer: then the run is known as a whole alone.
    exact = len(folded) == len(run)
    for at in range(len(folded)):
        token = folded[at : at + 2]
        here = (start + at, start + at + len(token)) if exact else (start, start + len(run))
        yield Word(token, *here)


def _folded_run(run: str) -> str:
    return unicodedata.normalize("NFKC" if _HALF_WIDTH.search(run) else "NFC", run)


def _owned(piece: str) -> str:
    """A word without the possessive."""
    return piece[:-2] if len(piece) > 2 and piece[-2] in "'’" else piece


@lru_cache(maxsize=100_000)
def _token(piece: str) -> str:
    return stem(fold(_owned(piece)))


def tokens(text: str, most: int | None = None) -> list[str]:
    """The tokens of `words` in their order, at most so many."""
    if text.isascii():
        return [_token(piece) for piece in _ASCII_PIECE.findall(text)[:most]]
    found: list[str] = []
    for piece in _PIECE.findall(text):
        if is_run(piece):
            run = _folded_run(piece)
            found += [run[at : at + 2] for at in range(len(run))]
        elif token := _token(piece):
            found.append(token)
        if most is not None and len(found) >= most:
            return found[:most]
    return found


def spellings(texts: Iterable[str]) -> dict[str, str]:
    """The words of texts that one can misspell, folded, and how each is written: four letters or more, no runs."""
    found: dict[str, None] = {}
    for text in texts:
        pattern = _ASCII_PIECE if text.isascii() else _PIECE
        found |= dict.fromkeys(_owned(piece).lower() for piece in pattern.findall(text) if not is_run(piece))
    folded = ((fold(piece), piece) for piece in reversed(found))
    return {word: piece for word, piece in folded if 4 <= len(word) <= 24 and len(piece) <= 24 and word.isalpha()}


def is_run(token: str) -> bool:
    """Whether a token is of a script without spaces."""
    return token[:1] > "\u0dff" and bool(_BEGINS_RUN.match(token))


@dataclass(frozen=True, slots=True)
class Sought:
    """Tokens that have to stand side by side; when `begins`, the last is only the beginning of a token."""

    tokens: tuple[str, ...]
    begins: bool = False


def sought(text: str, *, begins: bool = False) -> Sought | None:
    """What one term of a query looks for; None when it has no letter and no digit.

    The end of a run goes on in the text, so its last character alone is not looked for; a single character is the
    beginning of any token that it begins.
    """
    found = [word.token for word in words(text, stemmed=not begins)]
    if not found:
        return None
    last = found[-1]
    if is_run(last):
        if len(last) == 1 and len(found) > 1 and is_run(found[-2]) and len(found[-2]) == 2:
            return Sought(tuple(found[:-1]))
        return Sought(tuple(found), begins=len(last) == 1)
    return Sought(tuple(found), begins=begins)
