"""What a contract allows holds everywhere: one table, asked of every page, feed, sitemap and form."""

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db.models import Q
from django.test import Client

from newsstand.algorithms.contracts import Standing
from newsstand.articles import terms
from newsstand.articles.models import Article, may_be_seen
from newsstand.articles.publish import publish
from newsstand.articles.text import Text
from newsstand.articles.withdraw import restore, withdraw
from newsstand.comments import write
from newsstand.comments.errors import RefusedError
from newsstand.lib import clock
from newsstand.lib.pagecache import PageCache
from newsstand.publishers.models import Contract, Publisher
from newsstand.topics.models import Mention
from newsstand.wsgi import application
from tests.comments.talk import signed_in
from tests.pages.newsroom import make_author, make_publisher, make_topic, mention
from tests.people import ann, ed

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HEADLINE = "Kestrel over the quay"
LISTS = [
    "/",
    "/publisher/beacon",
    "/author/nell-harbottle",
    "/topic/quay",
    *(f"{base}/feed.{form}" for base in ("", "/publisher/beacon", "/author/nell-harbottle", "/topic/quay")
      for form in ("rss", "atom", "json")),
    "/sitemaps/articles-1.xml",
    "/sitemap-news.xml",
]  # fmt: skip
# What was done, whether it may be seen then, and what its address answers.
TABLE: dict[str, tuple[str, int]] = {
    "nothing": ("shown", 200),
    "embargo over": ("shown", 200),
    "not yet expired": ("shown", 200),
    "withdrawn": ("withdrawn", 410),
    "suspended": ("suspended", 410),
    "embargoed": ("embargoed", 404),
    "expired": ("expired", 410),
    "withdrawn and restored": ("shown", 200),
    "suspended and resumed": ("shown", 200),
}


