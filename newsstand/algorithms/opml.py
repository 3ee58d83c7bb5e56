"""Lists of feeds: OPML read and written, and lists with an address a line."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape, unescape

from newsstand.algorithms.feedparts.decode import decode
from newsstand.algorithms.urls import absolute, canonical

MOST_BYTES = 20_000_000
MOST_FEEDS = 50_000
LONGEST_LINE = 4_000
LONGEST_TITLE = 200
# A tag that never ends costs a search to the end of the list; after so many the list is not worth more.
MOST_BROKEN = 20
MEDIA_TYPE = "text/x-opml; charset=utf-8"

_OUTLINE = re.compile(r"<outline(?=[\s/>])((?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>", re.IGNORECASE)
_START = re.compile(r"<outline(?=[\s/>])", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""(?<![\w:.-])([\w:.-]{1,60})\s{0,20}=\s{0,20}(?:"([^"]*)"|'([^']*)')""")
_FEED_SCHEME = re.compile(r"^feed:(?://)?(?=https?:)|^feed:(?=//)", re.IGNORECASE)
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")
# What XML 1.0 cannot hold in any form.
_NEVER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class ListError(ValueError):
    """A file that is no list of feeds; the message says what it is instead and what to do."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A feed (or site) of a list: its address as a person would type it, and its title, "" where there is none."""

    address: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed for a list that is written: whole addresses, `language` a BCP 47 tag; "" for what is not known."""

    address: str
    title: str
    site: str = ""
    language: str = ""
    description: str = ""


def read_list(body: bytes) -> tuple[Listed, ...]:
    """The feeds of an OPML file, however deeply they are nested, or of a text with an address a line ("#" begins a
    remark); each once, in order. Of an outline the feed's address is taken. Entities of the file's own are not read.

    Raises ListError for what is too large or no such list.
    """
    if len(body) > MOST_BYTES:
        raise ListError(f"It has more than {MOST_BYTES // 1_000_000} MB. Cut it into smaller lists.")
    text, _ = decode(body, "")
    text = text.lstrip("\ufeff \t\r\n")
    if not text:
        raise ListError("It is empty. Give an OPML file, or a text with an address a line.")
    if text.startswith("<"):
        if _START.search(text) is None and not re.search(r"<opml\b", text, re.IGNORECASE):
            raise ListError(
                "It is neither OPML nor a text with an address a line. Feeds are added with `newsstand add`."
            )
        found = _outlines(text)
    else:
        found = _lines(text)
    every: dict[str, Listed] = {}
    for one in found:
        every.setdefault(canonical(_whole(one.address)) or one.address, one)
        if len(every) > MOST_FEEDS:
            raise ListError(f"It names more than {MOST_FEEDS:,} feeds. Cut it into smaller lists.")
    return tuple(every.values())


def _lines(text: str) -> Iterator[Listed]:
    if "\x00" in text:
        raise ListError("It is no text. Give an OPML file, or a text with an address a line.")
    for line in text.splitlines():
        address = _plain(line)
        if address and not address.startswith("#"):
            yield Listed(address[:LONGEST_LINE])


def _outlines(text: str) -> Iterator[Listed]:
    """Tags are read one by one and no tree is made: depth costs nothing, and a broken tag only itself."""
    text = _without_comments(text)
    at, broken = 0, 0
    while broken < MOST_BROKEN and (start := _START.search(text, at)):
        tag = _OUTLINE.match(text, start.start())
        if tag is None:
            broken += 1
            at = start.end()
            continue
        at = tag.end()
        said = {match[1].lower(): match[2] or match[3] or "" for match in _ATTRIBUTE.finditer(tag[1])}
        address = _FEED_SCHEME.sub(_scheme, _plain(unescape(said.get("xmlurl", ""))))
        if address:
            title = " ".join(_plain(unescape(said.get("title") or said.get("text") or "")).split())
            yield Listed(address[:LONGEST_LINE], title[:LONGEST_TITLE])


def _without_comments(text: str) -> str:
    first, *rest = text.split("<!--")
    # A comment that never ends hides all that follows, as it does for everybody else.
    return first + "".join(part.partition("-->")[2] for part in rest)


def _scheme(found: re.Match[str]) -> str:
    return "" if found.string[found.end() :].lower().startswith("http") else "https:"


def _plain(text: str) -> str:
    return _UNSEEN.sub(" ", text.encode("utf-8", "replace").decode()).strip()


def _whole(address: str) -> str:
    return absolute(address if "://" in address else f"https://{address}", "")


def write_list(feeds: Iterable[Outline], *, title: str, now: datetime) -> str:
    """The feeds as OPML 2.0, in order and without categories. `now` is aware."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<opml version="2.0">',
        "  <head>",
        f"    <title>{_text(title)}</title>",
        f"    <dateCreated>{format_datetime(now)}</dateCreated>",
        "    <docs>http://opml.org/spec2.opml</docs>",
        "  </head>",
        "  <body>",
        *(f"    {_written(feed)}" for feed in feeds),
        "  </body>",
        "</opml>",
    ]
    return "\n".join(lines) + "\n"


def _written(feed: Outline) -> str:
    values = {
        "type": "rss",
        "text": feed.title or feed.address,
        "title": feed.title or feed.address,
        "xmlUrl": feed.address,
        "htmlUrl": feed.site,
        "language": feed.language,
        "description": feed.description,
    }
    return "<outline " + " ".join(f'{name}="{_text(value)}"' for name, value in values.items() if value) + "/>"


def _text(value: str) -> str:
    return escape(" ".join(_NEVER.sub("", value).split()))
