"""Whatever happens in whatever order, each read is counted once."""

import contextlib
import os
import shutil
import tempfile
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from newsstand.algorithms.read_log import Deed, Event, line_of
from newsstand.articles.models import Article
from newsstand.lib.models import Segment
from newsstand.reads import drain as draining
from newsstand.reads.drain import drain
from newsstand.reads.log import Log
from newsstand.reads.models import ArticleDay, ArticleMonth, ArticleTotal, Once, PublisherDay, SiteDay
from newsstand.reads.numbers import days
from tests.pages.newsroom import NOON

pytestmark = pytest.mark.django_db

HEAR = st.tuples(
    st.just("hear"),
    st.integers(0, 2),
    st.integers(0, 5),
    st.sampled_from([Deed.OPENED, Deed.FINISHED, Deed.REFERRED, Deed.ROBOT]),
    st.integers(-20, 20),
)
OTHERS = st.sampled_from(["drain", "killed while counting", "kill", "kill in a line"])
STEPS = st.lists(st.one_of(HEAR, HEAR, HEAR, OTHERS.map(lambda name: (name, 0, 0, Deed.OPENED, 0))), max_size=25)


class KilledError(Exception):
    """What stands for SIGKILL here: nothing after it happens. The real one is in test_killed.py."""


class Machine:
    """Three processes of one machine that hear reads, and whoever counts them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.logs = [Log(folder, most_bytes=200) for _ in range(3)]
        self.known: dict[date, dict[str, set[Deed]]] = defaultdict(lambda: defaultdict(set))
        self.robots: dict[date, int] = defaultdict(int)

    def hear(self, process: int, event: Event) -> None:
        self.logs[process].append(event)
        if event.deed is Deed.ROBOT:
            self.robots[event.at.date()] += 1
        else:
            self.known[event.at.date()][event.reader].add(event.deed)

    def kill(self, process: int, *, torn: bytes = b"") -> None:
        """The kernel closes the file; another process takes the place."""
        log = self.logs[process]
        if torn and log.file >= 0:
            os.write(log.file, torn)
        log.close()
        self.logs[process] = Log(self.folder, most_bytes=200)

    def expected(self, day: date) -> tuple[int, int, int, int]:
        deeds = list(self.known[day].values())
        finished = sum(Deed.FINISHED in one for one in deeds)
        return len(deeds), finished, sum(Deed.REFERRED in one for one in deeds), self.robots[day]


def run(machine: Machine, article: Article, steps: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, process, reader, deed, hours in steps:
        at = NOON + timedelta(hours=hours)
        if name == "hear":
            key = "" if deed is Deed.ROBOT else f"{reader:024x}"
            machine.hear(process, Event(at, article.pk, deed, key, key, "direct"))
        elif name == "drain":
            drain(now=at)
        elif name == "kill":
            machine.kill(process)
        elif name == "kill in a line":
            torn = line_of(Event(at, article.pk, Deed.OPENED, "ff", "", "direct"))
            machine.kill(process, torn=torn[:17])
        elif name == "killed while counting":
            with monkeypatch.context() as patched:
                patched.setattr(draining, "count", killed_after(draining.count))
                with contextlib.suppress(KilledError):
                    drain(now=at)


def killed_after(count: Any) -> Any:
    def counted(events: Any) -> int:
        count(events)
        raise KilledError

    return counted


@given(STEPS)
@how(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_any_order_of_events_counting_and_kills_counts_each_once(
    article: Article, steps: list[tuple[Any, ...]]
) -> None:
    for table in (ArticleDay, ArticleMonth, ArticleTotal, PublisherDay, SiteDay, Once, Segment):
        table.objects.all().delete()
    folder = Path(tempfile.mkdtemp(dir=settings.NEWSSTAND_HOME))
    settings.READS_ROOT = folder
    machine = Machine(folder)
    try:
        with pytest.MonkeyPatch.context() as monkeypatch:
            run(machine, article, steps, monkeypatch)
        for process in range(3):
            machine.kill(process)
        while drain(now=NOON):
            pass
        first, last = NOON.date() - timedelta(days=1), NOON.date() + timedelta(days=1)
        for whose in ({"article": article.pk}, {"publisher": article.publisher_id}, {}):
            for day in days(**whose, first=first, last=last):  # type: ignore[arg-type]
                assert (day.reads, day.finished, day.referrals, day.robots) == machine.expected(day.day)
        assert not list(folder.glob("*.events"))
    finally:
        shutil.rmtree(folder)
