"""A process that is killed (SIGKILL) has lost nothing that it had answered, and nothing is counted twice."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from newsstand.articles.models import Article
from newsstand.reads.drain import drain
from newsstand.reads.numbers import total_of
from tests.pages.newsroom import NOON
from tests.processes import environ, wait_until_gone

# The killed process has a connection of its own, which sees only what is committed.
pytestmark = pytest.mark.django_db(transaction=True)

KILLED = Path(__file__).with_name("killed.py")


def start(moment: str, article: Article, folder: Path, first: int = 0) -> "subprocess.Popen[bytes]":
    """A process that hears readers from number `first` on."""
    command = [sys.executable, "-m", "tests.reads.killed", moment, str(article.pk), NOON.isoformat(), str(first)]
    # Without a buffer here, so that every line is counted by who reads it.
    pipes: dict[str, int] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "bufsize": 0}
    return subprocess.Popen(command, env={**environ(), "READS_ROOT": str(folder)}, cwd=KILLED.parents[2], **pipes)  # type: ignore[call-overload]


def answered(process: "subprocess.Popen[bytes]") -> int:
    """How many reads the process had answered when it was killed."""
    out, error = process.communicate()
    assert process.returncode == -signal.SIGKILL, error.decode()
    return out.count(b"\n")


def count_the_rest(article: Article) -> int:
    wait_until_gone()
    while drain(now=NOON):
        pass
    return total_of(article.pk).reads


@pytest.mark.parametrize(
    "moment",
    ["before the counters are saved", "before the segment is deleted", "in the middle of a line", "after all"],
)
def test_what_was_answered_is_counted_once(moment: str, article: Article, folder: Path) -> None:
    assert answered(start(moment, article, folder)) == 20
    assert count_the_rest(article) == 20
    assert count_the_rest(article) == 20
    assert not list(folder.glob("*.events"))


def test_two_processes_killed_while_they_hear_and_count_have_lost_nothing(article: Article, folder: Path) -> None:
    one, other = (start("at any time", article, folder, first) for first in (0, 10**6))
    for process in (one, other):
        assert process.stdout is not None
        for _ in range(200):
            process.stdout.readline()
    # What a third one does, while these two go on.
    drain(now=NOON)
    for process in (one, other):
        process.kill()
    heard = sum(200 + answered(process) for process in (one, other))
    found = count_the_rest(article)
    # A line can be whole in its file, and its process be killed before it could say so.
    assert heard <= found <= heard + 2
    assert count_the_rest(article) == found
