"""Parses HTML as a browser does and names everything in it that could run or leave the site."""

import re
from collections.abc import Iterator
from typing import Any

import html5lib

ELEMENTS = frozenset(
    [
        *[
            "p",
            "h2",
            "h3",
            "h4",
            "ul",
            "ol",
            "li",
            "blockquote",
            "pre",
            "hr",
            "br",
            "em",
            "strong",
            "code",
            "cite",
            "q",
        ],
        *["s", "sub", "sup", "a", "abbr", "time", "figure", "figcaption", "img", "table", "caption", "thead", "tbody"],
        *["tr", "td", "th", "dl", "dt", "dd", "span"],
    ]
)
ATTRIBUTES = {
    "a": {"href", "rel", "class"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding"},
    "figure": {"class"},
    "span": {"class", "role", "aria-label", "aria-hidden"},
    "ol": {"start"},
    "table": {"tabindex"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "abbr": {"title"},
    "time": {"datetime"},
}
CLASSES = {"topic", "picture", "picture missing", "frame", "embed", "embed-note"}


def faults(html: str) -> list[str]:
    """Everything in a fragment that is not on the lists above, in words; as a browser without its quirks sees it."""
    found: list[str] = []
    for scripting in (True, False):
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        tree = parser.parseFragment(html, container="div", scripting=scripting)
        for element in tree.iter():
            found.extend(faults_of(element))
    return found


def parsed_names(html: str) -> set[str]:
    """The elements that a browser finds in HTML."""
    parsed = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return {element.tag for element in parsed.iter() if element.tag != "DOCUMENT_FRAGMENT"}


def faults_of(element: Any) -> Iterator[str]:
    """What is wrong with one element of a sanitised text, without what stands in it."""
    if element.tag == "DOCUMENT_FRAGMENT":
        return
    if not isinstance(element.tag, str) or element.tag not in ELEMENTS:
        yield f"element {element.tag!r}"
        return
    for name, value in element.attrib.items():
        if name not in ATTRIBUTES.get(element.tag, ()):
            yield f"attribute {name!r} of {element.tag}"
        elif name == "class" and value not in CLASSES:
            yield f"class {value!r}"
        elif name in {"href", "src"} and not _is_safe(value):
            yield f"address {value!r}"


def _is_safe(value: str) -> bool:
    # A browser drops these before it looks for the scheme.
    bare = re.sub(r"[\x00-\x20]", "", value).lower()
    return bare.startswith(("http://", "https://", "mailto:")) or bool(re.match(r"/[^/\\]", bare))
