"""The page cache in front of the real stack: what one person sees is never served to another."""

from typing import Any

import pytest
from django.http import SimpleCookie
from django.test import Client
from django.test.client import RequestFactory

from newsstand.comments.write import post
from newsstand.lib.clock import now
from newsstand.lib.pagecache import PageCache
from newsstand.wsgi import application
from tests import people
from tests.pages.newsroom import fill, make_author, make_publisher, make_topic

# The whole stack opens and closes connections by itself, which a transaction around the test would not survive.
pytestmark = pytest.mark.django_db(transaction=True)
HOST = "127.0.0.1"


class Visitor:
    """A browser without script before the whole stack, page cache and all; keeps its cookies."""

    def __init__(self, site: PageCache) -> None:
        self.site = site
        self.cookies: SimpleCookie = SimpleCookie()

    def get(self, path: str, **headers: str) -> tuple[str, dict[str, str], str]:
        """Status, headers and text of an answer."""
        environ = RequestFactory(headers={"host": HOST, **headers}).get(path).environ
        environ["HTTP_COOKIE"] = "; ".join(f"{name}={kept.value}" for name, kept in self.cookies.items())
        answered: list[Any] = []
        body = self.site(environ, lambda status, given, *_: answered.append((status, dict(given))))
        text = b"".join(body).decode()
        getattr(body, "close", lambda: None)()
        status, given = answered[0]
        return status, given, text

    def sign_in(self, user: Any) -> None:
        client = Client()
        client.force_login(user)
        self.cookies["sessionid"] = client.cookies["sessionid"].value


@pytest.fixture
def site() -> PageCache:
    """The real stack with an empty cache of its own."""
    assert isinstance(application.app, PageCache)
    return PageCache(application.app.app)


@pytest.fixture
def paths() -> list[str]:
    publisher = make_publisher()
    [article] = fill(1, publisher, author=make_author(publisher), topics=(make_topic("Harbour", section=1),))
    post(article=article, user=people.ann(), text="Mine", now=now())
    return [
        "/",
        article.get_absolute_url(),
        "/publisher/beacon",
        "/author/nell-harbottle",
        "/topic/harbour",
        "/publishers",
        "/about",
    ]


def masthead(text: str) -> str:
    """What stands above the page: a name below it is a comment's, for everybody."""
    return text.partition("<main")[0]


def test_what_a_reader_sees_is_served_to_nobody_else(site: PageCache, paths: list[str]) -> None:
    ann, ben, stranger = Visitor(site), Visitor(site), Visitor(site)
    ann.sign_in(people.ann())
    ben.sign_in(people.ben())
    for path in paths * 2:
        _, headers, text = ann.get(path)
        assert ">Ann</a>" in masthead(text)
        assert "csrfmiddlewaretoken" in text
        assert "private" in headers["Cache-Control"]
        assert "ETag" not in headers
        _, headers, text = stranger.get(path)
        assert "Sign in" in text
        assert "csrfmiddlewaretoken" not in text
        assert ">Ann</a>" not in masthead(text)
        assert "Set-Cookie" not in headers
        assert "Cookie" in headers["Vary"]
        _, _, text = ben.get(path)
        assert ">Ben</a>" in masthead(text)
        assert ">Ann</a>" not in masthead(text)
    assert len(site.pages) == len(paths)


def test_who_signs_out_is_a_stranger_again(site: PageCache, paths: list[str]) -> None:
    ann = Visitor(site)
    ann.sign_in(people.ann())
    for path in paths:
        ann.get(path)
    ann.cookies.clear()
    for path in paths:
        assert "Sign in" in ann.get(path)[2]


def test_a_session_that_is_worth_nothing_sees_and_leaves_what_a_stranger_sees(
    site: PageCache, paths: list[str]
) -> None:
    liar = Visitor(site)
    liar.cookies["sessionid"] = "x" * 32
    for path in paths:
        _, _, text = liar.get(path)
        assert "Sign in" in text
        assert "csrfmiddlewaretoken" not in text
    assert len(site.pages) == 0


@pytest.mark.parametrize("header", ["x-forwarded-host", "x-original-url", "x-rewrite-url", "x-http-method-override"])
def test_a_header_of_a_strangers_poisons_nothing(site: PageCache, paths: list[str], header: str) -> None:
    attacker, stranger = Visitor(site), Visitor(site)
    for path in paths:
        attacker.get(path, **{header: "evil.example"})
        assert "evil.example" not in stranger.get(path)[2]


def test_another_host_gets_no_page_and_leaves_none(site: PageCache, paths: list[str]) -> None:
    stranger = Visitor(site)
    for path in paths:
        assert stranger.get(path)[0].startswith("200")
        status, _, text = stranger.get(path, host="evil.example")
        assert status.startswith("400")
        assert "evil.example" not in text
    assert len(site.pages) == len(paths)


def test_a_validator_of_a_strangers_page_does_not_answer_for_a_readers(site: PageCache, paths: list[str]) -> None:
    stranger, ann = Visitor(site), Visitor(site)
    ann.sign_in(people.ann())
    for path in paths:
        tag = stranger.get(path)[1]["ETag"]
        assert stranger.get(path, **{"if-none-match": tag})[0].startswith("304")
        status, _, text = ann.get(path, **{"if-none-match": tag})
        assert status.startswith("200")
        assert ">Ann</a>" in text
