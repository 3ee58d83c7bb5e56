"""The real feeds from a local server into a fresh database, beside feedparser doing nothing but parsing them."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from statistics import median

from bench.feed_host import bodies
from bench.home import free_port, temporary_home
from bench.processes import MEASURED_CORE, OTHER_CORE, pin, running, wait_for
from bench.progress import steps

ROUNDS = 5


def run() -> dict[str, object]:
    """Feeds and entries a second, by wall clock and by CPU; medians of rounds in turn, each on one core."""
    first = next(iter(bodies()))
    port = free_port()
    ours: list[dict[str, float]] = []
    theirs: list[dict[str, float]] = []
    host = [sys.executable, "-m", "bench.feed_host", str(port)]
    with running(host, env=os.environ, core=OTHER_CORE) as process:
        wait_for(f"http://127.0.0.1:{port}/{first}", process)
        for _ in steps("feeds", ROUNDS):
            with temporary_home() as env:
                ours.append(one_round("ours", str(port), env={**env, "NEWSSTAND_ALLOWED_NETWORKS": "127.0.0.0/8"}))
            theirs.append(one_round("feedparser", env=os.environ))
    return figures(ours, theirs)


def one_round(*args: str, env: Mapping[str, str]) -> dict[str, float]:
    """What `bench.feed_round` prints, in a process of its own on the core that is measured."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.feed_round", *args],
        env=dict(env),
        stdout=subprocess.PIPE,
        check=True,
        preexec_fn=lambda: pin(MEASURED_CORE),
    )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def figures(ours: list[dict[str, float]], theirs: list[dict[str, float]]) -> dict[str, object]:
    """The figures of all rounds as rates and ratios."""
    middle = {key: median(each[key] for each in ours) for key in ours[0]}
    beside = {key: median(each[key] for each in theirs) for key in theirs[0]}
    return {
        "feeds": int(middle["feeds"]),
        "entries": int(middle["entries"]),
        "articles": int(middle["articles"]),
        "wall_seconds": round(middle["wall"], 2),
        "cpu_seconds": round(middle["cpu"], 2),
        "feeds_per_second": round(middle["feeds"] / middle["wall"], 1),
        "entries_per_second": round(middle["entries"] / middle["wall"], 1),
        "feeds_per_cpu_second": round(middle["feeds"] / middle["cpu"], 1),
        "entries_per_cpu_second": round(middle["entries"] / middle["cpu"], 1),
        "feedparser_entries": int(beside["entries"]),
        "feedparser_wall_seconds": round(beside["wall"], 2),
        "feedparser_cpu_seconds": round(beside["cpu"], 2),
        "feedparser_feeds_per_second": round(beside["feeds"] / beside["wall"], 1),
        "feedparser_entries_per_second": round(beside["entries"] / beside["wall"], 1),
        "feedparser_feeds_per_cpu_second": round(beside["feeds"] / beside["cpu"], 1),
        "feedparser_entries_per_cpu_second": round(beside["entries"] / beside["cpu"], 1),
        "ratio_to_feedparser": round(beside["wall"] / middle["wall"], 2),
        "ratio_to_feedparser_per_cpu_second": round(beside["cpu"] / middle["cpu"], 2),
    }
