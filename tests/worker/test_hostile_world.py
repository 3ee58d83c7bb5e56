"""Workers are killed while they read a world that lies, drips and refuses: nothing is lost, nothing is there twice."""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import zip_longest
from math import inf
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest

from newsstand.lib.door import BURST
from newsstand.lib.tokens import DOMAIN
from newsstand.topics import gazetteer
from tests.worker.hostile_world import FEEDS, LIMITED_DOMAIN, Asked, World, domain_of, kind_of

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_name("hostile_worker.py")
A_MINUTE = 600
EVERY = 60 / A_MINUTE
# Moments are rounded; and who sleeps does so by another clock than the one that says when.
ROUNDED, OTHER_CLOCK = 0.0001, 0.05
WORKERS = 3
SEED = 20261122
PHASE_SECONDS = 180


def lives(process: int) -> bool:
    """Whether there is such a process; ours do not stay as zombies."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


class Run:
    """One installation that reads one world with a few workers."""

    def __init__(self, home: Path, world: World) -> None:
        self.world = world
        self.home = home
        self.workers: list[int] = []
        self.killed = 0
        keep = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSSTAND_", "DATABASE_"))}
        environment = keep | {
            "NEWSSTAND_HOME": str(home),
            "NEWSSTAND_ALLOWED_NETWORKS": "127.0.0.0/8",
            "NEWSSTAND_REQUESTS_A_MINUTE": str(A_MINUTE),
            "NEWSSTAND_DEMO": "0",
            "PYTHONPATH": str(ROOT),
        }
        with (home / "worker.log").open("ab") as log:
            self.nursery = subprocess.Popen(
                [sys.executable, str(SCRIPT)], env=environment, stdin=PIPE, stdout=PIPE, stderr=log, text=True
            )

    def say(self, what: str) -> str:
        """Tell the nursery, and what it answers."""
        assert self.nursery.stdin is not None
        assert self.nursery.stdout is not None
        if what:
            print(what, file=self.nursery.stdin, flush=True)
        return self.nursery.stdout.readline().strip()

    def start(self) -> None:
        self.workers.append(int(self.say("work")))

    def kill_one(self, dice: random.Random) -> None:
        """No warning, no tidying up; another one takes its place."""
        os.kill(self.workers.pop(dice.randrange(len(self.workers))), signal.SIGKILL)
        self.killed += 1
        self.start()

    def query(self, statement: str, *values: str) -> int:
        with sqlite3.connect(self.home / "newsstand.sqlite3", timeout=20) as database:
            found = database.execute(statement, values).fetchone()
        return int(found[0]) if found else 0

    def begin(self, phase: int) -> str:
        self.world.phase = phase
        moment = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        self.query("UPDATE publishers_feed SET next_check_at = ? WHERE retired_at IS NULL", moment)
        return moment

    def left(self, since: str) -> int:
        """How many feeds and pages are not settled yet."""
        unread = "retired_at IS NULL AND (checked_at IS NULL OR checked_at < ? OR leased_until IS NOT NULL)"
        feeds = self.query(f"SELECT count(*) FROM publishers_feed WHERE {unread}", since)
        return feeds + self.query("SELECT count(*) FROM articles_article WHERE page IN ('due', 'again')")

    def end(self) -> None:
        """Ask the workers to stop, and wait until they have."""
        for worker in self.workers:
            os.kill(worker, signal.SIGTERM)
        until = time.monotonic() + 15
        while any(lives(worker) for worker in self.workers) and time.monotonic() < until:
            time.sleep(0.05)

    def turns(self) -> dict[str, list[float]]:
        """For each domain the moments at which it might be asked, in order."""
        found = defaultdict(list)
        for line in (self.home / "turns").read_text().splitlines():
            name, _, moment = line.partition(" ")
            if name.startswith(DOMAIN):
                found[name.removeprefix(DOMAIN)].append(float(moment))
        return {domain: sorted(moments) for domain, moments in found.items()}

    def told(self) -> dict[str, Any]:
        return dict(json.loads(self.say(f"dump {self.world.port}")))

    def clear(self) -> None:
        """Whatever is still there goes."""
        for worker in self.workers:
            if lives(worker):
                os.kill(worker, signal.SIGKILL)
        self.nursery.kill()
        self.nursery.communicate()


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[tuple[Run, Run]]:
    """The same world twice, each with an installation of its own: one for peace, one for faults."""
    with ExitStack() as stack:
        made = []
        for name in ("calm", "faults"):
            home = tmp_path / name
            home.mkdir()
            # Expanded once for all tests instead of by each installation.
            shutil.copy(gazetteer.prepare(), home)
            made.append(Run(home, stack.enter_context(World())))
        calm, faults = made
        try:
            assert [run.say("") for run in made] == ["ready", "ready"]
            assert calm.say(f"make {calm.world.port}") == "made"
            for file in calm.home.glob("*.sqlite3*"):
                shutil.copy(file, faults.home)
            new = f":{faults.world.port}/"
            faults.query("UPDATE publishers_feed SET address = replace(address, ?, ?)", f":{calm.world.port}/", new)
            for run, workers in ((calm, 1), (faults, WORKERS)):
                for _ in range(workers):
                    run.start()
            yield calm, faults
        finally:
            for run in made:
                run.clear()


def read_all(calm: Run, faults: Run, phase: int, dice: random.Random) -> None:
    """One phase of the world, read by both; the second one's workers die meanwhile."""
    since = {run: run.begin(phase) for run in (calm, faults)}
    begun = time.monotonic()
    deaths = sorted(begun + 0.4 + dice.random() * 5 for _ in range(5))
    left = [FEEDS]
    while deaths or any(left):
        left = [run.left(since[run]) for run in (calm, faults)]
        assert time.monotonic() - begun < PHASE_SECONDS, f"still to be read: {left}"
        if deaths and time.monotonic() >= deaths[0]:
            deaths.pop(0)
            faults.kill_one(dice)
        time.sleep(0.2)


