"""Nodes are started on this test's database, and each is killed (SIGKILL) at a moment of its own."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random
from time import sleep

from django.conf import settings
from django.db import connection

from newsstand.advertisers.models import Ad

ROOT = Path(__file__).parents[2]
# What PostgreSQL calls the processes of this test.
OTHERS = f"killed by {os.getpid()}"


def killed_nodes(number: int, views: Ad, clicks: Ad, *, seed: int, first: int = 0, seconds: float = 2.0) -> None:
    """Let so many processes work on the two ads' campaigns until the last is killed, after so many seconds at most."""
    command = [sys.executable, "-m", "tests.advertisers.spending_node", *map(str, (number, first, views.pk, clicks.pk))]
    chance = Random(seed)
    with subprocess.Popen(command, env=environ(), cwd=ROOT, stdout=subprocess.PIPE, text=True) as nodes:
        assert nodes.stdout is not None
        try:
            found = [int(nodes.stdout.readline()) for _ in range(number)]
            for one in chance.sample(found, number):
                sleep(chance.uniform(0.1, max(0.1, seconds / number)))
                os.kill(one, signal.SIGKILL)
            assert nodes.wait() == 0
        finally:
            # Its nodes end when it is gone.
            nodes.kill()
    wait_until_gone()


def wait_until_gone() -> None:
    """Return once the database has heard that those processes are dead: what one committed last is there then.

    PostgreSQL goes on with what it was told before a client was killed. SQLite has nobody who could.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            while cursor.execute("SELECT 1 FROM pg_stat_activity WHERE application_name = %s", [OTHERS]).fetchone():
                sleep(0.01)


def environ() -> dict[str, str]:
    """For a process of its own on the database of this one."""
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}" if connection.vendor == "sqlite" else os.environ["DATABASE_URL"]
    return {
        **os.environ,
        "NEWSSTAND_HOME": str(settings.NEWSSTAND_HOME),
        "DATABASE_URL": url,
        "DATABASE_NAME": str(database["NAME"]),
        "PGAPPNAME": OTHERS,
        "DJANGO_SETTINGS_MODULE": "newsstand.settings",
    }
