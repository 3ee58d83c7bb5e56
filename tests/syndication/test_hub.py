"""Our hub: who is told, what they get, how often, and who cannot be."""

import asyncio
import hashlib
import hmac
import os
import signal
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from django.core.cache import cache
from django.db import connections
from django.test import Client
from lxml import etree

from newsstand.articles.models import Article
from newsstand.articles.publish import publish
from newsstand.articles.revise import rename
from newsstand.articles.text import Text
from newsstand.articles.withdraw import withdraw
from newsstand.ingest.models import Subscription
from newsstand.lib import clock
from newsstand.lib.door import open_door
from newsstand.lib.pagecache import PageCache
from newsstand.lib.stamps import touch
from newsstand.publishers.models import Contract, Publisher
from newsstand.syndication import enrol as limits
from newsstand.syndication.distribute import notice_changes
from newsstand.syndication.models import OutgoingFeed, Subscriber
from newsstand.syndication.tell import LEASE, claim_due, tell_subscribers
from newsstand.wsgi import application
from tests import people
from tests.feed_server import FeedServer
from tests.ingest.conftest import Reader as Newsroom
from tests.ingest.test_polling import feed_at
from tests.pages.newsroom import make_publisher
from tests.websub import Reader, call


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def newsroom(
    transactional_db: None, door_to_loopback: None, live_server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Newsroom:
    """This site on a real port, at a time that the test sets, with one publisher and one article."""
    made = Newsroom()
    settings.NEWSSTAND_URL = live_server.url
    settings.NEWSSTAND_WEBSUB_NETWORKS = ["127.0.0.0/8"]
    monkeypatch.setattr(clock, "now", made.clock)
    make_publisher()
    write(made.now, "Ferry stays in port")
    return made


@pytest.fixture
def topic(newsroom: Newsroom, live_server: Any) -> str:
    return f"{live_server.url}/publisher/beacon/feed.rss"


@pytest.fixture
def hub(newsroom: Newsroom, live_server: Any) -> str:
    return f"{live_server.url}/websub/hub"


@pytest.fixture
def reader(newsroom: Newsroom, feed_server: FeedServer) -> Reader:
    return Reader(feed_server)


@pytest.fixture
def told(newsroom: Newsroom, reader: Reader, hub: str, topic: str) -> Reader:
    """Somebody who asked to be told, and meant it."""
    assert reader.ask(hub, topic, secret="between us", lease_seconds="864000")[0] == 202
    newsroom.catch_up()
    return reader


def write(now: datetime, headline: str) -> Article:
    text = Text(headline=headline, published_at=now, summary=headline, body=f"<p>{headline}</p>", plain=headline)
    [article] = publish(publisher=Publisher.objects.get(slug="beacon"), texts=[text], now=now)
    return article


def tell(newsroom: Newsroom, headline: str = "A second ferry stays in port") -> None:
    newsroom.later(minutes=1)
    write(newsroom.now, headline)
    newsroom.catch_up()


def only() -> Subscriber:
    return Subscriber.objects.select_related("feed").get()


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
@pytest.mark.parametrize("page", ["", "/publisher/beacon"])
def test_every_feed_of_ours_names_its_hub_and_itself(newsroom: Newsroom, hub: str, page: str, form: str) -> None:
    response = Client().get(f"{page}/feed.{form}")
    address = f"{hub.removesuffix('/websub/hub')}{page}/feed.{form}"
    assert response["Link"] == f'<{hub}>; rel="hub", <{address}>; rel="self"'
    if form == "json":
        data = response.json()
        assert (data["hubs"], data["feed_url"]) == ([{"type": "WebSub", "url": hub}], address)
    else:
        links = etree.fromstring(response.content).findall(".//{http://www.w3.org/2005/Atom}link")
        named = {link.get("rel"): link.get("href") for link in links[:3]}
        assert (named["hub"], named["self"]) == (hub, address)


def test_a_page_from_the_cache_names_the_hub_too(newsroom: Newsroom, hub: str) -> None:
    cached = PageCache(application.app)
    environ: dict[str, Any] = {"PATH_INFO": "/feed.rss", "QUERY_STRING": "", "HTTP_HOST": "localhost"}
    setup_testing_defaults(environ)
    seen: list[list[tuple[str, str]]] = []
    for _ in range(2):
        list(cached({**environ}, lambda status, headers: seen.append(headers)))
    tag = dict(seen[0])["ETag"]
    list(cached({**environ, "HTTP_IF_NONE_MATCH": tag}, lambda status, headers: seen.append(headers)))
    assert len(cached.pages) == 1
    assert [f"<{hub}>" in dict(headers)["Link"] for headers in seen] == [True, True, True]


def test_who_asks_is_asked_back_and_then_told(newsroom: Newsroom, told: Reader, topic: str, hub: str) -> None:
    [question] = told.questions
    assert (question["id"], question["hub.mode"], question["hub.topic"]) == ("7", "subscribe", topic)
    assert question["hub.lease_seconds"] == "864000"
    assert told.told == []
    assert only().lease_ends_at == newsroom.now + timedelta(days=10)
    tell(newsroom)
    [given] = told.told
    assert given.body == Client().get("/publisher/beacon/feed.rss").content
    assert b"A second ferry" in given.body
    assert given.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert given.headers["Link"] == f'<{hub}>; rel="hub", <{topic}>; rel="self"'
    right = hmac.new(b"between us", given.body, hashlib.sha256).hexdigest()
    assert given.headers["X-Hub-Signature"] == f"sha256={right}"


def test_each_version_is_told_once_and_nothing_else_is(newsroom: Newsroom, told: Reader) -> None:
    for number in range(3):
        write(newsroom.now + timedelta(seconds=number - 60), f"Ferry number {number}")
    newsroom.catch_up()
    assert len(told.told) == 1
    touch(["publisher:beacon", "site"])
    newsroom.catch_up()
    assert len(told.told) == 1
    newsroom.later(minutes=1)
    article = Article.objects.get(headline="Ferry number 1")
    rename(article=article, headline="Ferry number one", now=newsroom.now)
    newsroom.catch_up()
    assert b"Ferry number one" in told.told[-1].body
    newsroom.later(minutes=1)
    withdraw(article=article, reason="It was wrong.", now=newsroom.now)
    newsroom.catch_up()
    assert b"Ferry number one" not in told.told[-1].body
    assert len(told.told) == 3


def test_changes_in_quick_succession_go_together(newsroom: Newsroom, told: Reader) -> None:
    tell(newsroom, "The first of five")
    for number in range(4):
        newsroom.later(seconds=1)
        write(newsroom.now, f"Number {number}")
        newsroom.catch_up()
    assert len(told.told) == 1
    newsroom.later(seconds=15)
    newsroom.catch_up()
    assert len(told.told) == 2
    assert told.told[-1].body.count(b"<title>Number") == 4


def test_an_embargo_that_ends_is_told_though_nobody_wrote_anything(newsroom: Newsroom, told: Reader) -> None:
    Contract.objects.update(embargo_minutes=60)
    Publisher.objects.update(name="The Beacon")
    tell(newsroom, "Under embargo")
    assert not any(b"Under embargo" in given.body for given in told.told)
    newsroom.later(minutes=70)
    newsroom.catch_up()
    assert b"Under embargo" in told.told[-1].body


def test_who_did_not_mean_it_is_asked_once_and_never_told(
    newsroom: Newsroom, reader: Reader, hub: str, topic: str
) -> None:
    reader.agrees = False
    assert reader.ask(hub, topic)[0] == 202
    newsroom.catch_up()
    tell(newsroom)
    assert len(reader.questions) == 1
    assert reader.told == []
    assert not Subscriber.objects.exists()


def test_a_stranger_cannot_end_what_somebody_wants(newsroom: Newsroom, told: Reader, hub: str, topic: str) -> None:
    told.agrees = False
    told.ask(hub, topic, "unsubscribe")
    told.ask(hub, topic, "subscribe", secret="mine")
    newsroom.catch_up()
    tell(newsroom)
    assert len(told.told) == 1
    assert only().secret == "between us"


def test_who_wants_no_more_is_told_no_more(newsroom: Newsroom, told: Reader, hub: str, topic: str) -> None:
    assert told.ask(hub, topic, "unsubscribe")[0] == 202
    newsroom.catch_up()
    tell(newsroom)
    assert told.questions[-1]["hub.mode"] == "unsubscribe"
    assert told.told == []
    assert not Subscriber.objects.exists()
    newsroom.later(minutes=6)
    newsroom.catch_up()
    assert not OutgoingFeed.objects.exists()


def test_a_renewal_changes_lease_and_secret_once_it_is_confirmed(
    newsroom: Newsroom, told: Reader, hub: str, topic: str
) -> None:
    newsroom.later(days=5)
    assert told.ask(hub, topic, secret="another", lease_seconds="86400")[0] == 202
    assert only().secret == "between us"
    newsroom.catch_up()
    assert (only().secret, only().lease_ends_at) == ("another", newsroom.now + timedelta(days=1))


def test_a_lease_that_ends_ends_it(newsroom: Newsroom, told: Reader) -> None:
    newsroom.later(days=11)
    tell(newsroom)
    assert told.told == []
    assert not Subscriber.objects.exists()


def test_who_is_out_of_reach_gets_what_stands_then(newsroom: Newsroom, told: Reader) -> None:
    told.status = 503
    tell(newsroom, "First")
    tell(newsroom, "Second")
    assert len(told.told) == 1
    assert (only().tries, only().error) == (1, "It answered 503.")
    told.status = 200
    newsroom.now = only().due_at
    newsroom.catch_up()
    assert len(told.told) == 2
    assert b"Second" in told.told[-1].body
    assert (only().tries, only().error) == (0, "")


def test_a_subscriber_that_asks_to_wait_is_waited_for(newsroom: Newsroom, told: Reader) -> None:
    told.status, told.headers = 503, {"Retry-After": "3600"}
    tell(newsroom)
    assert only().due_at >= newsroom.now + timedelta(hours=1)


def test_who_stays_out_of_reach_for_days_is_let_go(newsroom: Newsroom, told: Reader) -> None:
    told.status = 500
    tell(newsroom)
    began = newsroom.now
    while Subscriber.objects.exists():
        newsroom.now = only().due_at
        newsroom.catch_up()
    assert timedelta(days=3) <= newsroom.now - began < timedelta(days=4)
    assert 10 < len(told.told) < 40


@pytest.mark.parametrize("status", [410, 302])
def test_gone_ends_it_and_a_redirect_is_no_receipt(newsroom: Newsroom, told: Reader, status: int) -> None:
    told.status, told.headers = status, {"Location": "/elsewhere"}
    tell(newsroom)
    assert Subscriber.objects.exists() is (status == 302)
    assert told.server.count["/elsewhere"] == 0


def test_who_follows_a_feed_that_is_gone_is_told_so(newsroom: Newsroom, told: Reader, topic: str) -> None:
    Contract.objects.update(suspended_at=newsroom.now)
    touch(["publisher:beacon"])
    newsroom.catch_up()
    newsroom.catch_up()
    assert told.questions[-1]["hub.mode"] == "denied"
    assert told.questions[-1]["hub.topic"] == topic
    assert told.questions[-1]["hub.reason"] == "This feed is not here any more."
    assert told.told == []
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("path", ["/feed.xml", "/publisher/nobody/feed.rss", "/a/1/", "/topic/nothing/feed.atom"])
def test_only_feeds_that_are_here_can_be_followed(
    newsroom: Newsroom, reader: Reader, hub: str, live_server: Any, path: str
) -> None:
    status, said = reader.ask(hub, f"{live_server.url}{path}")
    assert status == 400
    assert said.startswith(b"hub.topic")
    assert not OutgoingFeed.objects.exists()


@pytest.mark.parametrize(
    "callback",
    [
        "http://127.0.0.1:8000/x",
        "http://localhost/x",
        "http://10.0.0.1/x",
        "http://[::1]/x",
        "http://0x7f.1/x",
        "http://169.254.169.254/latest",
        "http://printer.local/x",
        "http://db/x",
    ],
)
def test_nothing_is_sent_to_a_private_address(newsroom: Newsroom, topic: str, settings: Any, callback: str) -> None:
    settings.NEWSSTAND_WEBSUB_NETWORKS = []
    form = {"hub.mode": "subscribe", "hub.topic": topic, "hub.callback": callback}
    response = Client(enforce_csrf_checks=True).post("/websub/hub", form)
    assert response.status_code == 400
    assert "public internet" in response.content.decode()
    assert not Subscriber.objects.exists()


class Names(AbstractResolver):
    """Every name is this machine."""

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=2, proto=6, flags=0)]

    async def close(self) -> None:
        """Nothing is open."""


