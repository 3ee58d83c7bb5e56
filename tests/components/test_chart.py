"""A chart on a page: a picture with words, a table behind it, files of the same numbers, and no inline style."""

import re

import pytest
from django.template import Context, Template
from django.utils.translation import override

from newsstand.algorithms.charts import Chart, Series

pytestmark = pytest.mark.any_database
DAYS = ["1 Nov", "2 Nov", "3 Nov"]


def shown(chart: Chart) -> str:
    return Template("{% chart chart %}").render(Context({"chart": chart}))


def test_a_chart_has_a_name_a_description_and_a_table_of_the_same_numbers() -> None:
    page = shown(Chart("Readers", "reads a day", DAYS, [Series("Reads", [3, 1200, 7]), Series("Finished", [1, 2, 3])]))
    named = re.search(r'role="img" aria-labelledby="([^"]+)"', page)
    assert named is not None
    assert all(f'id="{one}"' in page for one in named[1].split())
    assert "Reads: 1,210 in all, the most 1,200 (2 Nov)." in page
    assert re.findall(r"<td>([\d,]+)</td>", page) == ["3", "1", "1,200", "2", "7", "3"]
    assert page.count('<rect class="chart-bar chart-0"') == 4
    assert "style=" not in page


@pytest.mark.parametrize("kind", ["bar", "line", "rows"])
def test_files_of_the_numbers_are_linked_from_every_kind(kind: str) -> None:
    page = shown(
        Chart("Readers", "a day", DAYS, [Series("Reads", [1, 2, 3])], kind, csv="/x.csv?days=7", json="/x.json")
    )
    assert 'href="/x.csv?days=7"' in page
    assert 'href="/x.json"' in page


def test_a_chart_of_rows_is_itself_a_table() -> None:
    page = shown(Chart("Whence", "reads", ["<b>evil.example", "direct"], [Series("Reads", [200, 50])], "rows"))
    assert "&lt;b&gt;evil.example" in page
    assert 'width="25.0%"' in page
    assert "<details>" not in page


def test_a_chart_of_nothing_says_so() -> None:
    page = shown(Chart("Readers", "a day", [], [Series("Reads", [])]))
    assert "There are no numbers yet." in page
    assert "role=" not in page


def test_lengths_are_written_with_a_point_in_every_language() -> None:
    with override("de"):
        page = shown(Chart("Readers", "a day", DAYS, [Series("Reads", [1, 2, 3])]))
    assert not re.search(r'="-?\d+,\d+', page)
    assert re.search(r'width="14\.0%"', page)
