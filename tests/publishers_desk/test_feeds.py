"""A publisher's people connect, rest and resume its feeds, and read what happened to each: with a real server."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache

from newsstand.articles.models import Article
from newsstand.ingest.poll import refresh_due
from newsstand.lib.clock import now
from newsstand.lib.door import open_door
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.models import Feed, FeedEvent, Publisher
from newsstand.publishers_desk.feeds import connect_feed, rest, resume
from tests import people
from tests.feed_server import FeedServer
from tests.publishers_desk.house import DESK, House, browser, make_house, suspended

pytestmark = pytest.mark.django_db(transaction=True)
FEEDS = f"{DESK}/feeds"
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour</title><link>https://beacon.example/</link>
<item><title>{title}</title><guid>{title}</guid><description>{text}</description></item></channel></rss>"""
TEXT = "The harbour master said that the tide would wait for nobody, and it did. " * 12


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def house(door_to_loopback: None) -> House:
    made = make_house()
    Feed.objects.update(retired_at=now())
    Publisher.objects.filter(pk=made.publisher.pk).update(site_url="http://127.0.0.1/")
    made.publisher.refresh_from_db()
    return made


def put(server: FeedServer, title: str) -> str:
    return server.put("/harbour.xml", FEED.format(title=title, text=TEXT), kind="application/rss+xml")


def read_at(moment: datetime) -> list[str]:
    """The worker reads what is due at that moment; what became of each."""

    async def go() -> list[str]:
        async with open_door() as door:
            return [one.state for one in await refresh_due(door=door, clock=lambda: moment)]

    return asyncio.run(go())


def test_di_looks_at_a_feed_connects_it_and_its_articles_come(house: House, feed_server: FeedServer) -> None:
    address, di = put(feed_server, "Tide waits"), browser(people.di())
    looked = di.post(FEEDS, {"address": address, "step": "check"}).content.decode()
    assert "1 would become articles" in looked
    assert not Feed.objects.filter(address=address).exists()
    answer = di.post(FEEDS, {"address": address, "step": "connect"}, follow=True)
    assert "is connected" in answer.content.decode()
    assert read_at(now()) == ["read"]
    assert Article.objects.get(headline="Tide waits").publisher == house.publisher
    page = di.get(FEEDS).content.decode()
    assert "It is read without an error." in page
    assert "connected by Di" in page


def test_a_feed_that_is_elsewhere_or_somebody_elses_is_not_connected(house: House, feed_server: FeedServer) -> None:
    address, cy = put(feed_server, "Tide"), browser(people.cy())
    Publisher.objects.update(site_url="https://beacon.example/")
    answer = cy.post(FEEDS, {"address": address, "step": "connect"})
    assert answer.status_code == 422
    assert "outside of beacon.example" in answer.content.decode()
    assert feed_server.asked == [], "nobody is asked about what cannot be"
    Publisher.objects.update(site_url="http://127.0.0.1/")
    Feed.objects.create(publisher=house.other, address=address, next_check_at=now())
    answer = cy.post(FEEDS, {"address": address, "step": "connect"})
    assert "read already, for The Courier" in answer.content.decode()
    assert house.publisher.feeds.count() == 1


def test_a_feed_is_not_connected_twice_and_what_is_none_is_said_to_be_none(
    house: House, feed_server: FeedServer
) -> None:
    address, cy = put(feed_server, "Tide"), browser(people.cy())
    assert cy.post(FEEDS, {"address": address, "step": "connect"}).status_code == 302
    assert "connected already" in cy.post(FEEDS, {"address": address, "step": "connect"}).content.decode()
    nothing = feed_server.put("/nothing", "<p>No feed</p>")
    assert "No feed was found" in cy.post(FEEDS, {"address": nothing, "step": "check"}).content.decode()
    answer = cy.post(FEEDS, {"address": nothing, "step": "check"})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_what_happens_to_a_feed_is_written_down_once_each(house: House, feed_server: FeedServer) -> None:
    feed = connect_feed(publisher=house.publisher, address=put(feed_server, "One"), by=people.cy(), now=now())
    moment = now()
    for state, title in (("read", "Two"), ("error", ""), ("error", ""), ("read", "Three"), ("read", "Four")):
        if title:
            put(feed_server, title)
        else:
            feed_server.answers["/harbour.xml"] = (503, {"Content-Type": "text/plain"}, b"later")
        Feed.objects.filter(pk=feed.pk).update(next_check_at=moment)
        assert read_at(moment) == [state]
        moment += timedelta(days=2)
    kinds = list(FeedEvent.objects.filter(feed=feed).order_by("id").values_list("kind", flat=True))
    assert kinds == ["connected", "failed", "recovered"], "what goes on as before has no row"
    assert "503" in FeedEvent.objects.get(kind="failed").text
    page = browser(people.ben()).get(FEEDS).content.decode()
    assert "was read again without an error" in page


