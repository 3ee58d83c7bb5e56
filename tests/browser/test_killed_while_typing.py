"""A contributor types, and the server is killed (SIGKILL): started again, nothing that was typed is lost."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, Page, expect

from tests import prepared
from tests.browser.walks import editor_of, sign_up

pytestmark = [pytest.mark.browser, pytest.mark.any_database]
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
FIRST, WHILE_SAVED, NOBODY, CLOSED = "Answered. ", "On its way. ", "Nobody listens. ", "Before the window closed."


class Server:
    """`newsstand web`, an installation of its own, on SQLite; whoever starts it again finds it at the same address."""

    def __init__(self, home: Path) -> None:
        self.database = home / "newsstand.sqlite3"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSSTAND_", "DATABASE_"))}
        ours = {"NEWSSTAND_HOME": str(home), "NEWSSTAND_PORT": str(port), "NEWSSTAND_SIGNUP_SECONDS": "0"}
        self.environment = kept | ours | {"PYTHONPATH": str(ROOT)}

    def start(self) -> None:
        """Returns when it answers."""
        command = [sys.executable, "-m", "newsstand.cli", "web", "--prepared"]
        self.process = subprocess.Popen(command, env=self.environment, start_new_session=True)
        until = time.monotonic() + PATIENCE
        while not self.answers():
            assert self.process.poll() is None, "the server has ended by itself"
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.1)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self) -> None:
        """The parent and its workers, in one blow; nobody can tidy up."""
        os.killpg(self.process.pid, signal.SIGKILL)
        assert self.process.wait(PATIENCE) == -signal.SIGKILL

    def body(self) -> str:
        """The text of the one draft, as it lies in the file."""
        with sqlite3.connect(self.database, timeout=PATIENCE) as connection:
            return str(connection.execute("SELECT body FROM contributors_draft").fetchone()[0])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(prepared.make_file(), home / "newsstand.sqlite3")
    shutil.copytree(django_settings.STATIC_ROOT, home / "static")
    made = Server(home)
    made.start()
    yield made
    if made.process.poll() is None:
        made.kill()


def begun(page: Page, server: Server) -> None:
    """From the door to an empty draft, as anybody who writes here for the first time."""
    page.goto(f"{server.address}/contributors")
    page.get_by_role("link", name="Begin").first.click()
    sign_up(page, "Flo")
    page.get_by_label("I agree").check()
    page.get_by_role("button", name="Begin to write").click()
    page.get_by_role("button", name="Begin a draft").click()
    editor_of(page).click()


def saved(page: Page) -> None:
    expect(page.locator("#draft")).to_have_attribute("data-state", "saved", timeout=90_000)


def not_saved(page: Page) -> None:
    expect(page.locator("#saved")).to_contain_text("Not saved: no connection", timeout=30_000)
    expect(page.locator("#saved")).to_contain_text("kept in this browser")


def kill_in_a_save(page: Page, server: Server) -> None:
    """The save has come and waits for the database, which somebody else is writing; then the server is killed."""
    other = sqlite3.connect(server.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with page.expect_request("**/save"):
        page.keyboard.type(WHILE_SAVED)
        page.keyboard.press("Control+s")
    server.kill()
    other.execute("ROLLBACK")
    other.close()


def test_nothing_typed_is_lost_when_the_server_is_killed(chromium: Browser, server: Server) -> None:
    context = chromium.new_context(reduced_motion="reduce")
    context.set_default_timeout(30_000)
    page = context.new_page()
    begun(page, server)
    page.keyboard.type(FIRST)
    saved(page)

    kill_in_a_save(page, server)
    assert server.body() == f"<p>{FIRST.strip()}</p>"
    # The window stays open, its writer goes on, and the site comes back: it is saved without anybody's doing.
    page.keyboard.type(NOBODY)
    not_saved(page)
    server.start()
    saved(page)
    everything = FIRST + WHILE_SAVED + NOBODY
    assert server.body() == f"<p>{everything.strip()}</p>"

    # The next time the window is closed before the site is back.
    server.kill()
    page.keyboard.type(CLOSED)
    not_saved(page)
    address = page.url
    page.close()
    server.start()
    page = context.new_page()
    page.goto(address)
    text = editor_of(page)
    expect(text).to_have_text(everything.strip())
    page.get_by_role("button", name="Bring it back").click()
    expect(text).to_have_text(everything + CLOSED)
    saved(page)
    assert server.body() == f"<p>{everything}{CLOSED}</p>"
    context.close()
