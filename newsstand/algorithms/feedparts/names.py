"""One name for each element, whatever prefix, address or case a feed gives its namespace."""

from typing import Any

_ADDRESSES = {
    "": (
        "http://backend.userland.com/rss",
        "http://backend.userland.com/rss2",
        "http://backend.userland.com/rss091",
        "http://blogs.law.harvard.edu/tech/rss",
        "http://cyber.law.harvard.edu/rss/rss.html",
        "http://purl.org/rss/1.0",
        "http://purl.org/net/rss1.1",
        "http://my.netscape.com/rdf/simple/0.9",
        "http://my.netscape.com/rdf/simple/0.91",
        "http://channel.netscape.com/rdf/simple/0.9",
        "http://my.netscape.com/publish/formats/rss-0.91.dtd",
    ),
    "atom": ("http://www.w3.org/2005/atom", "http://purl.org/atom/ns", "http://example.com/necho"),
    "georss": ("http://www.georss.org/georss", "http://www.georss.org/georss/10"),
    "geo": ("http://www.w3.org/2003/01/geo/wgs84_pos",),
    "dc": ("http://purl.org/dc/elements/1.1", "http://purl.org/dc/elements/1.0"),
    "dcterms": ("http://purl.org/dc/terms",),
    "content": ("http://purl.org/rss/1.0/modules/content",),
    "media": (
        "http://search.yahoo.com/mrss",
        "http://search.yahoo.com/rss",
        "http://video.search.yahoo.com/mrss",
        "http://www.rssboard.org/media-rss",
    ),
    "itunes": ("http://www.itunes.com/dtds/podcast-1.0.dtd", "http://example.com/dtds/podcast-1.0.dtd"),
    "feedburner": ("http://rssnamespace.org/feedburner/ext/1.0",),
    "xhtml": ("http://www.w3.org/1999/xhtml",),
    "rdf": ("http://www.w3.org/1999/02/22-rdf-syntax-ns",),
    "sy": ("http://purl.org/rss/1.0/modules/syndication",),
    "webfeeds": ("http://webfeeds.org/rss/1.0",),
    "googleplay": ("http://www.google.com/schemas/play-podcasts/1.0",),
}
_PREFIXES = {address: prefix for prefix, addresses in _ADDRESSES.items() for address in addresses}
_known: dict[str, str] = {}
RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def canonical(element: Any) -> str:
    """The name of an element as "prefix:local" with the usual prefix, or "local" for RSS's own; lower case."""
    tag = element.tag
    name = _known.get(tag)
    if name is None:
        name = _name(tag, element.prefix) if isinstance(tag, str) else ""
        # Tags are the publisher's to invent, memory is ours: beyond this many nothing is remembered.
        if len(_known) < 5000:
            _known[tag] = name
    return name


def _name(tag: str, prefix: str | None) -> str:
    if not tag.startswith("{"):
        start, colon, local = tag.lower().partition(":")
        if not colon:
            return start
        return local if start in {"rss", "rss10"} else f"{start}:{local}"
    address, _, local = tag[1:].partition("}")
    # Some write https, a slash too many or a space; nobody means another vocabulary by it.
    address = address.strip().rstrip("/#").lower().replace("https://", "http://", 1)
    known = _PREFIXES.get(address)
    if known is None:
        known = (prefix or "").lower()
    return f"{known}:{local.lower()}" if known else local.lower()
