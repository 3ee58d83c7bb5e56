"""`newsstand statement verify FILE`: compute a month's statement again from its own file."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from newsstand.algorithms.statements import differences
from newsstand.commands.show import say

MOST_BYTES = 200_000_000


def verify_files(files: Sequence[str]) -> int:
    """Print for each file (- is stdin) whether it adds up, or every difference; 1 when one does not.

    It needs neither this site nor its database: only the file.
    """
    failed = False
    for name in files:
        text = read(name)
        if text is None:
            failed = True
            continue
        found = differences(text)
        failed = failed or bool(found)
        print(f"{name}: {'does not add up' if found else summary(text)}")
        for one in found:
            print(f"  {one}")
    return 1 if failed else 0


def read(name: str) -> str | None:
    """The text of a file; None, with why, when it cannot be read."""
    try:
        data = sys.stdin.buffer.read(MOST_BYTES + 1) if name == "-" else Path(name).read_bytes()
        return data.decode()
    except OSError as error:
        say(f"{name}: cannot be read: {error.strerror or error}")
    except UnicodeDecodeError:
        say(f"{name}: is not text in UTF-8, so it is no statement.")
    return None


def summary(text: str) -> str:
    """What a good statement says, in a line."""
    lines = text.splitlines()
    head, whole = json.loads(lines[0])["head"], json.loads(lines[-2])["sum"]
    ads = f", {whole['ads']} by ads, {whole['paid']} paid out" if "ads" in whole else ""
    return (
        f"adds up. {head['account']}, {head['month']}: {whole['micros']} micros {head['currency']} for "
        f"{whole['finished']} finished reads{ads}. Digest {json.loads(lines[-1])['digest']}"
    )
