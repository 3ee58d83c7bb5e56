"""Where the bars, lines and words of a chart stand: numbers in, a drawing out.

Across, everything is a share of the width in per cent, and down it is in pixels: so a chart fills a phone and a wall
alike, and its words keep their size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, isfinite, log10

PLOT = 168
TOP = 14
BOTTOM = 30
HEIGHT = TOP + PLOT + BOTTOM
WIDE_LABELS = 6
NARROW_LABELS = 3
TICKS = 4
BAR_SHARE = 0.74
# A single bar must not fill the page.
WIDEST = 14.0
KINDS = ("bar", "line", "rows")
MOST = 1e15
# Less than this between the lowest and the highest number is no difference that a chart could show.
FLAT = 1e-6
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers, one for each label of its chart."""

    name: str
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: `unit` says what is counted ("reads a day"); `csv` and `json` are addresses of the same numbers.

    `kind`: "bar" and "line" for what has an order, such as days; "rows" for what has names, such as sources, largest
    first, with one series. Raises ValueError for another kind, numbers that are none, or too few or too many of them.
    """

    title: str
    unit: str
    labels: Sequence[str]
    series: Sequence[Series]
    kind: str = "bar"
    csv: str = ""
    json: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"A chart is one of {', '.join(KINDS)}, not {self.kind!r}.")
        if self.kind == "rows" and len(self.series) != 1:
            raise ValueError(f"A chart of rows has one series; {self.title!r} has {len(self.series)}.")
        for one in self.series:
            if len(one.values) != len(self.labels):
                raise ValueError(f"{one.name!r} has {len(one.values)} numbers for {len(self.labels)} labels.")
            if not all(isfinite(value) and abs(value) <= MOST for value in one.values):
                raise ValueError(f"{one.name!r} has a number that is none, or beyond {MOST:.0e}.")


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of series number `series`: `x` and `width` in per cent, `y` and `height` in pixels."""

    series: int
    x: float
    y: float
    width: float
    height: float
    said: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of series number `series`: `path` in a box of 1000 by `PLOT`; its last point in per cent and pixels."""

    series: int
    path: str
    points: tuple[tuple[float, float], ...]
    end_x: float
    end_y: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A number at the side, `y` pixels from the top."""

    y: float
    said: str
    is_base: bool


@dataclass(frozen=True, slots=True)
class Label:
    """Words below, at `x` per cent; `anchor` is the end that stands there. `only_wide`: no room for it on a phone."""

    x: float
    said: str
    anchor: str
    only_wide: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart to be put down: heights in pixels, `axis` pixels for the numbers at the side."""

    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    labels: tuple[Label, ...]
    axis: int
    top: int = TOP
    plot: int = PLOT
    height: int = HEIGHT


def draw(chart: Chart) -> Drawing:
    """The drawing of a chart of bars or lines; without anything in it when there are no numbers."""
    values = [value for one in chart.series for value in one.values]
    if not values:
        return Drawing((), (), (), (), 0)
    marks = ticks(min(0.0, *values), max(0.0, *values), whole=all(float(value).is_integer() for value in values))
    low, high = marks[0], marks[-1]
    said = [short(mark) for mark in marks]
    return Drawing(
        bars=tuple(bars(chart, low, high)) if chart.kind == "bar" else (),
        lines=tuple(line(chart, number, low, high) for number in range(len(chart.series)))
        if chart.kind == "line"
        else (),
        ticks=tuple(Tick(down(mark, low, high), words, mark == 0) for mark, words in zip(marks, said, strict=True)),
        labels=labels(chart.labels),
        axis=max(len(words) for words in said) * 7 + 8,
    )


def ticks(low: float, high: float, *, whole: bool = False, most: int = TICKS) -> list[float]:
    """Round numbers from `low` or below to `high` or above, evenly apart, at least two; whole ones where asked for.

    Steps of 1, 2, 2.5 or 5 times a power of ten: Heckbert's nice numbers (Graphics Gems, 1990), with a step at 2.5.
    """
    span = high - low
    if span < FLAT:
        return [low, low + 1.0]
    power = 10.0 ** floor(log10(span / most))
    step = next(power * one for one in STEPS if power * one * most >= span * (1 - 1e-9))
    if whole:
        step = max(1.0, float(round(step)))
    first = floor(low / step + 1e-9)
    found = [first * step]
    while found[-1] < high - span * 1e-9:
        found.append((first + len(found)) * step)
    return [0.0 if abs(mark) < step / 1000 else round(mark, 10) for mark in found]


def down(value: float, low: float, high: float) -> float:
    """Pixels from the top of the drawing."""
    return round(TOP + (high - value) / (high - low) * PLOT, 2)


def bars(chart: Chart, low: float, high: float) -> list[Bar]:
    """Bars from zero; those of one label side by side."""
    slot = 100 / len(chart.labels)
    group = min(slot * BAR_SHARE, WIDEST)
    width = group / len(chart.series)
    base = down(0.0, low, high)
    found = []
    for number, one in enumerate(chart.series):
        for place, (label, value) in enumerate(zip(chart.labels, one.values, strict=True)):
            at = down(value, low, high)
            x = place * slot + (slot - group) / 2 + number * width
            words = f"{label}: {full(value)} ({one.name})" if len(chart.series) > 1 else f"{label}: {full(value)}"
            height = round(abs(base - at), 2)
            found.append(Bar(number, round(x, 4), min(base, at), round(width, 4), height, words))
    return found


def line(chart: Chart, number: int, low: float, high: float) -> Line:
    """A line through the middle of each label's place."""
    values = chart.series[number].values
    slot = 1000 / len(values)
    points = tuple((round((place + 0.5) * slot, 2), down(value, low, high)) for place, value in enumerate(values))
    path = "M" + "L".join(f"{x:g} {round(y - TOP, 2):g}" for x, y in points)
    return Line(number, path, points, round(points[-1][0] / 10, 3), points[-1][1])


