"""Something to read, follow, save and hide."""

from dataclasses import dataclass
from datetime import timedelta

from newsstand.articles.models import Article, Author
from newsstand.publishers.models import Publisher
from newsstand.stories.models import Coverage, Story
from newsstand.topics.models import Mention, Topic
from tests.pages.newsroom import NOON, make_article, make_author, make_publisher, make_topic


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Two publishers; a story that both cover; an article of each that stands alone."""

    beacon: Publisher
    light: Publisher
    nell: Author
    harbour: Topic
    story: Story
    first: Article
    second: Article
    alone: Article
    other: Article


def make_newsroom() -> Newsroom:
    """Everything was published in the hours before NOON."""
    beacon, light = make_publisher(), make_publisher("light", name="The Light")
    nell, harbour = make_author(beacon), make_topic("Harbour", kind="place", latitude=54.72, longitude=-2.3)
    first = make_article(beacon, authors=(nell,), published_at=NOON - timedelta(hours=6))
    second = make_article(light, headline="Divers shut bridge", slug="divers", published_at=NOON - timedelta(hours=5))
    alone = make_article(beacon, headline="Council meets", slug="council", published_at=NOON - timedelta(hours=4))
    other = make_article(light, headline="Ferry waits", slug="ferry", published_at=NOON - timedelta(hours=3))
    weigh(harbour, first, second, other)
    return Newsroom(beacon, light, nell, harbour, make_story(first, second), first, second, alone, other)


def weigh(topic: Topic, *articles: Article) -> None:
    """These articles are about the topic, and about nothing more."""
    for article in articles:
        Mention.objects.create(
            article=article, topic=topic, source="text", weight=0.9, published_at=article.published_at
        )


def make_story(*articles: Article, title: str = "The bridge is shut") -> Story:
    """A story of these articles, the first of which leads it."""
    story = Story.objects.create(
        title=title,
        slug="bridge",
        opened_at=articles[0].published_at,
        joined_at=articles[-1].published_at,
        last_article_at=articles[-1].published_at,
        article_count=len(articles),
        outlet_count=len({article.publisher_id for article in articles}),
        lead=articles[0],
    )
    for article in articles:
        cover(story, article)
    return story


def cover(story: Story, article: Article) -> None:
    Coverage.objects.create(
        story=story, article=article, published_at=article.published_at, joined_at=article.published_at
    )
