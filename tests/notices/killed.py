"""Mails notices that are due, and is killed at the moment that its first argument names: run by test_killed.py."""

import os
import signal
import sys
from datetime import datetime
from typing import Any

import django
from django.conf import settings


def die(*_: Any, **__: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def main(moment: str, now: str) -> None:
    settings.DATABASES["default"]["NAME"] = os.environ["DATABASE_NAME"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = os.environ["MAIL_FOLDER"]
    django.setup()

    from django.core.mail import EmailMessage

    from newsstand.notices import deliver

    whole = EmailMessage.send

    def send(one: EmailMessage, fail_silently: bool = False) -> int:
        whole(one, fail_silently)
        return int(die())

    if moment == "before it is marked":
        deliver.marked = die
    else:
        EmailMessage.send = die if moment == "before it is sent" else send  # type: ignore[method-assign]
    deliver.send_due(now=datetime.fromisoformat(now))


if __name__ == "__main__":
    main(*sys.argv[1:])
