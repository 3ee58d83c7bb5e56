"""Dirty HTML in, an article's safe text out; and plain text in both directions."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from types import MappingProxyType

from lxml import etree

from newsstand.algorithms.html_blocks import Block, figures, leaves, text_of, to_html
from newsstand.algorithms.html_figures import without_twins
from newsstand.algorithms.html_foreign import spelled_out
from newsstand.algorithms.html_pictures import picture_key
from newsstand.algorithms.html_reader import Reader, Rules
from newsstand.algorithms.html_safe import stored, tree_of
from newsstand.algorithms.html_tame import tame
from newsstand.algorithms.html_unwanted import without_beginning, without_end
from newsstand.algorithms.mentions_of_people import find
from newsstand.algorithms.urls import absolute

_INLINE = frozenset(
    {
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins",
        "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
        "var", "wbr", "label",
    }
)  # fmt: skip
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
_ADDRESS = re.compile(r"https?://[^\s<>\"“”«»]+", re.IGNORECASE)
NOBODY: Mapping[str, str] = MappingProxyType({})
_WORD = re.compile(r"\w[\w'’.-]*")
_ASCII_WORD = re.compile(r"[a-zA-Z0-9_][a-zA-Z0-9_'.-]*")
_CHINESE_OR_JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of an article: absolute address, alt text, caption as plain text, size in pixels where known."""

    url: str
    alt: str
    caption: str
    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True)
class Body:
    """An article's text: safe HTML, readable text (a block a line, no captions), pictures in order, word count."""

    html: str
    text: str
    pictures: tuple[Picture, ...]
    words: int


def clean(dirty: str, *, base_url: str, headline: str = "", lead_picture: str = "") -> Body:
    """The article that dirty HTML holds, as HTML that cannot run anything.

    Addresses are resolved against `base_url`. A leading heading that repeats `headline` and a leading copy of the
    picture at `lead_picture` (an absolute address) are left out of the HTML; that picture still stands in `pictures`,
    with its caption. Cleaning the result again changes nothing. Never raises for any string.
    """
    blocks = read_blocks(dirty, base_url)
    shown = _pictures(blocks)
    return body_of(without_end(without_beginning(blocks, headline, lead_picture)), shown)


def read_blocks(dirty: str, base_url: str) -> tuple[Block, ...]:
    """The blocks that dirty HTML holds, not yet trimmed."""
    return without_twins(Reader(Rules(base_url)).read(tree_of(tame(spelled_out(dirty)))), picture_key)


def body_of(blocks: tuple[Block, ...], pictures: tuple[Picture, ...] | None = None) -> Body:
    """The blocks as a stored article's body."""
    text = "\n".join(
        text_of(leaf.runs).replace("\n", " ") if leaf.tag != "pre" else text_of(leaf.runs) for leaf in leaves(blocks)
    )
    return Body(stored(to_html(blocks)), text, _pictures(blocks) if pictures is None else pictures, count_words(text))


def _pictures(blocks: tuple[Block, ...]) -> tuple[Picture, ...]:
    found: dict[str, Picture] = {}
    for figure in figures(blocks):
        caption = text_of(figure.caption)
        if figure.src not in found or (caption and not found[figure.src].caption):
            found[figure.src] = Picture(figure.src, figure.alt, caption, figure.width, figure.height)
    return tuple(found.values())


def count_words(text: str) -> int:
    """How many words a reader reads; two characters of Chinese or Japanese count as one word."""
    apart, characters = (text, 0) if text.isascii() else _CHINESE_OR_JAPANESE.subn(" ", text)
    return len((_ASCII_WORD if apart.isascii() else _WORD).findall(apart)) + (characters + 1) // 2


def plain(html: str) -> str:
    """The readable text of HTML in one line: no tags, references resolved, white space collapsed."""
    if "<" not in html and "&" not in html:
        return " ".join(_CONTROLS.sub("", html).split())
    pieces: list[str] = []
    for event, element in etree.iterwalk(tree_of(tame(html)), events=("start", "end")):
        inline = element.tag in _INLINE
        if event == "start":
            pieces.append((element.text or "") if inline else f" {element.text or ''}")
        else:
            pieces.append((element.tail or "") if inline else f" {element.tail or ''}")
    return " ".join("".join(pieces).split())


def plain_to_html(text: str) -> str:
    """Plain text as HTML: paragraphs at empty lines, line breaks kept, everything escaped."""
    return "\n".join(
        f"<p>{'<br>'.join(escape(line, quote=False) for line in lines)}</p>" for lines in _paragraphs(text)
    )


def comment_html(text: str, people: Mapping[str, str] = NOBODY) -> str:
    """A reader's plain text as HTML: escaped, paragraphs, http and https addresses as links; nothing else.

    `people` gives the path of a page for each name (as `mentions_of_people.key_of`) that is a link behind an @.
    """
    return "\n".join(f"<p>{'<br>'.join(_linked(line, people) for line in lines)}</p>" for lines in _paragraphs(text))


def _paragraphs(text: str) -> list[list[str]]:
    even = unicodedata.normalize("NFC", _CONTROLS.sub("", re.sub(r"\r\n?|[\u2028\x85]", "\n", text)))
    parts = re.split(r"\n[^\S\n]*\n\s*|\u2029", even)
    return [lines for part in parts if (lines := [" ".join(line.split()) for line in part.split("\n") if line.strip()])]


def _linked(line: str, people: Mapping[str, str]) -> str:
    written, here = [], 0
    for found in _ADDRESS.finditer(line):
        shown = _without_punctuation(found.group())
        address = absolute(shown, "")
        if not address:
            continue
        end = found.start() + len(shown)
        link = f'<a href="{escape(address)}" rel="nofollow ugc noopener">{escape(shown, quote=False)}</a>'
        written += [_named(line[here : found.start()], people), link]
        here = end
    return "".join([*written, _named(line[here:], people)])


def _named(words: str, people: Mapping[str, str]) -> str:
    """Words without a web address, escaped, with the people in them as links."""
    written, here = [], 0
    for one in find(words, people) if people and "@" in words else ():
        link = f'<a href="{escape(people[one.key])}">{escape(words[one.start : one.end], quote=False)}</a>'
        written += [escape(words[here : one.start], quote=False), link]
        here = one.end
    return "".join([*written, escape(words[here:], quote=False)])


def _without_punctuation(address: str) -> str:
    left = {closing: address.count(closing) - address.count(opening) for closing, opening in (")(", "][", "}{")}
    end = len(address)
    while end and address[end - 1] in ".,;:!?'’*_)]}":
        last = address[end - 1]
        if last in left:
            # A bracket that was opened in the address belongs to it.
            if left[last] <= 0:
                break
            left[last] -= 1
        end -= 1
    return address[:end]
