"""An article's web page: its full text and what it says about itself."""

from dataclasses import dataclass
from datetime import datetime
from html import escape

import trafilatura
from lxml import etree, html
from trafilatura.settings import Document

from newsstand.algorithms.html import Body, clean
from newsstand.algorithms.named import Named
from newsstand.algorithms.page_about import names_said
from newsstand.algorithms.page_content import Content, shingles, words_of
from newsstand.algorithms.page_metadata import read_metadata
from newsstand.algorithms.page_tree import UnreadablePage, page_tree

__all__ = ["PageArticle", "UnreadablePage", "read"]

_FEWEST_WORDS = 20
_MOST_MISSING = 0.15


@dataclass(frozen=True, slots=True)
class PageArticle:
    """What an article's page says. Text is "" and times are None where the page is silent; times are aware, in UTC.

    `image`, `canonical` and `icon` are absolute addresses; `language` is a BCP 47 tag; `body` is None when the page
    holds no text to speak of.
    """

    headline: str
    byline: tuple[str, ...]
    published: datetime | None
    updated: datetime | None
    language: str
    image: str
    image_alt: str
    section: str
    keywords: tuple[str, ...]
    site_name: str
    canonical: str
    body: Body | None
    icon: str
    # What the page says that the article is about and mentions, whose kinds and places it may give.
    named: tuple[Named, ...] = ()


def read(body: bytes, *, url: str, content_type: str = "") -> PageArticle:
    """Read an article's page as it came from `url` with the given HTTP content type.

    Raises UnreadablePage (with its `reason`) when the bytes are no HTML.
    """
    tree, linked_data = page_tree(body, content_type)
    said = read_metadata(tree, linked_data, url)
    named = names_said(tree, linked_data)
    return PageArticle(
        headline=said.headline,
        byline=said.byline,
        published=said.published,
        updated=said.updated,
        language=said.language,
        image=said.image,
        image_alt=said.image_alt,
        section=said.section,
        keywords=said.keywords,
        site_name=said.site_name,
        canonical=said.canonical,
        body=_body(tree, said.base, said.headline, said.image),
        icon=said.icon,
        named=named,
    )


def _body(tree: html.HtmlElement, base: str, headline: str, image: str) -> Body | None:
    extracted = _extracted(tree)
    if extracted is None:
        return None
    lines = [line for element in extracted.iter() for line in (element.text, element.tail) if line and line.strip()]
    text = " ".join(extracted.itertext())
    content = Content(tree, [text, *lines])
    if content.kept.get(tree, 0):
        node = content.node(tree)
        content.prune(node)
        dirty = html.tostring(node, encoding="unicode", with_tail=False)
        found = clean(dirty, base_url=base, headline=headline, lead_picture=image)
        if _missing(text, found.text) <= _MOST_MISSING:
            return found if found.words >= _FEWEST_WORDS else None
    # The text came from many places, or from the page's data: the extractor's paragraphs are all there is.
    paragraphs = [" ".join("".join(part.itertext()).split()) for part in extracted]
    found = clean("".join(f"<p>{escape(part)}</p>" for part in paragraphs), base_url=base, headline=headline)
    return found if found.words >= _FEWEST_WORDS else None


def _missing(wanted: str, found: str) -> float:
    """The share of four-word sequences of `wanted` that `found` lacks."""
    all_wanted = shingles(words_of(wanted))
    return len(all_wanted - shingles(words_of(found))) / max(1, len(all_wanted))


def _extracted(tree: html.HtmlElement) -> etree._Element | None:
    """The extractor's text as a tree of its own; None when it finds none or fails on what it was given."""
    try:
        document = trafilatura.bare_extraction(tree, fast=True, include_comments=False)
    except (ValueError, TypeError, AttributeError, IndexError, RecursionError, etree.LxmlError):
        return None
    return document.body if isinstance(document, Document) else None
