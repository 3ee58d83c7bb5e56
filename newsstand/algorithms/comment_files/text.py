"""The HTML of other systems' comments as our plain text: links with their addresses, quotes as lines with ">"."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from lxml import etree

from newsstand.algorithms.comment_files.values import LONGEST_NAME, NOBODY
from newsstand.algorithms.comment_rules import tidy
from newsstand.algorithms.html_safe import tree_of
from newsstand.algorithms.html_tame import tame
from newsstand.algorithms.plain_text import plain_line
from newsstand.algorithms.urls import absolute

MOST_CHARACTERS = 400_000
_BLOCKS = frozenset({"p", "div", "blockquote", "pre", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr"})
_LINES = frozenset({"li", "tr", "dt", "dd"})
_MARKUP = re.compile(r"[<&]")
_MARKDOWN_LINK = re.compile(r"(?<!!)\[([^\[\]\n]{1,500})\]\((https?://[^\s()<>]{1,1000})\)")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BLANK = frozenset({"Cf", "Zs", "Zl", "Zp", "Cc", "Mn"})


def from_html(html: str, *, lines_count: bool) -> str:
    """Plain text. `lines_count`: a new line in the source is one (WordPress), else it is a space, as in HTML."""
    if not _MARKUP.search(html):
        return kept(html if lines_count else _SPACE.sub(" ", html))
    source = html[:MOST_CHARACTERS]
    if lines_count:
        source = re.sub(r"\r\n?|\n", "<br>", source)
    return kept("".join(_words(tree_of(tame(source)))))


def from_markdown(text: str) -> str:
    """Markdown reads as it stands; its links get the form that ours have."""
    return kept(_MARKDOWN_LINK.sub(_link, text))


def kept(text: str) -> str:
    """The text as comments are kept; "" where nothing of it can be seen."""
    tidied = tidy(text.replace("\x00", "").encode("utf-8", "ignore").decode())
    return "" if all(unicodedata.category(one) in _BLANK for one in tidied) else tidied


def name_of(text: str) -> str:
    """A name on one line, "Anonymous" for none."""
    line = plain_line(text.encode("utf-8", "ignore").decode())
    if all(unicodedata.category(one) in _BLANK for one in line):
        return NOBODY
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1].rstrip() + "…"


def _link(found: re.Match[str]) -> str:
    return found[2] if found[1] == found[2] else f"{found[1]} ({found[2]})"


def _words(element: Any) -> Iterator[str]:
    """The text of an element. `tame` holds its depth."""
    if element.tag == "br":
        yield "\n"
    elif element.tag == "img":
        yield _picture(element)
    elif element.tag == "a":
        yield _anchor(element)
    elif element.tag == "blockquote":
        quoted = tidy("".join(_inside(element)))
        yield "\n\n" + "\n".join(f"> {line}".rstrip() for line in quoted.split("\n")) + "\n\n" if quoted else ""
    elif element.tag == "pre":
        yield f"\n\n{''.join(element.itertext())}\n\n"
    else:
        around = "\n\n" if element.tag in _BLOCKS else "\n" if element.tag in _LINES else ""
        yield around + ("- " if element.tag == "li" else "")
        yield from _inside(element)
        yield around


def _inside(element: Any) -> Iterator[str]:
    yield _SPACE.sub(" ", element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            yield from _words(child)
        tail = _SPACE.sub(" ", child.tail or "")
        yield tail.lstrip() if child.tag == "br" or child.tag in _BLOCKS else tail


def _anchor(element: etree._Element) -> str:
    words = "".join(_inside(element)).strip()
    address = absolute(element.get("href") or "", "")
    bare = re.sub(r"^https?://(www\.)?|[/….]+$", "", words)
    if not address or words == address:
        return words
    # Systems shorten the words of an address, never what it leads to.
    if not words or (bare and re.sub(r"^https?://(www\.)?", "", address).startswith(bare) and " " not in bare):
        return address
    return f"{words} ({address})"


def _picture(element: etree._Element) -> str:
    address = absolute(element.get("src") or "", "")
    alt = plain_line(element.get("alt") or "")
    # A smiley is a picture of its own name.
    return alt if alt and len(alt) <= 8 else address or alt
