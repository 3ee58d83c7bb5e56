"""`newsstand web`: the site, under Granian."""

import os
import socket
import sys

from django.conf import settings
from granian import Granian
from granian.constants import Interfaces

# One slow page must not stall every hit on the cache: research/dependencies.md, section 1.
THREADS = 4


def serve(*, prepared: bool = False) -> int:
    """Serve until Ctrl-C or SIGTERM. Returns 1 when the port is taken."""
    if not prepared:
        from newsstand.commands.prepare import prepare_database, prepare_house, prepare_static

        prepare_database()
        prepare_house()
        prepare_static()
    if not port_is_free(settings.NEWSSTAND_HOST, settings.NEWSSTAND_PORT):
        print(port_taken(), file=sys.stderr)
        return 1
    # The server's processes are to gather what pages say, and write it in batches (see wsgi.py).
    os.environ["NEWSSTAND_SERVING"] = "1"
    Granian(
        "newsstand.wsgi:application",
        address=settings.NEWSSTAND_HOST,
        port=settings.NEWSSTAND_PORT,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        websockets=False,
        log_access=False,
        log_level="warning",  # type: ignore[arg-type]
    ).serve()
    return 0


def port_is_free(host: str, port: int) -> bool:
    """Whether we can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def port_taken() -> str:
    """What to say when somebody else listens on our port."""
    port = settings.NEWSSTAND_PORT
    return f"Port {port} is taken. Stop what listens there, or choose another: NEWSSTAND_PORT={port + 10} newsstand run"
