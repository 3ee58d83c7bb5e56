"""A contract in words: in one sentence for its publisher, and what a change of it changes."""

from collections.abc import Mapping
from dataclasses import dataclass

INDEXING = {
    "noindex": "search engines are sent to its own pages",
    "canonical": "search engines may list them here, and name its own page as the first",
    "index": "search engines may list them here as pages of their own",
}
NAMES = {
    "excerpt_words": "How much is shown",
    "embargo_minutes": "Embargo",
    "expires_after_days": "How long",
    "indexing": "Search engines",
    "attribution": "Line at the foot",
    "licence": "Licence",
    "licence_url": "Address of the licence",
    "share": "Share of revenue",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One term that differs: its name, and what held before and after, all in words."""

    name: str
    before: str
    after: str


def sentence(terms: Mapping[str, object]) -> str:
    """Terms in one sentence. `terms` has excerpt_words, embargo_minutes, expires_after_days, indexing and share."""
    embargo, days = number(terms.get("embargo_minutes")), number(terms.get("expires_after_days"))
    when = f"{span(embargo)} after publication" if embargo else "at once"
    long = f"for {many(days, 'day')}" if days else "for as long as they stand"
    said = f"We show {words_shown(terms.get('excerpt_words'))} of each article, {when}, {long}"
    said += f"; {INDEXING[str(terms['indexing'])]}"
    share = terms.get("share")
    return (
        f"{said}; of what they earn, {percent(number(share))} is the publisher’s." if share is not None else f"{said}."
    )


def differences(before: Mapping[str, object], after: Mapping[str, object]) -> list[Difference]:
    """What differs between two sets of terms, in the order in which a contract has them."""
    return [
        Difference(name, in_words(key, before.get(key)), in_words(key, after.get(key)))
        for key, name in NAMES.items()
        if (key in before or key in after) and before.get(key) != after.get(key)
    ]


def in_words(key: str, value: object) -> str:
    """One term's value in words."""
    if key == "excerpt_words":
        return words_shown(value)
    if key == "embargo_minutes":
        return span(number(value)) if value else "none"
    if key == "expires_after_days":
        return many(number(value), "day") if value else "for ever"
    if key == "indexing":
        return INDEXING.get(str(value), str(value))
    if key == "share":
        return percent(number(value))
    return str(value) if value else "none"


def words_shown(value: object) -> str:
    return f"the first {many(number(value), 'word')}" if value else "the full text"


def span(minutes: int) -> str:
    """Minutes in the largest unit that leaves a whole number: 120 as "2 hours"."""
    for size, word in ((1440, "day"), (60, "hour")):
        if minutes >= size and minutes % size == 0:
            return many(minutes // size, word)
    return many(minutes, "minute")


def many(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def percent(share: int) -> str:
    """Hundredths of a per cent as "70 %" or "66.67 %"."""
    return f"{share / 100:.2f}".rstrip("0").rstrip(".") + " %"


def number(value: object) -> int:
    return value if isinstance(value, int) else 0
