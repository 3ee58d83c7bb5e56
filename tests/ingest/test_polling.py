"""When a feed is read again, where it went, and who may store what came of it."""

import asyncio
import threading
from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from django.core import mail

from newsstand.articles.models import Article
from newsstand.ingest.models import Item
from newsstand.ingest.poll import LEASE, claim_due, poll, refresh_due
from newsstand.ingest.refresh import FeedError, settle
from newsstand.lib import clock
from newsstand.lib.door import open_door
from newsstand.lib.http import NotNow, Reply
from newsstand.lib.leases import in_thread
from newsstand.publishers.models import Application, Contract, Feed, Membership, Publisher
from tests.feed_server import Asked, FeedServer
from tests.ingest.conftest import NOON, Reader
from tests.people import ben, cy

ITEM = "<title>A bench</title><guid>bench</guid><description>{}</description>".format("It is made of oak. " * 60)
OTHER = "<title>A boat</title><guid>boat</guid><description>{}</description>".format("It is made of steel. " * 60)
RSS = {"Content-Type": "application/rss+xml"}
Rss = Callable[..., str]


def feed_at(address: str, name: str = "The Bench", **values: Any) -> Feed:
    publisher, new = Publisher.objects.get_or_create(name=name, slug=name.lower().replace(" ", "-"), joined_at=NOON)
    if new:
        Contract.objects.create(publisher=publisher)
    return Feed.objects.create(publisher=publisher, address=address, next_check_at=NOON, **values)


def read(reader: Reader, feed: Feed) -> Feed:
    Feed.objects.update(next_check_at=reader.now)
    reader.catch_up()
    feed.refresh_from_db()
    return feed


@pytest.mark.parametrize(
    ("headers", "channel", "soonest", "latest"),
    [
        ({"Cache-Control": "max-age=36000"}, {}, 10, 11.1),
        ({"Expires": format_datetime(clock.now() + timedelta(hours=12), usegmt=True)}, {}, 11.7, 13.3),
        ({}, {"ttl": "480"}, 8, 8.9),
        ({"Cache-Control": "max-age=99999999"}, {}, 21.5, 24),
        ({"Cache-Control": "max-age=1"}, {}, 0.25, 1.2),
    ],
    ids=["max-age", "expires", "ttl", "too long", "too short"],
)
def test_what_the_server_and_the_feed_ask_for_is_waited(
    reader: Reader,
    feed_server: FeedServer,
    rss: Rss,
    headers: dict[str, str],
    channel: dict[str, str],
    soonest: float,
    latest: float,
) -> None:
    feed_server.answers["/f"] = (200, RSS | headers, rss(ITEM, **channel).encode())
    feed = read(reader, feed_at(feed_server.url("/f")))
    hours = (feed.next_check_at - reader.now) / timedelta(hours=1)
    assert feed.error == ""
    assert soonest <= hours <= latest


def test_an_editor_sets_how_soon_and_how_late_a_feed_is_read(reader: Reader, feed_server: FeedServer, rss: Rss) -> None:
    feed_server.answers["/f"] = (200, RSS | {"Cache-Control": "max-age=99999999"}, rss(ITEM).encode())
    feed = read(reader, feed_at(feed_server.url("/f"), soonest_minutes=2, latest_minutes=10))
    assert timedelta(minutes=9) <= feed.next_check_at - reader.now <= timedelta(minutes=10)


def test_hours_that_a_feed_wants_to_be_left_alone_are_kept_after_a_304_too(
    reader: Reader, feed_server: FeedServer, rss: Rss
) -> None:
    hours = "".join(f"<hour>{hour}</hour>" for hour in range(24) if hour != 5)

    def answer(asked: Asked) -> tuple[int, dict[str, str], bytes]:
        if asked.headers.get("If-None-Match"):
            return 304, {}, b""
        return 200, RSS | {"ETag": '"1"'}, rss(ITEM, skipHours=hours).encode()

    feed_server.answers["/f"] = answer
    feed = feed_at(feed_server.url("/f"))
    for _ in range(2):
        assert read(reader, feed).next_check_at.hour == 5
    assert feed_server.count["/f"] == 2


def test_a_503_that_says_when_is_waited_for(reader: Reader, feed_server: FeedServer) -> None:
    feed_server.answers["/f"] = (503, {"Retry-After": "90000"}, b"")
    feed = read(reader, feed_at(feed_server.url("/f")))
    assert timedelta(hours=25) <= feed.next_check_at - reader.now <= timedelta(hours=28)


