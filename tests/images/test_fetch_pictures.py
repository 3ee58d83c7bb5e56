"""Pictures that are due, from a real server into the store and the database."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from newsstand.images.fetch import LEASE, Fetched, claim, fetch_due, save
from newsstand.images.models import Image, State, remember
from newsstand.images.reencode import master_of
from newsstand.images.store import has_master
from newsstand.lib.door import open_door
from newsstand.lib.stamps import touch, versions
from tests.feed_server import Asked, FeedServer
from tests.images import files

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("root")]
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def fetch(now: datetime = NOW, **options: Any) -> Fetched:
    async def go() -> Fetched:
        async with open_door() as door:
            return await fetch_due(door=door, now=now, **options)

    return asyncio.run(go())


def due(url: str) -> str:
    return remember([url], now=NOW)[url]


def test_a_picture_is_fetched_once_and_made_ours(feed_server: FeedServer) -> None:
    key = due(feed_server.put("/a.jpg", files.jpeg(2000, 1000), kind="image/jpeg"))
    assert fetch() == Fetched(ready=1)
    image = Image.objects.get(pk=key)
    assert (image.state, image.width, image.height, image.error) == (State.READY, 1280, 640, "")
    assert (image.fetched_at, image.due_at, image.leased_until) == (NOW, None, None)
    assert has_master(image.content)
    assert fetch(NOW + timedelta(days=30)) == Fetched()
    assert feed_server.count["/a.jpg"] == 1


def test_the_server_learns_who_asks_and_nothing_of_the_reader(feed_server: FeedServer) -> None:
    due(feed_server.put("/a.jpg", files.jpeg()))
    fetch()
    headers = feed_server.asked[0].headers
    assert headers["User-Agent"].startswith("Newsstand/")
    assert "image/webp" in headers["Accept"]
    assert not headers["Referer"]
    assert not headers["Cookie"]


def test_the_content_type_counts_for_nothing(feed_server: FeedServer) -> None:
    good = due(feed_server.put("/a", files.png(), kind="text/html"))
    bad = due(feed_server.put("/b.jpg", b"<html>" + files.PAYLOAD, kind="image/jpeg"))
    drawing = due(feed_server.put("/c.png", files.SVG, kind="image/png"))
    assert fetch() == Fetched(ready=1, failed=2)
    assert Image.objects.get(pk=good).state == State.READY
    assert "a web page" in Image.objects.get(pk=bad).error
    assert "SVG" in Image.objects.get(pk=drawing).error


def test_a_tracking_pixel_is_dropped(feed_server: FeedServer) -> None:
    key = due(feed_server.put("/p.gif", files.encoded(files.photo(1, 1), "GIF"), kind="image/gif"))
    assert fetch() == Fetched(failed=1)
    image = Image.objects.get(pk=key)
    assert (image.state, image.error, image.content) == (State.FAILED, "tracking pixel", "")


@pytest.mark.parametrize("status", [404, 410, 403])
def test_what_is_gone_is_not_asked_for_again(feed_server: FeedServer, status: int) -> None:
    key = due(feed_server.put("/a.jpg", b"no", status=status))
    assert fetch() == Fetched(failed=1)
    assert str(status) in Image.objects.get(pk=key).error
    assert fetch(NOW + timedelta(days=30)) == Fetched()


def test_what_may_pass_is_tried_after_five_minutes_an_hour_and_a_day(feed_server: FeedServer) -> None:
    key = due(feed_server.put("/a.jpg", b"later", status=503))
    now = NOW
    for wait in (timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)):
        assert fetch(now) == Fetched(later=1)
        assert Image.objects.get(pk=key).due_at == now + wait
        assert fetch(now + wait - timedelta(seconds=1)) == Fetched()
        now += wait
    assert fetch(now) == Fetched(failed=1)
    assert Image.objects.get(pk=key).state == State.FAILED
    assert feed_server.count["/a.jpg"] == 4


def test_a_server_that_comes_back_is_read(feed_server: FeedServer) -> None:
    key = due(feed_server.put("/a.jpg", b"later", status=500))
    fetch()
    feed_server.put("/a.jpg", files.jpeg())
    assert fetch(NOW + timedelta(minutes=6)) == Fetched(ready=1)
    assert Image.objects.get(pk=key).error == ""


def test_retry_after_is_waited_for(feed_server: FeedServer) -> None:
    key = due(feed_server.put("/a.jpg", b"slower", status=429, retry_after="3600"))
    fetch()
    assert Image.objects.get(pk=key).due_at == NOW + timedelta(hours=1)


def test_an_address_of_our_own_network_is_refused_at_once(settings: Any) -> None:
    settings.NEWSSTAND_ALLOWED_NETWORKS = []
    keys = [due("http://127.0.0.1:80/a.jpg"), due("http://169.254.169.254/a"), due("file:///etc/passwd")]
    assert fetch() == Fetched(failed=3)
    assert set(Image.objects.filter(pk__in=keys).values_list("state", flat=True)) == {State.FAILED}


def test_a_body_that_is_too_large_is_refused(feed_server: FeedServer) -> None:
    key = due(feed_server.put("/a.png", files.png() + b"\0" * (15 * 1024 * 1024)))
    assert fetch() == Fetched(failed=1)
    assert "bytes" in Image.objects.get(pk=key).error


def test_a_slow_server_takes_no_longer_than_it_may(feed_server: FeedServer) -> None:
    def drip(asked: Asked) -> None:
        asked.handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        with suppress(OSError):
            # Until whoever asked hangs up.
            while True:
                asked.handler.wfile.write(b"x")
                time.sleep(0.05)

    feed_server.answers["/a.jpg"] = drip
    key = due(feed_server.url("/a.jpg"))
    fine = due(feed_server.put("/b.jpg", files.jpeg()))
    assert fetch(seconds=4) == Fetched(ready=1, later=1)
    assert "4 seconds" in Image.objects.get(pk=key).error
    assert Image.objects.get(pk=fine).state == State.READY


def test_most_and_ids_are_held(feed_server: FeedServer) -> None:
    keys = [due(feed_server.put(f"/{number}.png", files.png())) for number in range(5)]
    assert fetch(most=2) == Fetched(ready=2)
    left = list(Image.objects.filter(state=State.DUE).values_list("pk", flat=True))
    assert fetch(ids=[left[1]]) == Fetched(ready=1)
    assert Image.objects.get(pk=left[1]).state == State.READY
    assert fetch(ids=[]) == Fetched()
    assert len(keys) - 3 == Image.objects.filter(state=State.DUE).count()


def test_the_caller_hears_of_each_picture_inside_its_transaction(feed_server: FeedServer) -> None:
    ready = due(feed_server.put("/a.jpg", files.jpeg()))
    failed = due(feed_server.put("/b.jpg", b"", status=404))
    due(feed_server.put("/c.jpg", b"", status=500))
    heard: list[tuple[list[str], bool, str]] = []
    steps: list[int] = []

    def settled(ids: list[str]) -> None:
        heard.append((ids, connection.in_atomic_block, Image.objects.get(pk=ids[0]).state))
        touch([f"article:{ids[0]}"])

    fetch(settled=settled, progress=steps.append)
    assert sorted(heard) == sorted([([ready], True, "ready"), ([failed], True, "failed")])
    assert versions([f"article:{ready}", f"article:{failed}"]) == (1, 1)
    assert steps == [1, 1, 1]


def test_when_the_caller_fails_the_picture_stays_due(feed_server: FeedServer) -> None:
    key = due(feed_server.put("/a.jpg", files.jpeg()))

    def settled(ids: list[str]) -> None:
        raise RuntimeError("no")

    with pytest.raises(ExceptionGroup):
        fetch(settled=settled)
    assert Image.objects.get(pk=key).state == State.DUE


def test_two_workers_take_different_rows(feed_server: FeedServer) -> None:
    for number in range(12):
        due(feed_server.put(f"/{number}.png", files.png()))
    results: list[Fetched] = []
    workers = [threading.Thread(target=lambda: results.append(fetch())) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(one.ready for one in results) == 12
    assert set(feed_server.count.values()) == {1}


def test_a_row_that_is_held_is_nobody_elses_until_its_lease_ends(feed_server: FeedServer) -> None:
    key = due(feed_server.put("/a.jpg", files.jpeg()))
    held = claim(now=NOW, ids=None)
    assert held is not None
    assert held.pk == key
    assert claim(now=NOW + LEASE - timedelta(seconds=1), ids=None) is None
    assert fetch(NOW + LEASE) == Fetched(ready=1)


def test_who_lost_the_lease_saves_nothing(feed_server: FeedServer) -> None:
    key = due(feed_server.put("/a.jpg", files.jpeg()))
    slow = claim(now=NOW, ids=None)
    assert slow is not None
    fetch(NOW + LEASE)
    heard: list[list[str]] = []
    late = master_of(files.png(30, 30), widest=1280)
    with transaction.atomic():
        assert not save(slow, late, now=NOW, settled=heard.append)
    assert heard == []
    assert Image.objects.get(pk=key).width == 400


def test_who_lost_the_lease_saves_nothing_while_another_is_at_it(feed_server: FeedServer) -> None:
    key = due(feed_server.put("/a.jpg", files.jpeg()))
    slow, other = claim(now=NOW, ids=None), claim(now=NOW + LEASE, ids=None)
    assert slow is not None
    assert other is not None
    picture = master_of(files.png(30, 30), widest=1280)
    assert not save(slow, picture, now=NOW, settled=None)
    assert Image.objects.get(pk=key).state == State.DUE
    assert save(other, picture, now=NOW, settled=None)


WORKER = """
import asyncio, os, sys, django
from django.conf import settings
django.setup()
settings.DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
from datetime import datetime
from newsstand.images.fetch import fetch_due
from newsstand.lib.door import open_door

