"""What the head of a web page says: its base, its metas, its icon, its language."""

import re
from collections.abc import Iterator
from functools import cached_property

from lxml import html

from newsstand.algorithms.urls import absolute

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_LONGEST = 2000


class Head:
    """A page's metas and links, with addresses resolved against its base."""

    def __init__(self, tree: html.HtmlElement, url: str) -> None:
        self.tree = tree
        named = next((element.get("href") for element in tree.iter("base") if element.get("href")), "")
        self.base = absolute(named, url) or url
        self._metas: dict[str, list[str]] = {}
        for meta in tree.iter("meta"):
            name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
            value = one_line(meta.get("content") or "")
            if name and value:
                self._metas.setdefault(name.strip().lower(), []).append(value)

    def meta(self, *names: str) -> str:
        """The first value of the first of these metas that has one; "" when none has."""
        return next((values[0] for name in names if (values := self._metas.get(name))), "")

    def metas(self, *names: str) -> list[str]:
        """Every value of these metas."""
        return [value for name in names for value in self._metas.get(name, ())]

    def address(self, *names: str) -> str:
        """The first of these metas that holds a web address, made absolute."""
        return next((found for value in self.metas(*names) if (found := absolute(value, self.base))), "")

    @cached_property
    def links(self) -> list[tuple[frozenset[str], str, html.HtmlElement]]:
        """Every link element with a web address: its rel words, the address, the element."""
        return list(self._links())

    def _links(self) -> Iterator[tuple[frozenset[str], str, html.HtmlElement]]:
        for link in self.tree.iter("link"):
            address = absolute(link.get("href") or "", self.base)
            if address:
                yield frozenset((link.get("rel") or "").lower().split()), address, link

    def linked(self, rel: str) -> str:
        """The address of the first link element with this rel."""
        return next((address for rels, address, _ in self.links if rel in rels), "")

    def languages(self) -> list[tuple[str, str]]:
        """What the page says of its language, as it is written, and where."""
        root, body = self.tree.getroottree().getroot(), self.tree.find("body")
        names = ("lang", "xml:lang", "{http://www.w3.org/XML/1998/namespace}lang")
        said = [*(root.get(name) for name in names), body.get("lang") if body is not None else None]
        found = [(value, "the page's lang") for value in said if value]
        for name in ("og:locale", "content-language", "language", "dc.language", "inlanguage"):
            where = f"OpenGraph {name}" if name == "og:locale" else f"meta {name}"
            found += [(value, where) for value in self.metas(name)]
        return found

    def language(self) -> str:
        """The page's language as a BCP 47 tag, "" when it does not say."""
        return next((tag for value, _ in self.languages() if (tag := language_tag(value))), "")

    def icon(self) -> str:
        """The address of the largest icon that the page names; "/favicon.ico" of its host when it names none."""
        best = (0, "")
        for rels, address, link in self.links:
            size = _icon_size(rels, link.get("sizes") or "", address)
            if size > best[0]:
                best = (size, address)
        return best[1] or absolute("/favicon.ico", self.base)


def _icon_size(rels: frozenset[str], sizes: str, address: str) -> int:
    touch = rels & {"apple-touch-icon", "apple-touch-icon-precomposed"}
    if not touch and "icon" not in rels:
        return 0
    if address.lower().partition("?")[0].endswith(".svg"):
        # Pictures are served as pixels: an SVG is the last choice.
        return 1
    found = [int(number) for number in re.findall(r"(\d{1,4})x\d{1,4}", sizes.lower())]
    return max(found, default=180 if touch else 16) + 1


def language_tag(said: str) -> str:
    """A language as pages write it ("en_US", "EN-us", "en,fr") as a BCP 47 tag; "" when it is none."""
    first = said.strip().split(",")[0].split(".")[0].strip().replace("_", "-")
    if not _LANGUAGE.fullmatch(first):
        return ""
    language, *rest = first.split("-")
    return "-".join(
        [
            language.lower(),
            *(part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part for part in rest),
        ]
    )


def one_line(text: str) -> str:
    """Text with white space collapsed, at most 2,000 characters."""
    return " ".join(text.split())[:_LONGEST]
