"""Threads and votes are measured on both engines; a made conversation has the shape of a real one."""

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.conversation import conversation, votes

ROOT = Path(__file__).resolve().parents[2]


def quick(name: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench", name, "--quick", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_thread_is_measured_alone_and_among_others_on_both_engines() -> None:
    figures = quick("thread")
    for engine in ("sqlite", "postgresql"):
        found = figures[engine]
        assert set(found["first_page"]) == {"best", "newest", "oldest", "liked", "discussed"}
        assert all(one["ms"] > 0 for one in found["first_page_in_the_large_database"].values())
        # However long the thread, and however many others there are.
        assert {one["queries"] for one in found["first_page_in_the_large_database"].values()} == {2}
        assert found["whole_thread_ms"] > 0


def test_votes_are_measured_beside_a_bare_update() -> None:
    figures = quick("votes")
    for engine in ("sqlite", "postgresql"):
        for threads in ("1_thread", "8_threads"):
            assert figures[engine][f"votes_a_second_one_comment_{threads}"] > 0
            assert figures[engine][f"bare_updates_a_second_many_comments_{threads}"] > 0


def test_a_made_conversation_is_the_same_each_time_deep_and_uneven() -> None:
    said = conversation(2_000, seed=1)
    assert said == conversation(2_000, seed=1)
    for at, one in enumerate(said):
        assert one.above is None or one.above < at
        assert one.depth == (0 if one.above is None else said[one.above].depth + 1)
        assert one.root is None or said[one.root].depth == 0
    assert max(one.depth for one in said) >= 7
    assert 0.25 < sum(one.depth == 0 for one in said) / len(said) < 0.45
    lengths = sorted(len(one.text) for one in said)
    assert lengths[-1] > 5 * lengths[len(lengths) // 2]
    assert all(before.seconds <= after.seconds for before, after in pairwise(said))


def test_nobody_votes_twice_for_one_comment_and_a_few_comments_have_most_votes() -> None:
    given = votes(1_000, 5_000, 300, seed=2)
    assert len(given) == len(set(given)) == 5_000
    first = sum(place < 100 for place, _ in given)
    assert first > len(given) / 4
