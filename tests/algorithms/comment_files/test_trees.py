"""Any tree, exported to any form and read back, is the same; any pile of comments can be stored in some order."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from newsstand.algorithms.comment_files import coral, disqus, isso, ours, wordpress
from newsstand.algorithms.comment_files.text import kept, name_of
from newsstand.algorithms.comment_files.tree import in_storing_order
from newsstand.algorithms.comment_files.values import Person, Said, Value
from tests.importers import foreign
from tests.importers.foreign import One, at

# What XML cannot hold stands in no file of these systems.
LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn"], exclude_characters="\u2028\u2029")
WORDS = st.text(LETTERS | st.sampled_from("<>&\"'\n ]"), min_size=1, max_size=60)
TEXTS = WORDS.map(lambda text: "\n".join(" ".join(line.split()) for line in kept(text).split("\n")).strip()).filter(
    lambda text: text and kept(text) == text and "](" not in text
)
NAMES = WORDS.map(name_of)


@st.composite
def trees(draw: st.DrawFn) -> list[One]:
    size = draw(st.integers(1, 12))
    return [
        One(draw(NAMES), draw(TEXTS), at(number), draw(st.none() | st.integers(0, number - 1)) if number else None,
            likes=draw(st.integers(0, 9)))
        for number in range(size)
    ]  # fmt: skip


def told(values: Iterator[Value], names: dict[str, str] | None = None) -> list[One]:
    """The comments as a tree again, by the order in which they stand."""
    every = list(values)
    people = {one.key: one.name for one in every if isinstance(one, Person)}
    rows = [one for one in every if isinstance(one, Said)]
    numbers = {one.key: number for number, one in enumerate(rows)}
    return [
        One(one.name or people[one.person], one.text, one.posted_at, numbers.get(one.parent), str(one.state), one.likes)
        for one in rows
    ]


@settings(deadline=None, max_examples=25)
@given(trees())
def test_what_was_exported_is_read_back_the_same(tree: list[One]) -> None:
    plain = foreign.without_votes(tree)
    assert told(disqus.read([foreign.disqus(tree)])) == plain
    assert told(wordpress.read([foreign.wordpress(tree)])) == plain
    assert told(ours.read([foreign.ours(tree)])) == tree
    assert told(one for body in foreign.coral(tree) for one in coral.read([body])) == tree
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "comments.db"
        foreign.isso(tree, path)
        with closing(sqlite3.connect(path)) as database:
            threads = database.execute(f"SELECT {', '.join(isso.THREADS)} FROM threads")
            comments = database.execute(f"SELECT {', '.join(isso.COMMENTS)} FROM comments ORDER BY created")
            assert told(isso.read(threads, comments)) == tree


@dataclass(frozen=True)
class Row:
    key: str
    parent: str
    has_words: bool


KEYS = st.sampled_from([str(number) for number in range(12)])
PILES = st.lists(st.builds(Row, KEYS, KEYS | st.just(""), st.booleans()), unique_by=lambda row: row.key)


@given(PILES, st.dictionaries(KEYS, st.integers(0, 5), max_size=3))
def test_any_pile_is_put_in_order_and_nothing_with_words_is_lost(pile: list[Row], stored: dict[str, int]) -> None:
    pile = [row for row in pile if row.key not in stored]
    placed, unwanted = in_storing_order(pile, stored)
    assert sorted([*(one.key for one in placed), *unwanted]) == sorted(row.key for row in pile)
    assert not {row.key for row in pile if row.has_words} & set(unwanted)
    parents = {row.key: row.parent for row in pile}
    there = set(stored)
    for one in placed:
        assert one.parent in there or one.parent == ""
        assert one.parent in {parents[one.key], ""}
        there.add(one.key)
    answered = {one.parent for one in placed}
    words = {row.key for row in pile if row.has_words}
    assert all(one.key in words or one.key in answered for one in placed)


def test_a_chain_is_as_deep_as_it_was_and_no_deeper_than_can_be_kept() -> None:
    pile = [Row(str(number), str(number - 1) if number else "", True) for number in reversed(range(40_000))]
    placed, unwanted = in_storing_order(pile, {})
    assert unwanted == []
    depth: dict[str, int] = {"": -1}
    for one in placed:
        depth[one.key] = depth[one.parent] + 1
    assert depth["100"] == 100
    assert max(depth.values()) <= 30_000


def test_a_circle_is_broken_once() -> None:
    pile = [Row("a", "c", True), Row("b", "a", True), Row("c", "b", True), Row("d", "c", True), Row("e", "e", True)]
    placed, _ = in_storing_order(pile, {})
    assert sum(one.parent == "" for one in placed) == 2
    assert len(placed) == 5
