"""From an element tree to a feed: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, and what they borrow from each other."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from newsstand.algorithms.feedparts.authors import author_names
from newsstand.algorithms.feedparts.dates import parse_date
from newsstand.algorithms.feedparts.media import Fields, enclosures_of, picture_of
from newsstand.algorithms.feedparts.model import Entry
from newsstand.algorithms.feedparts.named import named_in
from newsstand.algorithms.feedparts.names import RDF_ABOUT, XML_BASE, XML_LANG, canonical
from newsstand.algorithms.feedparts.text import absolute, address, construct, inner, join, paragraphs, plain

Element = Any

# Groups whose children count as the entry's own.
_GROUPS = frozenset({"media:group", "media:content"})
_PUBLISHED = ("pubdate", "published", "issued", "dcterms:issued", "dcterms:created", "created", "dc:date", "date")
_UPDATED = ("updated", "modified", "dcterms:modified", "lastbuilddate")


def fields_of(element: Element, *, nested: bool = True) -> Fields:
    """The children of an entry or a channel by name; Atom's own names come without a prefix."""
    fields: Fields = {}
    _collect(element, fields, nested)
    return fields


def _collect(element: Element, fields: Fields, nested: bool) -> None:
    for child in element:
        name = canonical(child)
        if name.startswith("atom:") and name != "atom:link":
            name = name[5:]
        # An entry inside an entry is the trace of a tag that was never closed; it is read for itself.
        if name in {"item", "entry"} or not name:
            continue
        fields.setdefault(name, []).append(child)
        if nested and name in _GROUPS:
            _collect(child, fields, nested)


def base_of(element: Element, base: str) -> str:
    """The address that relative ones inside `element` start from: `xml:base` all the way up, then `base`."""
    chain = [element.get(XML_BASE), *(parent.get(XML_BASE) for parent in element.iterancestors())]
    for value in reversed(chain):
        if value:
            base = join(base, value)
    return base


def text_of(fields: Fields, *names: str) -> str:
    """The first text among the named fields that is not empty, as it stands."""
    return next(texts(fields, *names), "")


def texts(fields: Fields, *names: str) -> Iterator[str]:
    """Every text among the named fields that is not empty."""
    for name in names:
        for element in fields.get(name, ()):
            if text := (element.text or "").strip() or (inner(element).strip() if len(element) else ""):
                yield text


