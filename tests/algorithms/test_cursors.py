"""A place in a list, there and back; nothing else is one."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.cursors import FORM, CursorError, read_cursor, write_cursor

orders, numbers = st.integers(0, 255), st.integers(1, 2**63 - 1)
keys = st.floats(allow_nan=False, allow_infinity=False)


@given(orders, keys, numbers)
def test_what_is_written_is_read_again_to_the_last_bit(order: int, key: float, number: int) -> None:
    text = write_cursor(order, key, number)
    assert read_cursor(text, order) == (key, number)
    assert len(text) == 23
    assert text.replace("-", "").replace("_", "").isalnum()


@given(orders, orders, keys, numbers)
def test_a_place_in_one_order_is_none_in_another(order: int, other: int, key: float, number: int) -> None:
    if order != other:
        with pytest.raises(CursorError, match="Follow the link"):
            read_cursor(write_cursor(order, key, number), other)


@given(st.text(max_size=40))
def test_any_text_is_a_place_or_an_error_that_says_so(text: str) -> None:
    try:
        key, number = read_cursor(text, 1)
    except CursorError:
        return
    assert read_cursor(write_cursor(1, key, number), 1) == (key, number)


@pytest.mark.parametrize(
    ("key", "number"), [(float("nan"), 1), (float("inf"), 1), (1.0, 0), (1.0, -5)], ids=["nan", "inf", "zero", "below"]
)
def test_what_no_row_can_have_is_refused(key: float, number: int) -> None:
    text = base64.urlsafe_b64encode(FORM.pack(1, key, number)).decode().rstrip("=")
    with pytest.raises(CursorError):
        read_cursor(text, 1)
