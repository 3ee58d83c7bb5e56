"""A feed whose hub tells us what is new: asked for, verified, pushed, renewed, and what happens when it ends."""

import hashlib
import hmac
import os
import signal
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client

from newsstand.articles.models import Article
from newsstand.ingest.ask_hubs import claim_due, settle
from newsstand.ingest.models import Item, Push, Subscription
from newsstand.ingest.pushed import LEASE, claim_waiting, take
from newsstand.ingest.subscribe import can_be_called, is_private
from newsstand.lib import clock
from newsstand.lib.http import Hop, Reply
from newsstand.publishers.models import Contract, Feed
from newsstand.publishers.retire import retire
from tests.feed_server import FeedServer
from tests.ingest.conftest import Reader
from tests.ingest.test_polling import feed_at
from tests.websub import Hub, call

Rss = Callable[..., str]
BENCH = "<title>A bench</title><guid>bench</guid><description>{}</description>".format("It is made of oak. " * 60)
BOAT = "<title>A boat</title><guid>boat</guid><description>{}</description>".format("It is made of steel. " * 60)


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def site(reader: Reader, live_server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """This site on a real port, where hubs on this machine reach it, at the reader's time."""
    settings.NEWSSTAND_URL = live_server.url
    settings.NEWSSTAND_WEBSUB_NETWORKS = ["127.0.0.0/8"]
    monkeypatch.setattr(clock, "now", reader.clock)
    return str(live_server.url)


@pytest.fixture
def hub(site: str, feed_server: FeedServer) -> Hub:
    return Hub(feed_server)


def offer(hub: Hub, rss: Rss, *items: str) -> bytes:
    """A feed at /f that names the hub and itself."""
    links = f'<atom:link rel="hub" href="{hub.address}"/><atom:link rel="self" href="{hub.server.url("/f")}"/>'
    body = rss(*items).replace("<rss ", '<rss xmlns:atom="http://www.w3.org/2005/Atom" ')
    body = body.replace("<channel>", f"<channel>{links}")
    hub.server.put("/f", body, kind="application/rss+xml")
    return body.encode()


@pytest.fixture
def pushed(hub: Hub, reader: Reader, rss: Rss) -> Feed:
    """A feed that has been read once and that the hub pushes."""
    offer(hub, rss, BENCH)
    feed = feed_at(hub.server.url("/f"))
    reader.catch_up()
    return feed


def only() -> Subscription:
    return Subscription.objects.get()


def headlines() -> set[str]:
    return set(Article.objects.values_list("headline", flat=True))


def test_what_a_hub_pushes_is_on_its_publishers_page_before_the_feed_is_read(
    hub: Hub, pushed: Feed, reader: Reader, rss: Rss
) -> None:
    assert hub.answered == [(200, b"round trip")]
    [asked] = hub.asked
    assert asked["hub.topic"] == pushed.address
    assert len(asked["hub.secret"]) > 20
    assert only().lease_ends_at == reader.now + timedelta(days=1)
    reads = hub.server.count["/f"]
    reader.later(minutes=1)
    assert hub.push(offer(hub, rss, BOAT, BENCH))[0] == 202
    reader.catch_up()
    assert hub.server.count["/f"] == reads
    assert headlines() == {"A bench", "A boat"}
    assert "A boat" in Client().get("/publisher/the-bench").content.decode()
    assert Item.objects.filter(outcome="accepted").count() == 2
    assert not Push.objects.exists()


def test_a_hub_in_the_header_is_found_too(hub: Hub, reader: Reader, rss: Rss) -> None:
    address = hub.server.url("/f")
    link = f'<{hub.address}>; rel="hub", <{address}>; rel=self'
    hub.server.answers["/f"] = (200, {"Content-Type": "application/rss+xml", "Link": link}, rss(BENCH).encode())
    feed_at(address)
    reader.catch_up()
    assert only().lease_ends_at is not None


def test_a_hub_that_has_moved_is_followed(hub: Hub, reader: Reader, rss: Rss) -> None:
    hub.server.answers["/old"] = (308, {"Location": "/hub"}, b"")
    offer(hub, rss, BENCH)
    status, headers, body = hub.server.answers["/f"]  # type: ignore[misc]
    hub.server.answers["/f"] = (status, headers, body.replace(b"/hub", b"/old"))
    feed_at(hub.server.url("/f"))
    reader.catch_up()
    assert only().lease_ends_at is not None


def test_polling_gets_slow_only_when_the_hub_has_proved_itself(
    hub: Hub, pushed: Feed, reader: Reader, rss: Rss
) -> None:
    pushed.refresh_from_db()
    assert pushed.pushed_until is None
    assert pushed.next_check_at < reader.now + timedelta(hours=6)
    hub.push(offer(hub, rss, BOAT, BENCH))
    reader.read_again()
    pushed.refresh_from_db()
    assert pushed.pushed_until == only().lease_ends_at
    assert pushed.next_check_at >= reader.now + timedelta(hours=6)
    assert headlines() == {"A bench", "A boat"}


def test_a_hub_that_keeps_something_to_itself_is_not_relied_on(
    hub: Hub, pushed: Feed, reader: Reader, rss: Rss
) -> None:
    hub.push(offer(hub, rss, BENCH))
    reader.read_again()
    reader.read_again()
    offer(hub, rss, BOAT, BENCH)
    reader.read_again()
    pushed.refresh_from_db()
    assert headlines() == {"A bench", "A boat"}
    assert pushed.pushed_until is None
    assert only().missed_at == reader.now
    assert pushed.next_check_at < reader.now + timedelta(hours=6)


@pytest.mark.parametrize("forged", ["", "sha256=" + "0" * 64, "md5=x"])
def test_what_is_not_signed_as_agreed_is_ignored_and_the_hub_is_not_told(
    hub: Hub, pushed: Feed, reader: Reader, rss: Rss, forged: str
) -> None:
    assert hub.push(offer(hub, rss, BOAT), signature=forged)[0] == 202
    assert not Push.objects.exists()
    reader.catch_up()
    assert headlines() == {"A bench"}
    assert (only().forged, only().heard_at) == (1, None)
    pushed.refresh_from_db()
    assert pushed.pushed_until is None


def test_an_old_fashioned_signature_makes_us_look_and_no_more(hub: Hub, pushed: Feed, reader: Reader, rss: Rss) -> None:
    reader.later(minutes=5)
    lie, truth = rss(BENCH.replace("A bench", "A lie").replace("bench<", "lie<")).encode(), offer(hub, rss, BOAT, BENCH)
    secret = hub.asked[-1]["hub.secret"].encode()
    assert hub.push(lie, signature="sha1=" + hmac.new(secret, lie, hashlib.sha1).hexdigest())[0] == 202
    assert not Push.objects.exists()
    reads = hub.server.count["/f"]
    reader.catch_up()
    assert hub.server.count["/f"] == reads + 1
    assert truth
    assert headlines() == {"A bench", "A boat"}


def test_a_signed_push_that_is_no_feed_makes_us_look(hub: Hub, pushed: Feed, reader: Reader, rss: Rss) -> None:
    reader.later(minutes=5)
    assert hub.push(b"<html>hello</html>")[0] == 202
    offer(hub, rss, BOAT, BENCH)
    reader.catch_up()
    assert headlines() == {"A bench", "A boat"}
    assert not Push.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        {"topic": "https://elsewhere.example/feed"},
        {"mode": "unsubscribe"},
        {"mode": "denied", "topic": "https://elsewhere.example/feed"},
        {"mode": "delight"},
        {"challenge": ""},
    ],
    ids=["other topic", "other mode", "denial of another", "no mode", "no challenge"],
)
def test_a_hub_that_asks_for_what_we_never_wanted_gets_404(hub: Hub, pushed: Feed, said: dict[str, str]) -> None:
    before = Subscription.objects.values().get()
    status, body = hub.verify(said.pop("mode", "subscribe"), **said)
    assert (status, b"round trip" in body) == (404, False)
    assert Subscription.objects.values().get() == before


