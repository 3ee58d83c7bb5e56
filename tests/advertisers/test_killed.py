"""Nodes that are killed (SIGKILL) while they hear and book lose nothing that was answered, and charge nothing twice."""

import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from newsstand.advertisers.book import book, drain
from newsstand.advertisers.models import Ad, AdDay, Decision
from newsstand.algorithms.ad_log import line_of
from newsstand.algorithms.amounts import MICROS
from tests.advertisers.killed_nodes import ROOT
from tests.advertisers.offers import adds_up, click, offer, view
from tests.advertisers.town import NOON, running
from tests.processes import environ, wait_until_gone

# The killed process has a connection of its own, which sees only what is committed.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """ADS_ROOT of this test."""
    settings.ADS_ROOT = tmp_path / "ads"
    return tmp_path / "ads"


def start(ad: Ad, folder: Path, first: int) -> "subprocess.Popen[bytes]":
    """A node that hears readers from number `first` on."""
    command = [sys.executable, "-m", "tests.advertisers.killed", str(ad.pk), str(first)]
    pipes: dict[str, int] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "bufsize": 0}
    return subprocess.Popen(command, env={**environ(), "ADS_ROOT": str(folder)}, cwd=ROOT, **pipes)  # type: ignore[call-overload]


def test_two_nodes_killed_while_they_hear_and_book_have_lost_nothing(folder: Path) -> None:
    shown = running(total=10**6 * MICROS)
    from newsstand.advertisers.fund import fund

    fund(advertiser=shown.campaign.advertiser, micros=10**6 * MICROS, key="more", memo="more", now=NOON)
    answered = 0
    for life in range(2):
        nodes = [start(shown, folder, (2 * life + which) * 10**6) for which in range(2)]
        for node in nodes:
            assert node.stdout is not None
            for _ in range(90):
                node.stdout.readline()
        for node in nodes:
            node.kill()
        for node in nodes:
            out, error = node.communicate()
            assert node.returncode == -signal.SIGKILL, error.decode()
            answered += 90 + out.count(b"\n")
        wait_until_gone()
    while drain(now=NOON):
        pass
    found = Decision.objects.exclude(clicked_at=None).count()
    # A line can be whole in its file, and its process be killed before it could say so.
    assert answered <= found <= answered + 4
    assert Decision.objects.filter(click_mark="", charged=MICROS // 5).count() == found
    assert adds_up() == found * MICROS // 5
    assert not drain(now=NOON)
    assert not list(folder.glob("*.events"))


def test_sixty_four_replays_booked_by_eight_nodes_at_once_are_charged_once(folder: Path) -> None:
    shown = running()
    offers = [offer(shown, number) for number in range(5)]
    ready = threading.Barrier(8)
    failed: list[BaseException] = []

    def node(which: int) -> None:
        try:
            ready.wait()
            for at in range(8):
                with transaction.atomic():
                    events = [make(one, reader=number) for number, one in enumerate(offers) for make in (view, click)]
                    book(events, [], key=f"node {which}: {at}", now=NOON)
        except BaseException as error:  # noqa: BLE001 (it is told below)
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=node, args=(which,)) for which in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert adds_up() == 5 * MICROS // 5
    day = AdDay.objects.get()
    assert (day.views, day.clicks, day.marked_views, day.marked_clicks) == (5, 5, 5 * 63, 5 * 63)


def test_a_segment_that_another_machine_booked_already_is_not_booked_again(folder: Path, tmp_path: Path) -> None:
    one = offer()
    folder.mkdir()
    (folder / "node.events").write_bytes(line_of(view(one)) + line_of(click(one)))
    shutil.copytree(folder, tmp_path / "copy")
    drain(now=NOON)
    assert not (folder / "node.events").exists()
    shutil.copy(tmp_path / "copy" / "node.events", folder)
    drain(now=NOON)
    day = AdDay.objects.get()
    assert (day.views, day.clicks, day.marked_views, day.marked_clicks) == (1, 1, 0, 0)
    assert adds_up() == one.price
