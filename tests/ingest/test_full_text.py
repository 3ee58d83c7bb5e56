"""A feed with summaries: the whole text comes from the articles' own pages."""

from collections.abc import Callable
from datetime import timedelta

from newsstand.articles.models import Article
from tests.feed_server import FeedServer
from tests.ingest.conftest import Reader

PARAGRAPHS = [
    f"Paragraph {n}: the council met on Tuesday evening and talked for an hour about the bridge over the river, its "
    f"cost and the boats that must pass beneath it while the work goes on, as speaker number {n} pointed out."
    for n in range(8)
]


def page(paragraphs: list[str]) -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        "<!doctype html><html lang='en'><head><title>Bridge</title></head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>The bridge closes</h1>{body}</article><footer>Imprint</footer></body></html>"
    )


def summary_item(server: FeedServer, description: str = "The council met.") -> str:
    return (
        f"<title>The bridge closes</title><link>{server.address}/bridge</link><guid>bridge</guid>"
        f"<dc:creator>Isa Quay</dc:creator><description>{description}</description>"
    )


def test_a_summary_is_completed_from_the_page_and_is_no_update(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    feed_server.put("/feed.xml", rss(summary_item(feed_server)), kind="application/rss+xml")
    feed_server.put("/bridge", page(PARAGRAPHS))
    reader.add(f"{feed_server.address}/feed.xml")
    assert Article.objects.get().text == "The council met."
    reader.catch_up()
    article = Article.objects.get()
    assert article.page == Article.Page.READ
    assert article.body.count("<p>") == 8
    assert article.updated_at is None
    assert article.summary == "The council met."
    assert [author.name for author in article.authors.all()] == ["Isa Quay"]
    assert article.revisions.count() == 0


def test_a_page_that_changes_later_is_a_revision(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    feed_server.put("/feed.xml", rss(summary_item(feed_server)), kind="application/rss+xml")
    feed_server.put("/bridge", page(PARAGRAPHS))
    reader.add(f"{feed_server.address}/feed.xml")
    reader.catch_up()
    feed_server.put("/feed.xml", rss(summary_item(feed_server, "The council met again.")), kind="application/rss+xml")
    feed_server.put("/bridge", page([*PARAGRAPHS[:6], "Correction: the bridge stays open to people on foot."]))
    reader.read_again()
    article = Article.objects.get()
    assert "stays open" in article.text
    assert article.updated_at == reader.now
    assert "speaker number 7" in article.revisions.get().body


def test_a_page_that_is_refused_leaves_the_summary_and_the_reason(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    feed_server.put("/feed.xml", rss(summary_item(feed_server)), kind="application/rss+xml")
    feed_server.put("/bridge", "Subscribers only", status=403)
    reader.add(f"{feed_server.address}/feed.xml")
    reader.catch_up()
    article = Article.objects.get()
    assert article.page == Article.Page.FAILED
    assert "403" in article.page_error
    assert article.text == "The council met."


def test_a_page_that_is_down_is_tried_again_later(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    feed_server.put("/feed.xml", rss(summary_item(feed_server)), kind="application/rss+xml")
    feed_server.put("/bridge", "Sorry", status=503)
    reader.add(f"{feed_server.address}/feed.xml")
    reader.catch_up()
    article = Article.objects.get()
    assert article.page == Article.Page.DUE
    assert article.page_due_at is not None
    assert article.page_due_at - reader.now >= timedelta(minutes=10)
    feed_server.put("/bridge", page(PARAGRAPHS))
    reader.later(minutes=11)
    reader.catch_up()
    assert Article.objects.get().page == Article.Page.READ


def test_a_summary_that_changes_while_the_page_is_refused_is_revised(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    feed_server.put("/feed.xml", rss(summary_item(feed_server)), kind="application/rss+xml")
    feed_server.put("/bridge", "Subscribers only", status=403)
    reader.add(f"{feed_server.address}/feed.xml")
    reader.catch_up()
    feed_server.put("/feed.xml", rss(summary_item(feed_server, "The council met twice.")), kind="application/rss+xml")
    reader.read_again()
    article = Article.objects.get()
    assert article.text == "The council met twice."
    assert article.updated_at == reader.now
    assert article.page == Article.Page.FAILED
    assert feed_server.count["/bridge"] == 2


def test_a_headline_that_changes_is_a_revision_although_the_text_came_from_the_page(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    feed_server.put("/feed.xml", rss(summary_item(feed_server)), kind="application/rss+xml")
    feed_server.put("/bridge", page(PARAGRAPHS))
    reader.add(f"{feed_server.address}/feed.xml")
    reader.catch_up()
    later = summary_item(feed_server).replace("The bridge closes", "The bridge stays open")
    feed_server.put("/feed.xml", rss(later), kind="application/rss+xml")
    reader.read_again()
    article = Article.objects.get()
    assert article.headline == "The bridge stays open"
    assert article.body.count("<p>") == 8
    assert article.revisions.get().headline == "The bridge closes"


def test_the_pages_lead_picture_brings_its_caption(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    figure = "<figure><img src='/quay.jpg' alt='The quay'><figcaption>The quay at dawn.</figcaption></figure>"
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    head = "<meta property='og:image' content='/quay.jpg'>"
    article = f"<article><h1>The bridge closes</h1>{figure}{paragraphs}</article>"
    whole = f"<html><head>{head}</head><body>{article}</body></html>"
    feed_server.put("/feed.xml", rss(summary_item(feed_server)), kind="application/rss+xml")
    feed_server.put("/bridge", whole)
    reader.add(f"{feed_server.address}/feed.xml")
    reader.catch_up()
    stored = Article.objects.get()
    assert stored.lead_picture is not None
    assert stored.lead_picture.source_url == feed_server.url("/quay.jpg")
    assert (stored.lead_alt, stored.lead_caption) == ("The quay", "The quay at dawn.")
