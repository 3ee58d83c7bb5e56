"""The pages of a thread: its rest, single comments, what is said of those that are gone, and the counts."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import html5lib
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsstand.accounts.models import Block, User
from newsstand.articles.models import Article
from newsstand.articles.withdraw import withdraw as withdraw_article
from newsstand.comments import write
from newsstand.comments.models import Comment
from newsstand.comments.status import recount, set_status
from newsstand.lib.pagecache import ENVIRON_KEY
from newsstand.moderation.models import Decision
from tests import people
from tests.comments.conftest import NOW
from tests.comments.talk import deep, fill, make_article, say, signed_in

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
Who = Callable[[], User] | None


@pytest.fixture
def article() -> Article:
    return make_article(NOW - timedelta(days=1))


def browser(who: Who) -> Client:
    return signed_in(who()) if who else Client()


def text(answer: Any) -> str:
    return str(answer.content.decode())


def links(answer: Any) -> dict[str, str]:
    tree = html5lib.parse(text(answer), namespaceHTMLElements=False)
    return {" ".join("".join(one.itertext()).split()): one.get("href", "") for one in tree.iter("a")}


def ids(answer: Any) -> list[str]:
    tree = html5lib.parse(text(answer), namespaceHTMLElements=False)
    return [one.get("id") for one in tree.iter("article") if one.get("id")]


def hrefs(answer: Any) -> set[str]:
    tree = html5lib.parse(text(answer), namespaceHTMLElements=False)
    return {one.get("href", "") for one in tree.iter("a")}


# --- the rest of a thread -------------------------------------------------------------------------------------------


def test_the_rest_of_a_thread_is_a_page_without_script_and_rows_with_it(client: Client, article: Article) -> None:
    roots = fill(article, 25, NOW)
    page = client.get(f"{article.get_absolute_url()}?sort=oldest")
    more = links(page)["More comments"]
    rest = client.get(more)
    assert rest.status_code == 200
    assert ids(rest) == [f"comment-{root.pk}" for root in roots[20:]]
    assert links(rest)["First comments"] == f"{article.get_absolute_url()}?sort=oldest#comments"
    assert "More comments" not in links(rest)
    rows = client.get(more, headers=HTMX)
    assert ids(rows) == ids(rest)
    assert "<html" not in text(rows)
    assert "<nav" not in text(rows)


def test_another_order_comes_in_place_as_the_whole_list_with_the_count(client: Client, article: Article) -> None:
    fill(article, 3, NOW)
    answer = client.get(f"/a/{article.pk}/comments?sort=liked", headers=HTMX)
    assert 'id="comment-list"' in text(answer)
    assert 'id="comment-count" hx-swap-oob="true">3<' in text(answer)
    assert "<html" not in text(answer)


@pytest.mark.parametrize("address", ["?sort=worst", "?after=x", "?sort=liked&after=AQ", "?after=%00"])
def test_what_makes_no_sense_is_refused_with_what_to_do(client: Client, article: Article, address: str) -> None:
    comment = fill(article, 1, NOW)[0]
    for page in (f"/a/{article.pk}/comments", f"/comments/{comment.pk}/thread"):
        answer = client.get(page + address)
        assert answer.status_code == 400
        assert "Choose one of the links" in text(answer) or "Follow the link" in text(answer)


def test_an_article_called_comments_keeps_its_address(client: Client) -> None:
    article = make_article(NOW, headline="Comments", slug="comments")
    fill(article, 21, NOW)
    page = client.get(article.get_absolute_url())
    assert page.status_code == 200
    assert "At noon." in text(page)
    assert "At noon." not in text(client.get(links(page)["More comments"]))


def test_more_replies_lead_through_all_of_them(client: Client, article: Article) -> None:
    root = fill(article, 1, NOW, replies=120)[0]
    replies = [f"comment-{pk}" for pk in Comment.objects.filter(root=root).order_by("id").values_list("pk", flat=True)]
    first = client.get(article.get_absolute_url())
    found = ids(first)[1:]
    assert found == replies[:3]
    found, address = [], links(first)["117 more replies"]
    while address:
        rows = client.get(address, headers=HTMX)
        found += ids(rows)
        address = links(rows).get("More replies", "")
    assert sorted(found) == sorted(replies)
    assert len(found) == len(set(found))
    page = client.get(links(first)["117 more replies"])
    assert ids(page)[0] == f"comment-{root.pk}"
    assert len(ids(page)) == 51
    later = client.get(links(page)["More replies"])
    assert ids(later)[0] == f"comment-{root.pk}"
    assert links(later)["First replies"] == f"/comments/{root.pk}"


# --- one comment ----------------------------------------------------------------------------------------------------


def test_a_comment_has_a_page_with_what_it_answers_and_what_was_answered(client: Client, article: Article) -> None:
    chain = deep(article, 10, NOW)
    answer = client.get(f"/comments/{chain[1].pk}")
    assert answer.status_code == 200
    assert ids(answer) == [f"comment-{one.pk}" for one in chain[:8]]
    assert f"Level 1 on “{article.headline}”" in text(answer)
    found = links(answer)
    assert found[article.headline] == article.get_absolute_url()
    assert found["All comments 10"] == f"{article.get_absolute_url()}#comments"
    rest = client.get(found["Continue this thread below Level 7’s comment"])
    assert ids(rest) == [f"comment-{one.pk}" for one in chain[6:]]
    assert '<meta name="robots" content="noindex">' in text(answer)


def test_each_comment_leads_to_its_page_its_author_and_a_report(client: Client, article: Article) -> None:
    said, come = say(article, people.ann(), "Hello", NOW), fill(article, 1, NOW)[0]
    for who in (None, people.ben):
        found = hrefs(browser(who).get(article.get_absolute_url()))
        assert {f"/comments/{said.pk}", f"/user/{people.ann().pk}", f"/report/comment/{said.pk}"} <= found
        assert f"/report/comment/{come.pk}" in found
    own = hrefs(signed_in(people.ann()).get(article.get_absolute_url()))
    assert f"/report/comment/{said.pk}" not in own
    assert client.get(f"/comments/{come.pk}").status_code == 200


WHO: list[Who] = [None, people.eve, people.ann, people.mo, people.ed]


@pytest.mark.parametrize("answered", [False, True], ids=["alone", "with an answer"])
@pytest.mark.parametrize("who", WHO, ids=["nobody", "eve", "its author", "moderator", "editor"])
def test_what_is_held_is_read_by_its_author_and_moderators_alone(article: Article, who: Who, answered: bool) -> None:
    comment = say(article, people.ann(), "Wait for it", NOW)
    if answered:
        say(article, people.ben(), "Why?", NOW, comment)
    set_status(comment=comment, status="held", now=NOW)
    may = who in {people.ann, people.mo, people.ed}
    own_page, thread = browser(who).get(f"/comments/{comment.pk}"), browser(who).get(article.get_absolute_url())
    assert own_page.status_code == (200 if may or answered else 404)
    for page in (own_page, thread):
        assert ("Wait for it" in text(page)) is may
        assert (f"comment-{comment.pk}" in ids(page)) is (may or answered)
        assert ("Waits for a moderator" in text(page)) is (may or answered)
    assert ("only you and moderators see it" in text(thread)) is (who is people.ann)


@pytest.mark.parametrize("answered", [False, True], ids=["alone", "with an answer"])
@pytest.mark.parametrize("who", WHO, ids=["nobody", "eve", "its author", "moderator", "editor"])
def test_what_was_removed_says_why_and_shows_nothing(article: Article, who: Who, answered: bool) -> None:
    comment = say(article, people.ann(), "Some insult", NOW)
    if answered:
        say(article, people.ben(), "Now, now", NOW, comment)
    set_status(comment=comment, status="removed", now=NOW)
    decision = Decision.objects.create(
        kind="comment", number=comment.pk, action="remove", reason="abusive", decided_at=NOW
    )
    there = answered or who in {people.ann, people.mo, people.ed}
    own_page, thread = browser(who).get(f"/comments/{comment.pk}"), browser(who).get(article.get_absolute_url())
    assert own_page.status_code == (200 if there else 410)
    assert "Removed by a moderator: Attack on a person" in text(own_page)
    assert ("Removed by a moderator" in text(thread)) is there
    for page in (own_page, thread):
        assert "insult" not in text(page)
        assert (f"/decisions/{decision.pk}" in links(page).values()) is (who is people.ann)


def test_what_was_withdrawn_is_gone_unless_somebody_answered_it(client: Client, article: Article) -> None:
    alone, answered = say(article, people.ann(), "Rash", NOW), say(article, people.ann(), "Rash too", NOW)
    say(article, people.ben(), "Oh", NOW, answered)
    for comment in (alone, answered):
        write.withdraw(comment=comment, user=people.ann(), now=NOW)
    assert client.get(f"/comments/{alone.pk}").status_code == 410
    page = client.get(f"/comments/{answered.pk}")
    assert page.status_code == 200
    assert "Withdrawn by its author" in text(page)
    assert "Rash" not in text(page)


def test_comments_of_an_article_that_is_gone_are_gone_with_it(client: Client, article: Article) -> None:
    comment = say(article, people.ann(), "Hello", NOW)
    withdraw_article(article=article, now=NOW, reason="It was wrong.")
    for address in (f"/comments/{comment.pk}", f"/comments/{comment.pk}/thread", f"/a/{article.pk}/comments"):
        answer = client.get(address)
        assert answer.status_code == 410
        assert "Hello" not in text(answer)
    assert client.get(f"/a/{article.pk}/comments.json").status_code == 410


def test_there_is_nothing_where_nothing_was(client: Client) -> None:
    for address in ("/comments/77", "/comments/77/thread", "/a/77/comments", "/a/77/comments.json"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("kind", ["mute", "block"])
def test_what_somebody_muted_said_is_folded_for_the_one_who_muted(article: Article, kind: str) -> None:
    say(article, people.eve(), "Me again", NOW)
    Block.objects.create(by=people.ann(), of=people.eve(), kind=kind, since=NOW)
    folded = "A comment by somebody you muted"
    assert folded in text(signed_in(people.ann()).get(article.get_absolute_url()))
    for who in (None, people.eve, people.ben):
        page = text(browser(who).get(article.get_absolute_url()))
        assert "Me again" in page
        assert folded not in page


# --- kept, and cheap ------------------------------------------------------------------------------------------------


def test_pages_for_everybody_hold_no_form_and_can_be_kept(client: Client, article: Article) -> None:
    chain = deep(article, 10, NOW)
    fill(article, 25, NOW)
    pages = [f"/a/{article.pk}/comments?sort=newest", f"/comments/{chain[2].pk}", f"/comments/{chain[0].pk}/thread"]
    for address in [*pages, f"/a/{article.pk}/comments.json"]:
        answer = client.get(address)
        assert "csrf" not in text(answer)
        assert not answer.cookies
        made_from = answer.wsgi_request.environ[ENVIRON_KEY]
        assert f"article:{article.pk}" in made_from.names


def test_the_counts_say_how_many_everybody_sees_and_the_newest_of_them(client: Client, article: Article) -> None:
    address = f"/a/{article.pk}/comments.json"
    assert json.loads(text(client.get(address))) == {"count": 0, "newest": 0}
    shown = say(article, people.ann(), "Hello", NOW)
    held = say(article, people.ben(), "Wait", NOW)
    set_status(comment=held, status="held", now=NOW)
    assert json.loads(text(client.get(address))) == {"count": 1, "newest": shown.pk}


@pytest.mark.parametrize("who", [None, people.ann])
def test_every_page_costs_the_same_for_few_comments_and_for_many(article: Article, who: Who) -> None:
    visitor = browser(who)
    root = fill(article, 1, NOW, replies=2)[0]
    costs: dict[str, list[int]] = {}
    for _ in range(2):
        for address in ("/a/{0}/comments?sort=liked", "/comments/{1}", "/comments/{2}", "/a/{0}/comments.json"):
            reply = Comment.objects.filter(root=root).order_by("id")[0]
            with CaptureQueriesContext(connection) as asked:
                assert visitor.get(address.format(article.pk, root.pk, reply.pk)).status_code == 200
            costs.setdefault(address, []).append(len(asked))
        fill(article, 60, NOW, replies=6)
        Comment.objects.bulk_create(
            Comment(article=article, name="R", text="So", posted_at=NOW, parent=one, root=root, depth=2)
            for one in Comment.objects.filter(root=root, depth=1)
            for _ in range(40)
        )
        recount(article)
    for address, (few, many) in costs.items():
        assert few == many <= 10, address
