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
from newsstand.lib.stamps import versions
from tests.feed_server import FeedServer
from tests.ingest.conftest import Reader
from tests.pages.newsroom import NOON, make_article, make_publisher
from tests.people import ann, ed, eve

pytestmark = pytest.mark.django_db
ITEM = "<title>Bridge shut</title><link>http://127.0.0.1:1/bridge</link><guid>b</guid><description>{}</description>"


def test_who_withdrew_it_when_and_why_is_kept_and_the_first_decision_stands() -> None:
    article = make_article(make_publisher())
    withdraw(article=article, now=NOON, reason="  It was\n wrong. ", editor=ed())
    withdraw(article=article, now=NOON + timedelta(hours=1), reason="Again", editor=None)
    article.refresh_from_db()
    assert (article.withdrawn_at, article.withdrawn_reason, article.withdrawn_by) == (NOON, "It was wrong.", ed())


@pytest.mark.parametrize(("reason", "said"), [(" ", "Write the reason"), ("x" * (MOST_REASON + 1), "501 characters")])
def test_a_reason_is_given_and_short(reason: str, said: str) -> None:
    article = make_article(make_publisher())
    with pytest.raises(RefusedError, match=said):
        withdraw(article=article, now=NOON, reason=reason, editor=ed())
    assert Article.objects.published().exists()


def test_nobody_but_an_editor_withdraws_or_restores() -> None:
    article = make_article(make_publisher())
    with pytest.raises(RefusedError, match="Only an editor"):
        withdraw(article=article, now=NOON, reason="I want it gone", editor=eve())
    withdraw(article=article, now=NOON, reason="It was wrong.", editor=ed())
    with pytest.raises(RefusedError, match="Only an editor"):
        restore(article=article, now=NOON, editor=eve())
    assert not Article.objects.published().exists()


def test_what_is_restored_has_no_trace_of_the_decision_and_all_pages_hear_of_it() -> None:
    article = make_article(make_publisher())
    withdraw(article=article, now=NOON, reason="It was wrong.", editor=ed())
    before = versions(["site"])
    restore(article=article, now=NOON, editor=ed())
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
                lead_alt="a", lead_caption="c")  # fmt: skip
    say(after, full, {"https://a.example/p.jpg": "a" * 20}, NOON)
    names = [field.attname for field in Article._meta.concrete_fields]
    changed = {name.removesuffix("_id") for name in names if getattr(before, name) != getattr(after, name)}
    assert changed <= set(SAID)
    assert set(SAID) - changed <= {"agency", "agency_evidence"}
