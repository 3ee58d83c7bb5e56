"""Texts -> fingerprints, by which a reprint is known again though its headline, lead, length or typography are others.

A text is the set of its five-word sequences. The few with the smallest checksums are its bands: two texts of which one
stands in the other share bands whatever their lengths, which sketches of likeness as a whole (MinHash) do not promise.
Who shares bands is compared exactly, both ways.
"""

import re
import struct
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b
from zlib import crc32

BANDS = 24
# Articles that share fewer bands are not compared: one five-word sequence in common is a phrase.
FEWEST_SHARED = 2
# A band that so many articles have says nothing of one more; it is no longer recorded.
MOST_OF_A_BAND = 32
MOST_COMPARED = 6

WORDS_IN_A_ROW = 5
CHARACTERS_IN_A_ROW = 10
FEWEST_SEQUENCES = 16

# Of the one text so much has to stand in the other, and so much of the other in the one: a digest of the day that
# quotes a short article whole is no copy of it.
NEAR = 0.5
NEAR_BACK = 0.2
# A known copy stays one until it says mostly other things.
STILL_NEAR = 0.2

# Scripts that set no spaces between words: Thai, Lao, Tibetan, Burmese, Khmer, kana and Han.
_UNSPACED = (
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_SPACED_TOKEN = re.compile(r"[^\W_]+")
_ONE_UNSPACED = re.compile(f"[{_UNSPACED}]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
_APOSTROPHES = "'’‘ʼ`´′＇"
# What is left of ASCII once case and typography do not count: letters and digits, and spaces for all else.
_ASCII = {
    code: None if chr(code) in _APOSTROPHES else (chr(code).lower() if chr(code).isalnum() else " ")
    for code in range(128)
}

# A sequence's checksum is the sum of its words' checksums, each times the factor of its place: odd, so that no word's
# is lost, and so small that the sum of ten has room in 64 bits.
_FACTORS = tuple(pow(0x9E37_79B1, place, 2**28) for place in range(1, CHARACTERS_IN_A_ROW + 1))
_MOST_WORDS_KEPT = 200_000


class _Folding(dict[str, str]):
    """What stands for a character beyond ASCII: nothing for accents and unseen marks, a space for signs."""

    def __missing__(self, letter: str) -> str:
        unseen = (
            letter in _APOSTROPHES or unicodedata.category(letter)[0] == "M" or unicodedata.category(letter) == "Cf"
        )
        self[letter] = "" if unseen else (letter if letter.isalnum() else " ")
        return self[letter]


class _Checksums(dict[str, int]):
    """Words -> their checksums; a language has few words that are used often."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_WORDS_KEPT:
            self.clear()
        self[word] = checksum = crc32(word.encode("utf-8", "replace"))
        return checksum


_FOLDING = _Folding()
_CHECKSUMS = _Checksums()


class Kind(StrEnum):
    SAME = "same"
    NEAR = "near"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """`digest`: 32 hexadecimal characters, equal for texts of the same words; `sequences`: checksums of all sequences;
    `bands`: up to 24 of them, each from 0 to 2^32 - 1, empty for a text too short to be known again.
    """

    digest: str
    length: int
    sequences: frozenset[int]
    bands: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """`share`: the part of the first text that stands in the second, `back`: the other way round; from 0 to 1."""

    kind: Kind
    share: float
    back: float


def words(text: str) -> list[str]:
    """The words of a text, characters of scripts without spaces alone; case, accents and typography do not count."""
    if not text.isascii():
        text = _folded(unicodedata.normalize("NFKD", _folded(text, _APOSTROPHES))).casefold()
    if text.isascii():
        return text.translate(_ASCII).split()
    plain = text.replace("'", "").replace("`", "")
    return (_TOKEN if _ONE_UNSPACED.search(plain) else _SPACED_TOKEN).findall(plain)


def _folded(text: str, only: str = "") -> str:
    """A text with what stands for its characters beyond ASCII (`only` for these)."""
    for letter in set("".join(_BEYOND_ASCII.findall(text))):
        folded = _FOLDING[letter]
        if folded != letter and (not only or letter in only):
            text = text.replace(letter, folded)
    return text


@lru_cache(maxsize=128)
def fingerprint(text: str) -> Fingerprint:
    """The fingerprint of a plain text of any length in any language."""
    found = words(text)
    digest = blake2b(" ".join(found).encode("utf-8", "replace"), digest_size=16).hexdigest()
    sequences = frozenset(_sequences(found))
    bands = _smallest(sequences) if len(sequences) >= FEWEST_SEQUENCES else ()
    return Fingerprint(digest, len(found), sequences, bands)


def _sequences(found: Sequence[str]) -> tuple[int, ...]:
    """The checksums, modulo 2^32, of all sequences in their order.

    All are reckoned at once: a number of 64 bits for each word, one after another in one large number, which is moved
    by a word, multiplied and added up; no number runs over into the next.
    """
    row = _words_in_a_row(found)
    number = len(found) - row + 1
    if number < 1:
        return ()
    checksums = map(_CHECKSUMS.__getitem__, found)
    left = int.from_bytes(struct.pack(f"<{len(found)}Q", *checksums), "little")
    total = 0
    for factor in _FACTORS[:row]:
        total += left * factor
        left >>= 64
    return struct.unpack_from(f"<{2 * number}I", total.to_bytes(8 * len(found) + 8, "little"))[::2]


def _words_in_a_row(found: Sequence[str]) -> int:
    some = "".join(found[:200])
    if some.isascii():
        return WORDS_IN_A_ROW
    unspaced = sum(len(word) == 1 and _ONE_UNSPACED.match(word) is not None for word in found[:200])
    return CHARACTERS_IN_A_ROW if unspaced * 2 > min(len(found), 200) else WORDS_IN_A_ROW


def _smallest(sequences: frozenset[int]) -> tuple[int, ...]:
    """The smallest BANDS of them. They are spread evenly, so that few have to be put in order."""
    below = 2**32 * 2 * BANDS // len(sequences)
    some = [sequence for sequence in sequences if sequence < below]
    return tuple(sorted(some if len(some) >= BANDS else sequences)[:BANDS])


def compare(one: Fingerprint, other: Fingerprint) -> Likeness:
    """How much of one text stands in the other. Too short texts are the same or different, never near."""
    if one.digest == other.digest and one.length:
        return Likeness(Kind.SAME, 1.0, 1.0)
    if not one.bands or not other.bands:
        return Likeness(Kind.DIFFERENT, 0.0, 0.0)
    both = len(one.sequences & other.sequences)
    share, back = both / len(one.sequences), both / len(other.sequences)
    near = max(share, back) >= NEAR and min(share, back) >= NEAR_BACK
    return Likeness(Kind.NEAR if near else Kind.DIFFERENT, share, back)


def still_a_copy(likeness: Likeness) -> bool:
    """Whether texts that were found to be copies are so after one of them was changed."""
    return max(likeness.share, likeness.back) >= STILL_NEAR


def worth_comparing(holders: Iterable[int]) -> list[int]:
    """The articles to compare with: the ids of those that hold a band of ours, once for each band, in any order.

    Those that share most come first, of equal ones the one with the lower id.
    """
    shared = Counter(holders)
    enough = [(-count, article) for article, count in shared.items() if count >= FEWEST_SHARED]
    return [article for _, article in sorted(enough)[:MOST_COMPARED]]
