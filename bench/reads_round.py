"""`python -m bench.reads_round SECONDS EVENTS ARTICLES`: one database's figures as JSON, in this environment's home."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from bench.home import prepare
from bench.progress import steps
from bench.reads_heard import NOON, PLACE

THREADS = 4
ROUNDS = 3
LINE = b"0f1e2d3c\t1763640000\t17\to\t0123456789abcdef01234567\t0123456789abcdef01234567\there:front\n"


def main(seconds: int, events: int, articles: int) -> dict[str, object]:
    """Hearing and bare appending in turn, the best of three; then counting; then what pages of numbers ask for."""
    home = prepare()
    rates = {"heard": 0.0, "bare_line": 0.0, "bare_line_fsync": 0.0, "heard_fsync": 0.0}
    acknowledged = found = 0
    for _ in steps("hearing", ROUNDS):
        answered, lines, taken = heard_until_killed(seconds)
        acknowledged, found = acknowledged + answered, found + lines
        rates["heard"] = max(rates["heard"], answered / taken)
        for name, deed in (("bare_line", bare(fsync=False)), ("bare_line_fsync", bare(fsync=True))):
            rates[name] = max(rates[name], rate(deed, seconds))
        rates["heard_fsync"] = max(rates["heard_fsync"], rate(one_thread(home), seconds))
    return {
        **{f"{name}_a_second": round(value, 1) for name, value in rates.items()},
        "heard_to_bare_line_fsync": round(rates["heard"] / rates["bare_line_fsync"], 2),
        "heard_fsync_to_bare_line_fsync": round(rates["heard_fsync"] / rates["bare_line_fsync"], 2),
        "answered_before_sigkill": acknowledged,
        "answered_and_lost": max(0, acknowledged - found),
        **counting(home, events),
        **asking(articles),
    }


def heard_until_killed(seconds: float) -> tuple[int, int, float]:
    """Reads answered by a process with four threads until SIGKILL, whole lines in its files, and how long it had."""
    from newsstand.algorithms.read_log import event_of

    with tempfile.TemporaryDirectory(dir=os.environ["NEWSSTAND_HOME"]) as folder:
        shared = Path(folder) / "acknowledged"
        shared.write_bytes(bytes(PLACE.size * THREADS))
        command = [sys.executable, "-m", "bench.reads_heard", f"{folder}/reads", str(THREADS), str(shared)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        begun = perf_counter()
        sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.wait()
        taken = perf_counter() - begun
        said = shared.read_bytes()
        answered = sum(PLACE.unpack_from(said, PLACE.size * thread)[0] for thread in range(THREADS))
        pieces = [path.read_bytes() for path in Path(folder, "reads").glob("*.events")]
        lines = sum(event_of(line) is not None for piece in pieces for line in piece.split(b"\n")[:-1])
    return answered, lines, taken


def rate(deed: Callable[[], object], seconds: float) -> float:
    """How often a second."""
    begun, number = perf_counter(), 0
    while perf_counter() - begun < seconds:
        deed()
        number += 1
    return number / (perf_counter() - begun)


def bare(*, fsync: bool) -> Callable[[], object]:
    """Append a line as long as ours to a file, and nothing else."""
    path = Path(os.environ["NEWSSTAND_HOME"]) / "bare"
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def append() -> None:
        os.write(file, LINE)
        if fsync:
            os.fdatasync(file)

    return append


def one_thread(home: Path) -> Callable[[], object]:
    """Hear a read with fsync, as NEWSSTAND_READS_FSYNC=1 has it."""
    from newsstand.algorithms.read_log import Deed, Event
    from newsstand.reads.log import Log

    log = Log(home / "reads-fsync", fsync=True)
    event = Event(NOON, 17, Deed.OPENED, "0123456789abcdef01234567", "0123456789abcdef01234567", "here:front")
    return lambda: log.append(event)


def counting(home: Path, events: int) -> dict[str, object]:
    """Events a second from the file into the counters, in batches of a quarter megabyte; all are new readers."""
    from newsstand.algorithms.read_log import Deed, Event
    from newsstand.reads.drain import drain
    from newsstand.reads.log import own_log
    from newsstand.reads.models import SiteDay

    ids = make_articles(500)
    for number in range(events):
        key = f"{number:024x}"
        own_log().append(Event(NOON, ids[number % len(ids)], Deed.OPENED, key, key, "here:front"))
    begun = perf_counter()
    drain(now=NOON)
    taken = perf_counter() - begun
    counted = SiteDay.objects.get(day=NOON.date()).reads
    if counted != events:
        raise AssertionError(f"{counted} of {events} were counted.")
    return {"counted_a_second": round(events / taken, 1)}


def make_articles(number: int) -> list[int]:
    """Articles of a publisher of their own; their ids."""
    from newsstand.articles.models import Article
    from newsstand.publishers.models import Publisher

    name = f"paper-{number}"
    publisher = Publisher.objects.create(name=name, slug=name, joined_at=NOON)
    rows = [
        Article(
            publisher=publisher,
            headline=f"Article {one}",
            slug="article",
            published_at=NOON - timedelta(days=365 * one // number),
            received_at=NOON,
            revised_at=NOON,
        )
        for one in range(number)
    ]
    return [row.pk for row in Article.objects.bulk_create(rows, batch_size=500)]


def asking(articles: int) -> dict[str, object]:
    """Milliseconds and queries of a publisher's numbers over a year: each article read on the twelve days after it."""
    from newsstand.articles.models import Article
    from newsstand.reads import numbers
    from newsstand.reads.count import count

    ids = make_articles(articles)
    published = {pk: NOON - timedelta(days=365 * place // articles) for place, pk in enumerate(ids)}
    publisher = Article.objects.get(pk=ids[0]).publisher_id
    assert publisher is not None
    fill(count, published)
    last = NOON.date()
    found: dict[str, object] = {}
    for length in (28, 365):
        first = last - timedelta(days=length - 1)
        whose = {"publisher": publisher, "first": first, "last": last}
        found |= asked(f"days_of_{length}_days", partial(numbers.days, **whose))
        found |= asked(f"top_articles_of_{length}_days", partial(numbers.top_articles, **whose, most=10))
        found |= asked(f"sources_of_{length}_days", partial(numbers.sources, **whose, most=8))
    return found


def fill(count: Callable[..., int], published: dict[int, datetime]) -> None:
    """Reads by the same way as real ones: few readers, so that the rows are what takes the time later."""
    from newsstand.algorithms.read_log import Deed, Event

    events: list[Event] = []
    for pk, at in published.items():
        for later in range(12):
            moment = at + timedelta(days=later)
            if moment > NOON:
                break
            events.append(Event(moment, pk, Deed.OPENED, f"{pk:024x}", "", ("search", "direct", "here:front")[pk % 3]))
        if len(events) > 3000:
            count(events)
            events = []
    count(events)


def asked(name: str, ask: Callable[[], object]) -> dict[str, object]:
    """The median of nine, and how many queries."""
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    reset_queries()
    with CaptureQueriesContext(connection) as queries:
        ask()
    times = []
    for _ in range(9):
        begun = perf_counter()
        ask()
        times.append((perf_counter() - begun) * 1000)
    return {f"{name}_ms": round(median(times), 2), f"{name}_queries": len(queries)}


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:]))))
