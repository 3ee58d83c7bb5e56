"""Charts: everything is inside, higher is more, and nothing is drawn of nothing."""

import itertools
import re
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.charts import (
    HEIGHT,
    MOST,
    PLOT,
    TOP,
    Chart,
    Series,
    description,
    draw,
    full,
    shares,
    short,
    ticks,
)

NUMBERS = st.floats(-MOST, MOST, allow_nan=False) | st.integers(0, 10**9) | st.integers(-5, 5)


@st.composite
def charts(draw_one: st.DrawFn, kind: str = "") -> Chart:
    count, rows = draw_one(st.integers(0, 60)), draw_one(st.integers(1, 3))
    series = [
        Series(f"Series {number}", draw_one(st.lists(NUMBERS, min_size=count, max_size=count)))
        for number in range(rows)
    ]
    chosen = kind or draw_one(st.sampled_from(["bar", "line"]))
    return Chart("Reads", "a day", [f"{number} Nov" for number in range(count)], series, kind=chosen)


@given(charts())
def test_everything_is_inside_the_box(chart: Chart) -> None:
    drawing = draw(chart)
    edge = 0.02
    for bar in drawing.bars:
        assert -edge <= bar.x <= bar.x + bar.width <= 100 + edge
        assert TOP - edge <= bar.y
        assert bar.height >= 0
        assert bar.y + bar.height <= TOP + PLOT + edge
    for line in drawing.lines:
        assert all(0 <= x <= 1000 and TOP - edge <= y <= TOP + PLOT + edge for x, y in line.points)
        assert re.fullmatch(r"M[-\d.e]+ [-\d.e]+(L[-\d.e+]+ [-\d.e+]+)*", line.path)
    assert all(0 <= label.x <= 100 for label in drawing.labels)
    assert all(TOP - edge <= tick.y <= TOP + PLOT + edge for tick in drawing.ticks)
    assert drawing.height == HEIGHT


@given(charts("line"))
def test_higher_is_more(chart: Chart) -> None:
    for line, one in zip(draw(chart).lines, chart.series, strict=False):
        ordered = sorted(zip(one.values, (y for _, y in line.points), strict=True))
        heights = [y for _, y in ordered]
        assert heights == sorted(heights, reverse=True)


@given(charts("bar"))
def test_bars_stand_beside_each_other_in_the_order_of_their_labels(chart: Chart) -> None:
    bars = draw(chart).bars
    assert len(bars) == len(chart.labels) * len(chart.series)
    in_order = sorted(bars, key=lambda bar: bar.x)
    assert all(one.x + one.width <= other.x + 0.001 for one, other in itertools.pairwise(in_order))


@given(st.floats(-MOST, MOST), st.floats(0, MOST), st.booleans())
def test_ticks_are_even_cover_what_is_shown_and_are_few(low: float, more: float, whole: bool) -> None:
    high = low + more
    if whole:
        low, high = float(round(low)), float(round(high))
    marks = ticks(low, high, whole=whole)
    steps = [after - before for before, after in itertools.pairwise(marks)]
    span = max(high - low, 1.0)
    assert 2 <= len(marks) <= 8
    assert marks[0] <= low + span * 1e-6
    assert marks[-1] >= high - span * 1e-6
    assert max(steps) - min(steps) <= max(abs(mark) for mark in marks) * 1e-9 + 1e-9


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [
        (0, 10, [0, 2.5, 5, 7.5, 10]),
        (0, 1041, [0, 500, 1000, 1500]),
        (-12, 91, [-50, 0, 50, 100]),
        (0, 0, [0, 1]),
        (0, 0.3, [0, 0.1, 0.2, 0.3]),
    ],
)
def test_ticks_are_round_numbers(low: float, high: float, marks: list[float]) -> None:
    assert ticks(low, high) == pytest.approx(marks)


def test_readers_are_not_counted_in_halves() -> None:
    assert ticks(0, 3, whole=True) == [0, 1, 2, 3]
    assert ticks(0, 1, whole=True) == [0, 1]


def test_nothing_is_drawn_of_nothing() -> None:
    drawing = draw(Chart("Reads", "a day", [], [Series("Reads", [])]))
    assert not (drawing.bars)
    assert not (drawing.lines)
    assert not (drawing.ticks)
    assert not drawing.labels
    assert draw(Chart("Reads", "a day", [], [])).ticks == ()


def test_zeros_lie_on_the_base_and_one_point_stands_in_the_middle() -> None:
    zeros = draw(Chart("Reads", "a day", ["1 Nov", "2 Nov"], [Series("Reads", [0, 0])]))
    assert [bar.height for bar in zeros.bars] == [0, 0]
    one = draw(Chart("Reads", "a day", ["1 Nov"], [Series("Reads", [5])], kind="line"))
    assert (one.lines[0].end_x, one.labels[0].x) == (50, 50)


def test_what_is_below_zero_hangs_from_the_base() -> None:
    above, below = draw(Chart("Earned", "€", ["Jan", "Feb"], [Series("Earned", [10, -10])])).bars
    assert above.y + above.height == pytest.approx(below.y)


def test_labels_are_few_and_fewer_on_a_telephone() -> None:
    said = [f"{number} Nov" for number in range(1, 31)]
    labels = draw(Chart("Reads", "a day", said, [Series("Reads", range(30))])).labels
    assert [label.said for label in labels if not label.only_wide] == ["1 Nov", "15 Nov", "30 Nov"]
    assert len(labels) == 5
    assert (labels[0].anchor, labels[-1].anchor) == ("start", "end")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"series": [Series("Reads", [1])]}, "1 numbers for 2 labels"),
        ({"series": [Series("Reads", [1, nan])]}, "a number that is none"),
        ({"series": [Series("Reads", [1, inf])]}, "a number that is none"),
        ({"kind": "pie"}, "not 'pie'"),
        ({"kind": "rows", "series": [Series("A", [1, 2]), Series("B", [1, 2])]}, "one series"),
    ],
)
def test_what_cannot_be_drawn_is_said(fields: dict[str, object], words: str) -> None:
    parts: dict[str, object] = {"series": [Series("Reads", [1, 2])], **fields}
    with pytest.raises(ValueError, match=words):
        Chart("Reads", "a day", ["1 Nov", "2 Nov"], **parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0"), (950, "950"), (1500, "1,500"), (20_000, "20k"), (1.5e6, "1.5M"), (2e9, "2B"), (0.25, "0.25")],
)
def test_numbers_at_the_side_are_short(value: float, said: str) -> None:
    assert short(value) == said


def test_numbers_in_the_table_are_whole() -> None:
    assert (full(1_234_567), full(12.5)) == ("1,234,567", "12.50")


def test_a_row_is_as_long_as_it_is_large() -> None:
    assert shares([200, 50, 0, -5]) == [100, 25, 0, 0]
    assert shares([]) == []
    assert shares([0, 0]) == [0, 0]


def test_who_does_not_see_the_chart_is_told_its_sum_and_its_top() -> None:
    chart = Chart("Reads", "a day", ["1 Nov", "2 Nov"], [Series("Reads", [3, 1200]), Series("Robots", [0, 0])])
    assert description(chart) == "1 Nov to 2 Nov. Reads: 1,203 in all, the most 1,200 (2 Nov). Robots: none."
    assert description(Chart("Reads", "a day", [], [])) == "There are no numbers yet."
