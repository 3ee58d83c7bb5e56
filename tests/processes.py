"""Processes of a test's own on the test's database, and what is left of them once they were killed."""

import os
from time import sleep

from django.conf import settings
from django.db import connection

# What PostgreSQL calls them.
NAME = f"started by {os.getpid()}"


def wait_until_gone() -> None:
    """Return once the database has heard that those processes are dead: what one committed last is there then.

    PostgreSQL goes on with what it was told before a client was killed. SQLite has nobody who could.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            while cursor.execute("SELECT 1 FROM pg_stat_activity WHERE application_name = %s", [NAME]).fetchone():
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
        "PGAPPNAME": NAME,
        "DJANGO_SETTINGS_MODULE": "newsstand.settings",
    }
