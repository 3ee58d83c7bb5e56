"""What search engines are told, and what they are not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from lxml import etree

from newsstand.algorithms.sitemaps import NEWS, SITEMAP
from newsstand.api.sitemaps import NUMBERS_A_FILE
from newsstand.articles.models import Article
from newsstand.articles.publish import publish
from newsstand.articles.text import Text
from newsstand.articles.withdraw import withdraw
from newsstand.lib.clock import now
from newsstand.publishers.models import Contract, Publisher

pytestmark = pytest.mark.django_db
NAMES = {"s": SITEMAP, "n": NEWS}


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    settings.NEWSSTAND_URL = "https://news.example"
    settings.NEWSSTAND_NAME = "The Town"


def by(indexing: str, language: str = "") -> Publisher:
    made = Publisher.objects.create(name=f"The {indexing} Post", slug=indexing, joined_at=now(), language=language)
    Contract.objects.create(publisher=made, indexing=indexing)
    return made


def article(
    headline: str, publisher: Publisher | None = None, age: timedelta = timedelta(hours=1), **more: Any
) -> Article:
    text = Text(headline=headline, published_at=now() - age, body="<p>So.</p>", plain="So.", **more)
    return publish(publisher=publisher, texts=[text], now=now())[0]


def found(path: str, expression: str, client: Client) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return [str(text) for text in etree.fromstring(response.content).xpath(expression, namespaces=NAMES)]


def test_only_what_may_be_shown_is_in_the_sitemaps(client: Client) -> None:
    own, ours = article("Written here"), article("By contract", by("index"))
    article("Not to be shown", by("noindex"))
    article("Shown at its publisher's", by("canonical"))
    without_contract = Publisher.objects.create(name="None", slug="none", joined_at=now())
    article("No contract", without_contract)
    withdraw(article=article("Withdrawn"), now=now(), reason="It was wrong.")
    wanted = {f"https://news.example{made.get_absolute_url()}" for made in (own, ours)}
    [sitemap] = found("/sitemap.xml", "//s:loc/text()", client)
    assert set(found(sitemap.removeprefix("https://news.example"), "//s:loc/text()", client)) == wanted
    assert set(found("/sitemap-news.xml", "//s:loc/text()", client)) == wanted


def test_articles_are_cut_into_files_by_their_numbers(client: Client) -> None:
    first, second = article("First"), article("Second")
    Article.objects.filter(pk=first.pk).delete()
    for number in (NUMBERS_A_FILE, NUMBERS_A_FILE + 1, 5 * NUMBERS_A_FILE):
        Article.objects.create(
            id=number, headline=f"Number {number}", slug="n", published_at=now(), received_at=now(), revised_at=now()
        )
    names = found("/sitemap.xml", "//s:loc/text()", client)
    assert names == [f"https://news.example/sitemaps/articles-{n}.xml" for n in (1, 2, 5)]
    held = [len(found(name.removeprefix("https://news.example"), "//s:loc/text()", client)) for name in names]
    assert held == [2, 1, 1]
    assert second.get_absolute_url() in found("/sitemaps/articles-1.xml", "//s:loc/text()", client)[0]


def test_a_sitemap_says_when_each_page_changed(client: Client) -> None:
    made = article("First")
    Article.objects.filter(pk=made.pk).update(updated_at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC))
    assert found("/sitemaps/articles-1.xml", "//s:lastmod/text()", client) == ["2026-11-22T09:30:00Z"]
    assert found("/sitemap.xml", "//s:lastmod/text()", client) == ["2026-11-22T09:30:00Z"]


@pytest.mark.parametrize("number", ["0", "7", "99999999999999999999"])
def test_a_sitemap_that_holds_nothing_is_not_found(number: str, client: Client) -> None:
    article("First")
    assert client.get(f"/sitemaps/articles-{number}.xml").status_code == 404


def test_an_empty_site_has_an_empty_list_of_sitemaps(client: Client) -> None:
    assert found("/sitemap.xml", "//s:loc/text()", client) == []
    assert found("/sitemap-news.xml", "//s:loc/text()", client) == []


def test_the_news_are_of_two_days_newest_first(client: Client) -> None:
    article("Old", age=timedelta(days=2, minutes=1))
    article("Yesterday", age=timedelta(days=1))
    article("To come", age=timedelta(hours=-1))
    article("Now & <then>\x0b", by("index", language="pt_BR"))
    assert found("/sitemap-news.xml", "//n:title/text()", client) == ["Now & <then>", "Yesterday"]
    assert found("/sitemap-news.xml", "//n:name/text()", client) == ["The index Post", "The Town"]
    assert found("/sitemap-news.xml", "//n:language/text()", client) == ["pt", "en"]
    dates = found("/sitemap-news.xml", "//n:publication_date/text()", client)
    assert all(datetime.fromisoformat(date).tzinfo for date in dates)


def test_robots_are_shown_the_sitemaps_and_kept_out_of_forms(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Sitemap: https://news.example/sitemap.xml" in lines
    assert "Sitemap: https://news.example/sitemap-news.xml" in lines
    assert "Disallow: /comments/" in lines
    assert not any(line == "Disallow: /" for line in lines)


def test_an_installation_that_answers_is_healthy(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


def test_an_installation_without_its_database_is_not(client: Client) -> None:
    def refuse(*_: object) -> None:
        raise DatabaseError("gone")

    with connection.execute_wrapper(refuse):
        response = client.get("/healthz")
    assert response.status_code == 503
    assert b"database" in response.content
