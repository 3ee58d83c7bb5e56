"""What looks made up and what does not; and account numbers of banks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.iban import read_iban
from newsstand.algorithms.suspicion import OwnerFigures, poisson_tail, reasons

USUAL = OwnerFigures(56_000, 280)


@pytest.mark.parametrize(
    ("day", "rules"),
    [
        (OwnerFigures(2_000, 12), set()),
        (OwnerFigures(40_000, 210), set()),  # a story went round: many readers, and as many clicks as they make
        (OwnerFigures(2_000, 100), {"rate"}),
        (OwnerFigures(100, 19), set()),
        (OwnerFigures(500, 5, marked=600), {"marked"}),
    ],
)
def test_a_farm_is_told_from_a_good_day(day: OwnerFigures, rules: set[str]) -> None:
    assert {one.rule for one in reasons(day, USUAL)} == rules


def test_clicks_by_a_clock_or_sooner_than_people_read_are_suspect() -> None:
    day = OwnerFigures(2_000, 10)
    assert {one.rule for one in reasons(day, USUAL, gaps=[60.0] * 30)} == {"even"}
    assert {one.rule for one in reasons(day, USUAL, delays=[0.4] * 30)} == {"soon"}
    assert reasons(day, USUAL, gaps=[1.0, 200.0, 13.0] * 10, delays=[3.0, 9.0] * 15) == []


@given(st.integers(0, 2_000), st.floats(0.01, 500))
def test_a_tail_is_a_probability(least: int, expected: float) -> None:
    assert 0 <= poisson_tail(least, expected) <= 1


@given(st.integers(4, 21), st.integers(1, 9))
def test_one_wrong_figure_of_an_iban_shows(at: int, more: int) -> None:
    good = "DE89370400440532013000"
    assert read_iban("de89 3704 0044 0532 0130 00") == good
    wrong = good[:at] + str((int(good[at]) + more) % 10) + good[at + 1 :]
    with pytest.raises(ValueError, match="wrong figure"):
        read_iban(wrong)
