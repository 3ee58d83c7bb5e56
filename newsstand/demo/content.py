"""The files of the demonstration town read into frozen values, and checked against one another."""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol, TypeVar

from newsstand.demo.markup import MarkupError, read_blocks
from newsstand.demo.tables import ContentError, Table, read_table
from newsstand.demo.town import Article, Author, Comment, Picture, Publisher, Reader, Section, Topic, Town, Version

CONTENT = Path(__file__).parent / "content"
TOPIC_KINDS = ("person", "place", "organisation", "subject")
FEED_KINDS = ("rss", "atom", "json")
CONTRIBUTORS = "contributors"


class Slugged(Protocol):
    @property
    def slug(self) -> str: ...


SluggedT = TypeVar("SluggedT", bound=Slugged)


def load_town(folder: Path = CONTENT) -> Town:
    """Read and check the TOML files in `folder`. ContentError names the file and the field that is wrong."""
    town = read_table(folder / "town.toml")
    head = town.table("town")
    contributors = read_table(folder / "contributors.toml")
    drafts = read_table(folder / "drafts.toml")
    comments = read_table(folder / "comments.toml")
    publishers = [_publisher(read_table(folder / f"{name}.toml")) for name in ("beacon", "commons", "tideline")]
    loaded = Town(
        name=head.text("name"),
        region=head.text("region"),
        description=head.text("description"),
        attribution=head.text("attribution"),
        sections=_unique(town, "sections", (_section(table) for table in town.tables("sections"))),
        topics=_unique(town, "topics", (_topic(table) for table in town.tables("topics"))),
        publishers=tuple(publishers),
        contributors=_unique(contributors, "contributors", (_author(t) for t in contributors.tables("contributors"))),
        pieces=_unique(contributors, "pieces", (_article(CONTRIBUTORS, t) for t in contributors.tables("pieces"))),
        drafts=_unique(drafts, "drafts", (_article(CONTRIBUTORS, t) for t in drafts.tables("drafts"))),
        readers=_unique(comments, "readers", (_reader(table) for table in comments.tables("readers"))),
        comments=_comments(comments),
    )
    for table in (head, town, contributors, drafts, comments):
        table.finish()
    check_town(loaded)
    return loaded


def check_town(town: Town) -> None:
    """Raise ContentError where one file names something that no file holds, or an answer comes before its question."""
    topics = {topic.slug for topic in town.topics}
    sections = {section.slug for section in town.sections}
    for topic in town.topics:
        if topic.parent and topic.parent not in topics:
            raise ContentError(f"town.toml: topics ({topic.slug}): parent: there is no topic {topic.parent!r}")
    for article in (*town.articles, *town.drafts):
        where = f"{article.publisher}.toml: articles ({article.slug})"
        if article.section not in sections:
            raise ContentError(f"{where}: section: there is no section {article.section!r}")
        for slug in article.topics:
            if slug not in topics:
                raise ContentError(f"{where}: topics: there is no topic {slug!r}")
    bylines = {author.slug for author in town.contributors}
    for publisher in town.publishers:
        _check_bylines(publisher.articles, {author.slug for author in publisher.authors}, "authors")
    _check_bylines((*town.pieces, *town.drafts), bylines, "contributor")
    _check_comments(town)


def _check_bylines(articles: Iterable[Article], known: set[str], field: str) -> None:
    for article in articles:
        for slug in article.authors:
            if slug not in known:
                raise ContentError(f"{article.publisher}.toml: ({article.slug}): {field}: there is nobody {slug!r}")


def _check_comments(town: Town) -> None:
    articles = {article.key: article for article in town.articles}
    readers = {reader.slug for reader in town.readers}
    seen: dict[str, Comment] = {}
    for comment in town.comments:
        where = f"comments.toml: comments ({comment.id})"
        article = articles.get(comment.article)
        if article is None:
            raise ContentError(f"{where}: article: there is no article {comment.article!r}")
        if comment.minutes_ago >= article.first.minutes_ago:
            raise ContentError(f"{where}: minutes_ago: is before the article, {article.first.minutes_ago} minutes ago")
        for slug in (comment.by, *comment.liked_by):
            if slug not in readers:
                raise ContentError(f"{where}: by or liked_by: there is no reader {slug!r}")
        if comment.by in comment.liked_by:
            raise ContentError(f"{where}: liked_by: {comment.by!r} likes a comment of their own")
        if comment.answers:
            question = seen.get(comment.answers)
            if question is None or question.article != comment.article:
                raise ContentError(f"{where}: answers: no earlier comment {comment.answers!r} on this article")
        seen[comment.id] = comment


