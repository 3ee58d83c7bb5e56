"""`newsstand run`: the whole site in one command, and what a kill leaves behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def at_work(pid: int) -> bool:
    """Whether a process runs. One that has ended may be listed until whoever inherited it takes notice."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def site(environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running site and its address."""
    port = free_port()
    environment["NEWSSTAND_PORT"] = str(port)
    process = subprocess.Popen(
        [sys.executable, "-m", "newsstand.cli", "run"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert f"http://127.0.0.1:{port}/" in line
        yield process, f"http://127.0.0.1:{port}"
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(30)


def test_the_address_is_printed_when_the_site_answers_and_ctrl_c_stops_everything(
    site: tuple[subprocess.Popen[str], str],
) -> None:
    process, address = site
    with urllib.request.urlopen(address, timeout=10) as answer:
        assert answer.status == 200
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    family = [process.pid, *(child.pid for child in psutil.Process(process.pid).children(recursive=True))]
    assert len(family) >= 3
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(30) == 0
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and any(map(at_work, family)):
        time.sleep(0.05)
    assert [pid for pid in family if at_work(pid)] == []


def test_a_taken_port_is_named_with_a_way_out(
    site: tuple[subprocess.Popen[str], str], environment: dict[str, str]
) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "newsstand.cli", "run"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert second.returncode == 1
    assert "NEWSSTAND_PORT=" in second.stderr


def test_everything_lies_under_home(site: tuple[subprocess.Popen[str], str], home: Path) -> None:
    names = {path.name for path in home.iterdir()}
    assert {"newsstand.sqlite3", "secret-key", "static"} <= names
    assert (home / "secret-key").stat().st_mode & 0o077 == 0
