"""What the tests of pages put into the newsroom."""

from datetime import UTC, datetime, timedelta
from typing import Any

from newsstand.articles.models import Article, Author, Byline
from newsstand.images.models import Image, State, image_id
from newsstand.publishers.models import Contract, Publisher
from newsstand.topics.models import Alias, Mention, Topic

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PARAGRAPH = "The divers came up after nine minutes and asked for the road to be shut."


def make_publisher(slug: str = "beacon", *, indexing: str = "noindex", **fields: Any) -> Publisher:
    given = {"name": "The Beacon", "site_url": "https://beacon.example/", "joined_at": NOON, "language": "en"} | fields
    publisher = Publisher.objects.create(slug=slug, **given)
    Contract.objects.create(publisher=publisher, indexing=indexing)
    return publisher


def make_picture(name: str = "bridge", **fields: Any) -> Image:
    address = f"https://pictures.example/{name}.jpg"
    given = {"state": State.READY, "content": "0" * 64, "width": 1500, "height": 1000} | fields
    return Image.objects.create(id=image_id(address), source_url=address, **given)


def make_author(
    publisher: Publisher | None = None, slug: str = "nell-harbottle", name: str = "Nell Harbottle"
) -> Author:
    return Author.objects.create(publisher=publisher, slug=slug, name=name)


def make_article(publisher: Publisher | None = None, *, authors: tuple[Author, ...] = (), **fields: Any) -> Article:
    """An article of the given publisher; one without a publisher is a contributor's."""
    at = fields.get("published_at", NOON)
    given = {
        "headline": "Bridge shut after divers find crack",
        "slug": "bridge-shut",
        "body": f"<p>{PARAGRAPH}</p>",
        "text": PARAGRAPH,
        "language": "en",
        "original_url": "https://beacon.example/bridge" if publisher else "",
        "published_at": at,
        "received_at": at,
        "revised_at": at,
    } | fields
    article = Article.objects.create(publisher=publisher, **given)
    for position, author in enumerate(authors):
        Byline.objects.create(article=article, author=author, position=position)
    return article


def make_topic(name: str = "Harbour", **fields: Any) -> Topic:
    topic = Topic.objects.create(name=name, **({"slug": name.lower().replace(" ", "-")} | fields))
    Alias.objects.create(topic=topic, name=name, key=name.casefold())
    return topic


def mention(article: Article, *topics: Topic) -> None:
    for position, topic in enumerate(topics):
        Mention.objects.create(
            article=article, topic=topic, source="text", position=position, published_at=article.published_at
        )


def fill(count: int, publisher: Publisher, *, author: Author, topics: tuple[Topic, ...] = ()) -> list[Article]:
    """So many articles, one a minute, each with a picture, an author, the topics and a comment count."""
    made = []
    for number in range(count):
        article = make_article(
            publisher,
            authors=(author,),
            headline=f"Report {number}",
            slug=f"report-{number}",
            published_at=NOON - timedelta(minutes=number),
            lead_picture=make_picture(f"{publisher.slug}-{number}"),
            comment_count=number,
        )
        mention(article, *topics)
        made.append(article)
    return made