def _unique(table: Table, name: str, values: Iterable[SluggedT]) -> tuple[SluggedT, ...]:
    found: dict[str, SluggedT] = {}
    for value in values:
        if value.slug in found:
            raise table.error(name, f"the slug {value.slug!r} is there twice")
        found[value.slug] = value
    return tuple(found.values())


def _section(table: Table) -> Section:
    section = Section(table.text("slug"), table.text("name"))
    table.finish()
    return section


def _topic(table: Table) -> Topic:
    topic = Topic(
        slug=table.text("slug"),
        name=table.text("name"),
        kind=table.text("kind"),
        description=table.text("description"),
        aliases=table.texts("aliases"),
        parent=table.text("parent", ""),
        latitude=table.decimal("latitude"),
        longitude=table.decimal("longitude"),
    )
    if topic.kind not in TOPIC_KINDS:
        raise table.error("kind", f"expected one of {', '.join(TOPIC_KINDS)}, got {topic.kind!r}")
    if (topic.kind == "place") != (topic.latitude is not None and topic.longitude is not None):
        raise table.error("latitude", "a place, and only a place, has a latitude and a longitude")
    table.finish()
    return topic


def _author(table: Table) -> Author:
    author = Author(table.text("slug"), table.text("name"), table.text("about"))
    table.finish()
    return author


def _reader(table: Table) -> Reader:
    reader = Reader(table.text("slug"), table.text("name"))
    table.finish()
    return reader


def _publisher(table: Table) -> Publisher:
    head = table.table("publisher")
    slug = head.text("slug")
    articles = _unique(table, "articles", (_article(slug, item) for item in table.tables("articles")))
    publisher = Publisher(
        slug=slug,
        name=head.text("name"),
        tagline=head.text("tagline"),
        description=head.text("description"),
        language=head.text("language"),
        feed=head.text("feed"),
        authors=_unique(table, "authors", (_author(item) for item in table.tables("authors"))),
        articles=tuple(sorted(articles, key=lambda article: article.first.minutes_ago)),
    )
    if publisher.feed not in FEED_KINDS:
        raise head.error("feed", f"expected one of {', '.join(FEED_KINDS)}, got {publisher.feed!r}")
    head.finish()
    table.finish()
    return publisher


def _article(publisher: str, table: Table) -> Article:
    first = _version(table)
    later = table.optional_table("later")
    by = (table.text("contributor"),) if publisher == CONTRIBUTORS else table.texts("authors")
    if not by:
        raise table.error("authors", "names nobody")
    article = Article(
        publisher=publisher,
        slug=table.text("slug"),
        section=table.text("section"),
        authors=by,
        topics=table.texts("topics"),
        picture=_picture(table),
        first=first,
        later=_version(later) if later else None,
    )
    if later and article.later:
        if article.later.minutes_ago >= first.minutes_ago:
            raise later.error("minutes_ago", f"is not after the first version, {first.minutes_ago} minutes ago")
        later.finish()
    table.finish()
    return article


def _version(table: Table) -> Version:
    try:
        blocks = read_blocks(table.text("text"))
    except MarkupError as problem:
        raise table.error("text", str(problem)) from problem
    return Version(table.minutes("minutes_ago"), table.text("title"), table.text("summary"), blocks)


def _picture(table: Table) -> Picture | None:
    name = table.text("picture", "")
    return Picture(name, table.text("alt"), table.text("caption")) if name else None


def _comments(table: Table) -> tuple[Comment, ...]:
    found: dict[str, Comment] = {}
    for item in table.tables("comments"):
        comment = Comment(
            id=item.text("id"),
            article=item.text("article"),
            by=item.text("by"),
            minutes_ago=item.minutes("minutes_ago"),
            answers=item.text("answers", ""),
            text=item.text("text"),
            liked_by=item.texts("liked_by"),
        )
        if comment.id in found:
            raise item.error("id", f"{comment.id!r} is there twice")
        found[comment.id] = comment
        item.finish()
    return tuple(sorted(found.values(), key=lambda comment: -comment.minutes_ago))
