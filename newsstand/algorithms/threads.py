"""From the flat rows of a thread to the nested order in which people read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

# Deeper than this a line on a telephone holds two words.
DEEPEST = 7


class Row(Protocol):
    """One comment: its own number, and the number of the one it answers (None: it opens a thread)."""

    @property
    def id(self) -> int: ...

    @property
    def parent_id(self) -> int | None: ...


R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Placed(Generic[R]):
    """A row in its place.

    `level` counts from 1 to DEEPEST. `replies` says whether a list of replies is opened under it. `closes` is how many
    lists of replies end with it. `answers` is the row it replies to where the nesting does not show that.
    """

    row: R
    level: int
    replies: bool
    closes: int
    answers: R | None


def level_of(depth: int) -> int:
    """The level at which a comment stands that has `depth` comments above it."""
    return min(depth + 1, DEEPEST)


def reading_order(rows: Iterable[R]) -> list[Placed[R]]:
    """Every row once: first what was said, then what was answered to it, siblings in the order given.

    Replies below level DEEPEST stay at that level and name whom they answer. A row whose parent is not there, or that
    belongs to a ring, opens a thread of its own: nothing is lost.
    """
    given = list(rows)
    by_id = {row.id: row for row in given}
    children: dict[int, list[R]] = {}
    roots: list[R] = []
    for row in given:
        if row.parent_id is None or row.parent_id not in by_id:
            roots.append(row)
        else:
            children.setdefault(row.parent_id, []).append(row)
    walked = walk(roots, children)
    if len(walked) < len(given):
        seen = {row.id for row, _ in walked}
        for row in given:
            if row.id not in seen:
                found = walk([row], children, seen)
                seen.update(one.id for one, _ in found)
                walked += found
    return place(walked, by_id)


def walk(roots: list[R], children: dict[int, list[R]], seen: set[int] | None = None) -> list[tuple[R, int]]:
    """Rows with their levels, depth first, without recursion: a thread may be deeper than the stack."""
    done = set(seen or ())
    order: list[tuple[R, int]] = []
    waiting = [(root, 1) for root in reversed(roots)]
    while waiting:
        row, level = waiting.pop()
        if row.id in done:
            continue
        done.add(row.id)
        order.append((row, level))
        below = min(level + 1, DEEPEST)
        waiting += [(child, below) for child in reversed(children.get(row.id, ()))]
    return order


def place(walked: list[tuple[R, int]], by_id: dict[int, R]) -> list[Placed[R]]:
    """Say where lists open and close, and whom a row answers where its place does not tell."""
    placed: list[Placed[R]] = []
    path: list[R] = []
    for index, (row, level) in enumerate(walked):
        after = walked[index + 1][1] if index + 1 < len(walked) else 1
        del path[level - 1 :]
        parent = by_id.get(row.parent_id) if row.parent_id is not None else None
        shown_parent = path[-1] if path else None
        placed.append(
            Placed(
                row=row,
                level=level,
                replies=after > level,
                closes=max(level - after, 0),
                answers=parent if parent is not shown_parent else None,
            )
        )
        path.append(row)
    return placed