@pytest.fixture(autouse=True)
def time(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.NEWSSTAND_URL = "https://news.example"
    settings.ALLOWED_HOSTS = ["*"]
    monkeypatch.setattr(clock, "now", lambda: NOW)


def article_of(publisher: Publisher, headline: str = HEADLINE, **more: Any) -> Article:
    """An hour old, by Nell Harbottle, about the quay."""
    given: dict[str, Any] = {"summary": "A bird was seen.", "authors": ("Nell Harbottle",), **more}
    text = Text(
        headline=headline,
        published_at=NOW - timedelta(hours=1),
        body=given.pop("body", "<p>It stood in the wind.</p>"),
        plain=given.pop("plain", "It stood in the wind."),
        original_url=given.pop("original_url", f"https://beacon.example/{len(headline)}"),
        **given,
    )
    return publish(publisher=publisher, texts=[text], now=NOW - timedelta(minutes=50))[0]


def newsroom(what: str) -> Article:
    """An article to which that was done, beside another of its publisher that shares its fate as far as it goes."""
    publisher = make_publisher(indexing="index")
    make_author(publisher)
    article = article_of(publisher)
    mention(article, make_topic("Quay"))
    contract = publisher.contract
    change = {
        "embargo over": {"embargo_minutes": 59},
        "embargoed": {"embargo_minutes": 61},
        "expired": {"expires_after_days": 1},
        "not yet expired": {"expires_after_days": 1},
    }.get(what, {})
    if what == "expired":
        Article.objects.update(published_at=NOW - timedelta(days=1))
        Mention.objects.update(published_at=NOW - timedelta(days=1))
    Contract.objects.filter(pk=contract.pk).update(**change)
    contract.refresh_from_db()
    terms.take_effect(contract=contract)
    if what.startswith("withdrawn"):
        withdraw(article=article, now=NOW, reason="It was a heron.", by=ed())
    if what.startswith("suspended"):
        terms.suspend(contract=contract, now=NOW, reason="They asked for it.", editor=ed())
    if what == "withdrawn and restored":
        restore(article=article, now=NOW, by=ed())
    if what == "suspended and resumed":
        terms.resume(contract=contract, editor=ed())
    return Article.objects.select_related("publisher__contract").get(pk=article.pk)


@pytest.mark.parametrize("what", TABLE)
def test_the_database_and_the_algorithm_agree(what: str) -> None:
    article = newsroom(what)
    standing, _ = TABLE[what]
    assert article.standing(NOW) == Standing(standing)
    assert Article.objects.published(NOW).exists() is (standing == "shown")
    assert Mention.objects.filter(may_be_seen(NOW, via="article__")).exists() is (standing == "shown")
    assert Article.objects.filter(may_be_seen(NOW) & Q(pk=article.pk)).exists() is (standing == "shown")


@pytest.mark.parametrize("what", TABLE)
@pytest.mark.parametrize("address", LISTS)
def test_it_stands_in_every_list_or_in_none(client: Client, what: str, address: str) -> None:
    newsroom(what)
    answer = client.get(address)
    assert (HEADLINE in answer.content.decode() or "kestrel-over-the-quay" in answer.content.decode()) is (
        TABLE[what][0] == "shown"
    )
    if TABLE[what][0] == "shown":
        assert answer.status_code == 200


@pytest.mark.parametrize("what", TABLE)
@pytest.mark.parametrize("ending", ["", "/history", "?sort=newest"])
def test_its_own_addresses_say_what_became_of_it(client: Client, what: str, ending: str) -> None:
    article = newsroom(what)
    answer = client.get(f"{article.get_absolute_url()}{ending}")
    html = answer.content.decode()
    standing, status = TABLE[what]
    assert answer.status_code == status
    assert (HEADLINE in html) is (standing == "shown")
    assert "stood in the wind" not in html or standing == "shown"
    assert ("It was a heron." in html) is (standing == "withdrawn")
    assert ("beacon.example" in html) is ((standing == "shown" and "history" not in ending) or standing == "expired")


@pytest.mark.parametrize("what", TABLE)
def test_nothing_is_said_under_what_is_not_shown(what: str) -> None:
    article = newsroom(what)
    reader = ann()
    if TABLE[what][0] == "shown":
        comment = write.post(article=article, user=reader, text="Lovely", now=NOW)
        assert write.edit(comment=comment, user=reader, text="Lovely bird", now=NOW).text == "Lovely bird"
        return
    with pytest.raises(RefusedError, match="not shown here"):
        write.post(article=article, user=reader, text="Lovely", now=NOW)
    form = signed_in(reader).get(f"/comments/post/{article.pk}")
    assert HEADLINE not in form.content.decode()
    answer = signed_in(reader).post(f"/comments/post/{article.pk}", {"text": "Lovely"})
    assert answer.status_code == (404 if TABLE[what][0] == "embargoed" else 403)


@pytest.mark.parametrize("address", ["/publisher/beacon", "/author/nell-harbottle"])
@pytest.mark.parametrize("form", ["", "/feed.rss", "/feed.json"])
def test_a_publisher_that_is_taken_down_has_no_page_no_authors_and_no_feeds(
    client: Client, address: str, form: str
) -> None:
    newsroom("suspended")
    assert client.get(address + form).status_code == 404
    assert "The Beacon" not in client.get("/publishers").content.decode()
    terms.resume(contract=Contract.objects.get(), editor=ed())
    assert client.get(address + form).status_code == 200
    assert "The Beacon" in client.get("/publishers").content.decode()


def test_others_stay_when_a_publisher_is_taken_down(client: Client) -> None:
    article_of(make_publisher("courier", name="The Courier"), "Courier stays", authors=())
    newsroom("suspended")
    html = client.get("/").content.decode()
    assert "Courier stays" in html
    assert HEADLINE not in html


# --- excerpts and licences -------------------------------------------------------------------------------------------

LONG = "One two three four five six seven eight nine ten."
RSL = "https://beacon.example/license.xml"


def excerpted(words: int = 6) -> Article:
    publisher = make_publisher(indexing="index")
    Contract.objects.update(
        excerpt_words=words, licence="No training without a licence.", licence_url=RSL, attribution="From the Beacon."
    )
    publisher.refresh_from_db()
    article = article_of(publisher, body=f"<p>{LONG}</p>\n<p>Hidden paragraph.</p>", plain=f"{LONG}\nHidden paragraph.",
                         summary="Deck one two three four five secret")  # fmt: skip
    mention(article, make_topic("Quay"))
    return article


def test_an_excerpt_ends_with_the_way_to_the_rest(client: Client) -> None:
    html = client.get(excerpted().get_absolute_url()).content.decode()
    assert "One two three four five six…" in html
    assert "Read the rest at beacon.example" in html
    for words in ("seven", "Hidden paragraph", "secret"):
        assert words not in html


def test_a_text_that_fits_the_excerpt_has_no_rest(client: Client) -> None:
    html = client.get(excerpted(400).get_absolute_url()).content.decode()
    assert "Hidden paragraph." in html
    assert "Read the original at beacon.example" in html


@pytest.mark.parametrize("address", LISTS)
def test_no_list_and_no_feed_shows_more_than_the_excerpt(client: Client, address: str) -> None:
    excerpted()
    said = client.get(address).content.decode()
    assert "secret" not in said
    assert "seven" not in said
    assert "Hidden" not in said


def test_machines_get_no_more_than_readers(client: Client) -> None:
    html = client.get(excerpted().get_absolute_url()).content.decode()
    data = json.loads(html.split('ld+json">')[1].split("</script>")[0])
    assert data["description"] == "Deck one two three four five…"
    assert data["license"] == RSL
    assert f'<link rel="license" type="application/rsl+xml" href="{RSL}">' in html
    assert "No training without a licence." in html


@pytest.mark.parametrize(("form", "wanted"), [
    ("rss", f'<atom:link rel="license" href="{RSL}" type="application/rsl+xml"/>'),
    ("atom", f'<link rel="license" href="{RSL}" type="application/rsl+xml"/>'),
    ("json", RSL),
])  # fmt: skip
def test_feeds_carry_the_licence(client: Client, form: str, wanted: str) -> None:
    excerpted()
    said = client.get(f"/feed.{form}").content.decode()
    assert wanted in said
    assert "No training without a licence." in said
    if form == "json":
        [item] = json.loads(said)["items"]
        assert item["_licence"] == {
            "line": "No training without a licence.", "rel": "license", "href": RSL, "type": "application/rsl+xml",
        }  # fmt: skip


# --- through the page cache ------------------------------------------------------------------------------------------


def asked(path: str) -> tuple[int, str]:
    """What a visitor gets through the page cache."""
    seen: list[str] = []
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": "x", "SERVER_PORT": "80",
        "HTTP_HOST": "news.example", "wsgi.input": BytesIO(), "wsgi.url_scheme": "http",
    }  # fmt: skip
    body = b"".join(application(environ, lambda status, headers, exc_info=None: seen.append(status)))
    return int(seen[-1].split()[0]), body.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["withdrawn", "suspended"])
