"""Processes that are measured: started on a core of their own, their CPU time counted, stopped in the end."""

import ctypes
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import psutil

from bench.home import CannotMeasureError

MEASURED_CORE = 0
OTHER_CORE = 1
PR_SET_PDEATHSIG = 1
SECONDS_TO_ANSWER = 60.0


def pin(core: int) -> None:
    """Keep this process and what it starts on one core, where the machine lets us and has that core."""
    if hasattr(os, "sched_setaffinity") and core in os.sched_getaffinity(0):
        os.sched_setaffinity(0, {core})


def end_with_parent() -> None:
    """On Linux, be asked to stop when the process that started this one is gone, however it went."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM))


def begin(core: int) -> None:
    """What a measured process does before it becomes what it is."""
    pin(core)
    end_with_parent()


@contextmanager
def running(command: Sequence[str], *, env: Mapping[str, str], core: int) -> Iterator[psutil.Process]:
    """The process of `command`, on `core`, in a group of its own; the group is ended in the end."""
    process = subprocess.Popen(
        command,
        env=dict(env),
        stdout=sys.stderr,
        start_new_session=True,
        preexec_fn=lambda: begin(core),  # noqa: PLW1509 (we have no threads here)
    )
    try:
        yield psutil.Process(process.pid)
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask the group to stop, and after ten seconds make it."""
    for kind in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, kind)
        except ProcessLookupError:
            break
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            continue
        break
    process.wait()


def family(process: psutil.Process) -> list[psutil.Process]:
    """A process and everything below it."""
    return [process, *process.children(recursive=True)]


def cpu_seconds(process: psutil.Process) -> float:
    """User and system seconds of a process and everything below it, since they began."""
    return float(sum(times.user + times.system for times in (member.cpu_times() for member in family(process))))


def wait_for(address: str, process: psutil.Process) -> None:
    """Until `address` answers 200. Raises CannotMeasureError when that does not happen."""
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    why: object = "no answer"
    while time.monotonic() < deadline:
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            raise CannotMeasureError(f"The server for {address} ended at once; what it said stands above.")
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except OSError as error:
            why = error
            time.sleep(0.1)
    raise CannotMeasureError(f"{address} did not answer within {SECONDS_TO_ANSWER:.0f} seconds: {why}")


def ask(address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers with lower-case names, and body of one answer; `if_none_match="..."` asks for If-None-Match."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=named), timeout=30) as answer:
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, {name.lower(): value for name, value in answer.headers.items()}, answer.read()
