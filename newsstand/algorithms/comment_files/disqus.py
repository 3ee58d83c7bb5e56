"""The XML that Disqus exports (https://help.disqus.com/en/articles/1717164-comments-export).

<disqus xmlns="http://disqus.com"> holds <category>, <thread dsq:id> with <id> (the site's own name of the page),
<link> and <title>, and <post dsq:id> with <message> (HTML), <createdAt>, <isDeleted>, <isSpam>, <author><name>,
<thread dsq:id/> and <parent dsq:id/>. Votes are not in it. E-mail and IP addresses, in older files, are not read.
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

NAMESPACE = "http://disqus.com"
_NS = f"{{{NAMESPACE}}}"
_ID = "{http://disqus.com/disqus-internals}id"
_WANTED = frozenset({f"{_NS}thread", f"{_NS}post"})


def read(pieces: Iterable[bytes]) -> Iterator[Value]:
    """The threads and comments of the file, in its order. Raises CommentFileError."""
    for element in elements(pieces, f"{_NS}disqus", children=_WANTED):
        yield thread_of(element) if element.tag.endswith("}thread") else post_of(element)


def thread_of(element: Any) -> Thread:
    link, own = words(element, f"{_NS}link"), words(element, f"{_NS}id")
    return Thread(element.get(_ID, ""), tuple(filter(None, [link, own if "://" in own else ""])), own,
                  words(element, f"{_NS}title"))  # fmt: skip


def post_of(element: Any) -> Said | Refused:
    key, thread = element.get(_ID, ""), reference(element, "thread")
    try:
        return checked(
            Said(
                key=key,
                thread=thread,
                parent=reference(element, "parent"),
                name=name_of(words(element, f"{_NS}author/{_NS}name")),
                text=from_html(words(element, f"{_NS}message"), lines_count=False),
                posted_at=moment(words(element, f"{_NS}createdAt")),
                state=state_of(element),
            )
        )
    except Unreadable as problem:
        return Refused(key, thread, str(problem))


def reference(element: Any, name: str) -> str:
    found = element.find(f"{_NS}{name}")
    return "" if found is None else str(found.get(_ID, ""))


def state_of(element: Any) -> State:
    if words(element, f"{_NS}isSpam") == "true":
        return State.REFUSED
    if words(element, f"{_NS}isDeleted") == "true":
        return State.GONE
    return State.HELD if words(element, f"{_NS}isApproved") == "false" else State.SHOWN
