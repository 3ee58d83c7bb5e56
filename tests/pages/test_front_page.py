"""The front page, and the river below it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsstand.articles.models import Article
from newsstand.images.models import Image
from tests.pages.newsroom import (
    NOON,
    fill,
    make_article,
    make_author,
    make_picture,
    make_publisher,
    make_topic,
    mention,
)

pytestmark = pytest.mark.django_db


def page(client: Client, address: str = "/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def articles_on(html: str) -> list[int]:
    """The ids of the articles whose headlines stand on a page, in order."""
    return [int(found) for found in re.findall(r'card-headline"[^>]*><a href="/a/(\d+)/', html)]


def test_an_empty_site_says_how_to_add_a_publisher(client: Client) -> None:
    assert "newsstand add" in page(client)


def test_every_article_of_the_newest_thirty_stands_on_the_front_page_once(client: Client) -> None:
    publisher = make_publisher()
    sections = tuple(make_topic(name, section=place) for place, name in enumerate(["Harbour", "Council"]))
    made = fill(30, publisher, author=make_author(publisher), topics=sections)
    assert sorted(articles_on(page(client))) == sorted(article.pk for article in made)


def test_an_address_of_the_old_front_page_leads_to_the_latest(client: Client) -> None:
    answer = client.get("/", {"before": "2026-11-20T12:00:00Z_3"})
    assert (answer.status_code, answer["Location"]) == (301, "/latest?before=2026-11-20T12%3A00%3A00Z_3")


def test_the_newest_with_a_picture_leads(client: Client) -> None:
    publisher = make_publisher()
    make_article(publisher, headline="Newest, without", published_at=NOON)
    lead = make_article(
        publisher, headline="With a picture", published_at=NOON - timedelta(hours=1), lead_picture=make_picture()
    )
    html = page(client)
    assert articles_on(html)[0] == lead.pk
    assert 'fetchpriority="high"' in html


def test_a_section_shows_what_is_older_than_the_front_page(client: Client) -> None:
    publisher, harbour = make_publisher(), make_topic("Harbour", section=1)
    fill(31, publisher, author=make_author(publisher))
    old = make_article(publisher, headline="Last year at sea", published_at=NOON - timedelta(days=300))
    mention(old, harbour)
    html = page(client)
    assert old.pk in articles_on(html)
    assert 'id="band-' in html


def test_a_section_without_news_is_in_the_header_only(client: Client) -> None:
    make_topic("Harbour", section=1)
    make_article(make_publisher())
    html = page(client)
    assert '<a href="/topic/harbour">Harbour</a>' in html
    assert 'id="band-' not in html


def test_withdrawn_articles_are_on_no_list(client: Client) -> None:
    publisher, harbour = make_publisher(), make_topic("Harbour", section=1)
    author = make_author(publisher)
    gone = make_article(publisher, authors=(author,), headline="Taken back", withdrawn_at=NOON)
    mention(gone, harbour)
    for address in ("/", "/publisher/beacon", "/author/nell-harbottle", "/topic/harbour"):
        assert "Taken back" not in page(client, address)


@pytest.mark.parametrize("address", ["/latest", "/publisher/beacon", "/author/nell-harbottle", "/topic/harbour"])
def test_paging_neither_repeats_nor_loses_articles_of_the_same_moment(client: Client, address: str) -> None:
    publisher = make_publisher()
    author, harbour = make_author(publisher), make_topic("Harbour")
    made = fill(71, publisher, author=author, topics=(harbour,))
    Article.objects.filter(pk__in=[article.pk for article in made[10:65]]).update(published_at=NOON)
    harbour.mentions.filter(article__in=made[10:65]).update(published_at=NOON)
    seen, following = [], address
    for _ in range(4):
        html = page(client, following)
        seen += articles_on(html)
        older = re.search(r'href="(\?before=[^"]+)"', html)
        if older is None:
            break
        following = address + older[1]
    assert len(seen) == len(set(seen)) == 71


@pytest.mark.parametrize(
    "before",
    ["yesterday", "2026-11-20T12:00:00_3", "2026-11-20T12:00:00Z_x", "2026-11-20T12:00:00Z_-1", "_", "Z_9" * 99],
)
def test_a_place_that_makes_no_sense_is_answered_with_what_to_do(client: Client, before: str) -> None:
    answer = client.get("/latest", {"before": before})
    assert answer.status_code == 400
    assert "Older articles" in answer.content.decode()


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        page(client, address)
    return len(captured)


@pytest.mark.parametrize("address", ["/", "/publisher/beacon", "/author/nell-harbottle", "/topic/harbour"])
def test_a_list_costs_the_same_for_one_article_and_for_thirty(client: Client, address: str) -> None:
    publisher = make_publisher(icon=make_picture("icon"))
    author = make_author(publisher)
    topics: tuple[Any, ...] = (make_topic("Harbour", section=1), make_topic("Council", section=2), make_topic("Nell"))
    # Enough beside it that every part of the front page is filled in both cases.
    commons = make_publisher("commons", name="Commons")
    others = fill(11, commons, author=make_author(commons, "ann-lee", "Ann Lee"))
    Article.objects.filter(pk__in=[other.pk for other in others]).update(published_at=NOON + timedelta(days=1))
    fill(1, publisher, author=author, topics=topics)
    with_one = queries(client, address)
    Article.objects.filter(publisher=publisher).delete()
    Image.objects.filter(source_url__contains="beacon-").delete()
    fill(30, publisher, author=author, topics=topics)
    assert queries(client, address) == with_one