@pytest.mark.parametrize(("etag", "sent"), [('W/"ä\xff"', True), ('"a b\tc"', True), ("x" * 1001, False), ("", False)])
def test_odd_validators_go_back_byte_for_byte_or_not_at_all(
    reader: Reader, feed_server: FeedServer, rss: Rss, etag: str, sent: bool
) -> None:
    raw = etag.encode("utf-8") if etag.startswith("W") else etag.encode("latin-1")

    def answer(asked: Asked) -> None:
        body = rss(ITEM).encode()
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nLast-Modified: some day\r\nContent-Length: %d\r\n"
        asked.handler.wfile.write(head % len(body) + b"ETag: " + raw + b"\r\nConnection: close\r\n\r\n" + body)

    feed_server.answers["/f"] = answer
    feed = read(reader, read(reader, feed_at(feed_server.url("/f"))))
    assert feed.error == ""
    back = feed_server.asked[-1].headers.get("If-None-Match")
    assert (back.encode("latin-1") if back else None) == (raw if sent else None)
    assert feed_server.asked[-1].headers["If-Modified-Since"] == "some day"


def test_the_validators_of_a_page_that_is_no_feed_are_not_kept(
    reader: Reader, feed_server: FeedServer, rss: Rss
) -> None:
    feed_server.put("/f", "<html><title>Sorry</title></html>", etag='"sorry"')
    feed = read(reader, feed_at(feed_server.url("/f")))
    assert "web page" in feed.error
    assert feed.etag == ""


@pytest.mark.parametrize(
    ("status", "headers", "page", "named"),
    [
        (403, {"cf-mitigated": "challenge"}, "", "Cloudflare"),
        (200, {"cf-mitigated": "challenge"}, "<html><title>One moment</title></html>", "Cloudflare"),
        (503, {}, "<html><title>Just a moment...</title></html>", "keeps robots out"),
        (200, {}, "<html><title>Sign in</title><input type=password></html>", "asks to sign in"),
        (401, {}, "", "password"),
    ],
)
def test_a_wall_or_a_login_in_place_of_a_feed_is_named(
    reader: Reader, feed_server: FeedServer, status: int, headers: dict[str, str], page: str, named: str
) -> None:
    feed_server.answers["/f"] = (status, headers | {"Content-Type": "text/html"}, page.encode())
    assert named in read(reader, feed_at(feed_server.url("/f"))).error


def test_a_feed_that_moved_for_good_is_asked_at_its_new_address(
    reader: Reader, feed_server: FeedServer, rss: Rss
) -> None:
    feed_server.answers["/old"] = (301, {"Location": "/between"}, b"")
    feed_server.answers["/between"] = (308, {"Location": "/new"}, b"")
    feed_server.answers["/new"] = (200, RSS, rss(ITEM).encode())
    feed = read(reader, feed_at(feed_server.url("/old")))
    assert (feed.address, feed.moved_from) == (feed_server.url("/new"), feed_server.url("/old"))
    read(reader, feed)
    assert feed_server.count["/old"] == 1
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    ("status", "last"),
    [
        (302, (200, RSS, None)),
        (307, (200, RSS, None)),
        (301, (200, {"Content-Type": "text/html"}, b"<html>Hi</html>")),
        (301, (404, {}, b"")),
    ],
)
def test_a_redirect_for_now_or_to_no_feed_moves_nothing(
    reader: Reader, feed_server: FeedServer, rss: Rss, status: int, last: Any
) -> None:
    feed_server.answers["/old"] = (status, {"Location": "/new"}, b"")
    feed_server.answers["/new"] = (*last[:2], last[2] if last[2] is not None else rss(ITEM).encode())
    assert read(reader, feed_at(feed_server.url("/old"))).address == feed_server.url("/old")


def test_a_feed_that_moved_to_one_that_is_read_already_is_retired_with_the_reason(
    reader: Reader, feed_server: FeedServer, rss: Rss
) -> None:
    feed_server.answers["/old"] = (301, {"Location": "/new"}, b"")
    feed_server.answers["/new"] = (200, RSS, rss(ITEM).encode())
    feed, other = feed_at(feed_server.url("/old")), feed_at(feed_server.url("/new"))
    read(reader, feed)
    assert feed.retired_at is not None
    assert "read already" in feed.retired_reason
    other.refresh_from_db()
    assert other.retired_at is None
    assert Article.objects.count() == 1


