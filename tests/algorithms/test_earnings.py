"""A month's fund goes to whom was read: exactly, in whole micros, whatever the order."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.earnings import Reading, by_day, divide, formula

OWNERS = ["contributor:1", "contributor:2", "publisher:1", "publisher:12", "publisher:2"]
SHARES = dict(zip(OWNERS, [7_000, 10_000, 6_650, 0, 1], strict=True))

readings = st.lists(
    st.builds(
        Reading,
        owner=st.sampled_from(OWNERS),
        article=st.integers(1, 6),
        day=st.dates(date(2026, 10, 1), date(2026, 10, 31)),
        finished=st.integers(0, 10_000),
    ),
    max_size=40,
)
funds = st.integers(0, 10**13)


@given(funds, readings)
def test_every_micro_of_the_fund_goes_somewhere_and_none_is_made(fund: int, found: list[Reading]) -> None:
    earned = divide(fund, found, SHARES)
    assert sum(one.gross for one in earned) == (fund if earned else 0)
    for one in earned:
        assert one.micros + one.rest == one.gross
        assert one.rest >= 0
        assert sum(line.micros for line in one.lines) == one.micros
        assert sum(line.finished for line in one.lines) == one.finished
        for line in one.lines:
            assert sum(micros for _, _, micros in line.days) == line.micros
            assert all(type(micros) is int and micros >= 0 for _, _, micros in line.days)
    days = by_day(earned)
    assert sum(sum(parts.values()) for parts in days.values()) == sum(one.micros for one in earned)


@given(funds, readings, st.randoms(use_true_random=False))
def test_the_order_of_what_was_read_makes_no_difference(fund: int, found: list[Reading], dice: Any) -> None:
    shuffled = list(found)
    dice.shuffle(shuffled)
    assert divide(fund, shuffled, SHARES) == divide(fund, found, SHARES)


@given(funds, readings)
def test_who_was_not_read_to_the_end_stands_nowhere(fund: int, found: list[Reading]) -> None:
    read = {one.owner for one in found if one.finished}
    assert [one.owner for one in divide(fund, found, SHARES)] == sorted(read)


def test_a_division_by_hand() -> None:
    first, second = date(2026, 10, 1), date(2026, 10, 2)
    found = [
        Reading("contributor:1", 7, first, 1),
        Reading("contributor:1", 7, second, 2),
        Reading("publisher:1", 3, first, 6),
    ]
    ben, bay = divide(9_000_000, found, {"contributor:1": 7_000, "publisher:1": 5_000})
    assert (ben.gross, ben.micros, ben.rest) == (3_000_000, 2_100_000, 900_000)
    assert ben.lines[0].days == ((first, 1, 700_000), (second, 2, 1_400_000))
    assert (bay.gross, bay.micros) == (6_000_000, 3_000_000)
    assert by_day([ben, bay]) == {
        first: {"contributor:1": 700_000, "publisher:1": 3_000_000},
        second: {"contributor:1": 1_400_000},
    }


@pytest.mark.parametrize("finished", [-1, -(10**9)])
def test_nobody_reads_less_than_never(finished: int) -> None:
    with pytest.raises(ValueError, match="article 7"):
        divide(10, [Reading("contributor:1", 7, date(2026, 10, 1), finished)], SHARES)


def test_the_formula_names_the_share() -> None:
    assert "× 66.5 %." in formula(6_650)
    assert "× 70 %." in formula(7_000)
