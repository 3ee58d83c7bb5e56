"""A publisher checks a feed on the site, before joining."""

from collections.abc import Iterator
from typing import Any

import html5lib
import pytest
from django.core.cache import cache
from django.test import Client

from newsstand.articles.models import Article
from newsstand.ingest.models import Item
from newsstand.pages import check
from newsstand.publishers.models import Feed, Publisher
from tests import people
from tests.feed_server import FeedServer

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/publishers/check"
FEED = (
    "<rss version='2.0'><channel><title>The Beacon</title>"
    "<item><title>A <b>bench</b></title><link>https://beacon.example/1</link><description>Oak.</description></item>"
    "<item><guid>nothing</guid></item></channel></rss>"
)


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def cy(door_to_loopback: None) -> Client:
    client = Client()
    client.force_login(people.cy())
    return client


@pytest.fixture
def address(feed_server: FeedServer) -> str:
    return feed_server.put("/feed.xml", FEED, kind="application/rss+xml")


def text_of(answer: Any) -> str:
    tree = html5lib.parse(answer.content.decode(), namespaceHTMLElements=False)
    return " ".join("".join(tree.itertext()).split())


def test_a_stranger_is_sent_to_sign_in_and_nobody_is_asked(
    client: Client, feed_server: FeedServer, address: str, door_to_loopback: None
) -> None:
    for answer in (client.get(PAGE), client.post(PAGE, {"address": address})):
        assert answer["Location"] == "/accounts/login/?next=%2Fpublishers%2Fcheck"
    assert feed_server.asked == []


def test_the_application_form_leads_to_the_check(cy: Client) -> None:
    assert f'href="{PAGE}"' in cy.get("/publishers/apply").content.decode()


def test_cy_is_told_what_would_become_of_each_item_and_what_to_mend(cy: Client, address: str) -> None:
    answer = cy.post(PAGE, {"address": address})
    page = text_of(answer)
    assert answer.status_code == 200
    for words in (
        "with 2 items",
        "The Beacon",
        "Mend first",
        "Items are refused.",
        "neither a headline nor a text",
        "text from its page",
        "1 of 2 items",
        "no-author",
        "What to do:",
    ):
        assert words in page
    assert page.index("Mend first") < page.index("Worth mending") < page.index("Good to have")


def test_nothing_is_stored(cy: Client, address: str) -> None:
    cy.post(PAGE, {"address": address})
    assert not any(model.objects.exists() for model in (Publisher, Feed, Item, Article))


def test_a_site_is_enough(cy: Client, address: str, feed_server: FeedServer) -> None:
    site = feed_server.put("/", '<link rel="alternate" type="application/rss+xml" href="/feed.xml">')
    assert address in text_of(cy.post(PAGE, {"address": site}))


def test_looking_at_a_link_to_the_check_asks_nobody(cy: Client, address: str, feed_server: FeedServer) -> None:
    assert address in cy.get(PAGE, {"address": address}).content.decode()
    assert feed_server.asked == []


@pytest.mark.parametrize("typed", ["", "not an address", "javascript:alert(1)", "file:///etc/passwd", "x" * 3000])
def test_what_is_no_address_is_said_to_be_none(cy: Client, typed: str) -> None:
    assert cy.post(PAGE, {"address": typed}).status_code == 422


def test_a_page_without_a_feed_says_what_was_tried(cy: Client, feed_server: FeedServer) -> None:
    answer = cy.post(PAGE, {"address": feed_server.put("/", "<p>No feed</p>")})
    assert answer.status_code == 422
    assert "No feed was found" in text_of(answer)


def test_a_private_address_is_not_reached(cy: Client, address: str, feed_server: FeedServer, settings: Any) -> None:
    settings.NEWSSTAND_ALLOWED_NETWORKS = []
    answer = cy.post(PAGE, {"address": address})
    assert answer.status_code == 422
    assert feed_server.asked == []
    assert "NEWSSTAND_ALLOWED_NETWORKS" not in text_of(answer)


def test_the_fourth_check_of_a_minute_waits(cy: Client, address: str, feed_server: FeedServer) -> None:
    for _ in range(3):
        assert cy.post(PAGE, {"address": address}).status_code == 200
    asked = len(feed_server.asked)
    answer = cy.post(PAGE, {"address": address})
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 60
    assert len(feed_server.asked) == asked


def test_one_check_at_a_time_leaves_the_other_threads_to_readers(cy: Client, address: str) -> None:
    with check.AT_ONCE:
        answer = cy.post(PAGE, {"address": address})
    assert answer.status_code == 429
    assert "Another feed is being checked" in text_of(answer)
    assert cy.post(PAGE, {"address": address}).status_code == 200


def test_what_a_feed_says_cannot_run_here(cy: Client, feed_server: FeedServer) -> None:
    title = "&lt;script&gt;alert(1)&lt;/script&gt;"
    body = FEED.replace("<b>bench</b>", title).replace("The Beacon", f"<![CDATA[{title}]]>")
    answer = cy.post(PAGE, {"address": feed_server.put("/feed.xml", body, kind="application/rss+xml")})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
