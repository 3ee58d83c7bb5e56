"""The page of one article, for readers and for machines."""

import html as entities
import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsstand.articles.models import Article
from newsstand.comments.models import Comment, Like
from newsstand.images.models import State
from tests.pages.newsroom import (
    NOON,
    PARAGRAPH,
    fill,
    make_article,
    make_author,
    make_picture,
    make_publisher,
    make_topic,
    mention,
)
from tests.people import ann

pytestmark = pytest.mark.django_db
HOSTILE = "\"'></title></script><script>alert(1)</script><!--{{ 7 }}"


def page(client: Client, article: Article) -> str:
    answer = client.get(article.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def data_of(html: str) -> dict[str, Any]:
    """The NewsArticle in the head; there is exactly one."""
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    data: dict[str, Any] = json.loads(found)
    return data


def text_of(html: str) -> str:
    """What a page says, without elements, on one line."""
    return " ".join(entities.unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_everything_a_reader_looks_for_is_there(client: Client) -> None:
    publisher = make_publisher(icon=make_picture("icon", width=160, height=160))
    authors = make_author(publisher), make_author(publisher, "tomas-okell", "Tomas Okell")
    bridge = make_topic("Kester Bridge", kind="place")
    article = make_article(
        publisher,
        authors=authors,
        summary="The school run goes round by Tidewell.",
        body="<p>Kester Bridge was closed. Kester Bridge is old.</p>",
        lead_picture=make_picture(),
        lead_alt="A bridge",
        lead_caption="Seen from the south bank",
        updated_at=NOON,
    )
    mention(article, bridge)
    html = page(client, article)
    said = text_of(html)
    for words in (
        "By Nell Harbottle and Tomas Okell",
        "The school run goes round by Tidewell.",
        "Seen from the south bank",
        "Updated",
        "Read the original at beacon.example",
        "Published by The Beacon. The rights stay with those who hold them.",
        "In this article",
        "Comments 0",
    ):
        assert words in said, words
    for address in ("/author/nell-harbottle", "/author/tomas-okell", "/publisher/beacon"):
        assert f'href="{address}"' in html
    assert html.count('class="topic" href="/topic/kester-bridge"') == 1
    assert 'alt="A bridge"' in html


def test_a_summary_that_the_text_begins_with_is_not_said_twice(client: Client) -> None:
    article = make_article(make_publisher(), summary=PARAGRAPH[:60] + "…")
    assert "story-deck" not in page(client, article)


def test_a_picture_that_the_text_shows_is_not_shown_above_it_too(client: Client) -> None:
    picture = make_picture()
    body = f'<figure><img src="/image/{picture.pk}/960" alt="A bridge"></figure><p>{PARAGRAPH}</p>'
    article = make_article(make_publisher(), lead_picture=picture, body=body)
    html = page(client, article)
    assert html.count(f'src="/image/{picture.pk}/') == 1
    assert "story-lead" not in html


def test_a_picture_that_cannot_be_had_leaves_its_words(client: Client) -> None:
    picture = make_picture(state=State.FAILED)
    html = page(client, make_article(make_publisher(), lead_picture=picture, lead_alt="The bridge at night"))
    assert f"/image/{picture.pk}" not in html
    assert "The bridge at night" in text_of(html)


def test_what_a_contributor_wrote_says_so_and_is_indexed(client: Client) -> None:
    article = make_article(authors=(make_author(name="Denise Pellow"),))
    html = page(client, article)
    assert f"Written for {settings.NEWSSTAND_NAME} by Denise Pellow." in text_of(html)
    assert "noindex" not in html
    assert data_of(html)["publisher"]["name"] == settings.NEWSSTAND_NAME


def test_a_fictional_publisher_is_called_so(client: Client) -> None:
    article = make_article(make_publisher(is_fictional=True))
    assert "Fictional: part of the demonstration town." in text_of(page(client, article))


def test_a_publisher_without_a_contract_is_treated_by_the_strictest(client: Client) -> None:
    publisher = make_publisher()
    publisher.contract.delete()
    html = page(client, make_article(publisher))
    assert '<meta name="robots" content="noindex">' in html
    assert "Published by The Beacon" in text_of(html)


@pytest.mark.parametrize(
    ("indexing", "is_indexed", "canonical"),
    [("noindex", False, "ours"), ("canonical", True, "https://beacon.example/bridge"), ("index", True, "ours")],
)
def test_search_engines_are_told_what_the_contract_says(
    client: Client, indexing: str, is_indexed: bool, canonical: str
) -> None:
    article = make_article(make_publisher(indexing=indexing))
    html = page(client, article)
    ours = settings.NEWSSTAND_URL + article.get_absolute_url()
    assert ('content="noindex"' in html) is not is_indexed
    assert f'<link rel="canonical" href="{ours if canonical == "ours" else canonical}">' in html


def test_machines_read_the_same_article(client: Client) -> None:
    publisher = make_publisher(icon=make_picture("icon"))
    picture = make_picture()
    article = make_article(
        publisher, authors=(make_author(publisher),), lead_picture=picture, updated_at=NOON, comment_count=3
    )
    mention(article, make_topic("Harbour", section=1), make_topic("Divers"))
    data = data_of(page(client, article))
    site = settings.NEWSSTAND_URL
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == article.headline
    assert data["image"] == [f"{site}/image/{picture.pk}/1280"]
    assert data["datePublished"] == data["dateModified"] == "2026-11-20T12:00:00+00:00"
    assert data["author"] == [{"@type": "Person", "name": "Nell Harbottle", "url": f"{site}/author/nell-harbottle"}]
    assert data["publisher"]["logo"]["url"].startswith(f"{site}/image/")
    assert data["articleSection"] == ["Harbour"]
    assert data["isAccessibleForFree"] is True
    assert data["commentCount"] == 3
    assert data["mainEntityOfPage"] == site + article.get_absolute_url()


def test_hostile_words_stay_words(client: Client) -> None:
    publisher = make_publisher(name=HOSTILE, description=HOSTILE)
    author = make_author(publisher, name=HOSTILE)
    article = make_article(
        publisher,
        authors=(author,),
        headline=HOSTILE,
        summary=HOSTILE,
        text=HOSTILE,
        categories=[HOSTILE],
        lead_picture=make_picture(),
        lead_alt=HOSTILE,
        lead_caption=HOSTILE,
    )
    mention(article, make_topic(HOSTILE, slug="hostile", about=HOSTILE, section=1))
    make_article(publisher, authors=(author,), headline=HOSTILE, summary=HOSTILE, slug="other")
    html = page(client, article)
    assert data_of(html)["headline"] == HOSTILE
    addresses = ("/", "/publisher/beacon", "/author/nell-harbottle", "/topic/hostile")
    for text in (html, *(client.get(address).content.decode() for address in addresses)):
        assert "alert(1)" in text
        assert "<script>alert" not in text
        assert "\"'>" not in text
        assert {"application/ld+json"} >= set(re.findall(r'<script type="([^"]*)"', text))


def test_another_slug_leads_to_the_right_one_for_good(client: Client) -> None:
    article = make_article(make_publisher())
    for address in (f"/a/{article.pk}/wrong", f"/a/{article.pk}/"):
        answer = client.get(address)
        assert answer.status_code == 301
        assert answer["Location"] == article.get_absolute_url()


def test_a_slug_in_another_script_is_reached(client: Client) -> None:
    article = make_article(make_publisher(), slug="новости-моста")
    assert client.get(f"/a/{article.pk}/x", follow=True).status_code == 200


def test_a_withdrawn_article_is_gone_and_says_nothing_of_what_it_said(client: Client) -> None:
    article = make_article(make_publisher(), withdrawn_at=NOON)
    answer = client.get(article.get_absolute_url())
    assert answer.status_code == 410
    assert article.headline not in answer.content.decode()
    assert "withdrawn" in answer.content.decode()


def test_an_article_that_never_was_is_not_found(client: Client) -> None:
    assert client.get("/a/999/nothing").status_code == 404


def test_right_to_left_words_say_their_language(client: Client) -> None:
    article = make_article(make_publisher(), headline="إغلاق الجسر", language="ar")
    assert '<h1 class="story-headline" dir="auto" lang="ar">' in page(client, article)


def converse(article: Article, count: int) -> None:
    reader = ann()
    root = None
    for number in range(count):
        comment = Comment.objects.create(
            article=article,
            user=reader,
            name="Ann",
            parent=root if number % 3 else None,
            root=root if number % 3 else None,
            depth=1 if number % 3 else 0,
            text=f"Word {number}",
            posted_at=NOON,
        )
        root = comment if number % 3 == 0 else root
        Like.objects.create(comment=comment, user=reader, liked_at=NOON)
    Article.objects.filter(pk=article.pk).update(comment_count=count)


def full_article() -> Article:
    """With everything that can cost a query."""
    publisher = make_publisher(icon=make_picture("icon"))
    author = make_author(publisher)
    topics = tuple(make_topic(f"Topic {number}", section=number or None) for number in range(4))
    article, *_ = fill(8, publisher, author=author, topics=topics)
    pictures = "".join(f'<figure><img src="/image/{make_picture(f"b{n}").pk}/960" alt="x"></figure>' for n in range(5))
    Article.objects.filter(pk=article.pk).update(body=f"<p>Topic 1 and Topic 2.</p>{pictures}")
    return article


@pytest.mark.parametrize("count", [1, 60])
def test_a_signed_in_reader_costs_at_most_twenty_queries_whatever_the_thread(client: Client, count: int) -> None:
    article = full_article()
    converse(article, count)
    client.force_login(ann())
    with CaptureQueriesContext(connection) as captured:
        html = page(client, article)
    assert "Word 0" in html
    assert html.count("<img") >= 6
    assert len(captured) <= 20, [query["sql"][:90] for query in captured]


def test_a_picture_more_in_the_text_costs_no_query_more(client: Client) -> None:
    article = full_article()
    with CaptureQueriesContext(connection) as with_five:
        page(client, article)
    pictures = re.findall(r"<figure>.*?</figure>", Article.objects.get(pk=article.pk).body)
    Article.objects.filter(pk=article.pk).update(body=pictures[0])
    with CaptureQueriesContext(connection) as with_one:
        page(client, article)
    assert len(with_five) == len(with_one)
