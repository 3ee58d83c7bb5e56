"""Texts of a feed: plain, as HTML, as paragraphs; and the addresses in them."""

import base64
import binascii
import re
from html import escape, unescape
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from newsstand.algorithms.feedparts.names import canonical

Element = Any

_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_BREAK = re.compile(r"</?(?:p|br|div|li|h[1-6]|tr)\b[^<>]*>", re.IGNORECASE)
_MARKUP = re.compile(r"</[a-zA-Z][a-zA-Z0-9]*\s*>|<(?:br|img|hr|p)\b[^<>]*>", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "source", "track", "wbr"})
_ADDRESS_TAG = re.compile(r"<[a-zA-Z][^<>]*\s(?:href|src|poster|cite|longdesc|srcset|data)\s*=[^<>]*>", re.IGNORECASE)
_RELATIVE = re.compile(
    r"""\s(?:href|src|poster|cite|longdesc|data)\s*=\s*(?:["']\s*)?(?!["'\s]|[a-zA-Z][a-zA-Z0-9+.-]*:|#)""",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"""(\s(?:href|src|poster|cite|longdesc|data)\s*=\s*)(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""", re.IGNORECASE
)
_SOUND = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,4})?(?:[/?#][!-~]*)?")
_ODD_IN_ADDRESS = re.compile(r"[\t\r\n\x00-\x1f]+")


def plain(html: str) -> str:
    """`html` as one line of plain text: tags gone, entities decoded, white space collapsed."""
    if "<" in html:
        html = _TAG.sub("", _BREAK.sub(" ", html))
    if "&" in html:
        html = unescape(html)
    return " ".join(html.split())


def looks_like_html(text: str) -> bool:
    """Whether `text` holds markup that somebody meant, such as a closing tag or a line break."""
    return "<" in text and _MARKUP.search(text) is not None


def paragraphs(text: str) -> str:
    """Plain text as HTML: empty lines part paragraphs, other line ends are breaks."""
    blocks = (block.strip() for block in _BLANK_LINE.split(text.strip()))
    return "\n".join(f"<p>{escape(block, quote=False)}</p>".replace("\n", "<br>\n") for block in blocks if block)


def inner(element: Element) -> str:
    """What stands inside an element, as HTML: its text as it is, or its children written out."""
    if not len(element):
        return element.text or ""
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        _write(child, parts)
        parts.append(escape(child.tail or "", quote=False))
    return "".join(parts)


def _write(element: Element, parts: list[str]) -> None:
    # The tree is at most 256 deep: libxml2 stops there.
    name = canonical(element).rpartition(":")[2]
    if not name:
        return
    parts.append(f"<{name}")
    # Looking up the last of many attributes takes as long as there are attributes; no honest tag has more.
    keys = islice(element.attrib, 50)
    parts.extend(f' {key.rpartition("}")[2]}="{escape(element.get(key))}"' for key in keys)
    if name in _VOID:
        parts.append(">")
        return
    parts.append(">")
    parts.append(escape(element.text or "", quote=False))
    for child in element:
        _write(child, parts)
        parts.append(escape(child.tail or "", quote=False))
    parts.append(f"</{name}>")


def construct(element: Element) -> tuple[str, bool]:
    """An Atom text (any `type`, `mode` or base64) as HTML, and whether it was plain text."""
    kind = (element.get("type") or "").strip().lower()
    mode = (element.get("mode") or "").strip().lower()
    if len(element):
        return (_without_div(element) if _is_wrapped(element) else inner(element)).strip(), False
    text = (element.text or "").strip()
    if mode == "base64" or not _is_text(kind):
        decoded = _base64(text)
        if decoded is not None:
            return decoded, False
    if "html" in kind or looks_like_html(text):
        return text, False
    return escape(unescape(text), quote=False) if "&" in text or "<" in text else text, True


def _is_wrapped(element: Element) -> bool:
    return (
        len(element) == 1
        and canonical(element[0]) in {"xhtml:div", "div", "xhtml:body", "body"}
        and not ((element.text or "").strip() or (element[0].tail or "").strip())
    )


def _without_div(element: Element) -> str:
    return inner(element[0]) if len(element[0]) else escape(element[0].text or "", quote=False)


def _is_text(kind: str) -> bool:
    return not kind or "/" not in kind or kind.startswith("text/") or kind.endswith(("xml", "html"))


def _base64(text: str) -> str | None:
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None


def address(value: str | None, base: str) -> str:
    """The absolute http(s) address that `value` means, seen from `base`; "" when it means none."""
    value = _ODD_IN_ADDRESS.sub("", (value or "").strip()).strip()
    if not value:
        return ""
    if value.startswith("www."):
        value = f"http://{value}"
    elif not value.startswith(("http://", "https://")):
        value = join(base, value)
    if _SOUND.fullmatch(value):
        return value
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018  (a port that is no number raises here and nowhere else)
    except ValueError:
        return ""
    return value.replace(" ", "%20") if parts.scheme in {"http", "https"} and parts.netloc else ""


def join(base: str, value: str) -> str:
    """`value` seen from `base`; `value` itself when they cannot be joined."""
    try:
        return urljoin(base, value.strip())
    except ValueError:
        return value


def absolute(html: str, base: str) -> str:
    """`html` with the relative addresses in its tags made absolute."""
    if not base or not _may_be_relative(html) or not _RELATIVE.search(html):
        return html
    return _ADDRESS_TAG.sub(lambda tag: _ADDRESS.sub(lambda found: _absolute(found, base), tag[0]), html)


def _may_be_relative(html: str) -> bool:
    """A guess that costs little: whether some address does not start as most do."""
    if "<" not in html:
        return False
    links, pictures = html.count("href"), html.count("src") - html.count("srcset")
    return links != html.count('href="http') or pictures != html.count('src="http') or "HREF" in html or "SRC" in html


def _absolute(found: re.Match[str], base: str) -> str:
    value = unescape(found[2] or found[3] or found[4] or "").strip()
    if not value or value.startswith("#") or re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", value):
        return found[0]
    return f'{found[1]}"{escape(join(base, value))}"'
