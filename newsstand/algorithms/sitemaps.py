"""Sitemaps: which of our pages search engines may show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

from newsstand.algorithms.syndicate import add, stamp, written

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


@dataclass(frozen=True, slots=True)
class News:
    """An article for the news sitemap: whole address, name and language of who published it, aware time."""

    url: str
    publication: str
    language: str
    published: datetime
    title: str


def index(sitemaps: Iterable[tuple[str, datetime]]) -> bytes:
    """The list of sitemaps: whole address and last change of each."""
    root = etree.Element(f"{{{SITEMAP}}}sitemapindex", nsmap={None: SITEMAP})
    for url, changed in sitemaps:
        add_page(root, "sitemap", url, changed)
    return written(root)


def pages(addresses: Iterable[tuple[str, datetime]]) -> bytes:
    """A sitemap: whole address and last change of each page."""
    root = etree.Element(f"{{{SITEMAP}}}urlset", nsmap={None: SITEMAP})
    for url, changed in addresses:
        add_page(root, "url", url, changed)
    return written(root)


def news(articles: Iterable[News]) -> bytes:
    """The sitemap of the last two days."""
    root = etree.Element(f"{{{SITEMAP}}}urlset", nsmap={None: SITEMAP, "news": NEWS})
    for article in articles:
        node = etree.SubElement(root, f"{{{SITEMAP}}}url")
        add(node, f"{{{SITEMAP}}}loc", article.url)
        said = add(node, f"{{{NEWS}}}news")
        publication = add(said, f"{{{NEWS}}}publication")
        add(publication, f"{{{NEWS}}}name", article.publication)
        add(publication, f"{{{NEWS}}}language", article.language)
        add(said, f"{{{NEWS}}}publication_date", stamp(article.published))
        add(said, f"{{{NEWS}}}title", article.title)
    return written(root)


def add_page(root: Any, kind: str, url: str, changed: datetime) -> None:
    node = etree.SubElement(root, f"{{{SITEMAP}}}{kind}")
    add(node, f"{{{SITEMAP}}}loc", url)
    add(node, f"{{{SITEMAP}}}lastmod", stamp(changed))
