"""`python -m bench.reads_heard FOLDER THREADS ACKNOWLEDGED`: hears reads until it is killed.

Each thread writes down in the file ACKNOWLEDGED, which it shares with who started it, how many of its reads it has
answered: after the event is in the log, as a page would.
"""

import mmap
import struct
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

PLACE = struct.Struct("<Q")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def main(folder: str, threads: int, acknowledged: str) -> None:
    import django

    django.setup()

    from newsstand.algorithms.read_log import Deed, Event
    from newsstand.reads.log import Log

    log = Log(Path(folder))
    with Path(acknowledged).open("r+b") as file:
        shared = mmap.mmap(file.fileno(), PLACE.size * threads)

    def hear(thread: int) -> None:
        number = 0
        while True:
            reader = f"{thread:x}{number:020x}"
            log.append(Event(NOON, 1 + number % 500, Deed.OPENED, reader, reader, "here:front"))
            number += 1
            PLACE.pack_into(shared, PLACE.size * thread, number)

    for thread in range(threads):
        threading.Thread(target=hear, args=(thread,), daemon=True).start()
    print("ready", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
