"""Feeds that are broken, lying or made to hurt: each ends in a clear error, and the other feeds go on."""

import gzip
import json
import zlib
from collections.abc import Callable
from datetime import timedelta

import pytest

from newsstand.articles.models import Article
from newsstand.ingest.models import Item
from newsstand.lib.http import Limits
from newsstand.publishers.models import Contract, Feed, Publisher
from tests.feed_server import Asked, FeedServer
from tests.ingest.conftest import NOON, Reader

GOOD = "<title>The ferry runs again</title><link>http://127.0.0.1:1/ferry</link><description>{}</description>".format(
    "It left the quay at six with forty people on board. " * 20
)


def feed_at(address: str) -> Feed:
    """A feed in the database, due now."""
    publisher = Publisher.objects.create(name=address, slug=f"p{Publisher.objects.count()}", joined_at=NOON)
    Contract.objects.create(publisher=publisher)
    return Feed.objects.create(publisher=publisher, address=address, next_check_at=NOON)


def read_beside_a_good_one(reader: Reader, server: FeedServer, rss: Callable[..., str], path: str) -> Feed:
    """Read the feed at `path` together with a good one; the good one must have come in."""
    bad = feed_at(server.url(path))
    server.put("/good.xml", rss(GOOD), kind="application/rss+xml")
    good = feed_at(server.url("/good.xml"))
    reader.catch_up()
    assert Article.objects.filter(publisher=good.publisher).count() == 1
    bad.refresh_from_db()
    assert bad.leased_until is None
    assert bad.next_check_at > NOON
    return bad


