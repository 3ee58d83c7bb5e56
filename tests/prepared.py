"""A database with all our tables and nothing in them: made once a run and copied, for its migrations take seconds."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
# Where processes of this run find it: a file, or the name of a database on the server of DATABASE_URL.
NAME = "PREPARED_DATABASE"


def make() -> None:
    """Make it, on the engine of this run. On SQLite the file stays for the next run, until a migration changes."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        os.environ[NAME] = str(make_file())
        return
    os.environ[NAME] = f"newsstand_prepared_{os.getpid()}"
    on_server("CREATE DATABASE {}")
    migrate(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{os.environ[NAME]}").geturl())


def make_file() -> Path:
    """The prepared file of SQLite; made when it is not there, whatever engine this run is on."""
    home = Path(settings.NEWSSTAND_HOME)
    target = home / f"prepared-{state()}.sqlite3"
    if not target.exists():
        unfinished = home / f"prepared-{os.getpid()}.part"
        migrate(f"sqlite:///{unfinished}")
        unfinished.replace(target)
    return target


def remove() -> None:
    """A server's copy goes when the run ends."""
    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)")


def copy_to(target: Path) -> None:
    """Copy SQLite's file."""
    shutil.copy(os.environ[NAME], target)


def on_server(statement: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(os.environ[NAME])))


def migrate(address: str) -> None:
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    environment = os.environ | {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "newsstand.settings",
        "NEWSSTAND_HOME": str(settings.NEWSSTAND_HOME),
    }
    subprocess.run(command, env=environment, cwd=ROOT, check=True)


def state() -> str:
    """A digest of all migrations."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted((ROOT / "newsstand").glob("*/migrations/*.py")):
        digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()