def test_a_paused_feed_is_not_read_until_it_is_resumed(house: House, feed_server: FeedServer) -> None:
    feed = connect_feed(publisher=house.publisher, address=put(feed_server, "One"), by=people.cy(), now=now())
    di = browser(people.di())
    di.post(f"{FEEDS}/{feed.pk}", {"wanted": "pause"})
    assert read_at(now() + timedelta(days=3)) == []
    assert "Paused by Di." in di.get(FEEDS).content.decode()
    di.post(f"{FEEDS}/{feed.pk}", {"wanted": "pause"})
    di.post(f"{FEEDS}/{feed.pk}", {"wanted": "resume"})
    assert read_at(now()) == ["read"]
    di.post(f"{FEEDS}/{feed.pk}", {"wanted": "retire"})
    assert read_at(now() + timedelta(days=3)) == []
    kinds = list(FeedEvent.objects.filter(feed=feed).order_by("id").values_list("kind", flat=True))
    assert kinds == ["connected", "paused", "resumed", "retired"]
    assert di.post(f"{FEEDS}/{feed.pk}", {"wanted": "burn"}).status_code == 422


def test_what_a_worker_reads_while_the_feed_is_paused_is_thrown_away(house: House, feed_server: FeedServer) -> None:
    feed = connect_feed(publisher=house.publisher, address=put(feed_server, "One"), by=people.cy(), now=now())
    body = FEED.format(title="Too late", text=TEXT).encode()

    def slow(_: Any) -> Any:
        rest(feed=Feed.objects.get(pk=feed.pk), by=people.cy(), now=now())
        return 200, {"Content-Type": "application/rss+xml"}, body

    feed_server.answers["/harbour.xml"] = slow
    assert read_at(now()) == ["lost"]
    assert not Article.objects.exists()


def test_what_an_editor_of_the_site_retired_only_editors_read_again(house: House) -> None:
    Feed.objects.update(retired_at=None)
    rest(feed=house.feed, by=people.ed(), now=now(), for_good=True)
    answer = browser(people.cy()).post(f"{FEEDS}/{house.feed.pk}", {"wanted": "resume"})
    assert answer.status_code == 422
    assert "An editor of this site retired" in answer.content.decode()
    resume(feed=house.feed, by=people.ed(), now=now())
    assert house.feed.retired_at is None


@pytest.mark.parametrize("who", ["ben", "eve", "ann", "suspended", "nobody"])
def test_who_may_not_changes_no_feed(house: House, who: str) -> None:
    user = None if who == "nobody" else suspended(people.di()) if who == "suspended" else getattr(people, who)()
    client, refused = browser(user), 302 if who == "nobody" else 403
    Feed.objects.update(retired_at=None)
    before = list(Feed.objects.values())
    assert client.post(FEEDS, {"address": "http://127.0.0.1:1/", "step": "connect"}).status_code == refused
    for wanted in ("pause", "retire", "resume"):
        assert client.post(f"{FEEDS}/{house.feed.pk}", {"wanted": wanted}).status_code == refused
        assert client.get(f"{FEEDS}/{house.feed.pk}").status_code in {405, refused}
    assert client.get(FEEDS).status_code == {"ben": 200, "suspended": 200}.get(who, refused)
    assert list(Feed.objects.values()) == before
    if user is not None:
        with pytest.raises(RefusedError):
            rest(feed=house.feed, by=user, now=now())


def test_anothers_feed_is_not_reached_through_ones_own_address(house: House) -> None:
    answer = browser(people.eve()).post(f"/publishers/courier/feeds/{house.feed.pk}", {"wanted": "retire"})
    assert answer.status_code == 404


def test_the_page_costs_the_same_for_one_feed_and_for_thirty(house: House) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    cy, costs = browser(people.cy()), []
    for number in range(30):
        feed = Feed.objects.create(
            publisher=house.publisher, address=f"http://127.0.0.1/{number}.xml", next_check_at=now()
        )
        FeedEvent.objects.create(feed=feed, kind="failed", text="No.", by=people.di(), at=now())
        if number in {0, 29}:
            with CaptureQueriesContext(connection) as asked:
                cy.get(FEEDS)
            costs.append(len(asked))
    assert 0 < costs[0] == costs[1]
