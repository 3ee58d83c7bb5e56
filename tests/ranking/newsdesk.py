"""What the tests of ranking put into the newsroom: stories with their coverage, places on the map, signals."""

from datetime import timedelta
from typing import Any

from newsstand.articles.models import Article
from newsstand.publishers.models import Publisher
from newsstand.ranking.models import Signal
from newsstand.ranking.signals import Heard, note
from newsstand.stories.models import Coverage, Story
from newsstand.topics.models import ArticlePlace, Topic
from tests.pages.newsroom import NOON, make_article, make_publisher, make_topic

NOW = NOON + timedelta(hours=1)
WEXCOMBE, NEXT_TOWN = (51.30, -1.60), (51.42, -1.72)


def paper(number: int, name: str = "") -> Publisher:
    return make_publisher(f"paper-{number}", name=name or f"Paper {number}")


def news(publisher: Publisher, headline: str, *, ago: float = 2.0, **fields: Any) -> Article:
    """An article of so many hours ago."""
    return make_article(publisher, headline=headline, published_at=NOW - timedelta(hours=ago), **fields)


def story_of(title: str, *articles: Article) -> Story:
    """A story that these articles cover, the first of them first and leading."""
    story = Story.objects.create(
        title=title,
        slug=title.lower().replace(" ", "-"),
        opened_at=articles[0].published_at,
        last_article_at=articles[-1].published_at,
        joined_at=articles[-1].published_at,
        article_count=len(articles),
        outlet_count=len({one.publisher_id for one in articles}),
        lead=articles[0],
    )
    for place, one in enumerate(articles):
        role = Coverage.Role.FIRST if place == 0 else Coverage.Role.ADDS
        Coverage.objects.create(
            story=story, article=one, published_at=one.published_at, joined_at=one.published_at, role=role
        )
    return story


def town(name: str, where: tuple[float, float]) -> Topic:
    return make_topic(name, kind="place", latitude=where[0], longitude=where[1], level="town")


def plays_at(article: Article, place: Topic, confidence: float = 0.9) -> None:
    ArticlePlace.objects.create(article=article, place=place, confidence=confidence, published_at=article.published_at)


def heard(article: Article, kind: str, reader: str, **fields: Any) -> Heard:
    return Heard(article=article.pk, kind=Signal.Kind(kind), at=fields.pop("at", NOW), reader=reader, **fields)


def reads(article: Article, *, readers: int, prefix: str = "r") -> None:
    """So many readers, each from a network of their own, open it and read it to the end."""
    for number in range(readers):
        who = f"{prefix}{number}"
        note(heard=[heard(article, "opened", who, network=f"n{who}"), heard(article, "read", who, network=f"n{who}")])
