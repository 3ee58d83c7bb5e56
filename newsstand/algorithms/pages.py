"""An article's web page: its full text and what it says about itself."""

from dataclasses import dataclass
from datetime import datetime
from html import escape

import trafilatura
from lxml import etree, html
from trafilatura.settings import Document

from newsstand.algorithms.fulltext import best_text
from newsstand.algorithms.html import Body, clean
from newsstand.algorithms.named import Named
from newsstand.algorithms.page_about import names_said
from newsstand.algorithms.page_candidates import Candidate, Said
from newsstand.algorithms.page_content import Content, shingles, words_of
from newsstand.algorithms.page_metadata import Metadata, read_metadata
from newsstand.algorithms.page_tree import UnreadablePage, page_tree

__all__ = ["PageArticle", "UnreadablePage", "read"]

_FEWEST_WORDS = 20
_MOST_MISSING = 0.15


@dataclass(frozen=True, slots=True)
class PageArticle:
    """What an article's page says. Text is "" and times are None where the page is silent; times are aware, in UTC.

    `image`, `canonical` and `icon` are absolute addresses; `language` is a BCP 47 tag; `body` is None when the page
    holds no text to speak of, and `text_source` says where on the page it was found. `said` has all candidates of what
    the page says in several places.
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
    said: Said
    text_source: str
    # What the page says that the article is about and mentions, whose kinds and places it may give.
    named: tuple[Named, ...] = ()


def read(body: bytes, *, url: str, content_type: str = "") -> PageArticle:
    """Read an article's page as it came from `url` with the given HTTP content type.

    Raises UnreadablePage (with its `reason`) when the bytes are no HTML.
    """
    tree, linked_data = page_tree(body, content_type)
    said = read_metadata(tree, linked_data, url)
    named = names_said(tree, linked_data)
    texts = _texts(tree, said)
    chosen = best_text([Candidate(each.value.text, each.source) for each in texts])
    found = texts[chosen] if chosen is not None else None
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
        body=found.value if found else None,
        icon=said.icon,
        said=said.said,
        text_source=found.source if found else "",
        named=named,
    )


def _texts(tree: html.HtmlElement, said: Metadata) -> list[Candidate[Body]]:
    """The article's text as it can be had from the page, the most trusted first."""
    extracted = _extracted(tree)
    found = [] if extracted is None else _extracted_bodies(tree, extracted, said)
    if said.article_body:
        paragraphs = [part for line in said.article_body.split("\n") if (part := " ".join(line.split()))]
        found.append(Candidate(_of_paragraphs(paragraphs, said), "JSON-LD articleBody"))
    return [each for each in found if each.value.words >= _FEWEST_WORDS]


def _extracted_bodies(tree: html.HtmlElement, extracted: etree._Element, said: Metadata) -> list[Candidate[Body]]:
    """The part of the page that the extracted text stands in; else the extracted paragraphs, from many places."""
    lines = [line for element in extracted.iter() for line in (element.text, element.tail) if line and line.strip()]
    text = " ".join(extracted.itertext())
    content = Content(tree, [text, *lines])
    if content.kept.get(tree, 0):
        node = content.node(tree)
        content.prune(node)
        dirty = html.tostring(node, encoding="unicode", with_tail=False)
        found = clean(dirty, base_url=said.base, headline=said.headline, lead_picture=said.image)
        if _missing(text, found.text) <= _MOST_MISSING:
            return [Candidate(found, "the page's text with its pictures")]
    paragraphs = [" ".join("".join(part.itertext()).split()) for part in extracted]
    return [Candidate(_of_paragraphs(paragraphs, said), "the page's paragraphs")]


def _of_paragraphs(paragraphs: list[str], said: Metadata) -> Body:
    dirty = "".join(f"<p>{escape(part)}</p>" for part in paragraphs)
    return clean(dirty, base_url=said.base, headline=said.headline)


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
