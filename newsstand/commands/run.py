"""`newsstand run`: web and worker together, with the demonstration town where nothing else is."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from types import FrameType

from django.conf import settings
from tqdm import tqdm

from newsstand.commands.prepare import prepare_database, prepare_house, prepare_static
from newsstand.commands.show import say
from newsstand.commands.web import port_is_free, port_taken
from newsstand.demo import begin as demo
from newsstand.demo.load import load
from newsstand.demo.server import DemoServer
from newsstand.lib.clock import now

PATIENCE_SECONDS = 60
GRACE_SECONDS = 10


class Stopped(Exception):  # noqa: N818 (somebody asked for it: no error)
    """SIGINT or SIGTERM came."""


def run_site() -> int:
    """Prepare, show the town when there is nothing else to show, serve, and stop everything on Ctrl-C.

    Returns 0 after Ctrl-C, 1 when the port is taken or one of the two processes ended by itself.
    """
    for kind in (signal.SIGINT, signal.SIGTERM):
        signal.signal(kind, stop)
    if not port_is_free(settings.NEWSSTAND_HOST, settings.NEWSSTAND_PORT):
        say(port_taken())
        return 1
    children: list[subprocess.Popen[bytes]] = []
    server: DemoServer | None = None
    try:
        say("Preparing the database and the pages…")
        prepare_database()
        prepare_house()
        prepare_static()
        server = show_town()
        children += [start("web", "--prepared"), start("work")]
        announce(children)
        return watch(children)
    except Stopped:
        say("\nStopping.")
        return 0
    finally:
        end(children)
        if server is not None:
            server.stop()


def stop(_signal: int, _frame: FrameType | None) -> None:
    # A second Ctrl-C must not interrupt the stopping.
    for kind in (signal.SIGINT, signal.SIGTERM):
        signal.signal(kind, signal.SIG_IGN)
    raise Stopped


def show_town() -> DemoServer | None:
    """Serve the town's feeds and, the first time, read them in. An interrupted reading goes on at the next start."""
    if not demo.wanted():
        return None
    try:
        server, state = demo.begin(now())
    except OSError as error:
        say(f"The demonstration town's feeds cannot be served ({error}); the site runs without them.")
        return None
    allow(f"127.0.0.1:{state.port}")
    if not state.loaded:
        say("Nothing is here yet: filling in a demonstration town (NEWSSTAND_DEMO=0 for none).")
        with tqdm(desc="The town", total=100, unit="%", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:
            load(server=server, clock=now, progress=lambda share: bar.update(round(share * 100) - bar.n) and None)
        demo.write_state(demo.State(state.port, state.started_at, loaded=True))
    return server


def allow(network: str) -> None:
    """Let the one door of this process and of its children reach the town's feeds, and nothing else that is private."""
    allowed = [*settings.NEWSSTAND_ALLOWED_NETWORKS, network]
    settings.NEWSSTAND_ALLOWED_NETWORKS = allowed
    os.environ["NEWSSTAND_ALLOWED_NETWORKS"] = " ".join(allowed)


def start(*command: str) -> subprocess.Popen[bytes]:
    """One half of the site, in a process group of its own: Ctrl-C reaches us alone, and we stop the whole group."""
    return subprocess.Popen([sys.executable, "-m", "newsstand.cli", *command], start_new_session=True)


def announce(children: list[subprocess.Popen[bytes]]) -> None:
    """Wait until the site answers, and print its address."""
    host = settings.NEWSSTAND_HOST.replace("0.0.0.0", "127.0.0.1")  # noqa: S104 (only compared)
    address = f"http://{host}:{settings.NEWSSTAND_PORT}"
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and all(child.poll() is None for child in children):
        if answers(host):
            print(f"Newsstand is at {address}/ (Ctrl-C stops it)", flush=True)
            return
        time.sleep(0.1)
    say(f"The site does not answer at {address}. `newsstand doctor` looks for the reason.")


def answers(host: str) -> bool:
    """Whether our own site answers on this machine."""
    connection = http.client.HTTPConnection(host, settings.NEWSSTAND_PORT, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def watch(children: list[subprocess.Popen[bytes]]) -> int:
    """Until one of them ends by itself."""
    while all(child.poll() is None for child in children):
        time.sleep(0.5)
    say("A part of the site has ended by itself; stopping the rest.")
    return 1


def end(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask them to stop, and after a while insist."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(GRACE_SECONDS)
        # Whatever of its group is left now would hold the port.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
