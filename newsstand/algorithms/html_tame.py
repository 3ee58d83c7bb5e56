"""The first step of reading dirty HTML: bring down what would cost a parser its time, lose no text."""

import re

MOST_CHARACTERS = 1_000_000
# Pictures written into the text are taken out before the rest is counted.
_MOST_AT_ALL = 8_000_000
MOST_REFERENCES = 50_000
MOST_TABLES_AND_LISTS = 20
MOST_DEPTH = 200
MOST_TAGS = 20_000
MOST_IN_A_TAG = 32_768

_UNREADABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)[^>]*>?")
_NOSCRIPT = re.compile(r"<(/?)noscript\b[^>]*>?", re.IGNORECASE)
# A form only groups here, and parsers match its tags by rules of their own, which hide how deep they are.
_FORM = re.compile(r"<(/?)form\b", re.IGNORECASE)
_SHOWS = re.compile(r"<(?:img|iframe)\b", re.IGNORECASE)
_INLINE_DATA = re.compile(r"data:[\w/+.;=-]{0,80}base64,[A-Za-z0-9+/=]+")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_FORMATTING = frozenset(
    {
        "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
    }
)  # fmt: skip
# End tags do not reach through these.
_WALLS = frozenset(
    {
        "applet", "button", "caption", "marquee", "math", "object", "select", "svg", "table", "template",
    }
)  # fmt: skip
_BLOCKS = _WALLS | frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "center", "details", "dir", "div", "dl", "fieldset",
        "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header",
        "hgroup", "html", "iframe", "main", "menu", "nav", "ol", "pre", "section", "summary", "tbody", "tfoot",
        "thead", "ul",
    }
)  # fmt: skip
_NESTING = frozenset({"table", "ul", "ol", "dl"})
# These end by themselves when the next one begins, so that a row of them is no deeper than one.
_SELF_CLOSING = frozenset(["p", "li", "dt", "dd", "tr", "td", "th", "option"])
# Text that was Windows-1252 and was taken for Latin-1 carries its quotes and dashes as C1 controls.
_C1 = re.compile("[\x80-\x9f]")
_WINDOWS = {chr(byte): bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xA0)}


def tame(dirty: str, *, most: int = MOST_CHARACTERS, most_tags: int = MOST_TAGS, noscript: bool = False) -> str:
    """`dirty` without unreadable characters, comments and noscript walls, and with bounded depth, tags and length.

    Pictures inside noscript come out of it, everything else in it goes; `noscript` leaves it alone.
    The result is as unsafe as before; it is only safe to parse.
    """
    text = _INLINE_DATA.sub("data:,", dirty[:_MOST_AT_ALL])[:most]
    text = _UNREADABLE.sub("", text)
    if not text.isascii():
        text = _C1.sub(lambda found: _WINDOWS[found.group()], text)
    text = _without_comments(text)
    if not noscript:
        text = _FORM.sub(r"<\1div", _without_noscript(text))
    text = _fewer_signs(text)
    if text.count("<") <= MOST_DEPTH and len(text) <= MOST_IN_A_TAG:
        return text
    return text if _is_shallow(text, most_tags) else _TAG.sub(_Depth(most_tags).keep, text)


def _is_shallow(text: str, most_tags: int) -> bool:
    """Whether nothing of `text` would be dropped: the quick look that spares most long articles the careful one.

    An end tag counts only where it ends what was opened last, so that this counts too much rather than too little.
    """
    tags = _TAG.findall(text)
    # A tag holds no ">" but the one it ends with.
    if len(tags) > most_tags or max(map(len, text.split(">"))) >= MOST_IN_A_TAG:
        return False
    opened: list[str] = []
    for closing, name in tags:
        if name in _VOID or name in _SELF_CLOSING:
            continue
        if not closing:
            opened.append(name)
            # The stricter of the two limits is enough: articles are seldom ten elements deep.
            if len(opened) > MOST_TABLES_AND_LISTS:
                return False
        elif opened and opened[-1] == name:
            opened.pop()
    return True


def _fewer_signs(text: str) -> str:
    # Each "&" costs a parser ten microseconds, and no text has a hundred of these signs in a row.
    if "<" * 100 in text or "&" * 100 in text:
        text = re.sub(r"<{100,}|&{100,}", " ", text)
    if text.count("&") <= MOST_REFERENCES:
        return text
    parts = text.split("&", MOST_REFERENCES)
    return "&".join(parts[:-1]) + " " + parts[-1].replace("&", " ")


def _without_comments(text: str) -> str:
    kept, here = [], 0
    while (start := text.find("<!--", here)) >= 0:
        end = text.find("-->", start + 2)
        if end < 0:
            break
        kept.append(text[here:start])
        here = end + 3
    kept.append(text[here:])
    return "".join(kept)


def _without_noscript(text: str) -> str:
    kept, here, inside = [], 0, False
    for found in _NOSCRIPT.finditer(text):
        part = text[here : found.start()]
        if not (inside and found[1]) or _SHOWS.search(part):
            kept.append(part)
        inside = not found[1]
        here = found.end()
    kept.append(text[here:])
    return "".join(kept)


class _Depth:
    """Keeps the stack of what is open while tags go by, and drops the tags that would go too deep.

    It may count too much but never too little: an end tag that a parser would not follow closes nothing here either.
    """

    def __init__(self, most_tags: int) -> None:
        self.left = most_tags
        self.open: list[str] = []
        self.dropped: dict[str, int] = {}

    def keep(self, found: re.Match[str]) -> str:
        name = found[2].lower()
        if len(found[0]) > MOST_IN_A_TAG:
            return " "
        if found[1]:
            return self._closing(name, found[0])
        if self.left <= 0:
            return " "
        self.left -= 1
        if name in _VOID or name in _SELF_CLOSING:
            return found[0]
        nests = name in _NESTING and self.open.count(name) >= MOST_TABLES_AND_LISTS
        if nests or len(self.open) >= MOST_DEPTH:
            self.dropped[name] = self.dropped.get(name, 0) + 1
            return " "
        self.open.append(name)
        return found[0]

    def _closing(self, name: str, tag: str) -> str:
        if self.dropped.get(name):
            self.dropped[name] -= 1
            return " "
        at = len(self.open) - 1
        while at >= 0 and self.open[at] != name:
            at -= 1
        if at < 0:
            return tag
        inside = self.open[at + 1 :]
        if name in _FORMATTING:
            # It ends alone: what was opened inside it stays open.
            del self.open[at]
        elif not any(other in _WALLS or (name not in _BLOCKS and other in _BLOCKS) for other in inside):
            del self.open[at:]
        return tag
