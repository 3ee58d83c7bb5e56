"""The headline of a story: the one among its articles' that says what most of them say."""

from collections import Counter
from collections.abc import Sequence

from newsstand.algorithms.function_words import FUNCTION_WORDS
from newsstand.algorithms.terms import words_of

# Another headline takes over when it is so many times as central: a title that changes every hour tires.
CLEARLY = 1.25
LONG = 110
SHORT = 20
_EMPTY = frozenset(FUNCTION_WORDS)


def most_central(headlines: Sequence[str], *, names: Sequence[str] = (), present: int | None = None) -> int:
    """The place of the headline that shares most with the others; the earlier one of two alike, `present` if near it.

    `names` has for each article the names in its text, as one string, "" for none: a headline that names what all of
    them are about shares much, even if no other headline does. Raises ValueError for no headlines.
    """
    if not headlines:
        raise ValueError("A story without articles has no headline.")
    words = [set(words_of(headline)) for headline in headlines]
    told = [own | set(words_of(named)) for own, named in zip(words, names or [""] * len(words), strict=True)]
    often = Counter(word for own in told for word in own)
    shares = [centrality(headline, own, often) for headline, own in zip(headlines, words, strict=True)]
    best = max(range(len(shares)), key=lambda at: (shares[at], -at))
    if present is not None and shares[best] < CLEARLY * shares[present]:
        return present
    return best


def centrality(headline: str, own: set[str], often: Counter[str]) -> float:
    """How much of what a headline says others say, too; less for one that is very long or very short."""
    if not own:
        return 0.0
    share = sum(often[word] - 1 for word in own if word not in _EMPTY) / (len(own) + 3)
    return (share + 0.01) * (0.7 if len(headline) > LONG or len(headline) < SHORT else 1.0)
