"""A worker that is killed (SIGKILL) while it mails notices: nobody is told twice, and what it lost is on the page."""

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

from newsstand.notices.deliver import LEASE, send_due
from newsstand.notices.models import Mailbox, Notice
from newsstand.notices.tell import tell
from tests.comments.conftest import NOW
from tests.people import ann

# The killed process has a connection of its own, which sees only what is committed.
pytestmark = pytest.mark.django_db(transaction=True)

KILLED = Path(__file__).with_name("killed.py")


def kill_while(moment: str, folder: Path) -> None:
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
    command = [sys.executable, "-m", "tests.notices.killed", moment, NOW.isoformat()]
    done = subprocess.run(command, env=environ, cwd=KILLED.parents[2], capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


def mails(folder: Path) -> int:
    return sum(path.read_text().count("Subject: ") for path in folder.iterdir())


@pytest.mark.parametrize(
    ("moment", "out", "mailed"),
    [("before it is marked", 0, 0), ("before it is sent", 0, 2), ("after it is sent", 1, 2)],
)
def test_each_notice_is_mailed_at_most_once(tmp_path: Path, settings: Any, moment: str, out: int, mailed: int) -> None:
    for key in ("one", "two"):
        tell(user=ann(), kind=Notice.Kind.DECISION, key=key, title=f"Decision {key}", now=NOW)
    kill_while(moment, tmp_path)
    assert mails(tmp_path) == out
    assert Notice.objects.filter(mailed_at__isnull=False).count() == mailed

    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    send_due(now=NOW + LEASE + timedelta(seconds=1))
    assert mails(tmp_path) == out + (mailed == 0)
    assert Notice.objects.unread().count() == 2
    assert not Mailbox.objects.filter(leased_until__gt=NOW + LEASE + timedelta(seconds=1)).exists()
