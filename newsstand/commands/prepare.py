"""The database and the static files, made ready: quick when there is nothing to do."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from newsstand.lib.clock import now


def prepare_database() -> None:
    """Bring the tables in step with the code; nothing happens when they are."""
    executor = MigrationExecutor(connections["default"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def prepare_house() -> None:
    """Give the site ads of its own for slots that nobody bought, where it never had any."""
    from newsstand.advertisers.house import furnish

    if settings.NEWSSTAND_ADS:
        furnish(now=now())


def prepare_static() -> None:
    """Collect, name by content and compress the static files, when any of them changed since the last time."""
    marker = Path(settings.STATIC_ROOT) / ".collected"
    state = static_state()
    if marker.exists() and marker.read_text() == state:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    marker.write_text(state)


def static_state() -> str:
    """A digest of every static file's name, size and time."""
    digest = hashlib.blake2b(digest_size=16)
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name}:{found.st_size}:{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