def test_nobody_is_at_an_address_that_was_guessed(hub: Hub, pushed: Feed, site: str) -> None:
    topic = hub.asked[-1]["hub.topic"]
    assert call(f"{site}/websub/guess?hub.mode=subscribe&hub.topic={topic}&hub.challenge=x")[0] == 404
    assert call(f"{site}/websub/guess", b"<rss/>")[0] == 410
    for _ in range(40):
        last = call(f"{site}/websub/guess", b"<rss/>")[0]
    assert last == 429
    assert hub.verify("subscribe")[0] == 200


def test_more_than_can_be_taken_is_not_taken(hub: Hub, pushed: Feed) -> None:
    assert hub.push(b" " * (5 * 1024 * 1024 + 1))[0] == 413
    assert not Push.objects.exists()


def test_a_lease_is_renewed_before_it_ends(hub: Hub, pushed: Feed, reader: Reader, rss: Rss) -> None:
    hub.push(offer(hub, rss, BENCH))
    first = only()
    assert first.lease_ends_at is not None
    assert reader.now < first.due_at < first.lease_ends_at
    reader.now = first.due_at
    reader.catch_up()
    second = only()
    assert len(hub.asked) == 2
    assert second.lease_ends_at == reader.now + timedelta(days=1)
    assert second.token == first.token
    pushed.refresh_from_db()
    assert pushed.pushed_until == second.lease_ends_at