@pytest.fixture
def quick_door(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that a test can wait for; the rules are the same."""
    from newsstand.worker import rounds

    original = rounds.open_door
    monkeypatch.setattr(
        rounds, "open_door", lambda **options: original(Limits(seconds=2, body_bytes=2_000_000), **options)
    )


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (b"", "application/rss+xml", "empty"),
        (b"<html><body>Welcome</body></html>", "text/html", "page"),
        (b"\x00\x01\x02 not xml at all", "application/rss+xml", ""),
        (b'{"version": "https://jsonfeed.org/version/1.1"', "application/feed+json", "JSON"),
        (b"<?xml version='1.0'?><opml/>", "text/xml", ""),
    ],
)
def test_what_is_not_a_feed_is_named(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str], body: bytes, kind: str, words: str
) -> None:
    feed_server.put("/bad", body, kind=kind)
    bad = read_beside_a_good_one(reader, feed_server, rss, "/bad")
    assert bad.error_count == 1
    assert bad.error
    assert words in bad.error


def test_a_gzip_bomb_ends_at_the_limit(
    reader: Reader, quick_door: None, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    bomb = gzip.compress(b"\0" * 60_000_000)
    feed_server.answers["/bomb"] = (200, {"Content-Encoding": "gzip", "Content-Type": "application/rss+xml"}, bomb)
    bad = read_beside_a_good_one(reader, feed_server, rss, "/bomb")
    assert "large" in bad.error or "big" in bad.error or "MiB" in bad.error or "bytes" in bad.error


def test_what_a_database_cannot_hold_is_left_out_and_the_rest_is_read(reader: Reader, feed_server: FeedServer) -> None:
    # PostgreSQL's text has no NUL, and UTF-8 no half of a pair.
    hostile = "a\x00b \ud800 \uffff \x1f"
    words = f"{hostile} " + "It left the quay at six with forty people on board. " * 20
    said = {"id": hostile, "url": "https://a.example/1", "title": f"Bridge {hostile}", "content_html": f"<p>{words}"}
    said |= {"authors": [{"name": f"Isa {hostile}"}], "tags": [hostile], "summary": words, "image": f"/{hostile}.jpg"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": hostile, "description": hostile, "items": [said]}
    feed_server.put("/feed.json", json.dumps(feed), kind="application/feed+json")
    reader.add(feed_server.url("/feed.json"))
    article = Article.objects.get()
    assert article.headline.startswith("Bridge a")
    assert "forty people" in article.text
    assert not {"\x00", "\ud800"} & {*article.headline, *article.text, *article.body, *article.summary}


def test_endless_redirects_end(reader: Reader, feed_server: FeedServer, rss: Callable[..., str]) -> None:
    def further(asked: Asked) -> tuple[int, dict[str, str], bytes]:
        return 302, {"Location": f"/round/{len(asked.path)}x{asked.path[-3:]}"}, b""

    feed_server.answers["/round"] = (302, {"Location": "/round?a"}, b"")
    feed_server.answers["/round?a"] = further
    feed_server.answers["/loop"] = (301, {"Location": "/loop"}, b"")
    bad = read_beside_a_good_one(reader, feed_server, rss, "/loop")
    assert "redirect" in bad.error.lower()


def test_a_server_that_drips_is_given_up(
    reader: Reader, quick_door: None, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    import time

    def drip(asked: Asked) -> None:
        asked.handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n")
        for _ in range(60):
            try:
                asked.handler.wfile.write(b"<")
                asked.handler.wfile.flush()
            except OSError:
                return
            time.sleep(0.1)

    feed_server.answers["/drip"] = drip
    bad = read_beside_a_good_one(reader, feed_server, rss, "/drip")
    assert "second" in bad.error or "slow" in bad.error


def test_an_entity_bomb_expands_to_nothing(reader: Reader, feed_server: FeedServer, rss: Callable[..., str]) -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{levels}]><rss version="2.0"><channel><title>&l11;</title><item><title>&l11;</title><link>http://127.0.0.1:1/a</link></item></channel></rss>'
    feed_server.put("/bomb.xml", bomb, kind="application/rss+xml")
    bad = read_beside_a_good_one(reader, feed_server, rss, "/bomb.xml")
    assert not Article.objects.filter(publisher=bad.publisher, headline__contains="lollol").exists()


def test_a_truncated_feed_gives_what_came_and_says_so(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    whole = rss(GOOD, GOOD.replace("ferry", "bus"), GOOD.replace("ferry", "train"))
    feed_server.put("/cut.xml", whole[: whole.rindex("<item>") + 30], kind="application/rss+xml")
    cut = read_beside_a_good_one(reader, feed_server, rss, "/cut.xml")
    assert Article.objects.filter(publisher=cut.publisher).count() == 2
    assert cut.problems


@pytest.mark.parametrize("encoding", ["windows-1252", "utf-16", "koi8-r", "utf-8"])
def test_wrong_and_missing_encodings_still_read(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str], encoding: str
) -> None:
    word = "Привет" if encoding == "koi8-r" else "Café"
    text = rss(GOOD.replace("The ferry", word))
    declared = text.replace('encoding="utf-8"', f'encoding="{encoding}"')
    feed_server.put("/odd.xml", declared.encode(encoding), kind="application/rss+xml")
    feed_server.put("/lying.xml", text.encode("windows-1252", "replace"), kind="application/rss+xml; charset=utf-8")
    odd = read_beside_a_good_one(reader, feed_server, rss, "/odd.xml")
    assert Article.objects.get(publisher=odd.publisher).headline.startswith(word)


def test_ten_thousand_items_are_bounded_and_named(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    items = [f"<title>Number {n}</title><link>http://127.0.0.1:1/{n}</link>" for n in range(10_000)]
    feed_server.put("/many.xml", rss(*items), kind="application/rss+xml")
    many = read_beside_a_good_one(reader, feed_server, rss, "/many.xml")
    assert Article.objects.filter(publisher=many.publisher).count() == 500
    assert any("500" in problem for problem in many.problems)


def test_impossible_dates_are_shown_as_received_and_noted(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    old = "<title>Old</title><link>http://127.0.0.1:1/old</link><pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>"
    far = "<title>Far</title><link>http://127.0.0.1:1/far</link><pubDate>Thu, 01 Jan 2099 00:00:00 GMT</pubDate>"
    feed_server.put("/dates.xml", rss(old, far), kind="application/rss+xml")
    feed = read_beside_a_good_one(reader, feed_server, rss, "/dates.xml")
    for item in Item.objects.filter(feed=feed):
        assert item.outcome == Item.Outcome.ACCEPTED
        assert item.rule == "date"
        assert item.article is not None
        assert item.article.published_at == NOON
    assert "1970" in Item.objects.get(title="Old").reason


def test_repeated_and_missing_guids_make_one_article_each(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    items = [
        "<title>One</title><link>http://127.0.0.1:1/1</link><guid>same</guid>",
        "<title>Two</title><link>http://127.0.0.1:1/2</link><guid>same</guid>",
        "<title>Three</title><link>http://127.0.0.1:1/3</link>",
        "<title>Four</title><description>No address, no guid, a text.</description>",
        "<title>One</title><link>http://127.0.0.1:1/1</link><guid>same</guid>",
    ]
    feed_server.put("/guids.xml", rss(*items), kind="application/rss+xml")
    feed = read_beside_a_good_one(reader, feed_server, rss, "/guids.xml")
    headlines = sorted(Article.objects.filter(publisher=feed.publisher).values_list("headline", flat=True))
    assert headlines == ["Four", "One", "Three", "Two"]
    duplicate = Item.objects.get(feed=feed, outcome=Item.Outcome.DUPLICATE)
    assert duplicate.rule == "repeated"
    feed_server.put("/guids.xml", rss(*items[1:], items[0]), kind="application/rss+xml")
    reader.read_again()
    assert Article.objects.filter(publisher=feed.publisher).count() == 4


def test_an_empty_entry_is_refused_with_its_reason_and_the_rest_comes_in(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    feed_server.put("/holes.xml", rss("<guid>hole</guid>", GOOD), kind="application/rss+xml")
    feed = read_beside_a_good_one(reader, feed_server, rss, "/holes.xml")
    assert Article.objects.filter(publisher=feed.publisher).count() == 1
    refused = Item.objects.get(feed=feed, outcome=Item.Outcome.REJECTED)
    assert refused.rule == "empty"
    assert "headline" in refused.reason


def test_errors_back_off_and_never_stop(reader: Reader, feed_server: FeedServer) -> None:
    feed = feed_at(feed_server.url("/nothing.xml"))
    waits = []
    for _ in range(14):
        Feed.objects.update(next_check_at=reader.now)
        reader.catch_up()
        feed.refresh_from_db()
        waits.append(feed.next_check_at - reader.now)
        reader.later(hours=1)
    assert feed.error_count == 14
    assert "404" in feed.error
    assert waits[0] < timedelta(minutes=20)
    assert timedelta(days=6) < waits[-1] <= timedelta(days=7, hours=17)


def test_a_lying_length_is_an_error(reader: Reader, feed_server: FeedServer, rss: Callable[..., str]) -> None:
    body = zlib.compress(rss(GOOD).encode())[:-8]
    feed_server.answers["/short"] = (200, {"Content-Encoding": "deflate", "Content-Type": "text/xml"}, body)
    bad = read_beside_a_good_one(reader, feed_server, rss, "/short")
    assert bad.error


def test_a_server_that_says_when_to_come_back_is_heard(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    feed_server.answers["/busy"] = (429, {"Retry-After": "7200"}, b"")
    bad = read_beside_a_good_one(reader, feed_server, rss, "/busy")
    assert bad.next_check_at >= NOON + timedelta(hours=2)


def test_validators_are_sent_back_as_they_were(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    body = rss(GOOD).encode()

    def answer(asked: Asked) -> tuple[int, dict[str, str], bytes]:
        if asked.headers.get("If-None-Match") == 'W/"odd value"':
            return 304, {}, b""
        return 200, {"ETag": 'W/"odd value"', "Last-Modified": "yesterday", "Content-Type": "text/xml"}, body

    feed_server.answers["/v.xml"] = answer
    feed = feed_at(feed_server.url("/v.xml"))
    reader.catch_up()
    outcomes = reader.read_again()
    assert outcomes[0].state == "unchanged"
    assert feed_server.asked[-1].headers["If-Modified-Since"] == "yesterday"
    feed.refresh_from_db()
    assert feed.error == ""
