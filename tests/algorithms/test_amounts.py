"""Amounts are read exactly or not at all, and written so that nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.amounts import amount, read_amount, rounded


@given(st.integers(0, 10**17))
def test_what_is_written_is_read_again(micros: int) -> None:
    assert read_amount(amount(micros).replace(",", "")) == micros


@pytest.mark.parametrize(
    ("micros", "said"),
    [
        (0, "0.00"),
        (1_250_500_000, "1,250.50"),
        (-1_000_000, "\N{MINUS SIGN}1.00"),
        (1, "0.000001"),
        (123_456, "0.123456"),
    ],
)
def test_cents_are_enough_where_they_leave_nothing_out(micros: int, said: str) -> None:
    assert amount(micros) == said
    assert amount(micros, "EUR") == f"{said}\N{NO-BREAK SPACE}EUR"


@pytest.mark.parametrize(("micros", "said"), [(4_999, "0.00"), (5_000, "0.01"), (-5_000, "\N{MINUS SIGN}0.01")])
def test_figures_for_the_eye_are_rounded_to_cents(micros: int, said: str) -> None:
    assert rounded(micros) == said


@pytest.mark.parametrize("said", ["", "1,250", "1.2345678", "-5", "+5", "1e3", "½", "١٢", "5.", "1" * 13, "5 000"])
def test_what_is_no_amount_is_never_guessed(said: str) -> None:
    with pytest.raises(ValueError, match="no amount"):
        read_amount(said)
