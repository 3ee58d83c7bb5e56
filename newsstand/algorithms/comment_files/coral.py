"""Coral's collections as mongoexport writes them (v5 to v9; server/src/core/server/models): an object a line.

Stories have `id` and `url`; users `id` and `username`; comments `id`, `storyID`, `authorID`, `parentID`, `createdAt`,
`status`, `deletedAt`, `actionCounts` ({"REACTION": 3}) and `revisions`, the last of which stands (`body`, HTML).
The three may come in any order and in any number of files. Of users nothing is read but their name.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from newsstand.algorithms.comment_files.lines import objects
from newsstand.algorithms.comment_files.text import from_html, name_of
from newsstand.algorithms.comment_files.values import (
    Person,
    Refused,
    Said,
    State,
    Thread,
    Unreadable,
    Value,
    checked,
    from_seconds,
    moment,
    number,
)

STATES = {
    "NONE": State.SHOWN, "APPROVED": State.SHOWN, "PREMOD": State.HELD, "SYSTEM_WITHHELD": State.HELD,
    "REJECTED": State.REFUSED,
}  # fmt: skip


def read(pieces: Iterable[bytes], name: str = "") -> Iterator[Value]:
    """The stories, users and comments of one file; other objects are passed over. Raises CommentFileError.

    `name` is put before a line's number where that is all by which a comment is known.
    """
    for at, line in objects(pieces):
        if line is None:
            yield Refused(f"{name} line {at}".strip(), "", f"Line {at} is no JSON object.")
        elif "storyID" in line:
            yield comment_of(line, f"{name} line {at}".strip())
        elif "url" in line and "id" in line:
            yield Thread(str(line["id"]), (str(line["url"]),), "", str(part(line, "metadata").get("title") or ""))
        elif "username" in line and "id" in line:
            yield Person(str(line["id"]), name_of(str(line["username"] or "")))


def comment_of(line: Mapping[str, Any], unnamed: str) -> Said | Refused:
    key, thread = str(line.get("id") or unnamed), str(line["storyID"] or "")
    try:
        revisions = [one for one in line.get("revisions") or [] if isinstance(one, Mapping)]
        last: Mapping[str, Any] = revisions[-1] if revisions else {}
        deleted = bool(line.get("deletedAt"))
        return checked(
            Said(
                key=key,
                thread=thread,
                parent=str(line.get("parentID") or ""),
                name="",
                text=from_html(str(last.get("body") or ""), lines_count=False),
                posted_at=date_of(line.get("createdAt")),
                state=State.GONE if deleted else STATES.get(str(line.get("status")), State.REFUSED),
                likes=number(part(line, "actionCounts").get("REACTION", 0)),
                edited_at=date_of(last.get("createdAt")) if len(revisions) > 1 else None,
                person=str(line.get("authorID") or ""),
            )
        )
    except (Unreadable, TypeError) as problem:
        return Refused(key, thread, str(problem))


def part(line: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = line.get(name)
    return found if isinstance(found, Mapping) else {}


def date_of(value: object) -> datetime:
    """A date of MongoDB's extended JSON, old form and new, or a plain one. Raises Unreadable."""
    if isinstance(value, Mapping):
        value = value.get("$date", "")
    if isinstance(value, Mapping):
        found = str(value.get("$numberLong", ""))
        value = int(found) if found.removeprefix("-").isdecimal() and len(found) < 18 else found
    if isinstance(value, int | float):
        return from_seconds(value / 1000)
    return moment(str(value or ""))
