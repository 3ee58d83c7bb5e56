"""Articles that leave, and stay away until an editor brings them back."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from newsstand.articles.models import Article
from newsstand.articles.publish import SAID, publish, say
from newsstand.articles.revise import complete, revise
from newsstand.articles.text import Text
from newsstand.articles.withdraw import MOST_REASON, RefusedError, restore, withdraw
from newsstand.comments.write import post
from newsstand.ingest.models import Item
from newsstand.lib.stamps import versions
from newsstand.publishers.models import Membership
from tests.feed_server import FeedServer
from tests.ingest.conftest import Reader
from tests.pages.newsroom import NOON, make_article, make_publisher
from tests.people import ann, ben, cy, ed, eve

pytestmark = pytest.mark.django_db
ITEM = "<title>Bridge shut</title><link>http://127.0.0.1:1/bridge</link><guid>b</guid><description>{}</description>"


def test_who_withdrew_it_when_and_why_is_kept_and_the_first_decision_stands() -> None:
    article = make_article(make_publisher())
    withdraw(article=article, now=NOON, reason="  It was\n wrong. ", by=ed())
    withdraw(article=article, now=NOON + timedelta(hours=1), reason="Again", by=None)
    article.refresh_from_db()
    assert (article.withdrawn_at, article.withdrawn_reason, article.withdrawn_by) == (NOON, "It was wrong.", ed())


@pytest.mark.parametrize(("reason", "said"), [(" ", "Write the reason"), ("x" * (MOST_REASON + 1), "501 characters")])
def test_a_reason_is_given_and_short(reason: str, said: str) -> None:
    article = make_article(make_publisher())
    with pytest.raises(RefusedError, match=said):
        withdraw(article=article, now=NOON, reason=reason, by=ed())
    assert Article.objects.published().exists()


def test_nobody_but_an_editor_withdraws_or_restores() -> None:
    article = make_article(make_publisher())
    with pytest.raises(RefusedError, match="Only an editor"):
        withdraw(article=article, now=NOON, reason="I want it gone", by=eve())
    withdraw(article=article, now=NOON, reason="It was wrong.", by=ed())
    with pytest.raises(RefusedError, match="Only an editor"):
        restore(article=article, now=NOON, by=eve())
    assert not Article.objects.published().exists()


def test_a_publishers_own_people_withdraw_their_articles_and_bring_them_back() -> None:
    beacon = make_publisher()
    article = make_article(beacon)
    Membership.objects.create(publisher=beacon, user=cy(), since=NOON)
    Membership.objects.create(publisher=make_publisher("courier", name="The Courier"), user=ben(), since=NOON)
    with pytest.raises(RefusedError, match="of its publisher"):
        withdraw(article=article, now=NOON, reason="I want it gone", by=ben())
    with pytest.raises(RefusedError, match="Write the reason"):
        withdraw(article=article, now=NOON, reason=" ", by=cy())
    withdraw(article=article, now=NOON, reason="We erred.", by=cy())
    assert (article.withdrawn_by, Article.objects.published().exists()) == (cy(), False)
    with pytest.raises(RefusedError, match="of its publisher"):
        restore(article=article, now=NOON, by=ben())
    restore(article=article, now=NOON, by=cy())
    assert Article.objects.published().exists()


def test_what_an_editor_withdrew_only_an_editor_brings_back() -> None:
    beacon = make_publisher()
    article = make_article(beacon)
    Membership.objects.create(publisher=beacon, user=cy(), since=NOON)
    withdraw(article=article, now=NOON, reason="It was wrong.", by=ed())
    withdraw(article=article, now=NOON, reason="Mine now", by=cy())
    with pytest.raises(RefusedError, match="only an editor brings it back"):
        restore(article=article, now=NOON, by=cy())
    restore(article=article, now=NOON, by=ed())
    assert Article.objects.published().exists()


def test_nobody_of_a_publisher_withdraws_what_was_written_here() -> None:
    Membership.objects.create(publisher=make_publisher(), user=cy(), since=NOON)
    with pytest.raises(RefusedError):
        withdraw(article=make_article(None), now=NOON, reason="I want it gone", by=cy())


LONG = " ".join(f"Diver number {n} found a crack." for n in range(40))


@pytest.mark.parametrize(("who", "outcome"), [("ed", "rejected"), ("the site", "rejected"), ("cy", "accepted")])
def test_a_text_published_anew_at_another_address_stays_away_unless_its_publisher_withdrew_it(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str], who: str, outcome: str
) -> None:
    feed_server.put("/feed.xml", rss(ITEM.format(LONG)), kind="application/rss+xml")
    reader.add(f"{feed_server.address}/feed.xml")
    article = Article.objects.get()
    assert article.publisher is not None
    Membership.objects.create(publisher=article.publisher, user=cy(), since=NOON)
    people = {"ed": ed(), "the site": None, "cy": cy()}
    withdraw(article=article, now=reader.now, reason="It was wrong.", by=people[who])
    anew = ITEM.format(LONG).replace("/bridge<", "/bridge-2<").replace("<guid>b<", "<guid>c<")
    feed_server.put("/feed.xml", rss(anew.replace("Bridge shut", "Bridge closed")), kind="application/rss+xml")
    reader.read_again()
    item = Item.objects.get(guid="c")
    assert item.outcome == outcome
    assert Article.objects.published().exists() is (outcome == "accepted")
    if outcome == "rejected":
        assert (item.rule, item.article) == ("withdrawn", article)
        assert "the same text was withdrawn" in item.reason
    # At its own address it stays away, whoever withdrew it.
    again = ITEM.format(LONG).replace("<guid>b<", "<guid>d<").replace("Bridge shut", "Bridge opens")
    feed_server.put("/feed.xml", rss(again), kind="application/rss+xml")
    reader.read_again()
    assert Article.objects.filter(withdrawn_at=None).count() == (outcome == "accepted")


def test_what_is_restored_has_no_trace_of_the_decision_and_all_pages_hear_of_it() -> None:
    article = make_article(make_publisher())
    withdraw(article=article, now=NOON, reason="It was wrong.", by=ed())
    before = versions(["site"])
    restore(article=article, now=NOON, by=ed())
    article.refresh_from_db()
    assert (article.withdrawn_at, article.withdrawn_reason, article.withdrawn_by) == (None, "", None)
    assert versions(["site"]) > before


def test_a_withdrawn_article_is_not_brought_back_by_its_feed(
    reader: Reader, feed_server: FeedServer, rss: Callable[..., str]
) -> None:
    feed_server.put("/feed.xml", rss(ITEM.format("Divers found a crack.")), kind="application/rss+xml")
    reader.add(f"{feed_server.address}/feed.xml")
    withdraw(article=Article.objects.get(), now=reader.now, reason="It was wrong.")
    for said in ("Divers found two cracks.", "Divers found three cracks.", "Divers found a crack."):
        feed_server.put("/feed.xml", rss(ITEM.format(said)), kind="application/rss+xml")
        reader.read_again()
        assert Article.objects.count() == 1
        assert not Article.objects.published().exists()
    other_guid = ITEM.format("Divers found a crack.").replace("<guid>b<", "<guid>c<")
    feed_server.put("/feed.xml", rss(other_guid), kind="application/rss+xml")
    reader.read_again()
    assert not Article.objects.published().exists()
    renamed = other_guid.replace("<guid>c<", "<guid>d<").replace("Bridge shut", "Bridge closed for good")
    feed_server.put("/feed.xml", rss(renamed), kind="application/rss+xml")
    reader.read_again()
    assert not Article.objects.published().exists()


@pytest.mark.parametrize("verb", [revise, complete])
def test_a_text_that_was_being_read_meanwhile_neither_restores_it_nor_loses_a_comment(
    verb: Callable[..., bool],
) -> None:
    [read] = publish(
        publisher=make_publisher(), texts=[Text(headline="Bridge shut", published_at=NOON, plain="A crack.")], now=NOON
    )
    post(article=Article.objects.get(), user=ann(), text="Really?", now=NOON)
    withdraw(article=Article.objects.get(), now=NOON, reason="It was wrong.")
    text = Text(headline="Bridge shut", published_at=NOON, plain="Two cracks.", body="<p>Two cracks.</p>")
    assert verb(article=read, text=text, now=NOON + timedelta(hours=1))
    article = Article.objects.get()
    assert article.text == "Two cracks."
    assert article.withdrawn_at == NOON
    assert article.comment_count == 1


def test_all_that_a_text_says_of_an_article_is_saved() -> None:
    before = Article(publisher=None, received_at=NOON, published_at=NOON)
    after = Article(publisher=None, received_at=NOON, published_at=NOON)
    full = Text(headline="H", published_at=NOON, summary="S", body="<p>B</p>", plain="B (AP)", language="en",
                categories=("c",), original_url="https://a.example/x", lead_picture="https://a.example/p.jpg",
                lead_alt="a", lead_caption="c", section="Town", sources=(("byline", "feed"),))  # fmt: skip
    say(after, full, {"https://a.example/p.jpg": "a" * 20}, NOON)
    names = [field.attname for field in Article._meta.concrete_fields]
    changed = {name.removesuffix("_id") for name in names if getattr(before, name) != getattr(after, name)}
    assert changed <= set(SAID)
    assert set(SAID) - changed <= {"agency", "agency_evidence"}
