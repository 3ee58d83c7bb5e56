"""From text to an element tree and its entries, whole or as much as can be saved of a broken document."""

import re
from dataclasses import dataclass
from html.entities import html5
from typing import Any

from lxml import etree

from newsstand.algorithms.feedparts.names import canonical

Element = Any

_ROOT = re.compile(r"<(?:[A-Za-z][\w.-]*:)?(rss|rdf|feed|channel)(?=[\s>/])", re.IGNORECASE)
_NAME = re.compile(r"<([A-Za-z_][\w.:-]*)")
_OPEN_TAG = re.compile(r"""<[^\s<>/]++(?:[^<>"']|"[^"]*"|'[^']*')*+>""")
_CONTROL = bytes(code for code in range(32) if code not in {9, 10, 13})
_C1 = re.compile(rb"\xc2[\x80-\x9f]")
_MEANT_BY_C1 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0) if code != 0x85}
_ODD_REFERENCE = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#(?:3[2-9]|[4-9]\d|1[01]\d|12[0-6]|1[6-9]\d|[2-9]\d\d|[1-9]\d{3}));)"
    r"(?:(#[xX]?[0-9A-Fa-f]{1,9})(;?)|([A-Za-z][A-Za-z0-9]{1,31})(;?))?"
)
_ITEM = re.compile(r"<(/?)((?:[A-Za-z][\w.-]*:)?(?:item|entry))(?=[\s>/])", re.IGNORECASE)
# The fields whose text is HTML and may be broken; each is made CDATA before a broken entry is read again.
_LEAF = re.compile(
    r"<((?!media:content\b)(?:[A-Za-z][\w.-]*:)?(?:title|description|encoded|summary|content|subtitle|tagline|link|guid|creator|author))"
    r"((?:\s[^<>]*)?)(?<!/)>",
    re.IGNORECASE,
)
# Errors of libxml2 that cost nothing: undeclared or odd namespaces, and what follows the end of the document.
_HARMLESS = frozenset({"ERR_DOCUMENT_END", "ERR_RESERVED_XML_NAME", "ERR_UNDECLARED_ENTITY"})


@dataclass(slots=True)
class Tree:
    """A document: its root, its entries' elements in order, and what is wrong with it."""

    root: Element
    items: list[Element]
    total: int
    has_base: bool
    problems: list[str]


def find_root(text: str) -> tuple[int, str]:
    """Where the first element of `text` starts and its name; (-1, "") when it has none.

    Whatever stands before a feed's root (white space, warnings of a script, a second prolog) is passed over.
    """
    at = 0
    first, name = -1, ""
    while (at := text.find("<", at)) >= 0:
        if text.startswith("<!--", at):
            end = text.find("-->", at + 4)
            at = end + 3 if end >= 0 else len(text)
        elif text.startswith("<?", at):
            end = text.find(">", at)
            at = end + 1 if end >= 0 else len(text)
        elif text[at : at + 9].upper() == "<!DOCTYPE":
            at = _after_doctype(text, at)
        elif match := _NAME.match(text, at):
            first, name = at, match[1].lower()
            break
        else:
            at += 1
    if first >= 0 and not _ROOT.match(text, first) and name != "html":
        # A script's warning before the feed; a page that merely talks about feeds has no such tag this early.
        later = _ROOT.search(text, first, first + 4000)
        if later and "<html" not in text[first : later.start()].lower():
            return later.start(), text[later.start() + 1 : later.end()].lower()
    return first, name


def _after_doctype(text: str, at: int) -> int:
    """The end of a document type: its entities are never read, so they cannot expand or fetch anything."""
    end, bracket = text.find(">", at), text.find("[", at)
    if 0 <= bracket < end:
        close = re.compile(r"\]\s*>").search(text, bracket)
        return close.end() if close else len(text)
    return end + 1 if end >= 0 else len(text)


def read_tree(text: str, most: int) -> Tree | None:
    """The tree of a feed's text from its root element on, with at most `most` entries; None if it has none."""
    text = _clean(text)
    parser = _parser()
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    fatal = [error for error in parser.error_log if error.level == 3 and error.type_name not in _HARMLESS]
    has_base = "xml:base" in text
    if root is not None and not fatal:
        items = _items(root)
        return Tree(root, items[:most], len(items), has_base, [])
    return _salvage(text, root, most, has_base, fatal[0] if fatal else None)


def _parser() -> Any:
    return etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )


def _items(root: Element) -> list[Element]:
    return [element for element in root.iter() if canonical(element) in {"item", "entry", "atom:entry"}]


def _clean(text: str) -> str:
    """`text` without what XML forbids: control characters, unknown entities, bare ampersands, an open CDATA section."""
    # In UTF-8 these bytes stand for nothing else, and bytes are searched many times faster than text.
    raw = text.encode("utf-8", "replace")
    cleaned = raw.translate(None, _CONTROL)
    if b"\xef\xbf" in cleaned:
        cleaned = cleaned.replace(b"\xef\xbf\xbe", b"").replace(b"\xef\xbf\xbf", b"")
    if len(cleaned) != len(raw):
        text = cleaned.decode("utf-8", "replace")
    if _C1.search(cleaned):
        text = text.translate(_MEANT_BY_C1)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    first, *sections = text.split("<![CDATA[")
    parts = [_with_references(first)]
    for section in sections:
        inside, end, after = section.partition("]]>")
        parts.append(f"<![CDATA[{inside}")
        parts.append("]]>")
        if end and after:
            parts.append(_with_references(after))
    return "".join(parts)


