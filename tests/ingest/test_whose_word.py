"""Byline, date, language, lead picture, section and text: whose word was taken, through the whole of ingest."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from newsstand.articles.models import Article
from newsstand.commands.items import as_object
from newsstand.ingest.models import Item
from newsstand.publishers.models import Contract
from newsstand.topics.models import Mention
from tests.comments.talk import signed_in
from tests.feed_server import FeedServer
from tests.ingest.conftest import NOON, Reader
from tests.people import ed

pytestmark = pytest.mark.django_db(transaction=True)
SENTENCES = " ".join(f"Speaker number {n} talked of the bridge over the river and of its cost." for n in range(40))
LINKED = {
    "@type": "NewsArticle",
    "author": [{"name": "Ann Lee"}, {"name": "Bo Moe"}],
    "datePublished": "2026-11-18T08:00:00Z",
    "inLanguage": "en-GB",
    "articleSection": "Town",
    "image": "https://pictures.example/quay.jpg",
}


def page(text: str = SENTENCES, linked: dict[str, object] | None = None) -> str:
    return (
        f"<html lang=en><head><title>Bridge</title><script type='application/ld+json'>{json.dumps(linked or LINKED)}"
        f"</script></head><body><article><h1>The bridge closes</h1><p>{text}</p></article></body></html>"
    )


def item(server: FeedServer, more: str = "", text: str = "The council met.") -> str:
    return (
        f"<title>The bridge closes</title><link>{server.address}/bridge</link><guid>bridge</guid>"
        f"<description>{text}</description>{more}"
    )


def read(reader: Reader, server: FeedServer, feed: str, of_page: str) -> Article:
    server.put("/feed.xml", feed, kind="application/rss+xml")
    server.put("/bridge", of_page)
    reader.add(f"{server.address}/feed.xml")
    reader.catch_up()
    return Article.objects.get()


def test_where_the_feed_is_silent_the_page_speaks_and_it_is_on_record(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    article = read(reader, feed_server, rss(item(feed_server, "<category>Town News Today</category>")), page())
    assert article.published_at == datetime(2026, 11, 18, 8, tzinfo=UTC)
    assert [author.name for author in article.authors.order_by("bylines__position")] == ["Ann Lee", "Bo Moe"]
    assert (article.language, article.section) == ("en-GB", "Town")
    assert article.lead_picture is not None
    assert article.lead_picture.source_url == "https://pictures.example/quay.jpg"
    assert article.sources.pop("text").startswith("the page's text with its pictures: ")
    assert article.sources == {
        "published": "JSON-LD datePublished",
        "byline": "JSON-LD author",
        "language": "JSON-LD inLanguage",
        "lead picture": "JSON-LD image",
        "section": "JSON-LD articleSection",
    }
    assert article.revisions.count() == 0
    assert article.updated_at is None
    assert set(Mention.objects.values_list("published_at", flat=True)) == {article.published_at}


def test_what_the_feed_says_stands(reader: Reader, feed_server: FeedServer, rss: Callable[..., str]) -> None:
    said = "<pubDate>Thu, 19 Nov 2026 10:00:00 GMT</pubDate><dc:creator>Isa Quay</dc:creator>"
    article = read(reader, feed_server, rss(item(feed_server, said)), page())
    assert article.published_at == datetime(2026, 11, 19, 10, tzinfo=UTC)
    assert [author.name for author in article.authors.all()] == ["Isa Quay"]
    assert (article.sources["published"], article.sources["byline"]) == ("feed", "feed")


@pytest.mark.parametrize("date", ["Thu, 19 Nov 2037 10:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"])
def test_a_date_that_cannot_be_yields_to_the_pages_and_the_window_moves_with_it(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str], date: str
) -> None:
    feed_server.put("/feed.xml", rss(item(feed_server, f"<pubDate>{date}</pubDate>")), kind="application/rss+xml")
    feed_server.put("/bridge", page())
    reader.add(f"{feed_server.address}/feed.xml")
    article = Article.objects.get()
    assert article.published_at == NOON
    assert article.sources["published"] == "received: the feed's date cannot be right"
    Contract.objects.update(expires_after_days=3)
    reader.catch_up()
    article.refresh_from_db()
    assert article.published_at == datetime(2026, 11, 18, 8, tzinfo=UTC)
    assert article.closes_at == article.published_at + timedelta(days=3)


def test_a_text_of_the_feed_that_is_whole_stays_and_the_rest_is_still_learnt(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    words = " ".join(f"word{n}" for n in range(110))
    feed = rss(item(feed_server, text=words))
    article = read(reader, feed_server, feed, page("A short notice on the page, no more than this."))
    assert article.text == words
    assert article.sources["text"].startswith("feed: 110 words, the page had ")
    assert (article.section, article.sources["byline"]) == ("Town", "JSON-LD author")
    # The same feed again, with nothing of note changed, is no update; a new text is, and keeps what the page said.
    feed_server.put("/feed.xml", rss(item(feed_server, text=words + " ")), kind="application/rss+xml")
    reader.read_again()
    article.refresh_from_db()
    assert article.updated_at is None
    feed_server.put("/feed.xml", rss(item(feed_server, text=words + " and more")), kind="application/rss+xml")
    reader.read_again()
    article = Article.objects.get()
    assert article.text.endswith("and more")
    assert article.updated_at is not None
    assert [author.name for author in article.authors.order_by("bylines__position")] == ["Ann Lee", "Bo Moe"]
    assert article.lead_picture is not None


def test_people_see_whose_word_it_is(
    client: Client, reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    article = read(reader, feed_server, rss(item(feed_server)), page())
    editor = signed_in(ed())
    assert article.publisher is not None
    ledger = editor.get(f"/publishers/{article.publisher.slug}/items").content.decode()
    assert "JSON-LD datePublished" in ledger
    assert "JSON-LD author" in editor.get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert as_object(Item.objects.newest().get())["sources"]["section"] == "JSON-LD articleSection"
