"""Comments in the order in which they can be stored: whoever is answered before whoever answers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

DEEPEST = 30_000


class Row(Protocol):
    """What is known of a comment: its number, what it answers ("" for nothing), and whether its words are kept."""

    @property
    def key(self) -> str: ...
    @property
    def parent(self) -> str: ...
    @property
    def has_words(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Placed:
    """A comment with what it answers, "" for a root."""

    key: str
    parent: str


def in_storing_order(rows: Iterable[Row], stored: Mapping[str, int]) -> tuple[list[Placed], list[str]]:
    """The comments level by level, each level in the order of `rows`; and those of which not even the place is wanted.

    `stored` has the depth of those that are there. An answer to nothing that is here or in `rows` is a root; so is one
    of a circle. An answer deeper than DEEPEST answers whom its parent does. A place without words is wanted where
    there are words below it. One pass, no recursion.
    """
    every = {row.key: row for row in rows}
    parents = {key: row.parent if row.parent in every or row.parent in stored else "" for key, row in every.items()}
    break_circles(parents)
    wanted = wanted_of(every, parents)
    below: dict[str, list[str]] = defaultdict(list)
    for key in every:
        if key in wanted:
            below[parents[key]].append(key)
    level = [Placed(key, "") for key in below.pop("", [])]
    level += [Placed(key, parent) for parent in stored for key in below.pop(parent, [])]
    depth = {one.key: stored[one.parent] + 1 if one.parent else 0 for one in level}
    placed: list[Placed] = []
    while level:
        placed += level
        following: list[Placed] = []
        for one in level:
            over = one.parent if one.parent and depth[one.key] >= DEEPEST else one.key
            for key in below.pop(one.key, []):
                following.append(Placed(key, over))
                depth[key] = depth[one.key] + (over == one.key)
        level = following
    return placed, [key for key in every if key not in wanted]


def break_circles(parents: dict[str, str]) -> None:
    """Make one of each circle a root: the one that the first of `parents` to lead into the circle comes upon."""
    good: set[str] = set()
    for key in parents:
        path: set[str] = set()
        at = key
        while at and at in parents and at not in good and at not in path:
            path.add(at)
            at = parents[at]
        if at in path:
            parents[at] = ""
        good |= path


def wanted_of(every: Mapping[str, Row], parents: Mapping[str, str]) -> set[str]:
    """Those with words, and all that they answer."""
    wanted: set[str] = set()
    for key, row in every.items():
        at = key if row.has_words else ""
        while at and at in every and at not in wanted:
            wanted.add(at)
            at = parents[at]
    return wanted