def test_a_feed_that_moved_to_a_retired_one_is_still_read(reader: Reader, feed_server: FeedServer, rss: Rss) -> None:
    feed_server.answers["/old"] = (301, {"Location": "/new"}, b"")
    feed_server.answers["/new"] = (200, RSS, rss(ITEM).encode())
    feed_at(feed_server.url("/new"), retired_at=NOON)
    feed = read(reader, feed_at(feed_server.url("/old")))
    assert (feed.retired_at, feed.error, feed.address) == (None, "", feed_server.url("/old"))
    assert Article.objects.count() == 1


def test_410_retires_the_feed_and_its_people_are_told_once_each(reader: Reader, feed_server: FeedServer) -> None:
    feed_server.answers["/f"] = (410, {}, b"gone")
    feed = feed_at(feed_server.url("/f"))
    Membership.objects.create(publisher=feed.publisher, user=cy(), since=NOON)
    for user in (cy(), ben()):
        Application.objects.create(
            name="The Bench",
            address="http://a.example/",
            about="x",
            applicant=user,
            applied_at=NOON,
            publisher=feed.publisher,
        )
    read(reader, feed)
    assert feed.retired_at == reader.now
    assert "410" in feed.retired_reason
    assert sorted(letter.to[0] for letter in mail.outbox) == ["ben@example.org", "cy@example.org"]
    assert feed.address in mail.outbox[0].body
    read(reader, feed)
    assert feed_server.count["/f"] == 1


def test_a_410_behind_a_redirect_for_now_is_an_error_like_others(reader: Reader, feed_server: FeedServer) -> None:
    feed_server.answers["/f"] = (302, {"Location": "/g"}, b"")
    feed_server.answers["/g"] = (410, {}, b"gone")
    feed = read(reader, feed_at(feed_server.url("/f")))
    assert (feed.retired_at, feed.error_count) == (None, 1)


def test_a_worker_whose_lease_ran_out_stores_nothing_over_the_newer_holder(
    reader: Reader, feed_server: FeedServer, rss: Rss
) -> None:
    feed_at(feed_server.url("/f"))
    slow = claim_due(NOON, 10)[0]
    assert claim_due(NOON, 10) == []
    newer = claim_due(NOON + LEASE, 10)[0]
    for answer in (
        Reply(200, slow.address, RSS, rss(ITEM).encode()),
        Reply(304, slow.address, {}, b""),
        Reply(410, slow.address, {}, b""),
        FeedError("Too slow."),
        NotNow("Later.", timedelta(hours=1)),
    ):
        assert settle(slow, answer, NOON + LEASE).state == "lost"
        slow.leased_until = NOON + LEASE
    assert not Item.objects.exists()
    assert settle(newer, Reply(200, newer.address, RSS, rss(OTHER).encode()), NOON + LEASE).state == "read"
    assert [item.title for item in Item.objects.all()] == ["A boat"]
    assert Feed.objects.get().leased_until is None


def test_a_feed_that_an_editor_retires_while_it_is_read_stays_retired(reader: Reader, rss: Rss) -> None:
    feed_at("http://127.0.0.1:1/f")
    held = claim_due(NOON, 10)[0]
    Feed.objects.update(retired_at=NOON)
    assert settle(held, Reply(200, held.address, RSS, rss(ITEM).encode()), NOON).state == "lost"
    assert Feed.objects.get().retired_at == NOON
    assert not Article.objects.exists()


def test_a_host_that_is_not_to_be_asked_yet_is_no_error(reader: Reader) -> None:
    feed_at("http://127.0.0.1:1/f")
    held = claim_due(NOON, 10)[0]
    assert settle(held, NotNow("Later.", timedelta(minutes=7)), NOON).state == "later"
    feed = Feed.objects.get()
    assert (feed.next_check_at, feed.error, feed.error_count, feed.leased_until) == (
        NOON + timedelta(minutes=7),
        "",
        0,
        None,
    )


