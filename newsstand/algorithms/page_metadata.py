"""Headline, byline, times and the rest of what an article's page says about itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from lxml import html

from newsstand.algorithms.linked_data import LinkedArticle
from newsstand.algorithms.page_candidates import Candidate, Said, all_said, updated
from newsstand.algorithms.page_head import Head, one_line
from newsstand.algorithms.urls import absolute, canonical

_SEPARATORS = re.compile(r"\s+[|»«·•—–:-]+\s+|\s*[|»«]\s*")
_MOST_KEYWORDS = 30


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about its article; see pages.PageArticle. `base` is where its relative addresses start."""

    base: str
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
    icon: str
    said: Said
    article_body: str


Value = TypeVar("Value")


def read_metadata(tree: html.HtmlElement, linked_data: list[str], url: str) -> Metadata:
    """The metadata of the page at `url`: from JSON-LD, then OpenGraph, then metas, then its elements.

    `said` keeps all candidates with where each stands.
    """
    head, linked = Head(tree, url), LinkedArticle(linked_data)
    site_name = head.meta("og:site_name") or next(iter(linked.names("publisher")), "") or head.meta("application-name")
    said = all_said(head, linked)
    published = next((each.value for each in said.published), None)
    changed = next((each.value for each in updated(head, linked)), None)
    return Metadata(
        base=head.base,
        headline=_headline(head, linked, site_name),
        byline=first(said.bylines, ()),
        published=published,
        updated=changed if changed and (published is None or changed > published) else None,
        language=first(said.languages, ""),
        image=first(said.pictures, ""),
        image_alt=head.meta("og:image:alt", "twitter:image:alt"),
        section=first(said.sections, ""),
        keywords=_keywords(head, linked),
        site_name=site_name,
        canonical=_canonical(head, linked, url),
        icon=head.icon(),
        said=said,
        article_body=linked.body(),
    )


def first(candidates: "Sequence[Candidate[Value]]", otherwise: Value) -> Value:
    """The most trusted of candidates."""
    return candidates[0].value if candidates else otherwise


def _headline(head: Head, linked: LinkedArticle, site_name: str) -> str:
    said = linked.text("headline") or head.meta("og:title", "twitter:title", "dc.title", "parsely-title")
    if said:
        return _without_site(said, site_name)
    title = one_line(head.tree.findtext(".//title") or "")
    parts = [part.strip() for part in _SEPARATORS.split(title) if part.strip()]
    headings = [one_line(" ".join(element.itertext())) for element in head.tree.iter("h1", "h2", "h3")]
    # A heading that the title repeats is the headline; the longest, because the site's name is often a heading too.
    named = max((text for text in headings if len(text) > 3 and _even(text) in _even(title)), key=len, default="")
    if named and (named not in parts or len(named) >= max(map(len, parts))):
        return named
    if named:
        return max(parts, key=len)
    first = [text for text in (one_line(" ".join(element.itertext())) for element in head.tree.iter("h1")) if text]
    return first[0] if len(first) == 1 else _without_site(title, site_name)


def _even(text: str) -> str:
    return text.translate({ord("’"): "'", ord("‘"): "'", ord("“"): '"', ord("”"): '"', ord("–"): "-"}).casefold()


def _without_site(title: str, site_name: str) -> str:
    parts = _SEPARATORS.split(title)
    if site_name and len(parts) > 1:
        for end in (parts[-1], parts[0]):
            if end.strip().casefold() == site_name.casefold():
                rest = title.removesuffix(end) if end is parts[-1] else title.removeprefix(end)
                return rest.strip(" |»«·•—–:-")
    return title


def _keywords(head: Head, linked: LinkedArticle) -> tuple[str, ...]:
    said = linked.texts("keywords") or head.metas("article:tag")
    if not said:
        said = [part for value in head.metas("news_keywords", "keywords")[:1] for part in value.split(",")]
    kept = {word.casefold(): word for part in said if (word := part.strip()) and len(word) < 80}
    return tuple(kept.values())[:_MOST_KEYWORDS]


def _canonical(head: Head, linked: LinkedArticle, url: str) -> str:
    said = [
        head.linked("canonical"),
        *head.metas("og:url"),
        *linked.addresses("mainEntityOfPage"),
        *linked.addresses("url"),
    ]
    for address in said:
        found = absolute(address, head.base)
        # Some sites name their front page as the canonical address of every article.
        if found and (_path(found) != "/" or _path(url) == "/"):
            return found
    return absolute(url, "")


def _path(url: str) -> str:
    rest = canonical(url).partition("://")[2]
    return "/" + rest.partition("/")[2]
