"""Isso as its readme starts it, with a made thread in its database.

It is no dependency of ours: one of its own has to be built where it is installed. Where that fails nothing is measured.
"""

import os
import sqlite3
import subprocess
import sys
import time
import venv
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from bench.conversation import Said
from bench.home import CannotMeasureError, free_port
from bench.processes import MEASURED_CORE, running, wait_for

THREAD = "/ferry"
MINUTES = 5


@contextmanager
def isso(folder: Path, said: Sequence[Said]) -> Iterator[str]:
    """The address of an Isso that has the thread. Raises CannotMeasureError where it cannot be installed."""
    program = installed(folder)
    port, database = free_port(), folder / "comments.db"
    address = f"http://127.0.0.1:{port}"
    (folder / "isso.cfg").write_text(
        f"[general]\ndbpath = {database}\nhost = {address}\n[server]\nlisten = {address}\n[guard]\nenabled = false\n"
    )
    command = [str(program), "-c", str(folder / "isso.cfg"), "run"]
    with running(command, env=os.environ, core=MEASURED_CORE) as process:
        wait_for(f"{address}/js/embed.min.js", process)
        fill(database, said)
        yield address


def installed(folder: Path) -> Path:
    """Isso's program, fetched by its name into an environment of its own."""
    program = folder / "bin" / "isso"
    if not program.exists():
        print(f"Installing isso into {folder}.", file=sys.stderr)
        venv.create(folder, with_pip=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "isso"]
        try:
            done = subprocess.run(pip, stdout=sys.stderr, check=False, timeout=MINUTES * 60)
        except subprocess.TimeoutExpired:
            raise CannotMeasureError(f"Isso was not installed within {MINUTES} minutes.") from None
        if done.returncode or not program.exists():
            raise CannotMeasureError("Isso could not be installed (pip install isso); what pip said stands above.")
    return program


def fill(database: Path, said: Sequence[Said]) -> None:
    """The thread as Isso holds it: whatever answers an answer stands under its root."""
    begun = time.time() - said[-1].seconds - 60
    rows = [
        (1, at + 1, None if one.root is None else one.root + 1, begun + one.seconds, 1, "127.0.0.0", one.text,
         f"Reader {at % 997}", 0, 0, b"", 0)
        for at, one in enumerate(said)
    ]  # fmt: skip
    with closing(sqlite3.connect(database, timeout=30)) as connection, connection:
        connection.execute("INSERT INTO threads (id, uri, title) VALUES (1, ?, 'The ferry')", (THREAD,))
        connection.executemany(
            "INSERT INTO comments (tid, id, parent, created, mode, remote_addr, text, author, likes, dislikes, voters, "
            "notification) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
