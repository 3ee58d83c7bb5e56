"""Which names look alike to the eye: skeletons by Unicode TS 39, and the scripts of letters."""

import unicodedata
from functools import cache

from confusable_homoglyphs import categories
from confusable_homoglyphs.confusables import confusables_data

# A letter that is written with every script.
EVERY_SCRIPT = {"COMMON", "INHERITED", "Unknown"}
# Scripts that one word is written in together (TS 39, section 5.2, "highly restrictive").
TOGETHER = (
    {"LATIN", "HAN", "HIRAGANA", "KATAKANA"},
    {"LATIN", "HAN", "BOPOMOFO"},
    {"LATIN", "HAN", "HANGUL"},
)
# The package writes letters of Arabic and Hebrew between marks of direction.
MARKS = str.maketrans("", "", "\u200e\u200f")


@cache
def prototypes() -> dict[str, str]:
    """The character or characters that stand for each confusable character (TS 39, section 4).

    The package lists pairs both ways. The characters that can be mistaken for one another form a group; its prototype
    is the one that the others point at: the longest (only a prototype may have several characters), else the one with
    most neighbours, else the first.
    """
    near: dict[str, set[str]] = {}
    for one, others in confusables_data.items():
        near.setdefault(one.translate(MARKS), set()).update(other["c"].translate(MARKS) for other in others)
    found: dict[str, str] = {}
    for one in near:
        if one in found:
            continue
        group, waiting = {one}, [one]
        while waiting:
            fresh = near.get(waiting.pop(), set()) - group
            group |= fresh
            waiting += fresh
        chosen = min(group, key=lambda each: (-len(each), -len(near.get(each, ())), each))
        found |= dict.fromkeys(group, chosen)
    return found


def skeleton(text: str) -> str:
    """What the eye sees of a text: two texts with one skeleton can be mistaken for each other. TS 39, section 4."""
    known = prototypes()
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFD", "".join(known.get(one, one) for one in apart))


def scripts(word: str) -> set[str]:
    """The scripts of a word's letters, as Unicode names them: {"LATIN"}; empty for digits and signs alone."""
    return {categories.alias(one) for one in word} - EVERY_SCRIPT


def is_mixed(word: str) -> bool:
    """Whether a word is written in scripts that no language writes together."""
    used = scripts(word)
    return len(used) > 1 and not any(used <= allowed for allowed in TOGETHER)
