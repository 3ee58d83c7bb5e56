"""Search over 200,000 articles: time, size, and both beside SQLite's FTS5 used bare in the same run; PostgreSQL too."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping

from bench.home import temporary_home
from tests.postgres import server

ARTICLES, QUERIES = 200_000, 100
FEW_ARTICLES, FEW_QUERIES = 200, 5


def run() -> dict[str, object]:
    """Milliseconds a query of each kind (p50, p99), MiB, articles a second into the index."""
    return figures(ARTICLES, QUERIES)


def figures(articles: int, queries: int) -> dict[str, object]:
    """The figures of both engines, each in an installation of its own."""
    with temporary_home() as env:
        sqlite = one_round(articles, queries, env)
    with temporary_home() as env, server() as address:
        postgres = one_round(articles, queries, {**env, "DATABASE_URL": address})
    return {"articles": articles, "queries_of_a_kind": queries, "sqlite": sqlite, "postgresql": postgres}


def one_round(articles: int, queries: int, env: Mapping[str, str]) -> dict[str, object]:
    command = [sys.executable, "-m", "bench.search_round", str(articles), str(queries)]
    done = subprocess.run(command, env={**os.environ, **env}, stdout=subprocess.PIPE, check=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    quick = "--quick" in sys.argv[1:]
    print(json.dumps(figures(FEW_ARTICLES, FEW_QUERIES) if quick else run(), indent=1))
