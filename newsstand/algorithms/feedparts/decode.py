"""From bytes to text, whatever the server, the prolog and the byte order mark say about the encoding."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How "<" or "<?" looks where there is no byte order mark.
_WIDE = (
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)
# Names that are written for a smaller set than is meant.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
}
# What an undeclared feed in this language is most likely written in.
_BY_LANGUAGE = {
    **dict.fromkeys(("ru", "uk", "bg", "be", "mk", "sr"), ("cp1251",)),
    **dict.fromkeys(("pl", "cs", "sk", "hu", "sl", "hr", "ro"), ("cp1250",)),
    "el": ("cp1253",),
    "tr": ("cp1254",),
    "he": ("cp1255",),
    "ar": ("cp1256",),
    "fa": ("cp1256",),
    "lt": ("cp1257",),
    "lv": ("cp1257",),
    "et": ("cp1257",),
    "vi": ("cp1258",),
    "th": ("cp874",),
    "ja": ("euc_jp", "cp932"),
    "zh": ("gb18030", "big5hkscs"),
    "ko": ("cp949",),
}
_PROLOG = re.compile(rb"""<\?xml[^>]{0,200}?\bencoding\s*=\s*["']\s*([A-Za-z0-9._:\- ]{1,40}?)\s*["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9._:\-]{1,40})""", re.IGNORECASE)
_LANGUAGE = re.compile(rb"""(?:<(?:dc:)?language>\s*|xml:lang\s*=\s*["'])([a-z]{2})\b""", re.IGNORECASE)
_SHOWN = {"cp1252": "Windows-1252", "utf-8": "UTF-8", "gb18030": "GB18030", "cp932": "Shift JIS", "cp949": "EUC-KR"}


def decode(body: bytes, content_type: str) -> tuple[str, tuple[str, ...]]:
    """The text of `body` and what was wrong with its encoding. Never fails: what cannot be read becomes U+FFFD."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace"), _lost(body, encoding, len(mark))
    start = body[:64].lstrip()
    for sign, encoding in _WIDE:
        if start.startswith(sign) and len(body) > len(sign):
            return body.decode(encoding, "replace"), ()
    said = _said(body, content_type)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_legacy(body, said)
    if said and text.isascii() and said[0].startswith(("iso2022", "hz", "utf-7")):
        return body.decode(said[0], "replace"), ()
    if said and not text.isascii() and said[0] != "utf-8" and "utf-8" not in said:
        return text, (f"The feed declares {_show(said[0])} but is UTF-8.",)
    return text, ()


def _decode_legacy(body: bytes, said: list[str]) -> tuple[str, tuple[str, ...]]:
    """`body`, which is not UTF-8, by what is declared, by its language, or as Windows-1252."""
    for encoding in said:
        if encoding != "utf-8":
            text = _strictly(body, encoding)
            if text is not None:
                problem = f"The server or the prolog says UTF-8 but the feed is {_show(encoding)}."
                return text, (problem,) if "utf-8" in said else ()
    text = body.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    # Every good multi-byte character has two bytes or more, so a text that is mostly UTF-8 shows here.
    good = sum(1 for char in text[:200_000] if char > "\x7f" and char != "\ufffd")
    if good > bad:
        return text, (f"{bad} characters of the feed are not valid UTF-8.",)
    language = _LANGUAGE.search(body[:20_000])
    guesses = _BY_LANGUAGE.get(language[1].decode().lower(), ()) if language else ()
    for encoding in (*guesses, "cp1252"):
        guess = _strictly(body, encoding)
        if guess is not None:
            declared = f"declares {_show(said[0])}" if said else "declares no encoding"
            return guess, (f"The feed {declared} but is {_show(encoding)}.",)
    return body.decode("latin-1"), ("The encoding of the feed cannot be told; it was read as ISO-8859-1.",)


def _said(body: bytes, content_type: str) -> list[str]:
    """The declared encodings, most trustworthy first, by the names that Python knows."""
    server = _known(match[1]) if (match := _CHARSET.search(content_type)) else ""
    prolog = _known(found[1].decode("ascii")) if (found := _PROLOG.search(body[:2000])) else ""
    # Latin-1 from a server is its default more often than the author's word, so the prolog goes first.
    names = [prolog, server] if server == "cp1252" else [server, prolog]
    return list(dict.fromkeys(name for name in names if name))


def _known(name: str) -> str:
    try:
        codec = codecs.lookup(name.strip())
    except (LookupError, ValueError):
        return ""
    # Python also "decodes" hex, rot13 and zip by name: a bomb, and no text. 16 and 32 bits were tried before.
    if not codec._is_text_encoding or codec.name.startswith(
        ("utf-16", "utf-32", "idna", "punycode", "unicode", "raw", "undefined")
    ):
        return ""
    return _MEANT.get(codec.name, codec.name)


def _strictly(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except (UnicodeDecodeError, ValueError):
        pass
    if encoding.startswith("cp125"):
        # Five bytes of these pages mean nothing; one of them must not cost the whole page.
        text = body.decode(encoding, "replace")
        return text if text.count("\ufffd") * 100 < len(text) else None
    text = body.decode(encoding, "replace")
    return text if text.count("\ufffd") * 1000 < len(text) else None


def _lost(body: bytes, encoding: str, start: int) -> tuple[str, ...]:
    try:
        body[start:].decode(encoding)
    except UnicodeDecodeError:
        return (f"Some characters of the feed are not valid {_show(encoding)}.",)
    return ()


def _show(encoding: str) -> str:
    if encoding.startswith("cp125"):
        return f"Windows-{encoding[2:]}"
    return _SHOWN.get(encoding, encoding.replace("_", "-").upper())
