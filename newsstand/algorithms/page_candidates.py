"""What a page says of its article in several places: every candidate with where it stands, the most trusted first."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from lxml import html

from newsstand.algorithms.feedparts.authors import author_names
from newsstand.algorithms.feedparts.dates import parse_date
from newsstand.algorithms.html_pictures import is_beacon
from newsstand.algorithms.linked_data import LinkedArticle
from newsstand.algorithms.page_head import Head, language_tag, one_line
from newsstand.algorithms.urls import absolute

Value = TypeVar("Value")
_AND = re.compile(r"\s*,\s*(?:and\s+)?|\s+(?:and|&|und|et|y|e|og|och|en)\s+")
_BYLINE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:byline|author|post-author|entry-author)(?:[\s_-]?name)?(?:\s|$)", re.IGNORECASE
)
_TRAIL = re.compile(r"(?:^|[\s_-])breadcrumbs?(?:[\s_-]|$)", re.IGNORECASE)
_HOME = frozenset({"home", "news", "start", "startseite", "accueil", "inicio", "início", "hem", "hjem", "»", ">"})
_AUTHOR_METAS = (
    "author",
    "article:author",
    "byl",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
)
_DATE_METAS = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date",
    "pubdate", "publishdate", "publish-date", "publication_date", "article.published", "dc.date.issued",
    "dcterms.created", "dc.date", "date",
)  # fmt: skip
_CHANGE_METAS = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified")
_PICTURE_METAS = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
_SECTION_METAS = ("article:section", "section", "parsely-section", "sailthru.section", "cxenseparse:section")
_MOST = 50


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Value]):
    """A value, and where it stands in words for people: "JSON-LD author", "meta date", "feed"."""

    value: Value
    source: str


Bylines = tuple[Candidate[tuple[str, ...]], ...]
Moments = tuple[Candidate[datetime], ...]
Texts = tuple[Candidate[str], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """All that a page says of byline, publication, language, lead picture (addresses) and section."""

    bylines: Bylines = ()
    published: Moments = ()
    languages: Texts = ()
    pictures: Texts = ()
    sections: Texts = ()


def all_said(head: Head, linked: LinkedArticle) -> Said:
    """The candidates in a page's head, JSON-LD and elements."""
    return Said(bylines(head, linked), published(head, linked), languages(head, linked), pictures(head, linked),
                sections(head, linked))  # fmt: skip


def meta_source(name: str) -> str:
    """What a meta of this name is called."""
    family = name.partition(":")[0]
    return f"OpenGraph {name}" if family in {"og", "article"} else f"meta {name}"


def bylines(head: Head, linked: LinkedArticle) -> Bylines:
    """Names of people, as one candidate a place."""
    found = [Candidate(_names(linked.names(name)), f"JSON-LD {name}") for name in ("author", "creator")]
    for name in _AUTHOR_METAS:
        said = [part for value in head.metas(name) if "://" not in value for part in _people(value)]
        found.append(Candidate(_names(said), meta_source(name)))
    found.append(Candidate(_names(_byline_elements(head.tree)), "the page's byline"))
    return tuple(each for each in found if each.value)


def _names(said: list[str]) -> tuple[str, ...]:
    bare = [name for name in author_names(said) if "://" not in name and not name.isdigit() and len(name) < 120]
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


def published(head: Head, linked: LinkedArticle) -> Moments:
    """When it was published, as the page says it."""
    said = [(linked.text(name), f"JSON-LD {name}") for name in ("datePublished", "dateCreated")]
    said += [(value, meta_source(name)) for name in _DATE_METAS for value in head.metas(name)]
    said += [(value, "the page's datePublished") for value in marked_times(head.tree, "datePublished")]
    said += [(time.get("datetime") or "", "the page's <time>") for time in head.tree.iter("time")]
    return _moments(said)


def updated(head: Head, linked: LinkedArticle) -> Moments:
    """When it was last changed, as the page says it."""
    said = [(linked.text("dateModified"), "JSON-LD dateModified")]
    said += [(value, meta_source(name)) for name in _CHANGE_METAS for value in head.metas(name)]
    said += [(value, "the page's dateModified") for value in marked_times(head.tree, "dateModified")]
    return _moments(said)


def marked_times(tree: html.HtmlElement, itemprop: str) -> list[str]:
    """The moments of the elements that carry this mark, as they are written."""
    return [
        element.get("datetime") or element.get("content") or ""
        for element in tree.iter("time", "span", "abbr")
        if itemprop in (element.get("itemprop") or "").split()
        or (itemprop == "datePublished" and element.tag == "time" and element.get("pubdate") is not None)
    ]


def _moments(said: list[tuple[str, str]]) -> Moments:
    given = [(text[:100], source) for text, source in said if text][:_MOST]
    return tuple(Candidate(moment, source) for text, source in given if (moment := parse_date(text)))


def languages(head: Head, linked: LinkedArticle) -> Texts:
    """Its language as BCP 47 tags."""
    said = [(linked.text("inLanguage"), "JSON-LD inLanguage"), *head.languages()]
    return tuple(Candidate(tag, source) for text, source in said if (tag := language_tag(text)))


def pictures(head: Head, linked: LinkedArticle) -> Texts:
    """Its lead picture as absolute addresses."""
    said = [(address, "JSON-LD image") for address in linked.addresses("image")]
    said += [(address, meta_source(name)) for name in _PICTURE_METAS for address in head.metas(name)]
    said += [(head.linked("image_src"), "link image_src")]
    said += [(address, "JSON-LD thumbnailUrl") for address in linked.addresses("thumbnailUrl")]
    found = ((absolute(address, head.base), source) for address, source in said if address)
    return tuple(Candidate(url, source) for url, source in found if url and not is_beacon(url, None, None))


def sections(head: Head, linked: LinkedArticle) -> Texts:
    """The section of the site that it stands in."""
    said = [(linked.text("articleSection"), "JSON-LD articleSection")]
    said += [(value, meta_source(name)) for name in _SECTION_METAS for value in head.metas(name)[:1]]
    said += [(_trail(head.tree), "the page's breadcrumbs")]
    return tuple(Candidate(text, source) for text, source in said if text)


def _trail(tree: html.HtmlElement) -> str:
    """The last step of the way to the article that is a link: "Home > Town > Council" leads through Council."""
    for element in tree.iter("nav", "ol", "ul", "div"):
        named = f"{element.get('class') or ''} {element.get('aria-label') or ''} {element.get('id') or ''}"
        if _TRAIL.search(named) or (element.get("itemtype") or "").endswith("BreadcrumbList"):
            steps = [one_line(" ".join(link.itertext())) for link in element.iter("a")][:10]
            named_steps = [step for step in steps if 1 < len(step) <= 40 and step.casefold() not in _HOME]
            return named_steps[-1] if named_steps else ""
    return ""
