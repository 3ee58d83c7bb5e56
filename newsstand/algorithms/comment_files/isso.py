"""Isso's SQLite file (isso/db/comments.py and threads.py): rows in, values out.

mode is 1 for accepted, 2 for waiting, 4 for deleted with its answers kept. Texts are Markdown, times seconds since
1970, likes and dislikes numbers; a thread's uri is a path of the site, so that it is made an address with --map.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from newsstand.algorithms.comment_files.text import from_markdown, name_of
from newsstand.algorithms.comment_files.values import (
    Refused,
    Said,
    State,
    Thread,
    Unreadable,
    Value,
    checked,
    from_seconds,
    number,
)

THREADS = ("id", "uri", "title")
COMMENTS = ("tid", "id", "parent", "created", "modified", "mode", "text", "author", "likes")
STATES = {1: State.SHOWN, 2: State.HELD, 4: State.GONE}


def read(threads: Iterable[Sequence[Any]], comments: Iterable[Sequence[Any]]) -> Iterator[Value]:
    """`threads` are rows of THREADS, `comments` of COMMENTS; a hostile file may hold anything in any column."""
    for key, uri, title in threads:
        yield Thread(str(key), (text_of(uri),), "", text_of(title))
    for row in comments:
        yield comment_of(dict(zip(COMMENTS, row, strict=True)))


def comment_of(row: dict[str, Any]) -> Said | Refused:
    key, thread = text_of(row["id"]), text_of(row["tid"])
    try:
        return checked(
            Said(
                key=key,
                thread=thread,
                parent="" if row["parent"] in {None, 0, "", "0"} else text_of(row["parent"]),
                name=name_of(text_of(row["author"])),
                text=from_markdown(text_of(row["text"])),
                posted_at=from_seconds(row["created"]),
                state=STATES.get(row["mode"], State.REFUSED),
                likes=number(row["likes"]),
                edited_at=from_seconds(row["modified"]) if row["modified"] else None,
            )
        )
    except Unreadable as problem:
        return Refused(key, thread, str(problem))


def text_of(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)
