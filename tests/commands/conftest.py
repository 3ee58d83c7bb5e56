"""The real command, in a process of its own with an installation of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryFile

import pytest

from newsstand.topics import gazetteer
from tests import prepared
from tests.commands.zygote import Zygote

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


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSSTAND_", "DATABASE_URL"))}
    one = Zygote(kept | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"})
    yield one
    one.end()


@pytest.fixture
def newsstand(environment: dict[str, str], zygote: Zygote) -> Newsstand:
    """`newsstand("add", address)` runs the command in a process of its own and waits for it."""

    def run(*words: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        with TemporaryFile() as given, TemporaryFile() as out, TemporaryFile() as err:
            given.write((stdin or "").encode())
            given.seek(0)
            code = zygote.run([*words], environment, (given.fileno(), out.fileno(), err.fileno()))
            said = []
            for stream in (out, err):
                stream.seek(0)
                said.append(stream.read().decode())
        return subprocess.CompletedProcess(list(words), code, *said)

    return run
