"""JSON with an object a line, read in pieces."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from newsstand.algorithms.comment_files.values import CommentFileError

# One comment of Coral's with all its revisions, and then some.
LONGEST_LINE = 4_000_000
ONE_LIST = (
    "It is one JSON list. Export an object a line: mongoexport does so without --jsonArray, and "
    "`jq -c '.[]'` makes one of the other."
)


def objects(pieces: Iterable[bytes]) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """The number of each line that is not empty, and its object; None where it holds none.

    Raises CommentFileError for a file that is no such thing from its first line on.
    """
    good = False
    for at, line in enumerate(_lines(pieces), 1):
        bare = line.strip().removeprefix(b"\xef\xbb\xbf")
        if not bare:
            continue
        if not good and bare.startswith(b"["):
            raise CommentFileError(ONE_LIST)
        found = _object(bare)
        if found is None and not good:
            raise CommentFileError(f"Line {at} is no JSON object, and neither is anything before it.")
        good = True
        yield at, found


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Lines of at most LONGEST_LINE bytes: of a longer one that many, which is no JSON and so refused."""
    held = bytearray()
    for piece in pieces:
        parts = piece.split(b"\n")
        for part in parts[:-1]:
            held += part[: LONGEST_LINE - len(held) + 1]
            yield bytes(held)
            held.clear()
        held += parts[-1][: LONGEST_LINE - len(held) + 1]
    if held:
        yield bytes(held)
