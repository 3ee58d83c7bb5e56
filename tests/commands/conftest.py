"""The real command, in a process of its own with an installation of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from newsstand.topics import gazetteer
from tests import prepared

ROOT = Path(__file__).resolve().parents[2]
Newsstand = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def fresh_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation just made: its tables are there and nothing else. Made once, copied for each test."""
    path = tmp_path_factory.mktemp("fresh") / "home"
    environment = os.environ | {"NEWSSTAND_HOME": str(path), "PYTHONPATH": str(ROOT)}
    environment.pop("DATABASE_URL", None)
    path.mkdir()
    shutil.copy(prepared.make_file(), path / "newsstand.sqlite3")
    subprocess.run([sys.executable, "-m", "newsstand.cli", "refresh"], env=environment, check=True, capture_output=True)
    # Expanded once here instead of by each command that reads an article.
    shutil.copy(gazetteer.prepare(), path)
    return path


@pytest.fixture
def home(tmp_path: Path, fresh_home: Path) -> Path:
    return Path(shutil.copytree(fresh_home, tmp_path / "home"))


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSSTAND_", "DATABASE_URL"))}
    return kept | {
        "NEWSSTAND_HOME": str(home),
        "NEWSSTAND_ALLOWED_NETWORKS": "127.0.0.0/8",
        "NEWSSTAND_DEMO": "0",
        "PYTHONPATH": str(ROOT),
    }


@pytest.fixture
def newsstand(environment: dict[str, str]) -> Newsstand:
    """`newsstand("add", address)` runs the command and waits for it."""

    def run(*words: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "newsstand.cli", *words],
            env=environment,
            capture_output=True,
            text=True,
            input=stdin,
            timeout=120,
            check=False,
        )

    return run
