"""Posts, and is killed (SIGKILL) inside the transaction around the last posting: run by test_at_once.py."""

import os
import signal
import sys

import django
from django.conf import settings


def main(number: str) -> None:
    settings.DATABASES["default"]["NAME"] = os.environ["DATABASE_NAME"]
    django.setup()

    from django.db import transaction

    from newsstand.ledger.post import post
    from tests.ledger.books import NOON, outside, purse

    for at in range(int(number)):
        entries = [(outside(), -100), (purse("ann"), 70), (purse("ben"), 30)]
        with transaction.atomic():
            post(key=f"one:{at}", entries=entries, at=NOON, memo="one")
            post(key=f"another:{at}", entries=entries, at=NOON, memo="another")
            if at == int(number) - 1:
                os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