def test_nor_to_a_name_that_leads_to_one(newsroom: Newsroom, reader: Reader, topic: str, settings: Any) -> None:
    settings.NEWSSTAND_WEBSUB_NETWORKS = []
    callback = reader.address.replace("127.0.0.1", "reader.example")
    form = {"hub.mode": "subscribe", "hub.topic": topic, "hub.callback": callback}
    assert Client().post("/websub/hub", form).status_code == 202

    async def ask() -> int:
        async with open_door(networks=[], resolver=Names()) as door:
            return await tell_subscribers(door=door, clock=newsroom.clock, most=5)

    assert asyncio.run(ask()) == 1
    assert not Subscriber.objects.exists()
    assert reader.questions == []


def test_so_many_questions_wait_for_one_domain_and_no_more(
    newsroom: Newsroom, topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_WAITING_A_DOMAIN", 3)
    form = {"hub.mode": "subscribe", "hub.topic": topic}
    answers = [
        Client().post("/websub/hub", form | {"hub.callback": f"https://{number}.victim.example/"}).status_code
        for number in range(5)
    ]
    assert answers == [202, 202, 202, 400, 400]
    assert Client().post("/websub/hub", form | {"hub.callback": "https://other.example/"}).status_code == 202


def test_the_same_request_again_and_again_is_one_question(
    newsroom: Newsroom, reader: Reader, hub: str, topic: str
) -> None:
    for _ in range(5):
        assert reader.ask(hub, topic)[0] == 202
    newsroom.catch_up()
    assert len(reader.questions) == 1


def test_who_asks_too_often_has_to_wait(newsroom: Newsroom, topic: str) -> None:
    client = Client()
    answers = [client.post("/websub/hub", {"hub.mode": "nothing"}) for _ in range(130)]
    assert {answer.status_code for answer in answers} == {400, 429}
    assert int(answers[-1]["Retry-After"]) >= 1


def test_the_hub_takes_forms_alone(newsroom: Newsroom) -> None:
    assert Client().get("/websub/hub").status_code == 405


def test_a_killed_workers_subscriber_is_told_by_another(newsroom: Newsroom, told: Reader) -> None:
    write(newsroom.now, "A second ferry stays in port")
    connections.close_all()
    ready, say = os.pipe()
    child = os.fork()
    if not child:
        notice_changes(now=newsroom.now, most=5)
        claim_due(newsroom.now, 5)
        os.write(say, b"x")
        signal.pause()
    os.read(ready, 1)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    newsroom.catch_up()
    assert told.told == []
    newsroom.now += LEASE
    newsroom.catch_up()
    assert len(told.told) == 1


def test_what_changes_while_it_is_told_is_told_next(newsroom: Newsroom, told: Reader) -> None:
    def change(asked: Any) -> Any:
        if asked.handler.command == "POST" and not told.told:
            write(newsroom.now, "Written meanwhile")
            notice_changes(now=newsroom.now, most=5)
        return told.take(asked)

    told.server.answers["/call"] = change
    tell(newsroom)
    newsroom.later(minutes=1)
    newsroom.catch_up()
    assert [b"Written meanwhile" in given.body for given in told.told] == [False, True]


def test_our_hub_tells_our_own_subscriber(newsroom: Newsroom, topic: str, hub: str) -> None:
    feed = feed_at(topic, "The Mirror")
    newsroom.catch_up()
    subscription = Subscription.objects.get()
    assert (subscription.hub, subscription.topic, bool(subscription.secret)) == (hub, topic, True)
    assert subscription.lease_ends_at == newsroom.now + timedelta(days=10)
    feed.refresh_from_db()
    read_at = feed.checked_at
    tell(newsroom)
    feed.refresh_from_db()
    assert feed.checked_at == read_at
    assert feed.pushed_until == subscription.lease_ends_at
    assert Article.objects.filter(publisher__slug="the-mirror", headline="A second ferry stays in port").exists()
    newsroom.now = Subscription.objects.get().due_at
    newsroom.catch_up()
    assert Subscription.objects.get().lease_ends_at == newsroom.now + timedelta(days=10)
    assert only().lease_ends_at == newsroom.now + timedelta(days=10)


def test_editors_see_subscribers_without_their_secrets_and_others_do_not(newsroom: Newsroom, told: Reader) -> None:
    client = Client()
    client.force_login(people.ed())
    page = client.get(f"/admin/syndication/subscriber/{only().pk}/change/").content.decode()
    assert told.address in page
    assert "between us" not in page
    client.force_login(people.ann())
    assert client.get("/admin/syndication/subscriber/").status_code == 302
    assert call(told.address)[0] == 200
