"""Thousands of feeds made of the real ones: each with words, guids and addresses of its own, as large as they are."""

import random
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bench.feed_host import bodies

_ITEM = re.compile(rb"<(item|entry)[\s>].*?</\1>", re.DOTALL)
_ADDRESS = re.compile(rb"https?://[^\s<>\"'&/]+")
_VOCABULARY = re.compile(rb"xmlns[\w:.-]*\s*=\s*[\"']\Z")
_DATE = rb"<(?:pubDate|published|updated|modified|issued|created|\w+:\w*[dD]ate)\b[^>]*>[^<]*(?=</)"
_NAME = rb"(?P<name><(?:guid|id)\b[^>]*>(?:<!\[CDATA\[)?[^<\]]*)"
_PART = re.compile(
    _NAME + rb"|" + _DATE + rb"|<!\[CDATA\[|\]\]>|(?P<tag><[^>]*>|&lt;(?:(?!&gt;).){1,4000}&gt;)|&\#?\w+;", re.DOTALL
)
_WORD = re.compile(rb"https?://[^\s<>\"'&/]+|[a-z]{3,}|(?:[\x80-\xff]+[^\x80-\xff<]{0,2}){5}")
_LETTERS = string.ascii_lowercase.encode()
OWN = b"\x01"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a real feed: what all feeds made of it share, and between that the words that each has for itself.

    OWN stands where each has its number.
    """

    shared: tuple[bytes, ...]
    own: bytes

    def written(self, number: int) -> bytes:
        """The stretch as the feed or entry of this number has it."""
        words = self.own.translate(letters(number)).replace(OWN, b"-n%d" % number).split(b"\0")
        pieces = [b""] * (len(self.shared) + len(words))
        pieces[::2], pieces[1::2] = self.shared, words
        return b"".join(pieces[: 2 * len(self.shared) - 1])


@dataclass(frozen=True, slots=True)
class Template:
    """A real feed, taken apart."""

    head: bytes
    entries: tuple[Part, ...]
    tail: bytes

    def feed(self, number: int, most_entries: int | None, *, changed: bool) -> bytes:
        """The feed of this number. One that has changed begins with an entry that was not in it before."""
        entries = [part.written(number) for part in self.entries[:most_entries]]
        if changed:
            entries.insert(0, self.entries[0].written(10_000_000 + number))
        return b"".join([self.head, *entries, self.tail])


def letters(number: int) -> bytes:
    """A table that exchanges letters, another one for each number."""
    mixed = bytearray(_LETTERS)
    random.Random(number).shuffle(mixed)
    return bytes.maketrans(_LETTERS, bytes(mixed))


@cache
def templates() -> tuple[Template, ...]:
    """The real feeds that have entries in XML."""
    return tuple(template for body in bodies().values() if (template := taken_apart(body)) is not None)


def taken_apart(body: bytes) -> Template | None:
    """A real feed as a template; None for one without entries."""
    found = list(_ITEM.finditer(body))
    if not found:
        return None
    return Template(body[: found[0].start()], tuple(part_of(each.group()) for each in found), body[found[-1].end() :])


def part_of(entry: bytes) -> Part:
    """An entry as a part: its words of three letters and more are its own, and so are its guid and all addresses."""
    shared, own = [b""], []
    for text, word in pieces(entry):
        shared[-1] += text
        if word:
            own.append(word)
            shared.append(b"")
    return Part(tuple(shared), b"\0".join(own))


def pieces(entry: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(what is shared, what follows it and is not)."""
    here = 0
    for found in _PART.finditer(entry):
        yield from words(entry[here : found.start()])
        here = found.end()
        if found["name"]:
            yield found.group(), OWN
        elif found["tag"]:
            yield from addresses(found.group())
        else:
            yield found.group(), b""
    yield from words(entry[here:])


def addresses(tag: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The addresses in a tag, apart from the names of XML's vocabularies."""
    here = 0
    for found in _ADDRESS.finditer(tag):
        if _VOCABULARY.search(tag[: found.start()]):
            continue
        yield tag[here : found.end()], b"/" + OWN
        here = found.end()
    yield tag[here:], b""


def words(text: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The words of a text; in scripts that are not ours, a number every few words; its addresses."""
    here = 0
    for found in _WORD.finditer(text):
        word = found.group()
        if word.startswith(b"http"):
            yield text[here : found.end()], b"/" + OWN
        elif word[0] >= 0x80:
            yield text[here : found.end()], OWN + b" "
        else:
            yield text[here : found.start()], word
        here = found.end()
    yield text[here:], b""
