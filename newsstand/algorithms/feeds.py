"""From the bytes that a publisher's feed address answered to a `Feed`, whatever state they are in."""

import re
from typing import Any

from newsstand.algorithms.feedparts.authors import author_names
from newsstand.algorithms.feedparts.decode import decode
from newsstand.algorithms.feedparts.json_feed import read_json
from newsstand.algorithms.feedparts.media import Fields, image_address, whole
from newsstand.algorithms.feedparts.model import Enclosure, Entry, Feed, NotAFeed
from newsstand.algorithms.feedparts.names import XML_LANG, canonical
from newsstand.algorithms.feedparts.refuse import refusal
from newsstand.algorithms.feedparts.text import address
from newsstand.algorithms.feedparts.tree import Tree, find_root, read_tree
from newsstand.algorithms.feedparts.xml_feed import Reader, base_of, fields_of, people, text_of, texts

__all__ = ["Enclosure", "Entry", "Feed", "NotAFeed", "parse"]

Element = Any

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PERIODS = {"hourly": 60, "daily": 1440, "weekly": 10080, "monthly": 43200, "yearly": 525600}
_VERSION = re.compile(r"\d(?:\.\d{1,3}){0,2}\Z")


def parse(body: bytes, *, content_type: str = "", base_url: str = "", most_entries: int = 500) -> Feed:
    """The feed in `body`: RSS 0.9x, 1.0, 2.0, Atom 0.3, 1.0 or JSON Feed 1.0, 1.1.

    `content_type` is the HTTP header, `base_url` the feed's own address; of more than `most_entries` entries the first
    are read. What is wrong with the feed stands in `problems`. Raises `NotAFeed` and nothing else.
    """
    if not body.strip():
        raise NotAFeed("empty", "The answer is empty.")
    text, problems = decode(body, content_type)
    if text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        text = text.lstrip("\ufeff \t\r\n")
        return read_json(text, base_url=base_url, most_entries=most_entries, problems=problems)
    start, name = find_root(text)
    local = name.rpartition(":")[2]
    if start < 0 or local not in {"rss", "rdf", "feed", "channel"}:
        raise refusal(text, name)
    tree = read_tree(text[start:], most_entries)
    if tree is None or not canonical(tree.root):
        raise NotAFeed("xml", f"It starts as a feed (<{name}>) but is too broken to read anything from it.")
    return _feed(tree, base_url, most_entries, problems)


def _feed(tree: Tree, base_url: str, most_entries: int, problems: tuple[str, ...]) -> Feed:
    root = tree.root
    name = canonical(root).rpartition(":")[2]
    atom = name == "feed"
    channel = root if atom or name == "channel" else _channel(root)
    fields = fields_of(channel)
    # RSS 1.0 keeps the picture beside the channel, and broken feeds keep anything there.
    for key, found in fields_of(root).items() if channel is not root else ():
        fields.setdefault(key, found)
    reader = Reader(atom=atom, base=base_url, has_base=tree.has_base, authors=())
    base = base_of(channel, base_url)
    links = fields.get("link", []) + fields.get("atom:link", [])
    site = _site(fields, links, reader, base)
    if atom:
        reader.authors = author_names(people(fields))
    reader.base = base_url or site
    entries = tuple(reader.entry(element) for element in tree.items)
    return Feed(
        format=_format(root, name),
        title=_title(fields, reader),
        site_url=site,
        description=_description(fields, reader),
        language=_language(root, channel, fields),
        icon=_icon(fields, base or site),
        self_url=reader.link(links, base, "self"),
        hubs=tuple(dict.fromkeys(url for link in links if (url := reader.link([link], base, "hub")))),
        ttl_minutes=_ttl(fields),
        skip_hours=_skip_hours(fields),
        skip_days=frozenset(day for text in _listed(fields, "skipdays") if (day := text.strip().title()) in _DAYS),
        entries=entries,
        problems=(*problems, *tree.problems, *_remarks(tree, entries, most_entries)),
    )


