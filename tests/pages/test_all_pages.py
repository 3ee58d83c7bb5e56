"""What holds for every page a visitor can see."""

import re

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.test import Client, RequestFactory

from newsstand.pages import errors
from tests.pages.newsroom import fill, make_author, make_picture, make_publisher, make_topic
from tests.people import ann

pytestmark = pytest.mark.django_db
LISTS = ["/", "/publisher/beacon", "/author/nell-harbottle", "/topic/harbour"]


@pytest.fixture
def newsroom() -> str:
    """A publisher, an author, a topic with 31 articles; the address of one of them."""
    publisher = make_publisher(icon=make_picture("icon"))
    place = make_topic("Harbour", section=1, kind="place", latitude=54.72, longitude=-2.3, parent=make_topic("Town"))
    article, *_ = fill(31, publisher, author=make_author(publisher), topics=(place,))
    return article.get_absolute_url()


@pytest.mark.parametrize("address", [*LISTS, "/about", "article"])
def test_a_visitor_without_an_account_gets_no_cookie_and_no_token(client: Client, newsroom: str, address: str) -> None:
    answer = client.get(newsroom if address == "article" else address)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in html
    assert 'method="post"' not in html
    assert "public" in answer["Cache-Control"]
    assert "Sign in" in html


@pytest.mark.parametrize("address", [*LISTS, "/about", "article"])
def test_a_reader_with_an_account_sees_their_name_and_the_way_out(client: Client, newsroom: str, address: str) -> None:
    client.force_login(ann())
    answer = client.get(newsroom if address == "article" else address)
    html = answer.content.decode()
    assert "private" in answer["Cache-Control"]
    assert ">Ann</a>" in html
    assert "Sign out" in html
    assert "csrfmiddlewaretoken" in html


@pytest.mark.parametrize("address", [*LISTS, "/about", "article", "/nothing"])
def test_pages_run_and_load_nothing_that_is_not_ours(client: Client, newsroom: str, address: str) -> None:
    html = client.get(newsroom if address == "article" else address).content.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=", html)
    for kind, rest in re.findall(r"<script([^>]*)>(.*?)</script>", html, re.DOTALL):
        assert "ld+json" in kind or ('src="/static/' in kind and not rest)
    loaded = re.findall(r'<link rel="(?:stylesheet|preload|icon)"[^>]*href="([^"]*)"|<img[^>]*src="([^"]*)"', html)
    assert loaded
    assert all((one or other).startswith(("/static/", "/image/", "/signal/")) for one, other in loaded)


@pytest.mark.parametrize("address", [*LISTS, "/about", "article", "/nothing"])
def test_pages_have_a_language_a_title_one_heading_and_a_way_past_the_header(
    client: Client, newsroom: str, address: str
) -> None:
    html = client.get(newsroom if address == "article" else address).content.decode()
    assert '<html lang="en" dir="ltr">' in html
    assert re.search(r"<title>[^<]+</title>", html)
    assert len(re.findall(r"<h1[\s>]", html)) == 1
    assert 'href="#main"' in html
    assert 'id="main"' in html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("address", LISTS)
def test_every_list_names_its_feeds(client: Client, newsroom: str, address: str) -> None:
    html = client.get(address).content.decode()
    base = "" if address == "/" else address
    for ending, kind in (("rss", "rss+xml"), ("atom", "atom+xml"), ("json", "feed+json")):
        assert re.search(
            rf'rel="alternate" type="application/{re.escape(kind)}"[^>]*href="{base}/feed\.{ending}"', html
        )


@pytest.mark.parametrize("address", ["/publisher/nobody", "/author/nobody", "/topic/nothing", "/nothing"])
def test_what_is_not_there_is_said_in_our_own_words(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


def test_a_place_says_where_it_lies(client: Client, newsroom: str) -> None:
    html = client.get("/topic/harbour").content.decode()
    assert "54.72° N, 2.30° W" in html
    assert 'href="/topic/town"' in html


def test_about_says_who_runs_the_site_and_what_its_reader_is_called(client: Client, settings: object) -> None:
    settings.NEWSSTAND_CONTACT = "desk@kestermouth.example"  # type: ignore[attr-defined]
    html = client.get("/about").content.decode()
    assert 'href="mailto:desk@kestermouth.example"' in html
    assert settings.NEWSSTAND_USER_AGENT in html  # type: ignore[attr-defined]
    assert "robots.txt" in html


def test_a_refused_form_explains_itself() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ann())
    answer = client.post("/accounts/logout/")
    assert answer.status_code == 403
    assert "gone stale" in answer.content.decode()


def test_our_own_reasons_are_shown_and_an_attackers_words_are_not() -> None:
    request = RequestFactory().get("/")
    assert "Do this." in errors.bad_request(request, BadRequest("Do this.")).content.decode()
    assert "evil.example" not in errors.bad_request(request, ValueError("evil.example")).content.decode()
    assert errors.forbidden(request, PermissionDenied("Only editors.")).status_code == 403


def test_the_page_for_our_own_errors_asks_the_database_nothing(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        answer = errors.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "it was us" in answer.content.decode()