def test_a_lease_that_ends_gives_the_feed_back_to_polling(hub: Hub, pushed: Feed, reader: Reader, rss: Rss) -> None:
    hub.push(offer(hub, rss, BENCH))
    reader.read_again()
    hub.verifies = False
    while reader.now < only().due_at <= reader.clock() + timedelta(days=1) and only().lease_ends_at:
        reader.now = only().due_at
        offer(hub, rss, BOAT, BENCH)
        reader.catch_up()
    pushed.refresh_from_db()
    assert only().lease_ends_at is None
    assert pushed.pushed_until is None
    assert headlines() == {"A bench", "A boat"}
    hub.verifies = True
    reader.now = only().due_at
    reader.catch_up()
    assert only().lease_ends_at is not None


def test_a_hub_that_denies_gives_the_feed_back_to_polling(hub: Hub, pushed: Feed, reader: Reader, rss: Rss) -> None:
    hub.push(offer(hub, rss, BENCH))
    reader.read_again()
    reader.later(minutes=2)
    assert hub.verify("denied", reason="too\nmany")[0] == 200
    pushed.refresh_from_db()
    assert only().error == "The hub will not push this feed: too many"
    assert only().lease_ends_at is None
    assert (pushed.pushed_until, pushed.next_check_at) == (None, reader.now)
    offer(hub, rss, BOAT, BENCH)
    reader.catch_up()
    assert headlines() == {"A bench", "A boat"}
    assert len(hub.asked) == 1


def test_a_hub_that_fails_is_asked_again_later(hub: Hub, reader: Reader, rss: Rss) -> None:
    hub.status = 503
    offer(hub, rss, BENCH)
    feed_at(hub.server.url("/f"))
    reader.catch_up()
    assert only().error == "The hub answered 503: not today"
    assert only().due_at >= reader.now + timedelta(minutes=15)
    hub.status = 202
    reader.now = only().due_at
    reader.catch_up()
    assert (only().error, only().tries) == ("", 0)
    assert only().lease_ends_at is not None


def test_a_retired_feed_is_unsubscribed(hub: Hub, pushed: Feed, reader: Reader) -> None:
    pushed.refresh_from_db()
    assert retire(feed=pushed, reason="It is over.", now=reader.now, tell=False)
    reader.catch_up()
    assert [asked["hub.mode"] for asked in hub.asked] == ["subscribe", "unsubscribe"]
    assert hub.answered[-1] == (200, b"round trip")
    assert not Subscription.objects.exists()
    assert call(hub.asked[-1]["hub.callback"], b"<rss/>")[0] == 410


def test_a_feed_that_names_another_hub_leaves_the_first(hub: Hub, pushed: Feed, reader: Reader, rss: Rss) -> None:
    hub.server.answers["/other"] = hub.take
    offer(hub, rss, BENCH)
    status, headers, body = hub.server.answers["/f"]  # type: ignore[misc]
    hub.server.answers["/f"] = (status, headers, body.replace(b"/hub", b"/other"))
    reader.read_again()
    assert sorted(asked["hub.mode"] for asked in hub.asked) == ["subscribe", "subscribe", "unsubscribe"]
    assert only().hub == hub.server.url("/other")


def test_a_suspended_publisher_takes_in_nothing(hub: Hub, pushed: Feed, reader: Reader, rss: Rss) -> None:
    hub.push(offer(hub, rss, BOAT))
    Contract.objects.update(suspended_at=reader.now)
    reader.catch_up()
    assert not Article.objects.filter(headline="A boat").exists()
    assert not Subscription.objects.exists()


def test_a_killed_workers_push_is_taken_in_by_another(hub: Hub, pushed: Feed, reader: Reader, rss: Rss) -> None:
    hub.push(offer(hub, rss, BOAT, BENCH))
    connections.close_all()
    ready, tell = os.pipe()
    child = os.fork()
    if not child:
        claim_waiting(reader.now, 5)
        os.write(tell, b"x")
        signal.pause()
    os.read(ready, 1)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    reader.catch_up()
    assert headlines() == {"A bench"}
    reader.now += LEASE
    reader.catch_up()
    assert headlines() == {"A bench", "A boat"}
    assert not Push.objects.exists()


