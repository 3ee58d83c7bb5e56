"""Memory of the installation: idle, after the article page was asked for many times, after the real feeds were read."""

import os
import sys
import time

import psutil

from bench.feed_host import bodies
from bench.home import CannotMeasureError, free_port, prepare
from bench.load import load
from bench.processes import OTHER_CORE, family, running, wait_for
from bench.servers import newsstand_web

SECONDS_TO_READ = 300
MIB = 1024 * 1024
ROLES = {"web": "web", "work": "worker", "run": "run"}


def run() -> dict[str, object]:
    """Resident (RSS) and proportional (PSS) MiB of all processes of `newsstand run`, and resident of each."""
    prepare()
    from bench.towns import article

    shown = article(50)
    port = free_port()
    host = [sys.executable, "-m", "bench.feed_host", str(port), "closed"]
    with (
        running(host, env=os.environ, core=OTHER_CORE) as feed_host,
        newsstand_web("run", NEWSSTAND_ALLOWED_NETWORKS="127.0.0.0/8") as (site, process),
    ):
        wait_for(f"http://127.0.0.1:{port}/{next(iter(bodies()))}", feed_host)
        time.sleep(3)
        figures = used("idle", process)
        load(site + shown.get_absolute_url(), process, {}, seconds=5, connections=32)
        figures |= used("after_load", process)
        read_feeds(port)
        figures |= used("after_feeds", process)
    return figures


def used(when: str, process: psutil.Process) -> dict[str, object]:
    """MiB of all processes together, and of each by its role."""
    figures: dict[str, object] = {}
    rss = {member: member.memory_info().rss / MIB for member in family(process)}
    figures[f"{when}_rss_mib"] = round(sum(rss.values()), 1)
    try:
        figures[f"{when}_pss_mib"] = round(sum(member.memory_full_info().pss for member in rss) / MIB, 1)
    except (psutil.AccessDenied, AttributeError):
        figures[f"{when}_pss_mib"] = None
    for member, each in rss.items():
        key = f"{when}_{role(member)}_rss_mib"
        figures[key] = round(each + float(str(figures.get(key, 0))), 1)
    return figures


def role(process: psutil.Process) -> str:
    """What a process of the installation does."""
    words = process.cmdline()
    for word, name in ROLES.items():
        if word in words:
            return name
    return "web_server" if any("spawn_main" in word for word in words) else "helper"


def read_feeds(port: int) -> None:
    """Have the running worker read the real feeds. Raises CannotMeasureError when it does not."""
    from newsstand.lib.clock import now
    from newsstand.publishers.models import Contract, Feed, Publisher

    names = list(bodies())
    for name in names:
        publisher = Publisher.objects.create(name=name, slug=name.partition(".")[0], joined_at=now())
        Contract.objects.create(publisher=publisher)
        Feed.objects.create(publisher=publisher, address=f"http://127.0.0.1:{port}/{name}", next_check_at=now())
    deadline = time.monotonic() + SECONDS_TO_READ
    while Feed.objects.filter(checked_at=None).exists():
        if time.monotonic() > deadline:
            raise CannotMeasureError(f"The worker did not read the feeds within {SECONDS_TO_READ} seconds.")
        time.sleep(1)
