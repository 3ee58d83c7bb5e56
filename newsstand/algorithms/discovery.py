"""What a site's home page says of the site: its feeds, name, icon and language."""

import re
from dataclasses import dataclass

from lxml import html

from newsstand.algorithms.page_head import Head, one_line
from newsstand.algorithms.page_tree import page_tree
from newsstand.algorithms.urls import absolute, canonical, host

COMMON_FEED_PATHS: tuple[str, ...] = (
    "/feed", "/feed/", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json", "/rss/", "/feeds",
    "/feeds/posts/default", "/?feed=rss2", "/news/feed", "/news/rss.xml", "/blog/feed", "/blog/rss.xml",
    "/index.rdf", "/rss/index.xml", "/feed/rss", "/feed/atom", "/atom", "/blog/feed.xml", "/blog/atom.xml",
    "/news.rss", "/en/rss.xml",
)  # fmt: skip
"""Where feeds often are; to be tried in this order when a page names none."""

_KINDS = {
    "application/rss+xml": "rss",
    "application/atom+xml": "atom",
    "application/rdf+xml": "rss",
    "application/feed+json": "json",
    "application/json": "json",
    "text/xml": "rss",
    "application/xml": "rss",
}
_LOOKS_LIKE = re.compile(
    r"(?:^|/)(?:feed|feeds|rss|atom)(?:/|$)|\.(?:rss|atom|rdf)$|/(?:rss|atom|feed|index)[\w-]*\.xml$|/feed\.json$",
    re.IGNORECASE,
)
_SHARES = re.compile(
    r"(?:add\.my\.yahoo|feedly|inoreader|newsblur|netvibes|bloglines|google\.com/(?:ig|reader)|facebook|twitter)\b"
)
_COMMENTS = re.compile(r"\bcomments?\b|/comments/|kommentare|commentaires|comentarios", re.IGNORECASE)
_MOST_FEEDS = 50


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that a page names: absolute address, title as the page gives it, kind "rss", "atom", "json" or ""."""

    url: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class Site:
    """What a home page says. Feeds best first; `icon` an absolute address; `language` a BCP 47 tag; "" where silent."""

    name: str
    feeds: tuple[FoundFeed, ...]
    icon: str
    language: str
    description: str


def look_at(body: bytes, *, url: str, content_type: str = "") -> Site:
    """Read a site's home page as it came from `url` with the given HTTP content type.

    Feeds that the head names come first, then links in the page that look like feeds; feeds of comments last of each.
    Raises UnreadablePage (with its `reason`) when the bytes are no HTML.
    """
    tree, _ = page_tree(body, content_type)
    head = Head(tree, url)
    return Site(
        name=_name(head, url),
        feeds=_feeds(head),
        icon=head.icon(),
        language=head.language(),
        description=head.meta("og:description", "description", "twitter:description"),
    )


def _feeds(head: Head) -> tuple[FoundFeed, ...]:
    found = sorted(_named(head), key=_is_of_comments) + sorted(_guessed(head), key=_is_of_comments)
    first: dict[str, FoundFeed] = {}
    for feed in found:
        first.setdefault(canonical(feed.url).rstrip("/"), feed)
    return tuple(first.values())[:_MOST_FEEDS]


def _named(head: Head) -> list[FoundFeed]:
    feeds = []
    for rels, address, link in head.links:
        kind = _KINDS.get((link.get("type") or "").partition(";")[0].strip().lower(), "")
        named = "feed" in rels or ("alternate" in rels and bool(kind))
        if named and "stylesheet" not in rels and not _is_api(address, link):
            feeds.append(FoundFeed(address, one_line(link.get("title") or ""), kind))
    return feeds


def _is_api(address: str, link: html.HtmlElement) -> bool:
    # WordPress names its JSON API and its embed service in the same way as feeds.
    kind = (link.get("type") or "").lower()
    return bool(re.search(r"/wp-json/|oembed", address)) or ("+oembed" in kind)


def _guessed(head: Head) -> list[FoundFeed]:
    feeds = []
    for link in head.tree.iter("a"):
        address = absolute(link.get("href") or "", head.base)
        if not address or _SHARES.search(address):
            continue
        path = "/" + address.partition("://")[2].partition("/")[2].partition("?")[0].partition("#")[0]
        if _LOOKS_LIKE.search(path) or "feed=rss" in address or "feed=atom" in address:
            kind = next((name for name in ("atom", "json", "rss") if name in path.lower()), "")
            feeds.append(FoundFeed(address, one_line(" ".join(link.itertext()) or link.get("title") or ""), kind))
    return feeds


def _is_of_comments(feed: FoundFeed) -> bool:
    return bool(_COMMENTS.search(feed.title) or _COMMENTS.search(feed.url))


def _name(head: Head, url: str) -> str:
    said = head.meta("og:site_name", "application-name", "apple-mobile-web-app-title")
    if said:
        return said
    title = one_line(head.tree.findtext(".//title") or "") or head.meta("og:title")
    parts = [part.strip() for part in re.split(r"\s+[|»·•—–:-]+\s+|\s*[|»]\s*", title) if part.strip()]
    meaningless = {
        "home",
        "homepage",
        "home page",
        "welcome",
        "index",
        "start",
        "startseite",
        "accueil",
        "inicio",
        "front page",
    }
    return next((part for part in parts if part.casefold() not in meaningless), "") or host(url).removeprefix("www.")
