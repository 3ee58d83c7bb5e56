"""Almost the same word."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.spelling import allowed, distance, ends, nearest

LETTERS = st.text(alphabet="abcdeé", min_size=4, max_size=12)


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("ferry", "ferry", 0), ("fery", "ferry", 1), ("feryr", "ferry", 1), ("ferrry", "ferry", 1), ("fexry", "ferry", 1),
     ("lightouhse", "lighthouse", 2), ("a", "abcdef", 3), ("", "ab", 2)],
)  # fmt: skip
def test_slips_are_counted(one: str, other: str, slips: int) -> None:
    assert distance(one, other, 2) == slips
    assert distance(other, one, 2) == slips


@given(LETTERS, LETTERS)
def test_the_bound_changes_nothing_below_it(one: str, other: str) -> None:
    exact = distance(one, other, 20)
    for most in range(4):
        assert distance(one, other, most) == min(exact, most + 1)
    assert (exact == 0) == (one == other)


@given(LETTERS, st.integers(0, 3), st.integers(0, 11), st.sampled_from("xyz"))
def test_one_slip_leaves_one_end_of_the_word_whole(word: str, kind: int, place: int, letter: str) -> None:
    at = place % len(word)
    wrong = [
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :],
    ][kind]
    if len(wrong) < 4:
        return
    first, last = ends(wrong)
    assert word.startswith(first) or word.endswith(last)
    assert distance(word, wrong, 1) <= 1


def test_the_closest_stand_first_and_what_is_too_far_is_left_out() -> None:
    assert nearest("fery", ["ferry", "fern", "fairy", "very", "fery"]) == ["fern", "ferry", "very"]
    assert nearest("abc", ["abd"]) == []
    assert [allowed(word) for word in ("abc", "abcd", "abcdefg", "abcdefgh")] == [0, 1, 1, 2]


def test_the_order_does_not_depend_on_the_order_given() -> None:
    words = ["harbour", "harbor", "harbours", "barbour", "harbous"]
    for seed in range(5):
        random.Random(seed).shuffle(words)
        assert nearest("harbouur", words) == nearest("harbouur", sorted(words))
