"""The known attacks of ../shared/data, each with a name that a failing test can give."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils.html import escape

FILES = (("xss-dompurify.json", "title", "payload"), ("xss-html5lib.json", "name", "input"))


@dataclass(frozen=True, slots=True)
class Attack:
    """One case: `name` says which of which file, `text` is what the attacker writes."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Pack:
    """Several attacks that stand in one text, a line or more each, for places where every text is shown as words."""

    attacks: tuple[Attack, ...]

    @property
    def name(self) -> str:
        return "; ".join(one.name for one in self.attacks)

    @property
    def text(self) -> str:
        return "\n".join(one.text for one in self.attacks)

    def at_large(self, html: str) -> list[str]:
        """The attacks that stand in a page as they were written, or that it does not hold as words.

        One that swallows what follows it, as an opened comment does, would hide the others from a parser: each is
        looked for by itself.
        """
        page = in_print(html)
        return [one.name for one in self.attacks if not all(is_in_words(line, page) for line in lines_of(one.text))]


def lines_of(text: str) -> list[str]:
    return [in_print(line) for line in kept(text).splitlines()]


def in_print(text: str) -> str:
    """Without spaces and what is not seen, of which forms leave some out."""
    return "".join(one for one in text if one.isprintable() and one != " ")


def is_in_words(line: str, page: str) -> bool:
    """Whether a line of an attack is in a page escaped, and nowhere as it was written; both as `in_print` has them."""
    # What is shorter than this our own pages hold as well: "<p>", "-->".
    is_markup = "<" in line and len(line) > 12
    return escape(line) in page and not (is_markup and line in page)


def kept(text: str) -> str:
    """As it may stand in a column: PostgreSQL takes no NUL."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def packed(attacks: Iterable[Attack], most: int) -> list[Pack]:
    """All attacks in texts of at most so many characters; what is longer alone is alone."""
    packs: list[list[Attack]] = [[]]
    room = most
    for one in sorted(attacks, key=lambda one: len(one.text)):
        if len(one.text) + 1 > room and packs[-1]:
            packs.append([])
            room = most
        packs[-1].append(one)
        room -= len(one.text) + 1
    return [Pack(tuple(one)) for one in packs if one]


def load(data: Path) -> list[Attack]:
    """All cases; the test is skipped, and says so, where the data is absent."""
    found = []
    for file, name, text in FILES:
        path = data / file
        if not path.is_file():
            pytest.skip(f"{path} is absent; see the README beside it")
        cases = json.loads(path.read_text(encoding="utf-8"))
        found += [Attack(f"{file} {at} ({case.get(name, 'no title')})", case[text]) for at, case in enumerate(cases)]
    return found
