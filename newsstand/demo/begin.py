"""Whether this installation shows the demonstration town, and the server of its publishers' feeds."""

import json
import socket
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.demo.server import DemoServer
from newsstand.publishers.models import Publisher

TRIED_PORTS = 50


@dataclass(frozen=True, slots=True)
class State:
    """What stands in NEWSSTAND_HOME/demo.json: the feeds' port, the moment all their dates count from, and whether
    everything is in."""

    port: int
    started_at: str
    loaded: bool = False


def state_file() -> Path:
    return Path(settings.NEWSSTAND_HOME) / "demo.json"


def read_state() -> State | None:
    """The state of the demonstration, or None where there is none."""
    try:
        return State(**json.loads(state_file().read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def write_state(state: State) -> None:
    state_file().write_text(json.dumps(asdict(state)))


def wanted() -> bool:
    """An empty installation gets the town unless NEWSSTAND_DEMO=0; one that has it keeps it."""
    if not settings.NEWSSTAND_DEMO:
        return False
    return read_state() is not None or not (
        Publisher.objects.exists() or Article.objects.exists() or User.objects.exists()
    )


def begin(now: datetime) -> tuple[DemoServer, State]:
    """Start the server of the town's feeds, at the port it had before or the first free one after ours."""
    state = read_state()
    if state is None:
        state = State(free_port(settings.NEWSSTAND_PORT + 1), now.isoformat())
        write_state(state)
    server = DemoServer(port=state.port, started_at=datetime.fromisoformat(state.started_at))
    server.start()
    return server, state


def free_port(first: int) -> int:
    """The first port from `first` on that nobody listens at; raises OSError when fifty in a row are taken."""
    for port in range(first, first + TRIED_PORTS):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError(f"no free port between {first} and {first + TRIED_PORTS - 1}")
