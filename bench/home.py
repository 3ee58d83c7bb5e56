"""Where benchmarks work and what they read: a temporary installation, the real data, free ports."""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"


class CannotMeasureError(Exception):
    """Something that the benchmark needs is not here; the message says what, and what to do."""


@contextmanager
def temporary_home() -> Iterator[dict[str, str]]:
    """The environment of an installation in a temporary folder, which is removed in the end.

    Nothing of what the person at this machine has set for an installation of their own is in it.
    """
    with tempfile.TemporaryDirectory(prefix="newsstand-bench-") as folder:
        take_what_is_prepared(Path(folder))
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("NEWSSTAND_") and name not in {"DATABASE_URL", "EMAIL_URL"}
        }
        ours = {
            "NEWSSTAND_HOME": folder,
            "NEWSSTAND_DEMO": "0",
            "DJANGO_SETTINGS_MODULE": "newsstand.settings",
            "PYTHONPATH": str(ROOT),
        }
        yield {**kept, **ours}


def take_what_is_prepared(home: Path) -> None:
    """Tests have made an empty database and the gazetteer already (tests/prepared.py). Neither is what is measured."""
    tables = Path(os.environ.get("PREPARED_DATABASE", ""))
    if tables.is_file():
        shutil.copy(tables, home / "newsstand.sqlite3")
        for places in tables.parent.glob("gazetteer-*.sqlite3"):
            shutil.copy(places, home)


def prepare() -> Path:
    """Make Django and its tables ready in the NEWSSTAND_HOME of the environment, whose folder is returned."""
    import django

    django.setup()
    from django.conf import settings

    from newsstand.commands.prepare import prepare_database, prepare_static

    prepare_database()
    prepare_static()
    return Path(settings.NEWSSTAND_HOME)


def data(name: str) -> Path:
    """The folder or file of that name in the real data. Raises CannotMeasureError where it is absent."""
    path = DATA / name
    if not path.exists():
        raise CannotMeasureError(f"{path} is not there. This benchmark reads the real data beside the checkout.")
    return path


def free_port() -> int:
    """A port on 127.0.0.1 on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