def test_within_a_second_it_is_gone_from_the_page_cache_too(monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    cache = application.app
    assert isinstance(cache, PageCache)
    cache.pages.clear()
    passed = [0.0]
    monkeypatch.setattr(cache, "clock", lambda: passed[0])
    article = newsroom("nothing")
    addresses = [*LISTS, article.get_absolute_url(), f"{article.get_absolute_url()}/history"]
    assert [path for path in addresses if asked(path)[0] != 200] == []
    assert len(cache.pages) == len(addresses)
    if what == "withdrawn":
        withdraw(article=article, now=NOW, reason="It was a heron.")
    else:
        terms.suspend(contract=Contract.objects.get(), now=NOW, reason="They asked for it.", editor=None)
    passed[0] += 0.9
    for path in addresses:
        assert HEADLINE not in asked(path)[1], path
        assert "kestrel-over-the-quay" not in asked(path)[1], path
    assert asked(article.get_absolute_url())[0] == 410


@pytest.mark.django_db(transaction=True)
def test_an_embargo_ends_and_an_article_expires_within_a_minute_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = application.app
    assert isinstance(cache, PageCache)
    cache.pages.clear()
    passed = [0.0]
    monkeypatch.setattr(cache, "clock", lambda: passed[0])
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(seconds=passed[0]))
    article = newsroom("embargoed")
    Article.objects.update(closes_at=NOW + timedelta(seconds=200))
    for path in (*LISTS, article.get_absolute_url()):
        assert HEADLINE not in asked(path)[1]
    passed[0] = 121.0
    assert HEADLINE in asked("/")[1]
    assert asked(article.get_absolute_url())[0] == 200
    passed[0] = 121.0 + 80
    assert HEADLINE not in asked("/")[1]
    assert asked(article.get_absolute_url())[0] == 410
