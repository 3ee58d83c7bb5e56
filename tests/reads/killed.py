"""Hears reads and counts them, each acknowledged on its output, until it is killed: run by test_killed.py."""

import os
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import django
from django.conf import settings


def die(*_: Any, **__: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def main(moment: str, article: str, now: str, first: str) -> None:
    settings.DATABASES["default"]["NAME"] = os.environ["DATABASE_NAME"]
    settings.READS_ROOT = os.environ["READS_ROOT"]
    django.setup()

    from newsstand.algorithms.read_log import Deed, Event
    from newsstand.reads import drain as draining
    from newsstand.reads.hear import hear

    at = datetime.fromisoformat(now)
    for number in range(int(first), 10**9 if moment == "at any time" else int(first) + 20):
        if hear(Event(at, int(article), Deed.OPENED, f"{number:024x}", "", "direct")):
            # Answered: from here on it may not be lost.
            os.write(1, f"{number}\n".encode())
        if moment == "at any time" and number % 50 == 49:
            draining.drain(now=at + timedelta(seconds=number))
    if moment == "before the counters are saved":
        draining.count = die
    elif moment == "before the segment is deleted":
        Path.unlink = die  # type: ignore[method-assign]
        from newsstand.reads.log import own_log

        own_log().close()
    elif moment == "in the middle of a line":
        os.write(own_file(), b"0011223")
        die()
    draining.drain(now=at)
    die()


def own_file() -> int:
    from newsstand.reads.log import own_log

    return own_log().file


if __name__ == "__main__":
    main(*sys.argv[1:])
