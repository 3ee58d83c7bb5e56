"""`python -m bench`: what it finds, what it refuses, and that --json prints one object and nothing else."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.__main__ import names
from bench.load import read
from bench.table import rows, shown

ROOT = Path(__file__).resolve().parents[2]


def bench(*args: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-m", "bench", *args], cwd=ROOT, capture_output=True, text=True, check=False)


def test_every_benchmark_is_found_and_nothing_else() -> None:
    assert {"article_page", "signed_in", "feeds", "memory", "conformance", "fulltext"} <= set(names())
    assert not {"__main__", "home", "processes", "table", "towns", "feed_host"} & set(names())


def test_an_unknown_name_is_refused_with_the_names_there_are() -> None:
    done = bench("nonsense")
    assert done.returncode == 2
    assert "nonsense" in done.stderr
    assert all(name in done.stderr for name in names())
    assert done.stdout == ""


def test_json_without_a_name_is_refused() -> None:
    done = bench("--json")
    assert done.returncode == 2
    assert "give its name" in done.stderr


@pytest.mark.data
def test_json_is_one_object_and_nothing_else(data: Path) -> None:
    done = bench("fulltext", "--json")
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert figures["cores"] >= 1
    assert figures["python"] == ".".join(map(str, sys.version_info[:3]))
    assert len(figures) > 10


def test_a_figure_is_shown_with_its_name_in_words() -> None:
    assert rows({"feeds_per_second": 12.345, "feeds": 1234}) == [
        "  feeds per second  12.35",
        "  feeds             1,234",
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.4471, "0.447"), (123.44, "123.4"), (98765.4, "98,765"), (3.0, "3"), (True, "True"), ("x", "x")],
)
def test_figures_have_no_more_digits_than_mean_anything(value: object, text: str) -> None:
    assert shown(value) == text


def test_what_wrk_says_is_read_in_every_unit() -> None:
    said = "    99%   {}\n  {} requests in {}, 1.2MB read\n"
    assert read(said.format("850.00us", 100, "2.00s"), 1.0).p99_ms == pytest.approx(0.85)
    assert read(said.format("12.50ms", 100, "2.00s"), 1.0).p99_ms == pytest.approx(12.5)
    one = read(said.format("1.10s", 300, "1.50m"), 2.0)
    assert (one.p99_ms, one.seconds, one.per_cpu_second) == (pytest.approx(1100), 90, 150)
