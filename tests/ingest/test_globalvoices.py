"""A real publisher, from its saved site to articles on ours."""

from pathlib import Path

import pytest
from django.test import Client

from newsstand.articles.models import Article, Revision
from newsstand.ingest.models import Item
from newsstand.publishers.models import Publisher
from tests.feed_server import FeedServer
from tests.ingest.conftest import Reader

pytestmark = pytest.mark.data
PICTURES = [4, 0, 1, 1, 0, 2, 2, 0, 7, 1, 3, 3, 1, 0, 2]
KINDS = {".rss": "application/rss+xml; charset=utf-8", ".html": "text/html; charset=utf-8"}


@pytest.fixture
def site(data: Path, feed_server: FeedServer) -> FeedServer:
    """The saved site, served as its README says."""
    for file in (data / "site-globalvoices").iterdir():
        body = file.read_bytes().replace(b"<BASE_WEBSITE_URL/>", f"{feed_server.address}/".encode())
        path = {"test.rss": "/feed", "home.html": "/"}.get(file.name, f"/gv/{file.name}")
        feed_server.put(path, body, kind=KINDS[file.suffix])
    return feed_server


def test_all_fifteen_articles_are_readable_with_everything(site: FeedServer, reader: Reader, client: Client) -> None:
    added = reader.add(f"{site.address}/")
    reader.catch_up()
    publisher = Publisher.objects.get()
    assert publisher == added.publisher
    assert publisher.name == "Global Voices Online"
    assert publisher.language == "en"
    assert publisher.icon is not None
    assert Article.objects.count() == 15
    for article in Article.objects.prefetch_related("authors"):
        page = client.get(article.get_absolute_url()).content.decode()
        assert page.count(article.headline.replace("'", "&#x27;")) >= 1
        assert f'href="{article.authors.all()[0].get_absolute_url()}"' in page
        assert 'href="/publisher/global-voices-online"' in page
        assert f'datetime="{article.published_at:%Y-%m-%dT%H:%M:%S}' in page
        assert article.body.count("<p") >= 3
        assert len(article.text.split()) > 150
    # The feed holds 27 pictures in 11 of its articles.
    assert [article.body.count('src="/image/') for article in Article.objects.order_by("id")] == PICTURES
    assert not Article.objects.filter(body__contains='src="http').exists()


def test_reading_it_again_changes_nothing(site: FeedServer, reader: Reader) -> None:
    reader.add(f"{site.address}/feed")
    reader.catch_up()
    before = list(Article.objects.order_by("id").values())
    outcomes = reader.read_again()
    assert [outcome.state for outcome in outcomes] == ["unchanged"]
    assert list(Article.objects.order_by("id").values()) == before
    assert Revision.objects.count() == 0


def test_an_unchanged_entry_in_a_changed_feed_stays_as_it_is(site: FeedServer, reader: Reader) -> None:
    reader.add(f"{site.address}/feed")
    reader.catch_up()
    before = list(Article.objects.order_by("id").values())
    status, headers, body = site.answers["/feed"]
    site.answers["/feed"] = (status, headers, body.replace(b"hourly", b"daily"))
    outcomes = reader.read_again()
    assert outcomes[0].state == "read"
    assert outcomes[0].counts.same == 15
    assert list(Article.objects.order_by("id").values()) == before


def test_a_changed_article_becomes_a_revision_and_says_so(site: FeedServer, reader: Reader, client: Client) -> None:
    reader.add(f"{site.address}/feed")
    reader.catch_up()
    status, headers, body = site.answers["/feed"]
    site.answers["/feed"] = (status, headers, body.replace(b"Brazil: Amplified", b"Brazil: Louder"))
    reader.read_again()
    article = Article.objects.get(headline__startswith="Brazil: Louder")
    assert Article.objects.count() == 15
    revision = article.revisions.get()
    assert revision.headline.startswith("Brazil: Amplified")
    assert article.updated_at == reader.now
    assert "Updated" in client.get(article.get_absolute_url()).content.decode()
    assert Item.objects.get(article=article).outcome == Item.Outcome.CHANGED


def test_adding_it_twice_makes_one_publisher(site: FeedServer, reader: Reader) -> None:
    first = reader.add(f"{site.address}/feed")
    second = reader.add(f"{site.address}/feed")
    third = reader.add(f"{site.address}/")
    assert first.publisher == second.publisher == third.publisher
    assert second.outcome is None
    assert Article.objects.count() == 15
