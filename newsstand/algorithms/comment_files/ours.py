"""Our own form: JSON, an object a line. docs/moving-comments.md has it field by field."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from newsstand.algorithms.comment_files.lines import objects
from newsstand.algorithms.comment_files.text import kept, name_of
from newsstand.algorithms.comment_files.values import (
    CommentFileError,
    Refused,
    Said,
    State,
    Thread,
    Unreadable,
    Value,
    checked,
    moment,
    number,
)

FORMAT = "newsstand-comments"
VERSION = 1


def read(pieces: Iterable[bytes], name: str = "") -> Iterator[Value]:
    """The threads and comments of the file. Raises CommentFileError, for a newer version too."""
    for at, line in objects(pieces):
        if line is None:
            yield Refused(f"{name} line {at}".strip(), "", f"Line {at} is no JSON object.")
        elif "format" in line:
            if line["format"] != FORMAT or line.get("version") != VERSION:
                raise CommentFileError(f"It says that it is {line['format']!r}, version {line.get('version')!r}; "
                                       f"{FORMAT!r}, version {VERSION}, can be read.")  # fmt: skip
        elif line.get("kind") == "thread":
            addresses = [str(line.get(one) or "") for one in ("original_url", "url")]
            yield Thread(str(line.get("id", "")), tuple(filter(None, addresses)), "", str(line.get("title") or ""))
        elif line.get("kind") == "comment":
            yield comment_of(line, f"{name} line {at}".strip())


def comment_of(line: Mapping[str, Any], unnamed: str) -> Said | Refused:
    key, thread = str(line.get("id") or unnamed), str(line.get("thread") or "")
    try:
        edited = line.get("edited_at")
        return checked(
            Said(
                key=key,
                thread=thread,
                parent=str(line.get("parent") or ""),
                name=name_of(str(line.get("name") or "")),
                text=kept(str(line.get("text") or "")),
                posted_at=moment(str(line.get("posted_at") or "")),
                state=State(str(line.get("state") or State.SHOWN)),
                likes=number(line.get("likes") or 0),
                edited_at=moment(str(edited)) if edited else None,
            )
        )
    except Unreadable as problem:
        return Refused(key, thread, str(problem))
    except ValueError:
        states = ", ".join(State)
        return Refused(key, thread, f"Its state, {str(line.get('state'))[:40]!r}, is none of {states}.")


def site_of(beginning: bytes) -> str:
    """The site that a file of ours says it is from; "" where its first line does not say so."""
    try:
        found = json.loads(beginning.partition(b"\n")[0])
        return str(found.get("site") or "") if isinstance(found, dict) and found.get("format") == FORMAT else ""
    except ValueError:
        return ""


def head_line(*, site: str, now: datetime) -> str:
    return line_of({"format": FORMAT, "version": VERSION, "site": site, "exported_at": stamp(now)})


def thread_line(thread: Thread, url: str) -> str:
    """`url` is the page's address here; `addresses` holds the one it was first published at, if any."""
    said = {"kind": "thread", "id": thread.key, "url": url}
    return line_of(said | {"original_url": next(iter(thread.addresses), ""), "title": thread.title})


def comment_line(said: Said) -> str:
    return line_of(
        {
            "kind": "comment",
            "id": said.key,
            "thread": said.thread,
            "parent": said.parent or None,
            "name": said.name,
            "text": said.text,
            "posted_at": stamp(said.posted_at),
            "edited_at": stamp(said.edited_at) if said.edited_at else None,
            "state": str(said.state),
            "likes": said.likes,
        }
    )


def line_of(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False) + "\n"


def stamp(when: datetime) -> str:
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")
