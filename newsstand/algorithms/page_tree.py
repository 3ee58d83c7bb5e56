"""A web page's bytes as text and as a tree."""

import codecs
import re

from lxml import etree, html

from newsstand.algorithms.html_foreign import script_frame, spelled_out
from newsstand.algorithms.html_tame import tame

MOST_CHARACTERS = 6_000_000
_MOST_TAGS = 60_000
_MOST_LINKED_DATA = 50
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_PROLOG = re.compile(r"^\s*<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE)
# Browsers read these labels as their supersets, and so do authors mean them.
_MEANT = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
    "shift_jis": "cp932", "euc_kr": "cp949", "tis-620": "cp874", "iso8859-11": "cp874", "big5": "big5hkscs",
}  # fmt: skip
_SCRIPT = re.compile(r"<(/?)(script|style)\b([^>]*)>?", re.IGNORECASE)
_NOT_HTML = re.compile(
    r"^\s*(?:image|audio|video|font)/|^\s*application/(?:pdf|zip|octet-stream|json|rss|atom)", re.IGNORECASE
)


class UnreadablePage(ValueError):  # noqa: N818
    """A page that holds no HTML; `reason` says what it holds instead."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def page_text(body: bytes, content_type: str = "") -> str:
    """The page's text: by its byte order mark, as UTF-8 where it is that, by what is declared, else Windows-1252.

    HTTP's declaration goes before the page's own. Never fails: what cannot be read becomes U+FFFD.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    head = body[:4096].decode("latin-1")
    said = [_CHARSET.search(content_type), _PROLOG.search(head), *_CHARSET.finditer(head)]
    names = [name for found in said if found and (name := _codec(found[1]))]
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        # Text that is all ASCII may be one of the seven-bit codes.
        return body.decode(names[0], "replace") if names and text.isascii() and names[0].startswith("iso2022") else text
    legacy = [name for name in names if name != "utf-8"]
    for name in legacy:
        try:
            return body.decode(name)
        except UnicodeDecodeError:
            continue
    if "utf-8" in names:
        return body.decode("utf-8", "replace")
    return body.decode(legacy[0] if legacy else "cp1252", "replace")


def _codec(label: str) -> str:
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return ""
    # Python also "decodes" hex and zip by name; a page that declares 16 bits in ASCII letters has not got them.
    if not codecs.lookup(label)._is_text_encoding or name.startswith(
        ("utf-16", "utf-32", "idna", "punycode", "unicode", "raw")
    ):
        return ""
    return _MEANT.get(name, name)


def page_tree(body: bytes, content_type: str = "") -> tuple[html.HtmlElement, list[str]]:
    """The page's element tree without scripts and styles, and the text of its JSON-LD scripts.

    Raises UnreadablePage when the bytes are no HTML.
    """
    if _NOT_HTML.match(content_type):
        raise UnreadablePage(f"The address serves {content_type.partition(';')[0].strip()}, not a web page.")
    if not body.strip(b"\x00 \t\r\n"):
        raise UnreadablePage("The page is empty.")
    if body[:5] == b"%PDF-" or body[:4] in {b"\x89PNG", b"GIF8", b"PK\x03\x04"} or body[:3] == b"\xff\xd8\xff":
        raise UnreadablePage("The address serves a file, not a web page.")
    bare, linked_data = _without_scripts(page_text(body, content_type)[:MOST_CHARACTERS])
    if "<" not in bare:
        raise UnreadablePage("The page holds text but no HTML.")
    tame_text = tame(spelled_out(bare), most=MOST_CHARACTERS, most_tags=_MOST_TAGS, noscript=True)
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(tame_text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadablePage(f"The page cannot be parsed as HTML: {error}.") from error
    return tree, linked_data


def _without_scripts(text: str) -> tuple[str, list[str]]:
    """The text without scripts and styles, except JSON-LD, which the extractor may need; and the JSON-LD apart."""
    kept: list[str] = []
    linked_data: list[str] = []
    here, opened, is_data = 0, "", False
    for found in _SCRIPT.finditer(text):
        name = found[2].lower()
        if not opened and not found[1]:
            kept.append(text[here : found.start()])
            if name == "script" and (frame := script_frame(found[3])):
                kept.append(frame)
            opened, is_data, here = name, "ld+json" in found[3].lower(), found.end()
        elif found[1] and name == opened:
            if is_data and len(linked_data) < _MOST_LINKED_DATA:
                linked_data.append(text[here : found.start()])
                kept.append(f'<script type="application/ld+json">{linked_data[-1]}</script>')
            opened, here = "", found.end()
    if not opened:
        kept.append(text[here:])
    return "".join(kept), linked_data