def test_a_push_that_we_stumble_over_is_left_and_the_feed_is_read(
    hub: Hub, pushed: Feed, reader: Reader, rss: Rss, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(**_: object) -> None:
        raise RuntimeError("a fault of ours")

    hub.push(offer(hub, rss, BOAT, BENCH))
    with monkeypatch.context() as broken:
        broken.setattr("newsstand.ingest.pushed.take_in", stumble)
        for _ in range(4):
            reader.catch_up()
            reader.now += LEASE
    assert not Push.objects.exists()
    reader.catch_up()
    assert headlines() == {"A bench", "A boat"}


def test_a_secret_that_was_overheard_is_none_any_more(hub: Hub, pushed: Feed, reader: Reader) -> None:
    claimed = only()
    moved = (Hop(307, "https://hub.example/there"),)
    settle(claimed, Reply(202, "https://hub.example/there", {}, b"", moved), reader.now)
    assert only().secret == claimed.secret
    settle(
        claimed, Reply(202, "http://hub.example/there", {}, b"", (Hop(307, "http://hub.example/there"),)), reader.now
    )
    assert only().secret == ""


def test_who_has_lost_a_push_stores_nothing_of_it(hub: Hub, pushed: Feed, reader: Reader, rss: Rss) -> None:
    hub.push(offer(hub, rss, BOAT, BENCH))
    [slow] = claim_waiting(reader.now, 5)
    reader.now += LEASE
    [quick] = claim_waiting(reader.now, 5)
    assert take(slow, reader.now) is None
    counts = take(quick, reader.now)
    assert counts is not None
    assert counts.accepted == 1


def test_pushes_of_a_feed_are_taken_in_as_they_came(hub: Hub, pushed: Feed, reader: Reader, rss: Rss) -> None:
    hub.push(offer(hub, rss, BOAT))
    hub.push(offer(hub, rss, BOAT.replace("A boat", "A better boat")))
    assert len(claim_waiting(reader.now, 5)) == 1
    reader.now += LEASE
    reader.catch_up()
    assert headlines() == {"A bench", "A better boat"}


def test_a_hub_is_asked_by_one_worker_at_a_time(hub: Hub, reader: Reader, rss: Rss) -> None:
    feed = feed_at(hub.server.url("/f"))
    Subscription.objects.create(feed=feed, hub=hub.address, topic=feed.address, token="t", due_at=reader.now)
    assert len(claim_due(reader.now, 5)) == 1
    assert claim_due(reader.now, 5) == []
    assert len(claim_due(reader.now + LEASE, 5)) == 1


def test_a_site_that_nobody_can_reach_asks_no_hub(hub: Hub, reader: Reader, rss: Rss, settings: Any) -> None:
    settings.NEWSSTAND_WEBSUB_NETWORKS = []
    offer(hub, rss, BENCH)
    feed_at(hub.server.url("/f"))
    reader.catch_up()
    assert not Subscription.objects.exists()
    assert not hub.asked


def test_a_feed_cannot_make_us_send_anything_to_a_private_address(
    hub: Hub, reader: Reader, rss: Rss, settings: Any
) -> None:
    settings.NEWSSTAND_URL, settings.NEWSSTAND_WEBSUB_NETWORKS = "https://town.example", []
    offer(hub, rss, BENCH)
    feed_at(hub.server.url("/f"))
    reader.catch_up()
    assert headlines() == {"A bench"}
    assert not hub.asked
    assert "not on the public internet" in only().error


@pytest.mark.parametrize(
    ("address", "networks", "can"),
    [
        ("https://town.example", [], True),
        ("http://8.8.8.8:8000", [], True),
        ("http://127.0.0.1:8000", [], False),
        ("http://localhost:8000", [], False),
        ("http://127.0.0.1:8000", ["127.0.0.1:8000"], True),
        ("http://192.168.1.5", [], False),
        ("http://192.168.1.5", ["192.168.1.0/24"], True),
        ("http://paper.local", [], False),
        ("http://newsroom", [], False),
    ],
)
def test_whether_hubs_can_call_us(settings: Any, address: str, networks: list[str], can: bool) -> None:
    settings.NEWSSTAND_URL, settings.NEWSSTAND_WEBSUB_NETWORKS = address, networks
    assert can_be_called() is can


def test_a_secret_is_told_only_where_nobody_listens() -> None:
    assert is_private("https://hub.example/")
    assert is_private("http://127.0.0.1:99/")
    assert not is_private("http://hub.example/")