def too_often(turns: dict[str, list[float]]) -> list[str]:
    """The domains for which all workers together were given more turns than the rule in some stretch of time."""
    return [
        f"{domain}: {count} turns in {last - first:.2f} s"
        for domain, times in turns.items()
        for at, first in enumerate(times)
        for count, last in enumerate(times[at:], start=1)
        if last - first < EVERY * (count - BURST) - ROUNDED
    ]


def too_early(log: list[Asked], turns: dict[str, list[float]]) -> list[str]:
    """The domains that at some moment had been asked more often than turns had come. Requests may be late."""
    moments = defaultdict(list)
    for asked in log:
        moments[domain_of(asked.host)].append(asked.begun)
    return [
        f"{domain}: request {number} came {turn - there:.2f} s before its turn"
        for domain, times in moments.items()
        for number, (there, turn) in enumerate(zip_longest(sorted(times), turns[domain], fillvalue=inf), start=1)
        if there < turn - OTHER_CLOCK
    ]


def at_once(log: list[Asked]) -> list[str]:
    """The feeds that were asked for while they were being asked for."""
    last: dict[str, Asked] = {}
    double = []
    for asked in sorted(log, key=lambda one: one.begun):
        if asked.path.startswith("/feed/") and kind_of(int(asked.path.rpartition("/")[2])) == "never":
            before = last.get(asked.path)
            if before is not None and asked.begun < before.ended:
                double.append(f"{asked} during {before}")
            last[asked.path] = asked
    return double


def test_a_hostile_world_read_by_dying_workers_is_the_world_read_in_peace(runs: tuple[Run, Run]) -> None:
    calm, faults = runs
    dice = random.Random(SEED)
    for phase in (0, 1):
        read_all(calm, faults, phase, dice)
    for run in runs:
        run.end()
    peace, war = calm.told(), faults.told()
    assert faults.killed == 10
    for what in ("feeds", "items", "articles"):
        assert war[what] == peace[what], what
    headlines = [(publisher, headline) for publisher, headline, *_ in war["articles"]]
    assert len(headlines) == len(set(headlines))
    # The world was hostile indeed, and the good in it was read.
    named = {feed["error"] for feed in war["feeds"]} | {feed["retired"] for feed in war["feeds"]}
    for words in ("Cloudflare", "web page", "429", "404", "410", "read already", "4 seconds", "circle", "bytes"):
        assert any(words in one for one in named), words
    assert sum(kind_of(number) == "good" for number in range(FEEDS)) * 3 <= len(headlines)
    assert all(feed["errors"] in {0, 2} for feed in war["feeds"])
    assert not any(feed["held"] for feed in war["feeds"] + peace["feeds"])
    for run in runs:
        turns = run.turns()
        assert too_often(turns) == []
        assert too_early(run.world.log, turns) == []
        assert at_once(run.world.log) == []
        closed = [asked for asked in run.world.log if asked.path.startswith("/text/") and asked.host.startswith("a.")]
        assert closed == []
        assert any(asked.path.startswith("/text/") for asked in run.world.log)
        assert any(domain_of(asked.host) == f"d{LIMITED_DOMAIN}.test" for asked in run.world.log)