class Reader:
    """What is the same for all entries of one document: its dialect, its addresses and its own authors."""

    def __init__(self, *, atom: bool, base: str, has_base: bool, authors: tuple[str, ...]) -> None:
        self.atom = atom
        self.base = base
        self.has_base = has_base
        self.authors = authors

    def entry(self, element: Element) -> Entry:
        """One entry, with "" and None for what it does not say."""
        fields = fields_of(element)
        base = base_of(element, self.base) if self.has_base else self.base
        links = fields.get("link", []) + fields.get("atom:link", [])
        enclosures = enclosures_of(fields, links, base)
        image, alt, credit = picture_of(fields, enclosures, base)
        summary, content = self._bodies(fields, base)
        return Entry(
            guid=self._guid(element, fields, base),
            url=self._url(fields, links, base),
            title=self._title(fields),
            summary=summary,
            content=content,
            authors=self._authors(fields),
            published=_first_date(fields, _PUBLISHED),
            updated=_first_date(fields, _UPDATED),
            categories=_categories(fields),
            image=image,
            image_alt=alt,
            image_credit=credit,
            language=(text_of(fields, "dc:language", "language") or element.get(XML_LANG) or "").strip(),
            enclosures=enclosures,
            named=named_in(fields),
        )

    def _guid(self, element: Element, fields: Fields, base: str) -> str:
        about = element.get(RDF_ABOUT) or element.get("rdf:about") or element.get("about") or ""
        guid = text_of(fields, "guid", "id", "dc:identifier") or str(about).strip()
        # A relative id is unique only within its base; without xml:base it stays what the publisher wrote.
        return join(base, guid) if self.atom and self.has_base and guid and ":" not in guid else guid

    def _url(self, fields: Fields, links: list[Element], base: str) -> str:
        """The article's address: FeedBurner's original, the link, a permanent guid, whatever else links to a page."""
        for element in fields.get("feedburner:origlink", ()):
            if url := address(element.text, base):
                return url
        for element in fields.get("link", ()):
            if not element.get("href") and (url := self._address(element, element.text, base)):
                return url
        if url := self.link(links, base):
            return url
        for element in fields.get("guid", ()):
            if (element.get("isPermaLink") or "").strip().lower() != "false":
                text = (element.text or "").strip()
                if text.startswith(("http://", "https://")) and (url := address(text, base)):
                    return url
        return address(text_of(fields, "id"), "") if self.atom else ""

    def link(self, links: list[Element], base: str, rel: str = "alternate") -> str:
        """The address of the first link with relation `rel`; a page is preferred to other types."""
        fitting = [link for link in links if link.get("href") and rel in _rels(link)]
        fitting.sort(key=lambda link: "html" not in (link.get("type") or "html"))
        return next((url for link in fitting if (url := self._address(link, link.get("href"), base))), "")

    def _address(self, element: Element, value: str | None, base: str) -> str:
        return address(value, base_of(element, self.base) if self.has_base else base)

    def _title(self, fields: Fields) -> str:
        for element in (*fields.get("title", ()), *fields.get("dc:title", ()), *fields.get("itunes:title", ())):
            if title := self.plain(element):
                return title
        return next((title for element in fields.get("media:title", ()) if (title := plain(inner(element)))), "")

    def plain(self, element: Element) -> str:
        """An element's text as one plain line, by the rules of its dialect."""
        if self.atom or element.get("mode") or element.get("type"):
            return plain(construct(element)[0])
        return plain(inner(element))

    def html(self, element: Element, base: str) -> tuple[str, bool]:
        """An element's text as HTML with absolute addresses, and whether it was plain text."""
        own = base_of(element, self.base) if self.has_base else base
        if self.atom or canonical(element).startswith("atom:"):
            html, is_plain = construct(element)
        else:
            html, is_plain = inner(element).strip(), False
        return absolute(html, own), is_plain

    def _bodies(self, fields: Fields, base: str) -> tuple[str, str]:
        summary = self._first_html(fields, base, "description", "summary", "itunes:summary", "media:description")[0]
        names = ("content:encoded", "content", "xhtml:body", "body", "xhtml:div", "fullitem", "encoded")
        content, is_plain = self._first_html(fields, base, *names)
        if is_plain:
            content = paragraphs(plain_lines(content))
        if not summary:
            summary = self._first_html(fields, base, "dc:description", "abstract", "itunes:subtitle", "tagline")[0]
        return summary, content

    def _first_html(self, fields: Fields, base: str, *names: str) -> tuple[str, bool]:
        for name in names:
            for element in fields.get(name, ()):
                html, is_plain = self.html(element, base)
                if html:
                    return html, is_plain
        return "", False

    def _authors(self, fields: Fields) -> tuple[str, ...]:
        names = author_names(people(fields)) or author_names(texts(fields, "dc:creator", "dc:author"))
        names = names or author_names(texts(fields, "dcterms:creator", "itunes:author", "dc:contributor"))
        if not names:
            for source in fields.get("source", ()):
                names = author_names(people(fields_of(source)))
        return names or self.authors


def plain_lines(html: str) -> str:
    """The text that `construct` escaped, with its line ends."""
    return html.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def people(fields: Fields) -> Iterator[str]:
    """The text of each `<author>`: its name where it has one, or all of it."""
    for element in fields.get("author", ()):
        if not len(element):
            yield element.text or ""
            continue
        parts = fields_of(element)
        named = parts.keys() & {"name", "title", "email", "uri", "url", "homepage"}
        yield text_of(parts, "name", "title") if named else inner(element)


def _rels(link: Element) -> set[str]:
    rel = (link.get("rel") or "").strip().lower()
    return set(rel.split()) or {"alternate"}


def _first_date(fields: Fields, names: tuple[str, ...]) -> datetime | None:
    return next((moment for text in texts(fields, *names) if (moment := parse_date(text))), None)


def _categories(fields: Fields) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for element in (*fields.get("category", ()), *fields.get("dc:subject", ())):
        name = plain(element.get("label") or element.get("term") or inner(element))
        if name:
            found[name] = None
    return tuple(found)
