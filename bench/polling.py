"""Two thousand feeds read for the first time and again, beside a bare loop that fetches and parses and stores nothing.

The feeds are made of the real ones (`many_feeds`), two a host name, on a server on the other core. Ours is one worker
process: the poller of production, through the one door, into an SQLite file. So that its manners are kept but are not
what is measured, every host stays below its burst, and NEWSSTAND_REQUESTS_A_MINUTE is a million. Pages and pictures are
not fetched. The bare loop is one process as well, on the same core, with as many fetches open; it runs with our parser;
with our parser and the entries' HTML made safe; with all else reckoned besides that ours reckons from words; and with
feedparser, which is what others run and which makes HTML safe as it parses. In the second reading one feed in twenty
has a new entry; the others answer 304. Stories and candidates for the front page are the worker's next steps: they are
in "until everything is done" alone. The gazetteer is expanded before.
"""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Mapping

from bench.home import CannotMeasureError, free_port, temporary_home
from bench.processes import MEASURED_CORE, OTHER_CORE, pin, running, wait_for
from bench.progress import steps

FEEDS = 2000
# Of the real feeds half have no more than twelve entries; 0 takes all that there are.
MOST_ENTRIES = 10
GROWTH = (500, 2000, 8000)
# How cost grows with the number of feeds does not depend on how long each is.
ENTRIES_OF_GROWTH = 1
QUICK = {"FEEDS": 40, "MOST_ENTRIES": 2, "GROWTH": (20, 40), "ENTRIES_OF_GROWTH": 1}
# What `bench.polling_reader` calls them, and what we do.
BESIDE = {
    "bare": "bare",
    "cleaned": "bare_with_safe_html",
    "reckoned": "bare_with_all_of_the_text",
    "feedparser": "bare_with_feedparser",
}
READINGS = ("first", "second")
SETTINGS = {"NEWSSTAND_ALLOWED_NETWORKS": "127.0.0.0/8", "NEWSSTAND_REQUESTS_A_MINUTE": "1000000"}
Figures = dict[str, float]


def run() -> dict[str, object]:
    """Rates and costs of both readings, ours and the bare loop's, and ours by the number of feeds."""
    who = ("ours", *BESIDE)
    jobs = [(name, FEEDS, MOST_ENTRIES) for name in who] + [("ours", feeds, ENTRIES_OF_GROWTH) for feeds in GROWTH]
    done = [both_readings(*jobs[at]) for at in steps("polling", len(jobs))]
    figures: dict[str, object] = {"feeds": FEEDS}
    for at, reading in enumerate(READINGS):
        ours, *others = (readings[at] for readings in done[: len(who)])
        one = of_one(ours) | {"cpu_seconds_until_everything_is_done": round(ours["cpu"] + ours["afterwards_cpu"], 2)}
        for name, other in zip(BESIDE.values(), others, strict=True):
            one |= {name: of_one(other), **beside(ours, other, name)}
        figures[f"{reading}_reading"] = one
    for at, reading in enumerate(READINGS):
        figures[f"{reading}_reading_cpu_milliseconds_a_feed"] = {
            f"{feeds:,}_feeds": round(readings[at]["cpu"] / feeds * 1000, 2)
            for feeds, readings in zip(GROWTH, done[len(who) :], strict=True)
        }
    return figures


def both_readings(who: str, feeds: int, most_entries: int) -> list[Figures]:
    """What `bench.polling_reader` says of the first reading and of the second, each in a process of its own."""
    port = free_port()
    host = [sys.executable, "-m", "bench.many_hosts", str(port), str(most_entries)]
    with temporary_home() as home, running(host, env=os.environ, core=OTHER_CORE) as process:
        env = {**home, **SETTINGS}
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/", process)
        if who == "ours":
            make = [sys.executable, "-m", "bench.polling_reader", "make", str(port), str(feeds), ""]
            subprocess.run(make, env=env, check=True, stdout=sys.stderr)
        first = one_reading(who, port, feeds, "first", env)
        with urllib.request.urlopen(f"{address}/later"):
            second = one_reading(who, port, feeds, "second", env)
    if first["read"] != feeds or second["read"] + second["unchanged"] != feeds:
        raise CannotMeasureError(f"Not every feed was read: {first}, then {second}.")
    return [first, second]


def one_reading(who: str, port: int, feeds: int, reading: str, env: Mapping[str, str]) -> Figures:
    """One reading, on the core that is measured."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.polling_reader", who, str(port), str(feeds), reading],
        env=dict(env),
        stdout=subprocess.PIPE,
        check=True,
        preexec_fn=lambda: pin(MEASURED_CORE),
    )
    figures: Figures = json.loads(done.stdout)
    return figures


def of_one(figures: Figures) -> dict[str, object]:
    """A reading's figures as rates."""
    feeds = figures["read"] + figures["unchanged"]
    return {
        "entries": int(figures["entries"]),
        "unchanged": int(figures["unchanged"]),
        "wall_seconds": round(figures["wall"], 2),
        "cpu_seconds": round(figures["cpu"], 2),
        "peak_mib": round(figures["peak_mib"]),
        "feeds_per_second": round(feeds / figures["wall"], 1),
        "entries_per_second": round(figures["entries"] / figures["wall"], 1),
        "feeds_per_cpu_second": round(feeds / figures["cpu"], 1),
        "entries_per_cpu_second": round(figures["entries"] / figures["cpu"], 1),
    }


def beside(ours: Figures, other: Figures, name: str) -> dict[str, object]:
    """Our speed as a part of another's: one process each."""
    return {
        f"ratio_to_{name}_by_wall_clock": round(other["wall"] / ours["wall"], 3),
        f"ratio_to_{name}_per_cpu_second": round(other["cpu"] / ours["cpu"], 3),
    }