def _with_references(text: str) -> str:
    if text.count("&") == sum(text.count(known) for known in ("&lt;", "&gt;", "&amp;", "&quot;")):
        return text
    return _ODD_REFERENCE.sub(_reference, text)


def _reference(match: re.Match[str]) -> str:
    number, name = match[1], match[3]
    if number:
        return _character(number)
    if not name:
        return "&amp;"
    if match[4]:
        if name in {"amp", "lt", "gt", "quot", "apos"}:
            return match[0]
        meant = html5.get(f"{name};")
        if meant is not None:
            return "".join(f"&#{ord(char)};" for char in meant)
        if name.lower() in {"amp", "lt", "gt", "quot"}:
            return f"&{name.lower()};"
    return f"&amp;{match[0][1:]}"


def _character(number: str) -> str:
    digits = number[1:]
    try:
        code = int(digits[1:], 16) if digits[:1] in {"x", "X"} else int(digits)
    except ValueError:
        return f"&amp;{number}"
    if 0x80 <= code <= 0x9F:
        # Windows-1252 written as numbers; browsers read it so, and no feed means control characters.
        return bytes([code]).decode("cp1252", "ignore")
    allowed = code in {9, 10, 13} or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
    return f"&#{code};" if allowed else ""


def _salvage(text: str, root: Element | None, most: int, has_base: bool, error: Any) -> Tree | None:
    """A broken document, entry by entry: what is wrong with one costs the others nothing."""
    spans = _spans(text)
    opening = _OPEN_TAG.match(text)
    problems: list[str] = []
    if error is not None:
        problems.append(f"The feed is not well-formed XML (line {error.line}: {error.message.strip()[:120]}).")
    if opening is None or opening[0].endswith("/>") or not spans:
        if root is None:
            return None
        return Tree(root, _items(root)[:most], 0, has_base, problems)
    head = _element(text[: spans[0][0]])
    items: list[Element] = []
    for start, end in spans[:most]:
        wrapped = _element(opening[0] + _protect(text[start:end]))
        items.extend(_items(wrapped)[:1] if wrapped is not None else ())
    name = opening[0][1:].split(None, 1)[0].rstrip("/>")
    if f"</{name}" not in text[spans[-1][1] :]:
        problems = [f"The feed is truncated after {len(spans)} entries."]
    tail = _element(opening[0] + text[spans[-1][1] :])
    if head is None:
        head = root
    elif tail is not None:
        # The channel's own fields may stand behind its entries.
        head.extend(list(tail))
    return None if head is None else Tree(head, items, len(spans), has_base, problems)


def _element(text: str) -> Element | None:
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), _parser())
    except (etree.XMLSyntaxError, ValueError):
        return None


def _spans(text: str) -> list[tuple[int, int]]:
    """Where each entry starts and ends; a last one that is cut off is left out."""
    spans: list[tuple[int, int]] = []
    opened = -1
    for start, end, closing in _tags(text):
        if closing and opened >= 0:
            spans.append((opened, end))
            opened = -1
        elif not closing:
            if opened >= 0:
                spans.append((opened, start))
            opened = start
    if opened < 0:
        return spans
    # The last entry was never closed. It is whole only if the document around it was closed.
    close = re.compile(r"</(?:[\w.-]+:)?(?:channel|rss|feed|rdf)\s*>", re.IGNORECASE).search(text, opened)
    if close:
        spans.append((opened, close.start()))
    return spans


def _tags(text: str) -> list[tuple[int, int, bool]]:
    """The tags of entries outside CDATA sections: start, end, whether it closes."""
    found = []
    dark = [(at, end if (end := text.find("]]>", at)) >= 0 else len(text)) for at in _starts(text, "<![CDATA[")]
    index = 0
    for match in _ITEM.finditer(text):
        at = match.start()
        while index < len(dark) and dark[index][1] < at:
            index += 1
        if index < len(dark) and dark[index][0] < at:
            continue
        end = text.find(">", match.end())
        if end >= 0:
            found.append((at, end + 1, bool(match[1])))
    return found


def _starts(text: str, sign: str) -> list[int]:
    starts, at = [], text.find(sign)
    while at >= 0:
        starts.append(at)
        end = text.find("]]>", at)
        at = text.find(sign, end) if end >= 0 else -1
    return starts


def _protect(chunk: str) -> str:
    """An entry with the markup inside its text fields made CDATA, so that unclosed HTML stays where it belongs."""
    parts: list[str] = []
    at, hopeless = 0, set()
    while match := _LEAF.search(chunk, at):
        name = match[1]
        close = -1 if name in hopeless else chunk.find(f"</{name}", match.end())
        if close < 0:
            hopeless.add(name)
            parts.append(chunk[at : match.end()])
            at = match.end()
            continue
        inside = chunk[match.end() : close]
        parts.append(chunk[at : match.start()])
        if "<" in inside and "<![CDATA[" not in inside and not re.match(r"\s*<(?:\w+:)?(?:name|email|uri)\b", inside):
            attributes = match[2].replace("xhtml", "html")
            # Outside CDATA a reference is already XML's; inside it would be read as HTML's, which comes to the same.
            parts.append(f"<{name}{attributes}><![CDATA[{inside}]]>")
        else:
            parts.append(chunk[match.start() : close])
        at = close
    parts.append(chunk[at:])
    return "".join(parts)
