"""Headline, byline, times and the rest of what an article's page says about itself."""

import re
from dataclasses import dataclass
from datetime import datetime

from lxml import html

from newsstand.algorithms.feedparts.authors import author_names
from newsstand.algorithms.feedparts.dates import parse_date
from newsstand.algorithms.html_pictures import is_beacon
from newsstand.algorithms.linked_data import LinkedArticle
from newsstand.algorithms.page_head import Head, language_tag, one_line
from newsstand.algorithms.urls import absolute, canonical

_SEPARATORS = re.compile(r"\s+[|»«·•—–:-]+\s+|\s*[|»«]\s*")
_AND = re.compile(r"\s*,\s*(?:and\s+)?|\s+(?:and|&|und|et|y|e|og|och|en)\s+")
_BYLINE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:byline|author|post-author|entry-author)(?:[\s_-]?name)?(?:\s|$)", re.IGNORECASE
)
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


def read_metadata(tree: html.HtmlElement, linked_data: list[str], url: str) -> Metadata:
    """The metadata of the page at `url`: from JSON-LD, then OpenGraph, then metas, then its elements."""
    head, linked = Head(tree, url), LinkedArticle(linked_data)
    site_name = head.meta("og:site_name") or next(iter(linked.names("publisher")), "") or head.meta("application-name")
    published, updated = _times(head, linked)
    return Metadata(
        base=head.base,
        headline=_headline(head, linked, site_name),
        byline=_byline(head, linked),
        published=published,
        updated=updated,
        language=head.language() or language_tag(linked.text("inLanguage")),
        image=_image(head, linked),
        image_alt=head.meta("og:image:alt", "twitter:image:alt"),
        section=linked.text("articleSection") or head.meta("article:section", "section", "parsely-section"),
        keywords=_keywords(head, linked),
        site_name=site_name,
        canonical=_canonical(head, linked, url),
        icon=head.icon(),
    )


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


def _byline(head: Head, linked: LinkedArticle) -> tuple[str, ...]:
    names = linked.names("author") or linked.names("creator")
    if not names:
        said = head.metas(
            "author", "article:author", "byl", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator"
        )
        names = [part for value in said if "://" not in value for part in _people(value)]
    if not names:
        names = _byline_elements(head.tree)
    bare = [name for name in author_names(names) if "://" not in name and not name.isdigit() and len(name) < 120]
    return tuple({name.casefold(): name for name in bare}.values())[:20]


def _people(text: str) -> list[str]:
    parts = [part for part in _AND.split(text.strip()) if part]
    return parts if len(parts) > 1 and all(1 < len(part.split()) < 5 for part in parts) else [text]


def _byline_elements(tree: html.HtmlElement) -> list[str]:
    for element in tree.iter("a", "span", "p", "div", "address"):
        rel, itemprop = (element.get("rel") or "").split(), element.get("itemprop") or ""
        if "author" in rel or itemprop == "author" or _BYLINE_CLASS.search(element.get("class") or ""):
            text = one_line(" ".join(element.itertext()))
            text = re.sub(r"^(?:(?:written|posted|story|words) )?by:?\s+", "", text, flags=re.IGNORECASE)
            if 2 < len(text) < 80 and 0 < len(text.split()) < 9 and not re.search(r"\d{2}|@", text):
                return _people(text)
    return []


def _times(head: Head, linked: LinkedArticle) -> tuple[datetime | None, datetime | None]:
    published = _moment(
        linked.text("datePublished", "dateCreated"),
        *head.metas(
            "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date",
            "sailthru.date",
            "pubdate", "publishdate", "publish-date", "publication_date", "article.published",
            "dc.date.issued", "dcterms.created",
            "dc.date", "date",
        ),
        *_marked_times(head.tree, "datePublished"),
    )  # fmt: skip
    updated = _moment(
        linked.text("dateModified"),
        *head.metas("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified"),
        *_marked_times(head.tree, "dateModified"),
    )
    if published is None:
        published = _moment(*(time.get("datetime") or "" for time in head.tree.iter("time")))
    return published, updated if updated and (published is None or updated > published) else None


def _marked_times(tree: html.HtmlElement, itemprop: str) -> list[str]:
    return [
        element.get("datetime") or element.get("content") or ""
        for element in tree.iter("time", "span", "abbr")
        if itemprop in (element.get("itemprop") or "").split()
        or (itemprop == "datePublished" and element.tag == "time" and element.get("pubdate") is not None)
    ]


def _moment(*said: str) -> datetime | None:
    return next((moment for text in said[:50] if text and (moment := parse_date(text[:100]))), None)


def _image(head: Head, linked: LinkedArticle) -> str:
    said = [*linked.addresses("image"), *head.metas("og:image:secure_url", "og:image", "og:image:url")]
    said += [
        *head.metas("twitter:image", "twitter:image:src"),
        head.linked("image_src"),
        *linked.addresses("thumbnailUrl"),
    ]
    found = (absolute(address, head.base) for address in said if address)
    return next((address for address in found if address and not is_beacon(address, None, None)), "")


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
