"""An embargo that ends and an article that expires change what is cached everywhere, though nobody writes anything."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest

from newsstand.articles.models import Article, Revision
from newsstand.lib import clock
from newsstand.lib.models import Stamp
from newsstand.lib.pagecache import MOST_SECONDS, PageCache
from newsstand.wsgi import application
from tests.comments.talk import signed_in
from tests.pages.newsroom import make_publisher
from tests.pages.test_what_may_be_shown import HEADLINE, LISTS, NOW, article_of, newsroom
from tests.people import ann

pytestmark = pytest.mark.django_db(transaction=True)
SLUG = "kestrel-over-the-quay"
# A page that was made just before lives so long, and is asked about twice a second.
AT_MOST = MOST_SECONDS + 1


class Cached:
    """Visitors who come through the page cache, at a time that the test sets."""

    def __init__(self, cache: PageCache, monkeypatch: pytest.MonkeyPatch) -> None:
        self.passed = 0.0
        cache.pages.clear()
        monkeypatch.setattr(cache, "clock", lambda: self.passed)
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(seconds=self.passed))

    def get(self, path: str, **headers: str) -> tuple[int, str, dict[str, str]]:
        seen: list[tuple[str, list[tuple[str, str]]]] = []
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": "x", "SERVER_PORT": "80",
            "HTTP_HOST": "news.example", "wsgi.input": BytesIO(), "wsgi.url_scheme": "http", **headers,
        }  # fmt: skip
        body = b"".join(application(environ, lambda status, given, exc_info=None: seen.append((status, given))))
        status, given = seen[-1]
        return int(status.split()[0]), body.decode(), dict(given)

    def shows(self, path: str) -> bool:
        said = self.get(path)[1]
        return HEADLINE in said or SLUG in said


@pytest.fixture
def cached(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Cached]:
    cache = application.app
    assert isinstance(cache, PageCache)
    settings.NEWSSTAND_URL, settings.ALLOWED_HOSTS = "https://news.example", ["*"]
    yield Cached(cache, monkeypatch)
    cache.pages.clear()


def window(article: Article, *, opens: float | None = None, closes: float | None = None) -> None:
    """Set when it may be seen, in seconds from now, without a word to any page."""
    Article.objects.filter(pk=article.pk).update(
        opens_at=None if opens is None else NOW + timedelta(seconds=opens),
        closes_at=None if closes is None else NOW + timedelta(seconds=closes),
    )


def stamps() -> dict[str, int]:
    return dict(Stamp.objects.values_list("name", "version"))


@pytest.mark.parametrize("path", LISTS)
def test_a_cached_list_takes_it_in_and_lets_it_go_by_itself(cached: Cached, path: str) -> None:
    article = newsroom("nothing")
    # Another stays, so that every list is there throughout.
    other = article_of(article.publisher, "Ferry sails")  # type: ignore[arg-type]
    for one in article.mentions.all():  # type: ignore[attr-defined]
        one.pk, one.article = None, other
        one.save()
    window(article, opens=100, closes=400)
    before = stamps()
    assert not cached.shows(path)
    cached.passed = 99.0
    assert not cached.shows(path)
    cached.passed = 99.0 + AT_MOST
    assert cached.shows(path)
    cached.passed = 399.0
    assert cached.shows(path)
    cached.passed = 399.0 + AT_MOST
    assert not cached.shows(path)
    assert stamps() == before


@pytest.mark.parametrize("ending", ["", "/history"])
def test_its_own_pages_appear_and_are_gone(cached: Cached, ending: str) -> None:
    article = newsroom("nothing")
    Revision.objects.create(article=article, since=NOW - timedelta(minutes=9), until=NOW - timedelta(minutes=5),
                            headline="A heron")  # fmt: skip
    path = f"{article.get_absolute_url()}{ending}"
    window(article, opens=10, closes=200)
    assert cached.get(path)[0] == 404
    cached.passed = 10.0
    # What is refused is kept by no cache: the page is there at the second.
    assert cached.get(path)[0] == 200
    cached.passed = 199.0
    assert cached.get(path)[0] == 200
    cached.passed = 199.0 + AT_MOST
    assert cached.get(path)[0] == 410


@pytest.mark.parametrize("path", ["/", "/feed.rss", "/sitemap-news.xml", "/sitemaps/articles-1.xml"])
def test_who_asks_whether_a_page_changed_is_told_so(cached: Cached, path: str) -> None:
    article = newsroom("nothing")
    article_of(article.publisher, "Ferry sails")  # type: ignore[arg-type]
    window(article, opens=100)
    tag = cached.get(path)[2]["ETag"]
    assert cached.get(path, HTTP_IF_NONE_MATCH=tag)[0] == 304
    cached.passed = 99.0 + AT_MOST
    status, body, headers = cached.get(
        path, HTTP_IF_NONE_MATCH=tag, HTTP_IF_MODIFIED_SINCE="Fri, 01 Jan 2100 00:00:00 GMT"
    )
    assert (status, SLUG in body) == (200, True)
    assert headers["ETag"] != tag
    # Nobody between us and the reader may keep it without asking.
    assert "max-age=0" in headers["Cache-Control"]
    assert "must-revalidate" in headers["Cache-Control"]


def test_the_count_of_a_publishers_articles_follows(cached: Cached) -> None:
    article = newsroom("nothing")
    window(article, opens=100, closes=400)
    assert "1 article" not in cached.get("/publishers")[1]
    cached.passed = 99.0 + AT_MOST
    assert "1 article" in cached.get("/publishers")[1]
    cached.passed = 399.0 + AT_MOST
    assert "1 article" not in cached.get("/publishers")[1]


def test_a_copy_stands_in_the_list_until_its_original_may_be_seen(cached: Cached) -> None:
    words = " ".join(f"Diver number {n} found a crack in the quay." for n in range(60))
    first = article_of(make_publisher(), HEADLINE, plain=words, body=f"<p>{words}</p>")
    courier = make_publisher("courier", name="The Courier")
    copy = article_of(courier, "Courier has it", plain=words, body=f"<p>{words}</p>", authors=())
    assert copy.copy_of.original == first
    window(first, opens=100)
    assert "Courier has it" in cached.get("/")[1]
    cached.passed = 99.0 + AT_MOST
    assert cached.shows("/")
    assert "Courier has it" not in cached.get("/")[1]


def test_whoever_is_signed_in_sees_it_at_the_second(cached: Cached) -> None:
    article = newsroom("nothing")
    window(article, opens=100)
    reader = signed_in(ann())
    cached.passed = 99.0
    assert HEADLINE not in reader.get("/").content.decode()
    cached.passed = 100.0
    assert HEADLINE in reader.get("/").content.decode()
