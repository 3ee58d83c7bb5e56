"""The names on a saved page: who wrote, and who was a link in the text."""

import re
from collections.abc import Iterable

# What belongs to the name before it: "Sam Roe, Jr.".
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "md", "m.d", "phd", "ph.d", "esq"}
_APART = re.compile(r"\s*,\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+", re.IGNORECASE)
_CAPITALISED = r"[^\W\d_a-zß-öø-ÿ][\w.’'-]*"
# A link ended before the apostrophe: "Vladimir Putin 's war" was <a>Vladimir Putin</a>'s war.
_LINKED = re.compile(rf"(?<![\w.’'-])((?:{_CAPITALISED} ){{1,5}}{_CAPITALISED}) ['’]s\b")
_NEVER_FIRST = {
    "a", "after", "also", "although", "an", "and", "as", "at", "because", "before", "but", "by", "during", "even",
    "for", "from", "he", "her", "his", "however", "if", "in", "it", "its", "like", "meanwhile", "not", "of", "on",
    "only", "or", "she", "since", "so", "some", "that", "the", "their", "then", "there", "they", "this", "though",
    "to", "under", "until", "what", "when", "where", "while", "with", "president", "vice", "prime", "minister",
    "king", "queen", "prince", "princess", "senator", "sen.", "governor", "gov.", "mayor", "representative", "rep.",
    "secretary", "general", "gen.", "judge", "justice", "mr.", "mrs.", "ms.", "dr.", "mr", "mrs", "ms", "dr", "sir",
    "pope", "chancellor", "actor", "actress", "singer", "coach",
}  # fmt: skip


def authors_of(byline: str) -> tuple[str, ...]:
    """The names in "A, B and C", each once, in their order; a suffix such as Jr. stays with its name."""
    names: list[str] = []
    for part in _APART.split(byline.strip()):
        name = " ".join(part.split())
        if names and name.rstrip(".").casefold() in _SUFFIXES:
            names[-1] += f", {name}"
        elif name.strip(".,"):
            names.append(name)
    return unique(names)


def linked_people(paragraphs: Iterable[str]) -> tuple[str, ...]:
    """People whose names were links in the text, as the space before a possessive shows: "Vladimir Putin 's"."""
    return unique(
        name
        for paragraph in paragraphs
        for found in _LINKED.findall(paragraph)
        if " " in (name := without_title(found))
    )


def without_title(name: str) -> str:
    """A name without the words before it that are none of it: "But President Joe Biden" is Joe Biden."""
    words = name.split()
    while words and words[0].casefold() in _NEVER_FIRST:
        words.pop(0)
    return " ".join(words)


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, whatever its case, in the order in which they first stand."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(" ".join(name.split()).casefold(), " ".join(name.split()))
    return tuple(found.values())
