"""XML in pieces: element by element, never the whole, and nothing that the file would have us fetch or unfold."""

from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from newsstand.algorithms.comment_files.values import CommentFileError

# An article with all its meta data; libxml2 itself takes no text of more than 10 MB.
MOST_BYTES = 64_000_000
ENTITIES = (
    "The file declares a document type, as no export does: it could unfold to more than any machine holds. "
    "Export the comments again, and import the file as it comes."
)


def elements(
    pieces: Iterable[bytes], container: str, *, children: frozenset[str], deeper: frozenset[str] = frozenset()
) -> Iterator[Any]:
    """At its end each of the `children` of `container`, and each of the `deeper` elements inside those.

    Names are with their namespaces. What was given is gone after the caller has read it, and so is all else in
    `container`. Raises CommentFileError for what is no XML, with the line.
    """
    parser = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    held, broken = 0, ""
    for piece in pieces:
        broken = _fed(parser, piece)
        held += len(piece)
        for element in _ended(parser):
            parent = element.getparent()
            is_child = parent is not None and parent.tag == container
            if element.tag in deeper or (is_child and element.tag in children):
                yield element
                held = 0
            if is_child or element.tag in deeper:
                _release(element, deeper)
        if broken:
            break
        if held > MOST_BYTES:
            raise CommentFileError(f"It goes on for {MOST_BYTES // 1_000_000} MB without a comment or a page.")
    if broken := broken or _fed(parser, None):
        raise CommentFileError(f"It is no whole XML ({broken}). Export it again.")


def _fed(parser: Any, piece: bytes | None) -> str:
    """Give the parser a piece, None for the end. Says what is wrong, "" for nothing; what stood before is read."""
    try:
        parser.close() if piece is None else parser.feed(piece)
    except etree.XMLSyntaxError as error:
        return f"line {error.lineno}: {error.msg}"
    return ""


def _ended(parser: Any) -> Iterator[Any]:
    for event, element in parser.read_events():
        if event == "end":
            yield element
        elif element.getparent() is None and element.getroottree().docinfo.doctype:
            raise CommentFileError(ENTITIES)


def _release(element: Any, deeper: frozenset[str]) -> None:
    """Forget an element that nobody needs any more, and those before it that were forgotten so."""
    parent = element.getparent()
    element.clear(keep_tail=False)
    before = element.getprevious()
    while before is not None and (element.tag not in deeper or before.tag == element.tag):
        parent.remove(before)
        before = element.getprevious()


def words(element: Any, name: str) -> str:
    """The text of a child; "" where there is none."""
    found = element.find(name)
    return "" if found is None else "".join(found.itertext()).strip()
