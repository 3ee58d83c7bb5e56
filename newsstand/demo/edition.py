"""What one publisher of the town shows at one moment: its articles, each in the version of that moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from newsstand.demo.markup import blocks_html, blocks_text
from newsstand.demo.town import Article, Author, Picture, Publisher, Town, Version, moment


@dataclass(frozen=True, slots=True)
class Shown:
    """One article as it stands at a moment; addresses are whole, times aware."""

    article: Article
    version: Version
    url: str
    published: datetime
    changed: datetime
    authors: tuple[tuple[Author, str], ...]
    tags: tuple[str, ...]
    section: str
    picture: str

    @property
    def is_updated(self) -> bool:
        """Whether it says something else than at first."""
        return self.changed > self.published


@dataclass(frozen=True, slots=True)
class Edition:
    """A publisher's site at a moment. `base` is its home address with a slash at the end; articles newest first."""

    publisher: Publisher
    town: Town
    base: str
    articles: tuple[Shown, ...]
    changed: datetime

    def picture(self, name: str) -> str:
        """The address of a picture by its name."""
        return f"{self.base}pictures/{name}.jpg"

    def body(self, shown: Shown) -> str:
        """The HTML of an article: its picture with alt and caption, then the text."""
        return figure(shown.article.picture, shown.picture) + blocks_html(shown.version.blocks, self.picture)

    def plain(self, shown: Shown) -> str:
        """The words of an article."""
        return blocks_text(shown.version.blocks)


FEED_FILES: Mapping[str, tuple[str, str]] = {
    "rss": ("feed.xml", "application/rss+xml"),
    "atom": ("atom.xml", "application/atom+xml"),
    "json": ("feed.json", "application/feed+json"),
}


def figure(picture: Picture | None, address: str) -> str:
    """The HTML of a picture with its alt text and caption; "" for none."""
    if picture is None:
        return ""
    alt, caption = escape(picture.alt), escape(picture.caption)
    return f'<figure><img src="{address}" alt="{alt}"><figcaption>{caption}</figcaption></figure>\n'


def escape(text: str) -> str:
    """Text made safe in HTML and XML, in elements and in quoted attributes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def edition(town: Town, publisher: Publisher, *, root: str, started_at: datetime, as_of: datetime) -> Edition:
    """The site of `publisher` at `as_of`: what was published by then, in the words of then.

    `root` is the server's address with a slash at the end; minutes_ago count back from `started_at`.
    """
    base = f"{root}{publisher.slug}/"
    there = [a for a in publisher.articles if a.published(started_at) <= as_of]
    shown = tuple(_shown(town, publisher, article, base, started_at, as_of) for article in there)
    times = [article.changed for article in shown]
    return Edition(publisher, town, base, shown, max(times, default=moment(started_at, 60 * 24 * 30)))


def _shown(
    town: Town, publisher: Publisher, article: Article, base: str, started_at: datetime, as_of: datetime
) -> Shown:
    updated = article.later is not None and article.changed(started_at, updated=True) <= as_of
    topics = {topic.slug: topic.name for topic in town.topics}
    section = next(section.name for section in town.sections if section.slug == article.section)
    return Shown(
        article=article,
        version=article.version(updated=updated),
        url=f"{base}articles/{article.slug}",
        published=article.published(started_at),
        changed=article.changed(started_at, updated=updated),
        authors=tuple((publisher.author(slug), f"{base}authors/{slug}") for slug in article.authors),
        tags=(section, *(topics[slug] for slug in article.topics)),
        section=section,
        picture=f"{base}pictures/{article.picture.name}.jpg" if article.picture else "",
    )
