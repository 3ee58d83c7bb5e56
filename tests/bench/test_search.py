"""The benchmark of search runs, with few articles, on both engines, and finds what it looks for."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.data
def test_search_is_measured_beside_fts5_used_bare(data: Path) -> None:
    command = [sys.executable, "-m", "bench.search", "--quick"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    for engine in ("sqlite", "postgresql"):
        assert figures[engine]["index_mib"] > 0
        assert figures[engine]["rare_word"]["page_p99_ms"] >= figures[engine]["rare_word"]["page_p50_ms"] > 0
    assert figures["sqlite"]["size_ratio"] > 0
    assert figures["sqlite"]["common_word"]["bare_p50_ms"] > 0
