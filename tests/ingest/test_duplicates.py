"""What is read twice: at two addresses, under two headlines, from two publishers."""

from collections.abc import Callable

import pytest

from newsstand.articles.models import Article, Copy
from newsstand.articles.withdraw import withdraw
from newsstand.ingest.models import Item
from newsstand.publishers.models import Feed, Publisher
from tests.algorithms.test_fingerprints import OTHER, STORY
from tests.feed_server import FeedServer
from tests.ingest.conftest import NOON, Reader

Rss = Callable[..., str]
FEED = "application/rss+xml"


def entry(path: str, text: str = STORY, headline: str = "Bridge shut", *, host: str = "http://127.0.0.1:1") -> str:
    link = path if path.startswith("http") else f"{host}{path}"
    return (
        f"<title>{headline}</title><link>{link}</link><guid>{link} {headline}</guid>"
        f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded>"
    )


def outcomes() -> list[tuple[str, str]]:
    return list(Item.objects.order_by("pk").values_list("outcome", "rule"))


def test_one_text_under_two_headlines_in_one_feed_is_one_article(
    reader: Reader, feed_server: FeedServer, rss: Rss
) -> None:
    reader.add(feed_server.put("/f.xml", rss(entry("/a"), entry("/b", headline="Crack found")), kind=FEED))
    assert Article.objects.count() == 1
    assert outcomes() == [("accepted", ""), ("duplicate", "same-text")]
    assert Item.objects.get(rule="same-text").article == Article.objects.get()


def test_one_text_at_two_addresses_read_at_two_times_is_one_article(
    reader: Reader, feed_server: FeedServer, rss: Rss
) -> None:
    reader.add(feed_server.put("/f.xml", rss(entry("/a")), kind=FEED))
    feed_server.put("/f.xml", rss(entry("/b", headline="Crack found"), entry("/a")), kind=FEED)
    reader.read_again()
    reader.read_again()
    assert Article.objects.count() == 1
    assert sorted(outcomes()) == [("accepted", ""), ("duplicate", "same-text")]


def test_a_duplicate_that_says_something_else_later_becomes_an_article(
    reader: Reader, feed_server: FeedServer, rss: Rss
) -> None:
    reader.add(feed_server.put("/f.xml", rss(entry("/a"), entry("/b", headline="Crack found")), kind=FEED))
    feed_server.put("/f.xml", rss(entry("/a"), entry("/b", OTHER, headline="Crack found")), kind=FEED)
    reader.read_again()
    assert sorted(article.text[:12] for article in Article.objects.all()) == sorted([STORY[:12], OTHER[:12]])
    assert outcomes() == [("accepted", ""), ("accepted", "")]


def test_the_same_headline_over_another_text_is_another_article(
    reader: Reader, feed_server: FeedServer, rss: Rss
) -> None:
    reader.add(feed_server.put("/f.xml", rss(entry("/a"), entry("/b", OTHER)), kind=FEED))
    assert Article.objects.count() == 2


@pytest.mark.parametrize("words", [STORY[:90], STORY[:300]], ids=["too short", "not long enough for two headlines"])
def test_short_texts_that_come_back_under_other_headlines_stay(
    words: str, reader: Reader, feed_server: FeedServer, rss: Rss
) -> None:
    items = [
        entry(f"http://127.0.0.1:1/{day}", words, headline=f"The weather on {day}") for day in ("Monday", "Tuesday")
    ]
    reader.add(feed_server.put("/f.xml", rss(*items), kind=FEED))
    assert Article.objects.count() == 2


def test_another_publishers_copy_is_accepted_and_the_ledger_says_who_was_first(
    reader: Reader, feed_server: FeedServer, rss: Rss
) -> None:
    reader.add(feed_server.put("/one.xml", rss(entry("/a")), kind=FEED))
    reader.later(hours=1)
    post = Publisher.objects.create(name="The Post", slug="the-post", joined_at=NOON)
    address = feed_server.put("/two.xml", rss(entry("/z", STORY[:500], "Divers"), title="The Post"), kind=FEED)
    Feed.objects.create(publisher=post, address=address, next_check_at=reader.now)
    reader.catch_up()
    copy = Copy.objects.get()
    assert (copy.article.publisher, copy.original.publisher.name) == (post, "The Harbour Light")
    item = Item.objects.get(feed__publisher=post)
    assert (item.outcome, item.rule) == ("accepted", "copy")
    assert item.reason.endswith(
        " of it was first published by The Harbour Light on 20 November 2026, at 12:00 UTC: “Bridge shut”."
    )


