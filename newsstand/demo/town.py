"""The values of the demonstration town: publishers, articles, topics, readers, comments."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from newsstand.demo.markup import Block


def moment(started_at: datetime, minutes_ago: int) -> datetime:
    """`minutes_ago` minutes before `started_at`, to the second."""
    return started_at.replace(microsecond=0) - timedelta(minutes=minutes_ago)


@dataclass(frozen=True)
class Section:
    """One heading of the front page."""

    slug: str
    name: str


@dataclass(frozen=True)
class Topic:
    """A person, place, organisation or subject; `parent` is a place's slug or empty."""

    slug: str
    name: str
    kind: str
    description: str
    aliases: tuple[str, ...]
    parent: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class Author:
    """A byline: of a publisher's staff, or a contributor."""

    slug: str
    name: str
    about: str


@dataclass(frozen=True)
class Picture:
    """`name` is a picture of pictures.py."""

    name: str
    alt: str
    caption: str


@dataclass(frozen=True)
class Version:
    """What an article says from `minutes_ago` on."""

    minutes_ago: int
    title: str
    summary: str
    blocks: tuple[Block, ...]

    @property
    def words(self) -> int:
        """How many words the text has."""
        return sum(len(block.plain.split()) for block in self.blocks)


@dataclass(frozen=True)
class Article:
    """One text; `key` is "publisher/slug". `later` is its changed version, for two of them."""

    publisher: str
    slug: str
    section: str
    authors: tuple[str, ...]
    topics: tuple[str, ...]
    picture: Picture | None
    first: Version
    later: Version | None

    @property
    def key(self) -> str:
        """The name by which comments refer to it."""
        return f"{self.publisher}/{self.slug}"

    def version(self, *, updated: bool) -> Version:
        """The text to show: the later one when asked for and there is one."""
        return self.later if updated and self.later else self.first

    def published(self, started_at: datetime) -> datetime:
        """When it was published, counted back from `started_at`."""
        return moment(started_at, self.first.minutes_ago)

    def changed(self, started_at: datetime, *, updated: bool) -> datetime:
        """When the version that is shown was written."""
        return moment(started_at, self.version(updated=updated).minutes_ago)


@dataclass(frozen=True)
class Publisher:
    """A fictional outlet with its bylines and its articles, newest first; `feed` is rss, atom or json."""

    slug: str
    name: str
    tagline: str
    description: str
    language: str
    feed: str
    authors: tuple[Author, ...]
    articles: tuple[Article, ...]

    def author(self, slug: str) -> Author:
        """The byline with that slug."""
        return next(author for author in self.authors if author.slug == slug)


@dataclass(frozen=True)
class Reader:
    """Somebody who comments."""

    slug: str
    name: str


@dataclass(frozen=True)
class Comment:
    """`answers` is the id of another comment on the same article, or empty."""

    id: str
    article: str
    by: str
    minutes_ago: int
    answers: str
    text: str
    liked_by: tuple[str, ...]


@dataclass(frozen=True)
class Town:
    """Everything. Comments stand oldest first, so that each follows what it answers."""

    name: str
    region: str
    description: str
    attribution: str
    sections: tuple[Section, ...]
    topics: tuple[Topic, ...]
    publishers: tuple[Publisher, ...]
    contributors: tuple[Author, ...]
    pieces: tuple[Article, ...]
    drafts: tuple[Article, ...]
    readers: tuple[Reader, ...]
    comments: tuple[Comment, ...]

    @property
    def articles(self) -> tuple[Article, ...]:
        """Every publisher's articles and every contributor's pieces."""
        return (*(article for publisher in self.publishers for article in publisher.articles), *self.pieces)