def labels(said: Sequence[str]) -> tuple[Label, ...]:
    """The first, the last, and a few between them, so that they do not touch."""
    slot = 100 / len(said)
    narrow = spread(len(said), NARROW_LABELS)
    wide = spread(len(said), WIDE_LABELS) if len(said) <= WIDE_LABELS else between(narrow, len(said))
    found = []
    for place in sorted({*wide, *narrow}):
        anchor, x = "middle", (place + 0.5) * slot
        if len(said) > NARROW_LABELS and place in {0, len(said) - 1}:
            anchor, x = ("start", 0.0) if place == 0 else ("end", 100.0)
        found.append(Label(round(x, 3), said[place], anchor, place not in narrow))
    return tuple(found)


def spread(count: int, most: int) -> list[int]:
    """At most so many of `count` places, the first and the last among them, as even as can be."""
    if count <= most:
        return list(range(count))
    return sorted({round(number * (count - 1) / (most - 1)) for number in range(most)})


def between(places: Sequence[int], count: int) -> list[int]:
    """These places, and one in the middle of each two."""
    return sorted({*places, *((one + other) // 2 for one, other in pairwise(places) if count > WIDE_LABELS)})


def shares(values: Sequence[float]) -> list[float]:
    """How long the bar of each row is, in per cent of the longest; nothing for what is not above zero."""
    longest = max(values, default=0.0)
    return [round(100 * max(0.0, value) / longest, 2) if longest > 0 else 0.0 for value in values]


def short(value: float) -> str:
    """A number at the side: 950, 1,500, 20k, 1.5M, 2B."""
    for size, letter in ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e4, "k")):
        if abs(value) >= size:
            return f"{value / (1e3 if letter == 'k' else size):.4g}{letter}"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4g}"


def full(value: float) -> str:
    """A number in the table: every digit of a whole one, two places of another."""
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,.2f}"


def description(chart: Chart) -> str:
    """What somebody who does not see the chart is told of it; the table has the rest."""
    if not chart.labels or not chart.series:
        return "There are no numbers yet."
    found = [f"{chart.labels[0]} to {chart.labels[-1]}."] if len(chart.labels) > 1 and chart.kind != "rows" else []
    for one in chart.series:
        highest = max(range(len(one.values)), key=one.values.__getitem__)
        if not any(one.values):
            found.append(f"{one.name}: none.")
            continue
        place = f"the most {full(one.values[highest])} ({chart.labels[highest]})"
        found.append(f"{one.name}: {full(sum(one.values))} in all, {place}.")
    return " ".join(found)
