"""Erases what is due, and is killed after so many batches, in the middle of the next: run by test_killed.py."""

import os
import signal
import sys
from datetime import datetime
from typing import Any

import django
from django.conf import settings


def main(batches: str, now: str) -> None:
    settings.DATABASES["default"]["NAME"] = os.environ["DATABASE_NAME"]
    django.setup()

    from newsstand.people import erase, erase_texts

    left = [int(batches)]

    def deadly(whole: Any) -> Any:
        def write(*args: Any, **more: Any) -> Any:
            done = whole(*args, **more)
            left[0] -= 1
            if left[0] <= 0:
                # Inside the transaction: nothing of this batch may stand.
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        return write

    erase_texts.hash_evidence = deadly(erase_texts.hash_evidence)
    erase.likes.unlike = deadly(erase.likes.unlike)
    while erase.erase_due(now=datetime.fromisoformat(now), most=1):
        pass


if __name__ == "__main__":
    main(*sys.argv[1:])
