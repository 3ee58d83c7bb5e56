"""A worker that is killed (SIGKILL) while it sends: no reader gets a digest twice, and the next one comes."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection

from newsstand.readers.deliver import LEASE, send_due
from newsstand.readers.models import Digest, Mailing
from newsstand.readers.schedule import digest_of
from tests.people import ann
from tests.readers.reading import make_newsroom
from tests.readers.test_digest import DUE, TOMORROW, wish

# The killed process has a connection of its own, which sees only what is committed.
pytestmark = pytest.mark.django_db(transaction=True)

KILLED = Path(__file__).with_name("killed.py")


def kill_while(moment: str, folder: Path) -> None:
    """Send what is due in a process that kills itself at this moment."""
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}" if connection.vendor == "sqlite" else os.environ["DATABASE_URL"]
    environ = {
        **os.environ,
        "NEWSSTAND_HOME": str(django_settings.NEWSSTAND_HOME),
        "DATABASE_URL": url,
        "DATABASE_NAME": str(database["NAME"]),
        "DJANGO_SETTINGS_MODULE": "newsstand.settings",
        "MAIL_FOLDER": str(folder),
    }
    command = [sys.executable, "-m", "tests.readers.killed", moment, DUE.isoformat()]
    done = subprocess.run(command, env=environ, cwd=KILLED.parents[2], capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


def mails(folder: Path) -> int:
    return sum(path.read_text().count("Subject: ") for path in folder.iterdir())


@pytest.mark.parametrize(
    ("moment", "out", "made"),
    [("before it is marked", 0, 0), ("before it is sent", 0, 1), ("after it is sent", 1, 1)],
)
def test_a_mail_is_sent_at_most_once(tmp_path: Path, settings: Any, moment: str, out: int, made: int) -> None:
    make_newsroom()
    wish(ann())
    kill_while(moment, tmp_path)
    assert mails(tmp_path) == out
    assert Mailing.objects.filter(sent_at=None).count() == made

    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    send_due(now=DUE + LEASE + timedelta(seconds=1))
    # What was not marked is sent by the next worker; what was marked is not sent again, whatever became of it.
    assert mails(tmp_path) == out + (made == 0)
    assert Mailing.objects.count() == 1
    assert digest_of(ann(), now=DUE).due_at == TOMORROW
    assert not Digest.objects.filter(leased_until__isnull=False).exists()
