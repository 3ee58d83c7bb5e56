"""`newsstand doctor`: what is wrong with this installation, and how to mend it."""

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from newsstand.accounts import health
from newsstand.commands.web import port_is_free
from newsstand.images.models import Image, State
from newsstand.ingest.models import Subscription
from newsstand.ingest.subscribe import can_be_called
from newsstand.lib.clock import now
from newsstand.lib.http import parse_networks
from newsstand.publishers.models import Feed
from newsstand.search.index import out_of_step
from newsstand.syndication.models import Subscriber
from newsstand.worker.rounds import heartbeat

LITTLE_SPACE = 1024**3
WORKER_SILENT_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `mend` is empty when it is well; a warning does not make the examination fail."""

    what: str
    mend: str = ""
    warning: bool = False


def examine() -> int:
    """Look at everything, print a line each, and return 1 when something has to be mended."""
    bad = 0
    for check in CHECKS:
        try:
            findings = list(check())
        except DatabaseError as error:
            findings = [Finding("the database", f"It does not answer ({error}). See DATABASE_URL in docs/settings.md.")]
        for finding in findings:
            mark = "ok  " if not finding.mend else ("note" if finding.warning else "MEND")
            print(f"{mark}  {finding.what}" + (f": {finding.mend}" if finding.mend else ""))
            bad += bool(finding.mend) and not finding.warning
    return 1 if bad else 0


def home() -> Iterator[Finding]:
    path = Path(settings.NEWSSTAND_HOME)
    writable = os.access(path, os.W_OK)
    yield Finding(f"data lies in {path}", "" if writable else f"We may not write there. Try: chown -R $USER {path}")
    free = shutil.disk_usage(path).free
    short = f"Only {free // 1024**2} MiB are free. Make room, or move NEWSSTAND_HOME."
    yield Finding(f"{free // 1024**3} GiB of disk are free", short if free < LITTLE_SPACE else "")
    key = path / "secret-key"
    if key.exists():
        open_to_all = key.stat().st_mode & 0o077
        yield Finding("the secret key is private", f"Others can read it. Try: chmod 600 {key}" if open_to_all else "")


def database() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    mend = f"{len(waiting)} changes of the tables are waiting. `newsstand run` or `newsstand web` makes them."
    yield Finding(f"the database ({connection.vendor}) answers", mend if waiting else "")
    if connection.vendor == "sqlite" and not waiting:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check")
            answer = cursor.fetchone()[0]
        yield Finding(
            f"SQLite {sqlite3.sqlite_version} finds its file whole",
            "" if answer == "ok" else f"It says: {answer}. Stop Newsstand and put your last copy back.",
        )


def addresses() -> Iterator[Finding]:
    try:
        parse_networks(" ".join(settings.NEWSSTAND_ALLOWED_NETWORKS))
        yield Finding("NEWSSTAND_ALLOWED_NETWORKS can be read")
    except ValueError as error:
        yield Finding("NEWSSTAND_ALLOWED_NETWORKS", f"{error}")
    host, port = settings.NEWSSTAND_HOST, settings.NEWSSTAND_PORT
    state = "is free" if port_is_free(host, port) else "is in use (by this site, if it runs)"
    yield Finding(f"port {port} on {host} {state}")
    public = not settings.NEWSSTAND_URL.startswith(("http://127.0.0.1", "http://localhost"))
    plain = "Readers' passwords cross the network in clear. Put a TLS proxy before it and set NEWSSTAND_URL=https://…"
    yield Finding(
        f"the site's address is {settings.NEWSSTAND_URL}", plain if public and not settings.HTTPS else "", warning=True
    )
    yield Finding(
        "mail goes out" if settings.EMAIL_URL else "mail is kept in files",
        "" if settings.EMAIL_URL else "Set EMAIL_URL to send it (docs/settings.md).",
        warning=True,
    )


def accounts() -> Iterator[Finding]:
    for what, mend in (*health.mail(), *health.house()):
        yield Finding(what, mend)


def worker() -> Iterator[Finding]:
    file = heartbeat()
    age = time.time() - file.stat().st_mtime if file.exists() else None
    silent = age is None or age > WORKER_SILENT_SECONDS
    yield Finding(
        "the worker is at work",
        "No worker has finished a round in the last minutes. Start one: newsstand run, or newsstand work."
        if silent
        else "",
        warning=True,
    )


def feeds() -> Iterator[Finding]:
    total = Feed.objects.filter(retired_at=None).count()
    broken = Feed.objects.filter(retired_at=None).exclude(error="")
    yield Finding(f"{total} feeds, {total - broken.count()} of them well")
    for feed in broken.order_by("-error_count")[:20]:
        again = f"{feed.next_check_at:%Y-%m-%d %H:%M} UTC"
        yield Finding(feed.address, f"{feed.error} Failed {feed.error_count} times; next try {again}.", warning=True)
    overdue = Feed.objects.due(now()).count()
    yield Finding(
        f"{overdue} feeds are due now",
        "Work piles up. Start another worker: newsstand work." if overdue > 1000 else "",
        warning=True,
    )


def search() -> Iterator[Finding]:
    missing, surplus = out_of_step()
    wrong = f"{missing:,} articles are missing or due, {surplus:,} are too many. Run: newsstand search-index"
    yield Finding("the search index is in step", wrong if missing or surplus else "", warning=True)


def hubs() -> Iterator[Finding]:
    needed = "Hubs cannot reach it, so feeds are polled only. Set NEWSSTAND_URL to a public address, best with https."
    yield Finding(f"hubs (WebSub) can call {settings.NEWSSTAND_URL}", "" if can_be_called() else needed, warning=True)
    live = Subscription.objects.filter(wanted=True, lease_ends_at__gt=now()).count()
    proved = Feed.objects.filter(retired_at=None, pushed_until__gt=now()).count()
    told = Subscriber.objects.filter(lease_ends_at__gt=now())
    yield Finding(f"{live} feeds are promised to be pushed, {proved} of them are")
    yield Finding(f"{told.count()} subscribers are told by our hub, {told.filter(tries__gt=0).count()} out of reach")


def pictures() -> Iterator[Finding]:
    failed = Image.objects.filter(state=State.FAILED).count()
    yield Finding(f"{Image.objects.count()} pictures, {failed} of them not to be had")


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    home,
    database,
    addresses,
    accounts,
    worker,
    feeds,
    hubs,
    pictures,
    search,
)