def test_a_slow_feed_holds_up_no_other_and_a_stop_gives_it_back(
    reader: Reader, feed_server: FeedServer, rss: Rss
) -> None:
    release = threading.Event()

    def slow(asked: Asked) -> tuple[int, dict[str, str], bytes]:
        assert release.wait(60)
        return 200, RSS, rss(ITEM).encode()

    feed_server.answers["/slow"] = slow
    stuck = feed_at(feed_server.url("/slow"))
    for number in range(12):
        feed_server.answers[f"/{number}"] = (200, RSS, rss(OTHER.replace("boat", f"boat{number}")).encode())
        feed_at(feed_server.url(f"/{number}"))
    done: list[str] = []

    async def with_two_places() -> None:
        stop = asyncio.Event()

        def note(outcome: Any) -> None:
            done.append(outcome.feed.address)
            if len(done) == 12:
                stop.set()

        async with open_door() as door:
            await asyncio.wait_for(
                poll(door=door, clock=reader.clock, stop=stop, settled=note, places=2, rest=0.05), timeout=30
            )

    try:
        asyncio.run(with_two_places())
    finally:
        release.set()
    assert len(set(done)) == 12
    stuck.refresh_from_db()
    assert (stuck.leased_until, stuck.checked_at, stuck.next_check_at) == (None, None, NOON)


def test_a_fault_of_ours_in_one_feed_stops_no_other(
    reader: Reader, feed_server: FeedServer, rss: Rss, monkeypatch: pytest.MonkeyPatch
) -> None:
    from newsstand.ingest import refresh

    original = refresh.take_in

    def faulty(*, feed: Feed, **rest: Any) -> Any:
        if feed.address.endswith("/bad"):
            raise ValueError("a fault of ours")
        return original(feed=feed, **rest)

    monkeypatch.setattr(refresh, "take_in", faulty)
    for path in ("/bad", "/good"):
        feed_server.answers[path] = (200, RSS, rss(ITEM).encode())
    bad, good = feed_at(feed_server.url("/bad")), feed_at(feed_server.url("/good"))
    read(reader, good)
    bad.refresh_from_db()
    assert "error of ours" in bad.error
    assert bad.leased_until is None
    assert good.error == ""
    assert Article.objects.count() == 1


def test_no_more_than_asked_for_are_read(reader: Reader, feed_server: FeedServer, rss: Rss) -> None:
    for number in range(5):
        feed_server.answers[f"/{number}"] = (200, RSS, rss(ITEM).encode())
        feed_at(feed_server.url(f"/{number}"))

    async def three() -> int:
        async with open_door() as door:
            return len(await refresh_due(door=door, clock=reader.clock, most=3))

    assert asyncio.run(three()) == 3
    assert asyncio.run(in_thread(Feed.objects.filter(checked_at=None).count)) == 2


def test_a_page_that_robots_txt_closes_is_not_read_and_the_feed_is(
    reader: Reader, feed_server: FeedServer, rss: Rss
) -> None:
    feed_server.put("/robots.txt", "User-agent: Newsstand\nDisallow: /closed\nDisallow: /f")
    feed_server.put("/open", "<html><article>" + "<p>The council met and talked about the bridge.</p>" * 40)
    items = [
        f"<title>{name}</title><link>{feed_server.url('/' + name)}</link><description>Short.</description>"
        for name in ("open", "closed")
    ]
    feed_server.answers["/f"] = (200, RSS, rss(*items).encode())
    read(reader, feed_at(feed_server.url("/f")))
    reader.catch_up()
    assert (feed_server.count["/open"], feed_server.count["/closed"], feed_server.count["/robots.txt"]) == (1, 0, 1)
    closed = Article.objects.get(headline="closed")
    assert closed.page == Article.Page.FAILED
    assert "robots.txt" in closed.page_error


def test_a_page_whose_robots_txt_is_out_of_order_is_read_later(
    reader: Reader, feed_server: FeedServer, rss: Rss
) -> None:
    feed_server.put("/robots.txt", "", status=503)
    item = f"<title>Short</title><link>{feed_server.url('/p')}</link><description>Short.</description>"
    feed_server.answers["/f"] = (200, RSS, rss(item).encode())
    read(reader, feed_at(feed_server.url("/f")))
    article = Article.objects.get()
    assert feed_server.count["/p"] == 0
    assert article.page == Article.Page.DUE
    assert article.page_attempts == 0
    assert article.page_due_at is not None
    assert article.page_due_at > reader.now
