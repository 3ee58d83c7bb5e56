"""Rows as files: a spreadsheet takes no word for a formula, and nothing is lost on the way."""

import csv
import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.lib.tables import FORMULA, as_csv, as_json

CELLS = st.text(st.characters(blacklist_categories=("Cs",)), max_size=30) | st.integers() | st.dates() | st.none()


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.any_database
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5))
def test_every_row_comes_back_and_no_word_is_a_formula(rows: list[list[object]]) -> None:
    found = read(as_csv("x", ["a", "b", "c"], rows).content.decode())
    assert len(found) == len(rows) + 1
    for row, cells in zip(rows, found[1:], strict=True):
        for value, cell in zip(row, cells, strict=True):
            if isinstance(value, str):
                assert not cell.startswith(FORMULA)
                assert cell.removeprefix("'") == value.removeprefix("'") or cell == value


@pytest.mark.any_database
def test_numbers_stay_numbers_and_days_are_iso() -> None:
    row = [date(2026, 11, 1), -5, 1.5, None, "=HYPERLINK(1)"]
    assert as_csv("x", list("abcde"), [row]).content.decode().splitlines()[1] == "2026-11-01,-5,1.5,,'=HYPERLINK(1)"
    held = json.loads(as_json("x", list("abcde"), [row]).content)
    assert held["columns"] == list("abcde")
    assert held["rows"] == [{"a": "2026-11-01", "b": -5, "c": 1.5, "d": None, "e": "=HYPERLINK(1)"}]


@pytest.mark.any_database
def test_a_name_can_do_nothing_to_the_header() -> None:
    answer = as_csv('bridge"; filename="x.exe\r\nSet-Cookie: a=b', ["a"], [])
    assert answer["Content-Disposition"] == 'attachment; filename="bridge-filename-x.exe-set-cookie-a-b.csv"'
    assert as_csv("Ærø…", ["a"], [])["Content-Disposition"] == 'attachment; filename="r.csv"'


@pytest.mark.any_database
@pytest.mark.parametrize("write", [as_csv, as_json])
def test_a_row_of_another_length_is_refused(write: object) -> None:
    with pytest.raises(ValueError, match="2 cells for 1 columns"):
        write("x", ["a"], [[1, 2]])  # type: ignore[operator]
