"""Nothing is lost and nothing is made where money is divided."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.split import share_of, split

amounts = st.integers(0, 10**15)
weighted = st.lists(st.integers(0, 10**9), min_size=1, max_size=40).filter(any)


@given(amounts, weighted)
def test_parts_add_up_and_lie_within_a_micro_of_what_is_exact(amount: int, weights: list[int]) -> None:
    parts = split(amount, weights)
    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(amount * weight, sum(weights))) < 1
        assert weight or not part
        assert type(part) is int


@given(amounts, weighted, st.randoms(use_true_random=False))
def test_in_another_order_the_same_weights_get_the_same_parts(amount: int, weights: list[int], dice: object) -> None:
    shuffled = list(weights)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    before = sorted(zip(weights, split(amount, weights), strict=True))
    assert sorted(zip(shuffled, split(amount, shuffled), strict=True)) == before


@given(amounts, weighted)
def test_who_counts_more_never_gets_less(amount: int, weights: list[int]) -> None:
    pairs = sorted(zip(weights, split(amount, weights), strict=True))
    assert [part for _, part in pairs] == sorted(part for _, part in pairs)


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        (10, [1, 1, 1], [4, 3, 3]),
        (100, [1, 0, 1], [50, 0, 50]),
        (0, [0, 0], [0, 0]),
        (0, [], []),
        (1, [1, 5], [0, 1]),
        # Hamilton's own case: 21 seats by 7,270, 1,230 and 2,220.
        (21, [7270, 1230, 2220], [14, 3, 4]),
    ],
)
def test_known_divisions(amount: int, weights: list[int], parts: list[int]) -> None:
    assert split(amount, weights) == parts


@pytest.mark.parametrize(("amount", "weights"), [(1, []), (1, [0, 0]), (-1, [1]), (1, [2, -1])])
def test_what_cannot_be_divided_says_so(amount: int, weights: list[int]) -> None:
    with pytest.raises(ValueError, match=r"divided|negative"):
        split(amount, weights)


@given(amounts, st.integers(0, 10_000))
def test_a_share_and_its_rest_are_the_whole(amount: int, basis_points: int) -> None:
    theirs, rest = share_of(amount, basis_points)
    assert theirs + rest == amount
    assert abs(theirs - Fraction(amount * basis_points, 10_000)) <= Fraction(1, 2)


@pytest.mark.parametrize(("amount", "basis_points"), [(5, -1), (5, 10_001), (-5, 7_000)])
def test_a_share_lies_between_nothing_and_all(amount: int, basis_points: int) -> None:
    with pytest.raises(ValueError, match="share"):
        share_of(amount, basis_points)
