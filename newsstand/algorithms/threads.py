"""From the flat rows of a thread to the nested order in which people read it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# Deeper than this a line on a telephone holds two words.
DEEPEST = 7


@dataclass(frozen=True, slots=True)
class Placed:
    """A comment, by its number, in its place.

    `level` counts from 1 to DEEPEST. `replies` says whether a list of replies is opened under it. `closes` is how many
    lists of replies end with it. `answers` is the number of the one it replies to where the nesting does not show that.
    """

    id: int
    level: int
    replies: bool = False
    closes: int = 0
    answers: int | None = None


def level_of(depth: int) -> int:
    """The level at which a comment stands that has `depth` comments above it."""
    return min(depth + 1, DEEPEST)


def reading_order(parents: Mapping[int, int | None]) -> list[Placed]:
    """Every comment once: first what was said, then what was answered to it, siblings in the order given.

    `parents` gives for each comment's number that of the comment it answers, or None. Replies below level DEEPEST stay
    at that level and name whom they answer. A comment whose parent is not there, or that belongs to a ring of answers,
    opens a thread of its own: nothing is lost.
    """
    children: dict[int, list[int]] = {}
    roots: list[int] = []
    for number, parent in parents.items():
        if parent is None or parent not in parents:
            roots.append(number)
        else:
            children.setdefault(parent, []).append(number)
    seen: set[int] = set()
    walked = walk(roots, children, seen)
    if len(walked) < len(parents):
        for number in parents:
            walked += walk([number], children, seen)
    return place(walked, parents)


def walk(roots: Iterable[int], children: Mapping[int, list[int]], seen: set[int]) -> list[tuple[int, int]]:
    """Numbers with their levels, depth first, without recursion: a thread may be deeper than the stack.

    What is in `seen` is left out; what is found is added to it.
    """
    order: list[tuple[int, int]] = []
    waiting = [(root, 1) for root in reversed(list(roots))]
    while waiting:
        number, level = waiting.pop()
        if number in seen:
            continue
        seen.add(number)
        order.append((number, level))
        below = min(level + 1, DEEPEST)
        waiting += [(child, below) for child in reversed(children.get(number, []))]
    return order


def place(walked: list[tuple[int, int]], parents: Mapping[int, int | None]) -> list[Placed]:
    """Say where lists open and close, and whom a comment answers where its place does not tell."""
    placed: list[Placed] = []
    path: list[int] = []
    for index, (number, level) in enumerate(walked):
        after = walked[index + 1][1] if index + 1 < len(walked) else 1
        del path[level - 1 :]
        shown_above = path[-1] if path else None
        parent = parents[number]
        told = parent is None or parent == shown_above or parent not in parents
        placed.append(
            Placed(number, level, after > level, closes=max(level - after, 0), answers=None if told else parent)
        )
        path.append(number)
    return placed