def test_a_copy_is_found_when_its_whole_text_has_come_from_its_page(
    reader: Reader, feed_server: FeedServer, rss: Rss
) -> None:
    reader.add(feed_server.put("/one.xml", rss(entry("/a")), kind=FEED))
    reader.later(hours=1)
    post = Publisher.objects.create(name="The Post", slug="the-post", joined_at=NOON)
    summary = f"<title>Divers</title><link>{feed_server.address}/page</link><description>Divers found it.</description>"
    feed_server.put("/page", f"<html><body><article><h1>Divers</h1><p>{STORY}</p></article></body></html>")
    address = feed_server.put("/two.xml", rss(summary, title="The Post"), kind=FEED)
    Feed.objects.create(publisher=post, address=address, next_check_at=reader.now)
    reader.catch_up()
    assert Copy.objects.get().article.publisher == post
    assert Item.objects.get(feed__publisher=post).rule == "copy"


@pytest.mark.parametrize(("canonical", "articles"), [("/2026/bridge", 1), ("https://elsewhere.example/2026/bridge", 2)])
def test_the_address_that_a_page_gives_itself_counts_on_its_own_site(
    canonical: str, articles: int, reader: Reader, feed_server: FeedServer, rss: Rss
) -> None:
    link = f"<link rel='canonical' href='{canonical}'>"
    feed_server.put("/p?id=7", f"<html><head>{link}</head><body><article><p>{STORY}</p></article></body></html>")
    feed_server.put("/p", f"<html><head>{link}</head><body><article><p>{STORY}</p></article></body></html>")
    short = "<title>Bridge shut</title><link>{}</link><description>Divers found it.</description>"
    reader.add(feed_server.put("/f.xml", rss(short.format(f"{feed_server.address}/p?id=7")), kind=FEED))
    reader.catch_up()
    own = canonical if canonical.startswith("http") else f"{feed_server.address}{canonical}"
    both = rss(short.format(f"{feed_server.address}/p?id=7"), short.format(own))
    feed_server.put("/f.xml", both, kind=FEED)
    reader.read_again()
    assert Article.objects.count() == articles


def test_the_amp_edition_of_an_article_is_the_article(reader: Reader, feed_server: FeedServer, rss: Rss) -> None:
    paper = "https://www.paper.example/bridge"
    reader.add(feed_server.put("/f.xml", rss(entry(paper, STORY[:120]), entry(f"{paper}/amp", STORY[:140])), kind=FEED))
    feed_server.put("/f.xml", rss(entry("https://m.paper.example/bridge?amp=1", STORY[:130])), kind=FEED)
    reader.read_again()
    assert Item.objects.filter(outcome="duplicate", rule="same-address").exists()


def test_what_was_withdrawn_does_not_come_back_from_another_address(
    reader: Reader, feed_server: FeedServer, rss: Rss
) -> None:
    reader.add(feed_server.put("/f.xml", rss(entry("/a")), kind=FEED))
    withdraw(article=Article.objects.get(), now=reader.now, reason="It was wrong.")
    feed_server.put("/f.xml", rss(entry("/b", headline="Crack found")), kind=FEED)
    reader.read_again()
    assert not Article.objects.published().exists()


EMPTY = "<guid>story</guid>"
GOOD = f"<title>Bridge shut</title><guid>story</guid><content:encoded><![CDATA[<p>{STORY}</p>]]></content:encoded>"


def test_an_entry_that_comes_empty_once_stays_one_article(reader: Reader, feed_server: FeedServer, rss: Rss) -> None:
    reader.add(feed_server.put("/f.xml", rss(GOOD), kind=FEED))
    feed_server.put("/f.xml", rss(EMPTY), kind=FEED)
    reader.read_again()
    assert outcomes() == [("rejected", "empty")]
    assert Item.objects.get().article == Article.objects.get()
    feed_server.put("/f.xml", rss(GOOD), kind=FEED)
    reader.read_again()
    assert Article.objects.get().text.startswith(STORY[:12])
    assert outcomes() == [("accepted", "")]


def test_a_withdrawn_article_whose_entry_changes_is_refused_in_the_ledger(
    reader: Reader, feed_server: FeedServer, rss: Rss
) -> None:
    reader.add(feed_server.put("/f.xml", rss(GOOD), kind=FEED))
    withdraw(article=Article.objects.get(), now=reader.now, reason="It was wrong.")
    feed_server.put("/f.xml", rss(GOOD.replace("Bridge shut", "Bridge open")), kind=FEED)
    reader.read_again()
    assert Article.objects.published().count() == 0
    assert outcomes() == [("rejected", "withdrawn")]