async def go():
    async with open_door() as door:
        await fetch_due(door=door, now=datetime.fromisoformat(os.environ["TEST_NOW"]))
asyncio.run(go())
"""


def start_worker(root: Path) -> "subprocess.Popen[bytes]":
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "newsstand.settings",
        "NEWSSTAND_ALLOWED_NETWORKS": "127.0.0.0/8",
        "TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "TEST_NOW": NOW.isoformat(),
    }
    return subprocess.Popen([sys.executable, "-c", WORKER], env=environment)


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT])
def test_rows_of_a_stopped_worker_come_back(feed_server: FeedServer, root: Path, sign: signal.Signals) -> None:
    asked, release = threading.Event(), threading.Event()

    def hang(_: Asked) -> Any:
        asked.set()
        release.wait(20)
        return (200, {"Content-Type": "image/jpeg"}, files.jpeg())

    feed_server.answers["/a.jpg"] = hang
    key = due(feed_server.url("/a.jpg"))
    worker = start_worker(root)
    assert asked.wait(20)
    worker.send_signal(sign)
    worker.wait(20)
    release.set()
    image = Image.objects.get(pk=key)
    assert image.state == State.DUE
    if sign == signal.SIGKILL:
        assert (image.leased_until, image.attempts) == (NOW + LEASE, 1)
        assert fetch(NOW + timedelta(seconds=119)) == Fetched()
        assert fetch(NOW + LEASE) == Fetched(ready=1)
    else:
        assert (image.leased_until, image.attempts) == (None, 0)
        assert fetch(NOW) == Fetched(ready=1)


def test_a_file_that_ends_its_readers_is_given_up(feed_server: FeedServer) -> None:
    key = due(feed_server.put("/a.jpg", files.jpeg()))
    for attempt in range(6):
        assert claim(now=NOW + attempt * LEASE, ids=None) is not None
    assert fetch(NOW + 6 * LEASE) == Fetched(failed=1)
    assert feed_server.count["/a.jpg"] == 0
    assert "several times" in Image.objects.get(pk=key).error
