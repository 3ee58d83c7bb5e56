"""A news text -> a sparse vector of what it is about."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from newsstand.algorithms.capitals import names_in
from newsstand.algorithms.terms import words_of
from newsstand.algorithms.word_counts import WordCounts, key_of

# How much an occurrence counts: in the headline, among the first words of the text, further down, inside a name.
HEADLINE = 3.0
LEAD = 2.0
BODY = 1.0
NAME = 1.0
# A person, organisation or place that the registry knows in it counts as if the headline had it.
KNOWN = 3.0
LEAD_WORDS = 50
MOST_WORDS = 800
MOST_CHARACTERS = 6_000
# Who it is about is named early.
NAMED_CHARACTERS = 3_000
MOST_TERMS = 100


@dataclass(frozen=True, slots=True)
class Document:
    """A news text. `published` is aware, or None where nobody knows; `names` are known people, organisations, places.

    `language` is a tag such as "en" or "pt-BR", "" where it is unknown; `source` is any name of who published it.
    """

    headline: str
    text: str = ""
    language: str = ""
    published: datetime | None = None
    names: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Vector:
    """Term (`word_counts.key_of`) -> weight, the heaviest first; all squares together are 1. `words` spells them.

    `day` is when it was published, in days since 1970, or None; `source` a number of who published it, 0 for nobody.
    """

    weights: dict[int, float]
    words: dict[int, str]
    day: float | None = None
    source: int = 0


def occurrences(document: Document) -> dict[str, float]:
    """Term -> how often it comes, counted by where it stands."""
    text = document.text[:MOST_CHARACTERS]
    counts: dict[str, float] = {}
    add(counts, words_of(document.headline), HEADLINE)
    words = words_of(text)[:MOST_WORDS]
    add(counts, words[:LEAD_WORDS], LEAD)
    add(counts, words[LEAD_WORDS:], BODY)
    add(counts, words_of(" ".join(names_in(text[:NAMED_CHARACTERS], language=document.language))), NAME)
    for name in document.names:
        add(counts, [name_term(name)], KNOWN)
    return counts


def name_term(name: str) -> str:
    """The term of a known name: no word of a text is like it."""
    return "=" + " ".join(words_of(name))


def add(counts: dict[str, float], words: Iterable[str], each: float) -> None:
    for word in words:
        counts[word] = counts.get(word, 0.0) + each


def language_of(document: Document) -> str:
    """The language by which its words are counted: "pt" for "pt-BR"."""
    return document.language.replace("_", "-").split("-")[0].lower()


def read(document: Document, known: WordCounts, *, count: bool = True) -> Vector:
    """Count a text's terms in `known`, unless they were counted before, and say what it is about by what is known then.

    A weight is (1 + ln occurrences) times the inverse document frequency: sublinear tf-idf (Manning, Raghavan,
    Schütze: Introduction to Information Retrieval, 6.4.1). The heaviest hundred stay, scaled to unit length.
    """
    counts = occurrences(document)
    keys = {key_of(word): word for word in counts}
    language = language_of(document)
    if count:
        known.add(keys, language)
    source = key_of(document.source) if document.source else 0
    return replace(weighed(counts, keys, known, language), day=day_of(document.published), source=source)


def weighed(counts: dict[str, float], keys: dict[int, str], known: WordCounts, language: str) -> Vector:
    """The vector of terms that came so often."""
    total = known.all_texts(language)
    log = math.log
    says = known.weights(keys, total)
    rows = [(-(1.0 + log(counts[word])) * weight, key) for (key, word), weight in zip(keys.items(), says, strict=True)]
    rows = [row for row in sorted(rows)[:MOST_TERMS] if row[0] < 0.0]
    length = math.sqrt(sum(weight * weight for weight, _ in rows)) or 1.0
    weights = {key: -weight / length for weight, key in rows}
    return Vector(weights, {key: keys[key] for key in weights})


def day_of(moment: datetime | None) -> float | None:
    """A moment in days since 1970."""
    return None if moment is None else moment.timestamp() / 86400.0
