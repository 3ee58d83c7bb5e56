"""The server of the town's publishers, asked as any other."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.client import HTTPMessage

import feedparser
import pytest

from newsstand.algorithms import discovery, feeds, pages
from newsstand.demo.server import DemoServer

STARTED = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
FEEDS = {"beacon": "feed.xml", "commons": "atom.xml", "tideline": "feed.json"}


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    server = DemoServer(port=0, started_at=STARTED)
    server.start()
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def everything(server: DemoServer) -> None:
    server.as_of = None


def ask(address: str, *, method: str = "GET", **headers: str) -> tuple[int, HTTPMessage, bytes]:
    request = urllib.request.Request(
        address, method=method, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as reply:
            return reply.status, reply.headers, reply.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def parsed(server: DemoServer, slug: str) -> feeds.Feed:
    address = f"{server.root}{slug}/{FEEDS[slug]}"
    _, headers, body = ask(address)
    return feeds.parse(body, content_type=headers["Content-Type"], base_url=address)


@pytest.mark.parametrize("slug", FEEDS)
def test_a_home_page_leads_to_its_feed_and_its_icon(server: DemoServer, slug: str) -> None:
    home = f"{server.root}{slug}/"
    status, headers, body = ask(home)
    site = discovery.look_at(body, url=home, content_type=headers["Content-Type"])
    assert status == 200
    assert [feed.url for feed in site.feeds] == [home + FEEDS[slug]]
    assert site.language == "en-GB"
    assert ask(site.icon)[1]["Content-Type"] == "image/png"


@pytest.mark.parametrize(("slug", "version"), [("beacon", "rss20"), ("commons", "atom10")])
def test_feedparser_reads_the_xml_feeds(server: DemoServer, slug: str, version: str) -> None:
    read = feedparser.parse(ask(f"{server.root}{slug}/{FEEDS[slug]}")[2])
    assert not read.bozo
    assert read.version == version
    assert [entry.title for entry in read.entries] == titles(server, slug)


def test_the_third_feed_is_a_json_feed(server: DemoServer) -> None:
    value = json.loads(ask(f"{server.root}tideline/feed.json")[2])
    assert value["version"] == "https://jsonfeed.org/version/1.1"
    assert value["feed_url"] == f"{server.root}tideline/feed.json"
    assert [item["title"] for item in value["items"]] == titles(server, "tideline")


def titles(server: DemoServer, slug: str) -> list[str]:
    publisher = next(one for one in server.town.publishers if one.slug == slug)
    return [article.version(updated=True).title for article in publisher.articles]


@pytest.mark.parametrize("slug", FEEDS)
def test_our_own_parser_finds_nothing_to_complain_of(server: DemoServer, slug: str) -> None:
    read = parsed(server, slug)
    publisher = next(one for one in server.town.publishers if one.slug == slug)
    assert read.problems == ()
    assert (read.title, read.description) == (publisher.name, publisher.description)
    for entry, article in zip(read.entries, publisher.articles, strict=True):
        assert entry.published == STARTED - timedelta(minutes=article.first.minutes_ago)
        assert entry.authors == tuple(publisher.author(one).name for one in article.authors)
        assert len(entry.categories) == len(article.topics) + 1
        assert entry.summary == article.version(updated=True).summary


def test_the_beacon_and_the_tideline_give_the_whole_text_and_the_commons_does_not(server: DemoServer) -> None:
    assert all(len(entry.content.split()) > 120 for entry in parsed(server, "beacon").entries)
    assert all(len(entry.content.split()) > 120 for entry in parsed(server, "tideline").entries)
    assert all(entry.content == "" for entry in parsed(server, "commons").entries)


@pytest.mark.parametrize("slug", FEEDS)
def test_every_article_page_answers_and_its_text_can_be_taken_out(server: DemoServer, slug: str) -> None:
    publisher = next(one for one in server.town.publishers if one.slug == slug)
    for article in publisher.articles:
        address = f"{server.root}{slug}/articles/{article.slug}"
        status, headers, body = ask(address)
        assert status == 200
        page = pages.read(body, url=address, content_type=headers["Content-Type"])
        version = article.version(updated=True)
        assert page.body is not None
        assert abs(page.body.words - version.words) < 25, article.slug
        assert "fictional" not in page.body.text.lower()
        data = re.search(rb'<script type="application/ld\+json">(.*?)</script>', body)
        assert data
        assert json.loads(data[1])["headline"] == version.title


def test_every_page_and_author_says_that_it_is_fictional(server: DemoServer) -> None:
    for publisher in server.town.publishers:
        paths = ["", *(f"authors/{author.slug}" for author in publisher.authors)]
        for path in paths:
            status, _, body = ask(f"{server.root}{publisher.slug}/{path}")
            assert status == 200
            assert b"A fictional article of the demonstration town" in body


def test_the_pictures_of_the_feeds_are_jpegs(server: DemoServer) -> None:
    for slug in ("beacon", "tideline"):
        image = next(entry.image for entry in parsed(server, slug).entries if entry.image)
        status, headers, body = ask(image)
        assert (status, headers["Content-Type"], body[:3]) == (200, "image/jpeg", b"\xff\xd8\xff")


def test_what_has_not_changed_is_not_sent_again(server: DemoServer) -> None:
    address = f"{server.root}beacon/feed.xml"
    _, headers, body = ask(address)
    assert ask(address, If_None_Match=headers["ETag"])[::2] == (304, b"")
    assert ask(address, If_Modified_Since=headers["Last-Modified"])[::2] == (304, b"")
    assert ask(address, If_None_Match='"another"', If_Modified_Since=headers["Last-Modified"])[0] == 200
    assert ask(address, If_Modified_Since=format_datetime(STARTED - timedelta(days=9)))[0] == 200
    assert ask(address, If_Modified_Since="yesterday")[2] == body


def test_head_is_get_without_the_body(server: DemoServer) -> None:
    address = f"{server.root}tideline/"
    assert ask(address, method="HEAD")[2] == b""
    assert ask(address, method="HEAD")[1]["Content-Length"] == str(len(ask(address)[2]))


@pytest.mark.parametrize(
    "path", ["nowhere/", "beacon/articles/no-such", "beacon/authors/x", "beacon/pictures/x.jpg", "beacon/atom.xml"]
)
def test_what_is_not_there_is_a_404(server: DemoServer, path: str) -> None:
    assert ask(server.root + path)[0] == 404


def test_before_a_correction_the_article_says_what_it_said_at_first(server: DemoServer) -> None:
    at = server.changes[0]
    server.as_of = at - timedelta(seconds=1)
    before = {entry.url: entry for entry in parsed(server, "beacon").entries}
    server.as_of = at
    after = {entry.url: entry for entry in parsed(server, "beacon").entries}
    changed = [url for url, entry in after.items() if url not in before or before[url].content != entry.content]
    assert len(changed) == 1
    assert after[changed[0]].updated == at
    assert before[changed[0]].published == after[changed[0]].published


def test_what_was_published_later_is_not_there_yet(server: DemoServer) -> None:
    server.as_of = STARTED - timedelta(days=5)
    urls = [entry.url for entry in parsed(server, "beacon").entries]
    assert 0 < len(urls) < 16
    assert all(entry.published and entry.published <= server.as_of for entry in parsed(server, "beacon").entries)
    assert ask(f"{server.root}beacon/articles/night-clinic-saved")[0] == 404


def test_a_server_that_stopped_frees_its_port() -> None:
    first = DemoServer(port=0, started_at=STARTED)
    first.start()
    second = DemoServer(port=first.port, started_at=STARTED)
    with pytest.raises(OSError, match="in use"):
        second.start()
    first.stop()
    first.stop()
    second.start()
    assert ask(second.publisher_addresses[0])[0] == 200
    second.stop()
