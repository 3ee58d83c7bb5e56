"""A list of articles as RSS 2.0, Atom 1.0 and JSON Feed 1.1, for other programs to read."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import Any

from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
XML = "http://www.w3.org/XML/1998/namespace"
JSON_FEED = "https://jsonfeed.org/version/1.1"
# What XML 1.0 cannot hold in any form, and half characters, which UTF-8 cannot.
_NEVER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEVER_PUBLISHED = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who wrote, and the whole address of their page."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One article. Addresses are whole; times are aware.

    `id` never changes. `html` is the whole text of an article that is ours to pass on; "" for a syndicated copy, which
    gives its `summary` (plain text) and `attribution` alone. `picture` is of the type `picture_type`. `licence` is a
    line for people, `licence_url` the whole address of the licence, of the type `licence_type` ("" for a page). `notes`
    are its corrections, each a line.
    """

    id: str
    url: str
    title: str
    summary: str
    html: str
    attribution: str
    authors: tuple[Person, ...]
    published: datetime
    updated: datetime
    categories: tuple[str, ...]
    picture: str
    picture_type: str
    language: str
    licence: str = ""
    licence_url: str = ""
    licence_type: str = ""
    notes: tuple[str, ...] = ()

    def shown(self) -> str:
        """What a reader's program shows: HTML, corrections first, with where it is from at its end."""
        notes = "".join(f"<p><strong>{escape(note)}</strong></p>" for note in self.notes)
        text = notes + (self.html or (f"<p>{escape(self.summary)}</p>" if self.summary else ""))
        source = f'<p>{escape(self.attribution)} <a href="{escape(self.url)}">Read it here</a>.</p>'
        return text + (source if self.attribution else "")

    def licence_link(self) -> dict[str, str]:
        """The attributes of a link to the licence; empty where there is none."""
        if not self.licence_url:
            return {}
        kind = {"type": self.licence_type} if self.licence_type else {}
        return {"rel": "license", "href": self.licence_url, **kind}


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A feed of ours: its own address, the page that it follows, what it is called, and its entries, newest first.

    `hub` is the whole address of what tells others when it changes.
    """

    url: str
    page: str
    title: str
    about: str
    language: str
    entries: Sequence[Entry]
    hub: str = ""

    @property
    def updated(self) -> datetime:
        """When the newest change in it was."""
        return max((entry.updated for entry in self.entries), default=_NEVER_PUBLISHED)


def clean(text: str) -> str:
    """The text without what XML cannot hold."""
    return _NEVER.sub("", text)


def rss(feed: Outgoing) -> bytes:
    """The feed as RSS 2.0, in UTF-8."""
    root = etree.Element("rss", nsmap={"atom": ATOM, "content": CONTENT, "dc": DC})
    root.set("version", "2.0")
    channel = etree.SubElement(root, "channel")
    add(channel, "title", feed.title)
    add(channel, "link", feed.page)
    add(channel, "description", feed.about or feed.title)
    add(channel, "language", feed.language)
    add(channel, f"{{{ATOM}}}link", href=feed.url, rel="self", type="application/rss+xml")
    if feed.hub:
        add(channel, f"{{{ATOM}}}link", href=feed.hub, rel="hub")
    if feed.entries:
        add(channel, "lastBuildDate", format_datetime(feed.updated))
    for entry in feed.entries:
        add_item(channel, entry)
    return written(root)


def add_item(channel: Any, entry: Entry) -> None:
    item = etree.SubElement(channel, "item")
    add(item, "title", entry.title)
    add(item, "link", entry.url)
    add(item, "guid", entry.id, isPermaLink="true")
    add(item, "pubDate", format_datetime(entry.published))
    for author in entry.authors:
        add(item, f"{{{DC}}}creator", author.name)
    for category in entry.categories:
        add(item, "category", category)
    if entry.licence:
        add(item, f"{{{DC}}}rights", entry.licence)
    if entry.licence_url:
        add(item, f"{{{ATOM}}}link", **entry.licence_link())
    if entry.html:
        # Readers take it for HTML.
        add(item, "description", escape(entry.summary, quote=False))
        add(item, f"{{{CONTENT}}}encoded", entry.shown())
    else:
        add(item, "description", entry.shown())
    if entry.picture:
        # The length is wanted and not known before somebody asks for the picture: 0 says so.
        add(item, "enclosure", url=entry.picture, type=entry.picture_type, length="0")


def atom(feed: Outgoing) -> bytes:
    """The feed as Atom 1.0, in UTF-8."""
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    root.set(f"{{{XML}}}lang", clean(feed.language))
    add_atom(root, "id", feed.url)
    add_atom(root, "title", feed.title)
    if feed.about:
        add_atom(root, "subtitle", feed.about)
    add_atom(root, "updated", stamp(feed.updated))
    add_atom(root, "link", rel="self", type="application/atom+xml", href=feed.url)
    add_atom(root, "link", rel="alternate", type="text/html", href=feed.page)
    if feed.hub:
        add_atom(root, "link", rel="hub", href=feed.hub)
    for entry in feed.entries:
        add_entry(root, entry, feed.title)
    return written(root)


def add_entry(root: Any, entry: Entry, fallback_author: str) -> None:
    node = etree.SubElement(root, f"{{{ATOM}}}entry")
    if entry.language:
        node.set(f"{{{XML}}}lang", clean(entry.language))
    add_atom(node, "id", entry.id)
    add_atom(node, "title", entry.title)
    add_atom(node, "link", rel="alternate", type="text/html", href=entry.url)
    add_atom(node, "published", stamp(entry.published))
    add_atom(node, "updated", stamp(entry.updated))
    # Atom wants an author; where no byline is, the feed itself speaks.
    for author in entry.authors or (Person(fallback_author, ""),):
        person = add_atom(node, "author")
        add_atom(person, "name", author.name)
        if author.url:
            add_atom(person, "uri", author.url)
    for category in entry.categories:
        add_atom(node, "category", term=category)
    if entry.licence:
        add_atom(node, "rights", entry.licence)
    if entry.licence_url:
        add_atom(node, "link", **entry.licence_link())
    if entry.html:
        add_atom(node, "summary", entry.summary, type="text")
        add_atom(node, "content", entry.shown(), type="html")
    else:
        add_atom(node, "summary", entry.shown(), type="html")
    if entry.picture:
        add_atom(node, "link", rel="enclosure", type=entry.picture_type, href=entry.picture)


def json_feed(feed: Outgoing) -> bytes:
    """The feed as JSON Feed 1.1, in UTF-8."""
    data = {
        "version": JSON_FEED,
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.url,
        "description": feed.about,
        "language": feed.language,
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
        "items": [json_item(entry) for entry in feed.entries],
    }
    return json.dumps(filled(data), ensure_ascii=False, indent=1).encode("utf-8", "ignore")


def json_item(entry: Entry) -> dict[str, Any]:
    attachment = {"url": entry.picture, "mime_type": entry.picture_type}
    item = {
        "id": entry.id,
        "url": entry.url,
        "title": clean(entry.title),
        "content_html": clean(entry.shown()),
        "summary": clean(entry.summary),
        "image": entry.picture,
        "date_published": stamp(entry.published),
        "date_modified": stamp(entry.updated),
        "authors": [filled({"name": clean(author.name), "url": author.url}) for author in entry.authors],
        "tags": [clean(category) for category in entry.categories],
        "language": entry.language,
        "attachments": [attachment] if entry.picture else [],
        # Ours, as JSON Feed wants it: it has no word for licences.
        "_licence": filled({"line": clean(entry.licence), **entry.licence_link()}),
    }
    # An item without content is no item, even when there is nothing to say.
    return {"content_html": "", **filled(item)}


def filled(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in ("", [], {}) or key == "items"}


def stamp(when: datetime) -> str:
    """2026-11-22T09:30:00Z"""
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def add(parent: Any, name: str, text: str = "", **attributes: str) -> Any:
    """A new element under `parent`, with text and attributes that XML can hold."""
    node = etree.SubElement(parent, name, {key: clean(value) for key, value in attributes.items()})
    node.text = clean(text) or None
    return node


def add_atom(parent: Any, name: str, text: str = "", **attributes: str) -> Any:
    return add(parent, f"{{{ATOM}}}{name}", text, **attributes)


def written(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))
