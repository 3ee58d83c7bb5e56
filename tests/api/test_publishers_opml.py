"""The publishers' feeds as OPML, for everybody."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree

from newsstand.lib.stamps import touch
from newsstand.publishers.models import Feed
from tests.pages.newsroom import NOON, make_publisher

pytestmark = pytest.mark.django_db


def make_feed(slug: str, **fields: object) -> Feed:
    publisher = make_publisher(slug, name=slug.title(), is_fictional=bool(fields.pop("fictional", False)))
    address = f"https://{slug}.example/feed?a=1&b=2"
    return Feed.objects.create(publisher=publisher, address=address, next_check_at=NOON, **fields)


def test_everybody_gets_the_feeds_that_are_read(client: Client) -> None:
    make_feed("courier")
    make_feed("beacon")
    make_feed("retired", retired_at=NOON)
    make_feed("town", fictional=True)
    answer = client.get("/publishers.opml")
    outlines = etree.fromstring(answer.content).findall("body/outline")
    assert [one.get("text") for one in outlines] == ["Beacon", "Courier"]
    assert outlines[0].get("xmlUrl") == "https://beacon.example/feed?a=1&b=2"
    assert answer["Content-Type"] == "text/x-opml; charset=utf-8"
    assert "public" in answer["Cache-Control"]
    assert not answer.cookies


def test_the_list_costs_the_same_whatever_its_length(client: Client) -> None:
    costs = []
    for number in range(40):
        make_feed(f"paper-{number}")
        if number in {0, 39}:
            touch(["publishers"])
            with CaptureQueriesContext(connection) as asked:
                client.get("/publishers.opml")
            costs.append(len(asked))
    assert costs[0] == costs[1] > 0


def test_the_page_of_publishers_names_the_list(client: Client) -> None:
    assert 'href="/publishers.opml"' in client.get("/publishers").content.decode()
