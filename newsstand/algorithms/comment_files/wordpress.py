"""WXR, what WordPress exports under Tools > Export (versions 1.0 to 1.2; wp-admin/includes/export.php).

RSS 2.0 whose <item>s are posts with <link>, <guid>, <wp:post_id>, and a <wp:comment> each comment: comment_id, _author,
_content (HTML in which lines count), _date_gmt, _date, _approved ("1", "0", "spam", "trash", "post-trashed"), _type
("comment" or "" for people's; others are pingbacks), _parent ("0" for none). E-mail and IP addresses are not read.
WordPress itself keeps no votes.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from newsstand.algorithms.comment_files.text import from_html, name_of
from newsstand.algorithms.comment_files.values import (
    Refused,
    Said,
    State,
    Thread,
    Unreadable,
    Value,
    checked,
    moment,
)
from newsstand.algorithms.comment_files.xml import elements, words

NAMESPACE = "http://wordpress.org/export/"
VERSIONS = ("1.0", "1.1", "1.2")
STATES = {"1": State.SHOWN, "approve": State.SHOWN, "0": State.HELD, "hold": State.HELD}
PEOPLE = {"", "comment"}
_EMPTY = "0000-00-00 00:00:00"


def read(pieces: Iterable[bytes]) -> Iterator[Value]:
    """The threads and comments of the file, in its order. Raises CommentFileError.

    An item's comments stand inside it, and come before its thread; a thread without comments is not given.
    """
    comments = frozenset(f"{{{NAMESPACE}{version}/}}comment" for version in VERSIONS)
    items, unnamed, has_comments = 0, "item 1", False
    for element in elements(pieces, "channel", children=frozenset({"item"}), deeper=comments):
        if element.tag != "item":
            ns = element.tag[: element.tag.index("}") + 1]
            thread = words(element.getparent(), f"{ns}post_id") or unnamed
            has_comments = True
            if words(element, f"{ns}comment_type") in PEOPLE:
                yield comment_of(element, ns, thread)
            continue
        if has_comments:
            yield thread_of(element, unnamed)
        items, has_comments = items + 1, False
        unnamed = f"item {items + 1}"


def thread_of(item: Any, unnamed: str) -> Thread:
    named = (words(item, f"{{{NAMESPACE}{version}/}}post_id") for version in VERSIONS)
    link, guid = words(item, "link"), words(item, "guid")
    addresses = dict.fromkeys(one for one in (link, guid) if "://" in one)
    return Thread(next(filter(None, named), unnamed), tuple(addresses), guid, words(item, "title"))


def comment_of(element: Any, ns: str, thread: str) -> Said | Refused:
    key, parent = words(element, f"{ns}comment_id"), words(element, f"{ns}comment_parent")
    when = words(element, f"{ns}comment_date_gmt")
    try:
        return checked(
            Said(
                key=key,
                thread=thread,
                parent="" if parent == "0" else parent,
                name=name_of(words(element, f"{ns}comment_author")),
                text=from_html(words(element, f"{ns}comment_content"), lines_count=True),
                # What waited when it was written has no time in UTC yet.
                posted_at=moment(when if when and when != _EMPTY else words(element, f"{ns}comment_date")),
                state=STATES.get(words(element, f"{ns}comment_approved"), State.REFUSED),
            )
        )
    except Unreadable as problem:
        return Refused(key, thread, str(problem))