def _channel(root: Element) -> Element:
    return next((child for child in root if canonical(child) == "channel"), root)


def _site(fields: Fields, links: list[Element], reader: Reader, base: str) -> str:
    for element in fields.get("link", ()):
        if not element.get("href") and (url := address(element.text, base)):
            return url
    return reader.link(links, base)


def _title(fields: Fields, reader: Reader) -> str:
    elements = (*fields.get("title", ()), *fields.get("dc:title", ()))
    return next((title for element in elements if (title := reader.plain(element))), "")


def _description(fields: Fields, reader: Reader) -> str:
    for name in ("description", "subtitle", "tagline", "info", "dc:description", "itunes:summary", "itunes:subtitle"):
        for element in fields.get(name, ()):
            if text := reader.plain(element):
                return text
    return ""


def _language(root: Element, channel: Element, fields: Fields) -> str:
    language = text_of(fields, "language", "dc:language") or channel.get(XML_LANG) or root.get(XML_LANG) or ""
    return str(language).strip().replace("_", "-")


def _icon(fields: Fields, base: str) -> str:
    for text in texts(fields, "icon", "webfeeds:icon"):
        if url := address(text, base):
            return url
    for name in ("image", "logo", "itunes:image", "googleplay:image", "webfeeds:logo"):
        for element in fields.get(name, ()):
            if url := image_address(element, base):
                return url
    return ""


def _format(root: Element, name: str) -> str:
    namespace = root.tag[1:].partition("}")[0] if root.tag.startswith("{") else ""
    version = (root.get("version") or "").strip()
    if name == "feed":
        old = version.startswith("0.") or "purl.org/atom" in namespace or "necho" in namespace
        return "atom 0.3" if old else "atom 1.0"
    if name == "rdf":
        spaces = {str(uri).lower() for element in (root, *root[:1]) for uri in element.nsmap.values()}
        return "rss 0.90" if any("netscape.com/rdf/simple/0.9" in uri for uri in spaces) else "rss 1.0"
    return f"rss {version}" if _VERSION.match(version) else "rss"


def _ttl(fields: Fields) -> int | None:
    minutes = whole(text_of(fields, "ttl"))
    if minutes is not None:
        return minutes or None
    period = _PERIODS.get(text_of(fields, "sy:updateperiod").lower())
    times = whole(text_of(fields, "sy:updatefrequency")) or 1
    return max(1, period // times) if period else None


def _skip_hours(fields: Fields) -> frozenset[int]:
    """Hours from 0 to 23; the first RSS counted from 1 to 24."""
    hours = (whole(text) for text in _listed(fields, "skiphours"))
    return frozenset(hour % 24 for hour in hours if hour is not None and hour <= 24)


def _listed(fields: Fields, name: str) -> list[str]:
    return [child.text or "" for element in fields.get(name, ()) for child in element]


def _remarks(tree: Tree, entries: tuple[Entry, ...], most_entries: int) -> list[str]:
    """Sentences on what the publisher should mend."""
    remarks = []
    if tree.total > most_entries:
        remarks.append(f"The feed has {tree.total} entries; the first {most_entries} were read.")
    if not entries:
        remarks.append("The feed has no entries.")
        return remarks
    count = len(entries)
    for what, missing in (
        ("address", sum(not entry.url for entry in entries)),
        ("guid", sum(not entry.guid for entry in entries)),
        ("date", sum(entry.published is None and entry.updated is None for entry in entries)),
        ("title", sum(not entry.title for entry in entries)),
    ):
        if missing:
            remarks.append(f"{missing} of {count} entries have no {what}.")
    guids = [entry.guid for entry in entries if entry.guid]
    if len(set(guids)) < len(guids):
        remarks.append(f"{len(guids) - len(set(guids))} entries repeat the guid of another.")
    return remarks
