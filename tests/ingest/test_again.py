"""The ledger says what became of every item, and an item can be run again."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from newsstand.articles.models import Article
from newsstand.ingest.again import run_again, what_came
from newsstand.ingest.models import Item
from newsstand.publishers.join import RefusedError
from newsstand.publishers.models import Feed
from tests.feed_server import FeedServer
from tests.ingest.conftest import Reader

Rss = Callable[..., str]
WORDS = "The tide came in, and the council with it, and nobody had thought to bring a boat. " * 10
BENCH = (
    f"<title>A bench</title><guid>bench</guid><link>https://quay.example/bench</link><description>{WORDS}</description>"
)
EMPTY = "<guid>empty</guid><link>https://quay.example/empty</link>"


def serve(server: FeedServer, body: str, path: str = "/feed.xml", **headers: str) -> str:
    return server.put(path, body, kind="application/rss+xml", **headers)


def ask(reader: Reader, outcome: str) -> Item:
    reader.later(hours=1)
    item = run_again(item=Item.objects.get(outcome=outcome), now=reader.now)
    reader.later(minutes=1)
    return item


def said(item: Item) -> str:
    item.refresh_from_db()
    return what_came(item, Feed.objects.get(pk=item.feed_id))


def test_a_refused_item_keeps_the_evidence(reader: Reader, feed_server: FeedServer, rss: Rss) -> None:
    reader.add(serve(feed_server, rss(BENCH, EMPTY)))
    refused = Item.objects.get(outcome="rejected")
    assert refused.rule == "empty"
    assert refused.evidence["guid"] == "empty"
    assert refused.evidence["address"] == "https://quay.example/empty"
    assert refused.evidence["title"] == refused.evidence["text"] == "none"
    assert Item.objects.get(outcome="accepted").evidence == {}


def test_a_repetition_says_which_article_it_repeats(reader: Reader, feed_server: FeedServer, rss: Rss) -> None:
    reader.add(serve(feed_server, rss(BENCH, BENCH)))
    assert Item.objects.get(outcome="duplicate").article == Article.objects.get()


def test_a_repetition_that_comes_later_says_so_too(reader: Reader, feed_server: FeedServer, rss: Rss) -> None:
    reader.add(serve(feed_server, rss(BENCH)))
    serve(feed_server, rss(BENCH, BENCH))
    reader.read_again()
    assert Item.objects.get(outcome="duplicate").article == Article.objects.get()


def test_an_item_is_looked_at_afresh_though_the_feed_has_not_changed(
    reader: Reader, feed_server: FeedServer, rss: Rss
) -> None:
    reader.add(serve(feed_server, rss(BENCH, EMPTY), etag='"one"'))
    Article.objects.all().delete()
    reader.read_again()
    assert not Article.objects.exists()
    item = ask(reader, "accepted")
    assert said(item).startswith("To be run again")
    reader.catch_up()
    assert Article.objects.get().headline == "A bench"
    assert said(item) == "Run again: accepted."
    assert item.article == Article.objects.get()
    assert "If-None-Match" not in feed_server.asked[-1].headers


def test_run_again_changes_nothing_where_nothing_changed(reader: Reader, feed_server: FeedServer, rss: Rss) -> None:
    reader.add(serve(feed_server, rss(BENCH, BENCH, EMPTY)))
    for outcome in ("accepted", "duplicate", "rejected"):
        before = Item.objects.get(outcome=outcome)
        item = ask(reader, outcome)
        reader.catch_up()
        assert said(item) == f"Run again: {outcome}."
        assert (item.article_id, item.rule, item.reason) == (before.article_id, before.rule, before.reason)
        assert item.content_hash == before.content_hash
        assert item.first_seen_at == before.first_seen_at
    article = Article.objects.get()
    assert (article.updated_at, article.revisions.count()) == (None, 0)


def test_a_copy_from_another_feed_is_no_copy_any_more_when_its_twin_is_gone(
    reader: Reader, feed_server: FeedServer, rss: Rss
) -> None:
    first = reader.add(serve(feed_server, rss(BENCH)))
    address = serve(feed_server, rss(BENCH), "/second.xml")
    Feed.objects.create(publisher=first.publisher, address=address, next_check_at=reader.now)
    reader.catch_up()
    assert Item.objects.get(outcome="duplicate").rule == "same-address"
    ask(reader, "duplicate")
    reader.catch_up()
    assert Item.objects.get(outcome="duplicate").article == Article.objects.get()
    Article.objects.all().delete()
    copy = ask(reader, "duplicate")
    reader.catch_up()
    assert said(copy) == "Run again: accepted."
    assert Article.objects.count() == 1


def test_an_item_that_has_left_the_feed_says_so(reader: Reader, feed_server: FeedServer, rss: Rss) -> None:
    reader.add(serve(feed_server, rss(BENCH, EMPTY)))
    serve(feed_server, rss(BENCH))
    item = ask(reader, "rejected")
    reader.catch_up()
    assert "not in it any more" in said(item)


def test_a_feed_that_fails_says_so_and_is_not_hurried(reader: Reader, feed_server: FeedServer, rss: Rss) -> None:
    reader.add(serve(feed_server, rss(BENCH, EMPTY)))
    feed_server.put("/feed.xml", "later", status=503, retry_after="7200")
    item = ask(reader, "rejected")
    reader.catch_up()
    assert "could not be read" in said(item)
    waits_until = Feed.objects.get().next_check_at
    assert waits_until >= reader.now + timedelta(hours=2)
    ask(reader, "rejected")
    assert Feed.objects.get().next_check_at == waits_until


def test_pressing_often_asks_the_server_no_more_than_every_five_minutes(
    reader: Reader, feed_server: FeedServer, rss: Rss
) -> None:
    reader.add(serve(feed_server, rss(EMPTY)))
    for _ in range(10):
        run_again(item=Item.objects.get(), now=reader.now)
        reader.catch_up()
        reader.later(minutes=1)
    assert feed_server.count["/feed.xml"] <= 3


@pytest.mark.parametrize("state", ["retired", "being read"])
def test_what_cannot_be_run_again_says_why(reader: Reader, feed_server: FeedServer, rss: Rss, state: str) -> None:
    reader.add(serve(feed_server, rss(EMPTY)))
    later = reader.now + timedelta(minutes=5)
    Feed.objects.update(**({"retired_at": reader.now} if state == "retired" else {"leased_until": later}))
    before = Item.objects.values().get()
    with pytest.raises(RefusedError, match=state):
        run_again(item=Item.objects.get(), now=reader.now)
    assert Item.objects.values().get() == before
