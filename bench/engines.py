"""One round of a benchmark on each database, in a process and an installation of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping

from bench.home import temporary_home
from tests.postgres import server


def both(module: str, *args: int) -> dict[str, object]:
    """What `python -m MODULE ARGS` prints as JSON on SQLite and on PostgreSQL."""
    with temporary_home() as env:
        sqlite = one_round(module, args, env)
    with temporary_home() as env, server() as address:
        postgres = one_round(module, args, {**env, "DATABASE_URL": address})
    return {"sqlite": sqlite, "postgresql": postgres}


def one_round(module: str, args: tuple[int, ...], env: Mapping[str, str]) -> dict[str, object]:
    command = [sys.executable, "-m", module, *map(str, args)]
    done = subprocess.run(command, env={**os.environ, **env}, stdout=subprocess.PIPE, check=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found
