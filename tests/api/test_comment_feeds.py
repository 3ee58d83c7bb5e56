"""What is said, as feeds: only what everybody sees, gone at once when it goes, and nothing in it runs."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils import timezone
from lxml import etree

from newsstand.articles.models import Article
from newsstand.articles.text import original_key
from newsstand.comments.models import Comment
from newsstand.comments.status import set_status
from newsstand.comments.write import withdraw
from newsstand.lib import clock
from newsstand.lib.pagecache import PageCache
from newsstand.topics.models import Mention, Topic
from newsstand.wsgi import application
from tests import people
from tests.comments.talk import make_article, say

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
FORMS = ["rss", "atom", "json"]
HOSTILE = '<script>alert(1)</script> & "quotes" ]]> &amp; https://a.example/?x="><svg/onload=alert(1)>'
Status = Comment.Status


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    cache.clear()
    settings.NEWSSTAND_URL = "https://news.example"
    settings.ALLOWED_HOSTS = ["*"]


@pytest.fixture
def article() -> Article:
    found = make_article(NOW - timedelta(days=1), headline="Ferries & <b>tides</b>", slug="ferries")
    harbour = Topic.objects.create(name="Harbour", slug="harbour")
    Mention.objects.create(article=found, topic=harbour, source="page", position=0, published_at=found.published_at)
    return found


def addresses(article: Article, form: str) -> list[str]:
    pages = [article.get_absolute_url(), f"/user/{people.ann().pk}", "/topic/harbour"]
    return [f"{page}/comments.{form}" for page in pages]


def texts(client: Client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200, path
    if path.endswith("json"):
        return [one["content_html"] for one in json.loads(answer.content)["items"]]
    return [(one.get("content") or [{"value": one.summary}])[0]["value"] for one in parsed(answer.content).entries]


def parsed(body: bytes) -> Any:
    found = feedparser.parse(body, sanitize_html=False)
    assert not found.bozo
    return found


@pytest.mark.parametrize("form", FORMS)
def test_a_thread_a_person_and_a_topic_have_a_feed(client: Client, article: Article, form: str) -> None:
    first = say(article, people.ann(), "One @Ben\nand more", NOW)
    say(article, people.ann(), "Two", NOW + timedelta(hours=1), first)
    for path in addresses(article, form):
        assert texts(client, path)[0] == "<p>Two</p>"
        answer = client.get(path)
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Last-Modified"] == "Fri, 20 Nov 2026 13:00:00 GMT"
        assert f"https://news.example{path}" in answer.content.decode()
        assert f"https://news.example/comments/{first.pk}" in answer.content.decode()
        assert f"https://news.example/user/{people.ann().pk}" in answer.content.decode() or form == "rss"


@pytest.mark.parametrize("form", FORMS)
def test_only_what_everybody_sees_stands_in_it(client: Client, article: Article, form: str) -> None:
    ann = people.ann()
    rows = [say(article, ann, f"Words {number}", NOW + timedelta(minutes=number)) for number in range(4)]
    set_status(comment=rows[0], status=Status.HELD, now=NOW)
    set_status(comment=rows[1], status=Status.REMOVED, now=NOW)
    withdraw(comment=rows[2], user=ann, now=NOW)
    for path in addresses(article, form):
        assert texts(client, path) == ["<p>Words 3</p>"]


@pytest.mark.parametrize("form", FORMS)
def test_nothing_in_it_runs(client: Client, article: Article, form: str) -> None:
    ann = people.ann()
    ann.name = "<img src=x onerror=alert(1)>"
    ann.save()
    Comment.objects.create(article=article, user=ann, name=ann.name, text=HOSTILE, posted_at=NOW)
    for path in addresses(article, form):
        [text] = texts(client, path)
        tree = etree.HTML(text)
        assert {one.tag for one in tree.iter()} <= {"html", "body", "p", "a", "br"}
        assert all(one.startswith("https://") for one in tree.xpath("//@href"))
        assert not tree.xpath("//@onload | //@onerror")


@pytest.mark.django_db(transaction=True)
def test_removal_leaves_every_feed_at_once(article: Article) -> None:
    row = say(article, people.ann(), "Gone soon", NOW)
    seconds = [0.0]
    site = PageCache(application.app.app, clock=lambda: seconds[0])
    for path in addresses(article, "json"):
        assert b"Gone soon" in get(site, path)
    set_status(comment=row, status=Status.REMOVED, now=NOW)
    seconds[0] += 1
    for path in addresses(article, "json"):
        assert b"Gone soon" not in get(site, path)


@pytest.mark.django_db(transaction=True)
def test_who_has_it_is_told_that_nothing_changed(article: Article) -> None:
    say(article, people.ann(), "Said", NOW)
    site = PageCache(application.app.app)
    for path in addresses(article, "atom"):
        heads: list[Any] = []
        get(site, path, heads)
        tag = dict(heads[0][1])["ETag"]
        assert get(site, path, heads, HTTP_IF_NONE_MATCH=tag) == b""
        assert heads[1][0].startswith("304")


def get(site: PageCache, path: str, heads: list[Any] | None = None, **more: str) -> bytes:
    environ = RequestFactory().get(path, **more).environ  # type: ignore[arg-type]
    taken: list[Any] = [] if heads is None else heads
    return b"".join(site(environ, lambda *start: taken.append(start)))


def test_there_is_none_of_what_readers_cannot_see(client: Client, article: Article) -> None:
    say(article, people.ann(), "Said", NOW)
    assert client.get(f"/a/{article.pk}/wrong/comments.rss").url.endswith("/ferries/comments.rss")  # type: ignore[attr-defined]
    assert client.get(f"/a/{article.pk}/ferries/comments.xml").status_code == 404
    Article.objects.filter(pk=article.pk).update(withdrawn_at=timezone.now())
    Topic.objects.update(is_hidden=True)
    thread, person, topic = addresses(article, "rss")
    assert client.get(thread).status_code == client.get(topic).status_code == 404
    assert b"Said" not in client.get(person).content
    user = people.ann()
    user.is_active = False
    user.save()
    assert client.get(person).status_code == 404


def test_pages_name_their_feeds(client: Client, article: Article) -> None:
    say(article, people.ann(), "Said", NOW)
    for path in addresses(article, "atom"):
        page = client.get(path.removesuffix("/comments.atom")).content.decode()
        assert f'type="application/atom+xml" title="Comments" href="{path}"' in page


def test_addresses_are_counted_many_at_once(client: Client, article: Article, django_assert_num_queries: Any) -> None:
    page = "https://beacon.example/ferries/"
    Article.objects.filter(pk=article.pk).update(original_url=page, original_key=original_key(page))
    say(article, people.ann(), "Said", NOW)
    own = f"https://news.example{article.get_absolute_url()}"
    asked = [page, "http://www.beacon.example/ferries?utm_source=x", own, "https://beacon.example/else", "nonsense", ""]
    expected = dict(zip(asked, [1, 1, 1, None, None, None], strict=True))
    with django_assert_num_queries(2):
        answer = client.get("/api/comments/counts", {"url": asked})
    assert answer.json() == expected
    assert answer["Access-Control-Allow-Origin"] == "*"
    many = asked + [f"https://beacon.example/{number}" for number in range(994)]
    with django_assert_num_queries(1):
        posted = client.post("/api/comments/counts", json.dumps(many), content_type="application/json")
    assert {key: value for key, value in posted.json().items() if value} == dict.fromkeys(asked[:3], 1)
    assert "Access-Control-Allow-Origin" not in posted


@pytest.mark.django_db(transaction=True)
def test_a_count_is_true_as_soon_as_something_is_said(client: Client, article: Article) -> None:
    seconds = [0.0]
    site = PageCache(application.app.app, clock=lambda: seconds[0])
    path = f"/api/comments/counts?url=/a/{article.pk}/"
    assert json.loads(get(site, path)) == {f"/a/{article.pk}/": 0}
    say(article, people.ann(), "Said", NOW)
    seconds[0] += 1
    assert json.loads(get(site, path)) == {f"/a/{article.pk}/": 1}
    Article.objects.filter(pk=article.pk).update(withdrawn_at=timezone.now())
    assert client.get(path).json() == {f"/a/{article.pk}/": None}


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b"[]", b'["a"' + b', "b"' * 1000 + b"]", b"[" * 100_000])
def test_a_list_that_makes_no_sense_is_told_what_would(client: Client, body: bytes) -> None:
    answer = client.post("/api/comments/counts", body, content_type="application/json")
    assert answer.status_code == 400
    assert b"JSON list of addresses" in answer.content


def test_who_asks_too_much_or_too_often_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    assert client.get("/api/comments/counts").status_code == 400
    assert client.get("/api/comments/counts", {"url": ["a"] * 101}).status_code == 400
    large = client.post("/api/comments/counts", b" " * 1_000_001, content_type="application/json")
    assert large.status_code == 413
    answers = [client.get("/api/comments/counts", {"url": f"https://a.example/{at}"}) for at in range(61)]
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0
