"""One text stands once in a list; its page says who had it first, who has it too, and which agency it is from."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from newsstand.articles.models import Article
from newsstand.articles.withdraw import withdraw
from newsstand.topics.mention import mention
from tests.algorithms.test_fingerprints import LINES, STORY
from tests.articles.test_copies import NOON, say
from tests.pages.newsroom import make_topic

pytestmark = pytest.mark.django_db
CUT = " ".join(LINES[:5])


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(re.sub("<[^>]+>", "", answer.content.decode()).split())


def cards(client: Client, address: str) -> list[int]:
    return [
        int(pk) for pk in re.findall(r'card-headline"[^>]*><a href="/a/(\d+)/', client.get(address).content.decode())
    ]


@pytest.fixture
def three() -> list[Article]:
    """The Beacon's story, and what the Post and the Gazette made of it."""
    return [say("beacon", STORY), say("post", CUT, hour=1), say("gazette", STORY, hour=2)]


def test_the_front_page_shows_the_first_and_says_where_else_it_is(client: Client, three: list[Article]) -> None:
    assert cards(client, "/") == [three[0].pk]
    assert "Also in Post, Gazette" in page(client, "/")
    assert f'href="{three[1].get_absolute_url()}"' in client.get("/").content.decode()


def test_each_publishers_own_page_keeps_its_own(client: Client, three: list[Article]) -> None:
    for article, slug in zip(three, ["beacon", "post", "gazette"], strict=True):
        assert cards(client, f"/publisher/{slug}") == [article.pk]


def test_a_topic_shows_the_first_that_mentions_it(client: Client, three: list[Article]) -> None:
    topic = make_topic("Ben Okoro", kind="person", section=1)
    mention(three[1:])
    assert cards(client, f"/topic/{topic.slug}") == [three[2].pk, three[1].pk]
    mention(three[:1])
    assert cards(client, f"/topic/{topic.slug}") == [three[0].pk]
    assert cards(client, "/").count(three[0].pk) == 1


def test_feeds_follow_the_lists(client: Client, three: list[Article]) -> None:
    def links(address: str) -> list[str]:
        return [item["url"].split("/a/")[1].split("/")[0] for item in client.get(address).json()["items"]]

    assert links("/feed.json") == [str(three[0].pk)]
    assert links("/publisher/gazette/feed.json") == [str(three[2].pk)]


def test_the_first_names_the_others(client: Client, three: list[Article]) -> None:
    html = client.get(three[0].get_absolute_url()).content.decode()
    assert "Also published by Post and Gazette" in page(client, three[0].get_absolute_url())
    assert f'href="{three[2].get_absolute_url()}"' in html


def test_a_copy_names_the_first_with_a_link(client: Client, three: list[Article]) -> None:
    said = page(client, three[1].get_absolute_url())
    assert "First published by Beacon" in said
    assert "Also published by Gazette" in said
    assert f'href="{three[0].get_absolute_url()}"' in client.get(three[1].get_absolute_url()).content.decode()


def test_an_article_that_is_alone_says_nothing_of_others(client: Client) -> None:
    said = page(client, say("beacon", STORY).get_absolute_url())
    assert "Also published" not in said
    assert "Agency" not in said


def test_when_the_first_is_withdrawn_the_next_stands_in_its_place(client: Client, three: list[Article]) -> None:
    withdraw(article=three[0], now=NOON + timedelta(hours=3), reason="Taken back.")
    assert cards(client, "/") == [three[1].pk]
    said = page(client, three[2].get_absolute_url())
    assert "First published by Post" in said
    assert "Beacon" not in said


def test_while_readers_cannot_see_the_first_they_see_the_copies(client: Client, three: list[Article]) -> None:
    Article.objects.filter(pk=three[0].pk).update(opens_at=NOON + timedelta(days=9999))
    assert sorted(cards(client, "/")) == sorted(article.pk for article in three[1:])


def test_an_agency_is_named_with_the_words_that_credit_it(client: Client) -> None:
    article = say("beacon", f"LONDON (Reuters) - {STORY}")
    assert "Agency: Reuters" in page(client, article.get_absolute_url())
    assert 'title="The text says: LONDON (Reuters) -"' in client.get(article.get_absolute_url()).content.decode()
