"""Words that are almost another word."""

from collections.abc import Iterable

SHORTEST = 4


def allowed(word: str) -> int:
    """How many slips a word may have: one, two from eight letters on, none below four."""
    return 0 if len(word) < SHORTEST else 1 if len(word) < 8 else 2


def distance(one: str, other: str, most: int) -> int:
    """How many slips lie between two words: a letter left out, put in, put for another, or two in each other's place.

    The optimal string alignment form of Damerau (CACM 7(3), 1964) and Levenshtein; `most` + 1 for anything beyond
    `most`.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, its in enumerate(other, 1):
            cost = min(last[column] + 1, here[column - 1] + 1, last[column - 1] + (letter != its))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == its:
                cost = min(cost, before[column - 2] + 1)
            here.append(cost)
        if min(here) > most:
            return most + 1
        before, last = last, here
    return min(last[-1], most + 1)


def ends(word: str) -> tuple[str, str]:
    """The beginning and the end of a word of which one survives any single slip.

    With n letters both have (n - 1) // 2, so that even two letters in each other's place cannot touch both.
    """
    length = max(1, (len(word) - 1) // 2)
    return word[:length], word[-length:]


def nearest(word: str, candidates: Iterable[str], most: int = 12) -> list[str]:
    """The candidates within the slips allowed, the closest first; the same first letter before others, then by name."""
    limit = allowed(word)
    near = [
        (slips, other[:1] != word[:1], other)
        for other in set(candidates)
        if other != word and (slips := distance(word, other, limit)) <= limit
    ]
    return [other for _, _, other in sorted(near)[:most]]
