"""What of an article a reader could notice: the rest may change without a word.

White space, unseen marks, tracking parameters in links and the sizes and cache numbers in pictures' addresses do not
count. Words, where links lead, pictures and what is written under them do.
"""

import re
import unicodedata
from collections.abc import Iterable
from html import unescape
from urllib.parse import urlsplit

from newsstand.algorithms.changes import digest
from newsstand.algorithms.html_pictures import picture_key
from newsstand.algorithms.urls import canonical

_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_LINK = re.compile(r'<a [^>]*?href="([^"]*)"')
_ALT = re.compile(r'<img [^>]*?alt="([^"]*)"')
_CAPTION = re.compile(r"<figcaption>(.*?)</figcaption>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)$", re.IGNORECASE)
# How a server is asked for another size or a fresh copy of one picture.
_SIZE_OR_COPY = frozenset(
    {
        "auto", "cache", "cb", "crop", "dpr", "f", "fit", "fm", "format", "h", "height", "height_m", "max", "mode",
        "q", "quality", "r", "rand", "resize", "s", "scale", "sh", "size", "sig", "ssl", "strip", "sw", "t", "time",
        "timestamp", "token", "ts", "u", "v", "ver", "version", "w", "width", "zoom",
    }
)  # fmt: skip


def content_hash(
    *,
    text: str,
    body: str = "",
    pictures: Iterable[str] = (),
    lead_picture: str = "",
    lead_alt: str = "",
    lead_caption: str = "",
    summary: str = "",
    authors: Iterable[str] = (),
) -> str:
    """32 characters that change when a reader could notice a difference below the headline, and only then.

    `body` is sanitised HTML, `text` its words; `pictures` and `lead_picture` are the pictures' own addresses.
    """
    return digest(
        said(text), said(summary), said(lead_alt), said(lead_caption), *dict.fromkeys(map(said, authors)),
        "links", *(place(unescape(address)) for address in _LINK.findall(body)),
        "pictures", *map(picture, pictures), "lead", picture(lead_picture),
        "under them", *(said(unescape(alt)) for alt in _ALT.findall(body)),
        *(said(unescape(_TAG.sub("", caption))) for caption in _CAPTION.findall(body)),
    )  # fmt: skip


def said(text: str) -> str:
    """The words as they are read: one form of each letter, one space between words, no unseen marks."""
    return " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", text)).split())


def place(address: str) -> str:
    """Where a link leads, whoever counts the visit."""
    return canonical(address) or address


def picture(address: str) -> str:
    """Which picture is at an address, at whatever size and from whatever copy; "" for none."""
    if not address:
        return ""
    try:
        parts = urlsplit(canonical(address) or address)
    except ValueError:
        return address
    if _PICTURE_FILE.search(parts.path):
        return picture_key(address)
    kept = [part for part in parts.query.split("&") if part.partition("=")[0].lower() not in _SIZE_OR_COPY]
    return f"{parts.netloc}{parts.path}?{'&'.join(kept)}"
