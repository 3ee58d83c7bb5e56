"""What a page shows of a thread, and what it costs."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import html5lib
import pytest
from django.db import connection
from django.template import engines
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from newsstand.accounts.models import User
from newsstand.algorithms.threads import DEEPEST
from newsstand.articles.models import Article
from newsstand.comments import like as likes
from newsstand.comments import thread, write
from newsstand.comments.models import Comment
from newsstand.comments.sorts import Sort
from newsstand.comments.thread import FIRST_REPLIES, ROOTS_A_PAGE
from tests import people
from tests.algorithms.browser_parse import faults
from tests.comments.conftest import NOW
from tests.comments.talk import deep, fill, make_article, say

pytestmark = pytest.mark.django_db


def render(article: Article, visitor: User | None, address: str = "/") -> str:
    """The thread's HTML as a page of an article has it."""
    request = RequestFactory().get(address)
    template = engines["django"].from_string("{% load comments %}{% thread article visitor %}")
    article.refresh_from_db()
    return str(template.render({"article": article, "visitor": visitor}, request))


def parse(html: str) -> Any:
    return html5lib.parse(html, namespaceHTMLElements=False)


def elements(html: str, tag: str) -> list[Any]:
    return list(parse(html).iter(tag))


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def by_id(html: str, name: str) -> Any:
    found = [element for element in parse(html).iter() if element.get("id") == name]
    assert len(found) == 1, f"{len(found)} elements have the id {name}"
    return found[0]


@pytest.mark.parametrize("number", [1, 20, 60])
@pytest.mark.parametrize(("who", "most"), [(None, 2), (people.ann, 3), (people.ed, 3)])
def test_a_thread_costs_the_same_queries_whatever_its_length(
    article: Article, number: int, who: Any, most: int
) -> None:
    viewer = who() if who else None
    fill(article, number, NOW, replies=number // 5)
    Comment.objects.update(user=people.ben())
    with CaptureQueriesContext(connection) as asked:
        page = thread.load(article=article, viewer=viewer, now=NOW)
    # The comments and their first replies; for somebody who may have muted Ben, whether they did.
    assert len(asked) == most
    roots = min(number, ROOTS_A_PAGE)
    assert sum(one.level == 1 for one in page.shown) == roots
    assert len(page.shown) <= roots * (1 + FIRST_REPLIES)


def test_why_something_was_removed_costs_one_query_more_however_many_were(article: Article) -> None:
    roots = fill(article, 10, NOW, replies=1)
    Comment.objects.filter(pk__in=[root.pk for root in roots[:5]]).update(status="removed")
    with CaptureQueriesContext(connection) as asked:
        thread.load(article=article, viewer=None, now=NOW)
    assert len(asked) == 3


def test_rendering_asks_the_database_for_nothing_more(article: Article) -> None:
    fill(article, 50, NOW, replies=5)
    ann = people.ann()
    with CaptureQueriesContext(connection) as asked:
        render(article, ann)
    # One is the test's own refresh of the article; two ask how the thread is held, one whether Ann follows it.
    assert len(asked) == 6


def test_replies_stand_nested_under_what_they_answer(article: Article) -> None:
    first = say(article, people.ann(), "One", NOW)
    second = say(article, people.ben(), "Two", NOW)
    reply = say(article, people.cy(), "Three", NOW, first)
    deeper = say(article, people.ben(), "Four", NOW, reply)
    html = render(article, None)
    assert by_id(html, f"replies-{first.pk}")[0][0].get("id") == f"comment-{reply.pk}"
    assert by_id(html, f"replies-{reply.pk}")[0][0].get("id") == f"comment-{deeper.pk}"
    top = [item[0].get("id") for item in by_id(html, "thread")]
    assert top == [f"comment-{second.pk}", f"comment-{first.pk}"]


@pytest.mark.parametrize("who", [None, people.ann])
def test_every_list_that_opens_closes_however_deep_the_thread(article: Article, who: Any) -> None:
    viewer = who() if who else None
    chain = deep(article, DEEPEST + 4, NOW)
    say(article, people.ben(), "A new thread", NOW)
    html = render(article, viewer)
    assert faults_of_parsing(html) == []
    assert [len(lists) for lists in nesting(parse(html))] == [1, 1, 2, 3, 4]
    assert "7 more replies" in html

    page = thread.below(comment=chain[0], viewer=viewer, now=NOW)
    html = page_of(page, viewer)
    assert faults_of_parsing(html) == []
    assert [len(lists) for lists in nesting(parse(html))] == list(range(1, DEEPEST))
    links = [link.get("href") for link in elements(html, "a") if words(link).startswith("Continue this thread")]
    assert links == [f"/comments/{chain[DEEPEST - 1].pk}/thread?sort=best"]
    rest = thread.below(comment=chain[DEEPEST - 1], viewer=viewer, now=NOW)
    assert [one.comment for one in rest.shown] == chain[DEEPEST:]


def page_of(page: thread.Thread, viewer: User | None) -> str:
    """The replies of a thread's page, in the list that stands around them there."""
    template = engines["django"].from_string('<ol>{% include "comments/rows.html" %}</ol>')
    return str(template.render({"thread": page, "article": page.article, "visitor": viewer}))


def faults_of_parsing(html: str) -> list[str]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=False)
    parser.parseFragment(html)
    return [code for _, code, _ in parser.errors]


def nesting(tree: Any) -> list[list[Any]]:
    """For each comment in reading order the lists that stand around it."""
    found: list[list[Any]] = []

    def walk(element: Any, lists: list[Any]) -> None:
        if element.tag == "article":
            found.append(lists)
        for child in element:
            walk(child, [*lists, element] if element.tag == "ol" else lists)

    walk(tree, [])
    return found


def test_twenty_roots_with_three_replies_each_and_the_rest_behind_links(article: Article) -> None:
    roots = fill(article, 45, NOW, replies=5)
    seen: list[int] = []
    after = ""
    for expected in (20, 20, 5):
        page = thread.load(article=article, viewer=None, sort=Sort.OLDEST, after=after, now=NOW)
        assert len(page.shown) == expected * 4
        seen += [one.comment.pk for one in page.shown if one.level == 1]
        after = cursor_in(page.more.address) if page.more else ""
    assert after == ""
    assert seen == [root.pk for root in roots]
    html = render(article, None, "/?sort=oldest")
    assert sum(words(link) == "2 more replies" for link in elements(html, "a")) == 20
    more = [link for link in elements(html, "a") if link.get("rel") == "next"]
    assert [words(link) for link in more] == ["More comments"]
    assert more[0].get("href") == more[0].get("hx-get")
    assert more[0].get("href").startswith(f"/a/{article.pk}/comments?sort=oldest&after=")


def cursor_in(address: str) -> str:
    return parse_qs(urlsplit(address).query)["after"][0]


def test_the_first_replies_are_the_oldest_ones_and_stand_under_what_they_answer(article: Article) -> None:
    root = say(article, people.ann(), "Root", NOW)
    first = say(article, people.ben(), "First", NOW, root)
    under = say(article, people.cy(), "Under the first", NOW, first)
    third = say(article, people.di(), "Third", NOW, root)
    say(article, people.ben(), "Fourth", NOW, root)
    page = thread.load(article=article, viewer=None, now=NOW)
    assert [(one.comment, one.level) for one in page.shown] == [(root, 1), (first, 2), (under, 3), (third, 2)]
    assert page.shown[-1].more is not None
    assert page.shown[-1].more.number == 1


@pytest.mark.parametrize("nonsense", ["", "x", "-1", "9" * 30, "٣", "%00", "1%27", "Best"])
def test_an_order_that_there_is_not_is_the_best_on_an_articles_page(article: Article, nonsense: str) -> None:
    fill(article, 2, NOW)
    current = [
        words(link) for link in elements(render(article, None, f"/?sort={nonsense}"), "a") if link.get("aria-current")
    ]
    assert current == ["Best"]


def test_a_comments_address_leads_to_where_it_stands(article: Article) -> None:
    roots = fill(article, 21, NOW, replies=4)
    here = article.get_absolute_url()
    # All of them are at par, and then the newest come first.
    assert thread.address(roots[1]) == f"{here}#comment-{roots[1].pk}"
    assert thread.address(roots[0]) == f"/comments/{roots[0].pk}#comment-{roots[0].pk}"
    replies = list(Comment.objects.filter(root=roots[1]).order_by("id"))
    assert thread.address(replies[2]) == f"{here}#comment-{replies[2].pk}"
    assert thread.address(replies[3]) == f"/comments/{replies[3].pk}#comment-{replies[3].pk}"
    shown = {one.comment.pk for one in thread.load(article=article, viewer=None, now=NOW).shown}
    assert {roots[1].pk, replies[2].pk} <= shown
    assert not {roots[0].pk, replies[3].pk} & shown


def test_an_anonymous_page_holds_no_form_and_no_token_and_leads_to_sign_in(article: Article) -> None:
    comment = say(article, people.ann(), "Hello", NOW)
    html = render(article, None)
    assert "csrf" not in html
    assert elements(html, "form") == []
    links = {link.get("aria-label") or words(link): link.get("href") for link in elements(html, "a")}
    here = article.get_absolute_url()
    assert links["Sign in to comment"] == f"/accounts/login/?next={here.replace('/', '%2F')}%23comments"
    for label, what in (("Reply to Ann", "reply"), ("Like Ann’s comment, 0 likes", "like")):
        assert links[label] == f"/comments/{comment.pk}/{what}"
        led_to = Client().get(links[label]).headers["Location"]
        assert led_to == f"/accounts/login/?next=%2Fcomments%2F{comment.pk}%2F{what}"


def test_a_visitor_sees_their_own_likes_and_nobody_elses(article: Article) -> None:
    liked = say(article, people.ann(), "Hello", NOW)
    say(article, people.ann(), "Not this one", NOW)
    likes.like(comment=liked, user=people.ben(), now=NOW)
    seen = {one.comment: one.liked for one in thread.load(article=article, viewer=people.ben(), now=NOW).shown}
    assert [seen[liked], any(seen.values())] == [True, True]
    assert list(seen.values()).count(True) == 1
    assert not any(one.liked for one in thread.load(article=article, viewer=people.eve(), now=NOW).shown)
    assert not any(one.liked for one in thread.load(article=article, viewer=None, now=NOW).shown)
    button = by_id(render(article, people.ben()), f"like-{liked.pk}")
    assert words(button) == "Liked Ann’s comment, 1 like, take yours back"


def test_imported_likes_are_added_to_those_given_here(article: Article) -> None:
    comment = Comment.objects.create(article=article, name="Zoe", text="Hi", posted_at=NOW, imported_likes=16)
    assert words(by_id(render(article, people.ann()), f"like-{comment.pk}")) == "Like Zoe’s comment, 16 likes"
    likes.like(comment=comment, user=people.ann(), now=NOW)
    assert "17 likes" in words(by_id(render(article, people.ann()), f"like-{comment.pk}"))


def test_edit_and_withdraw_are_offered_to_the_author_alone_and_edit_for_a_while(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    comment = say(article, people.ann(), "Hello", NOW)
    own = f"/comments/{comment.pk}"
    later = NOW + timedelta(minutes=14)
    monkeypatch.setattr("newsstand.lib.clock.now", lambda: later)
    assert f'href="{own}/edit"' in render(article, people.ann())
    assert f'href="{own}/withdraw"' in render(article, people.ann())
    assert f"{own}/like" not in render(article, people.ann())
    for other in (people.eve(), people.ed(), None):
        html = render(article, other)
        assert f"{own}/edit" not in html
        assert f"{own}/withdraw" not in html
    later = NOW + timedelta(minutes=15)
    assert f"{own}/edit" not in render(article, people.ann())
    assert f"{own}/withdraw" in render(article, people.ann())


def test_a_withdrawn_comment_shows_neither_text_nor_name_and_keeps_its_answers(article: Article) -> None:
    comment = say(article, people.ann(), "Something rash", NOW)
    reply = say(article, people.ben(), "Oh dear", NOW, comment)
    write.withdraw(comment=comment, user=people.ann(), now=NOW)
    html = render(article, people.cy())
    assert words(by_id(html, f"comment-{comment.pk}")) == "Withdrawn by its author"
    assert "rash" not in html
    assert by_id(html, f"replies-{comment.pk}")[0][0].get("id") == f"comment-{reply.pk}"
    assert words(by_id(html, "comment-count")) == "1"


def test_an_edited_comment_says_so(article: Article) -> None:
    comment = say(article, people.ann(), "Teh", NOW)
    assert "edited" not in words(by_id(render(article, None), f"comment-{comment.pk}"))
    write.edit(comment=comment, user=people.ann(), text="The", now=NOW)
    assert "edited" in words(by_id(render(article, None), f"comment-{comment.pk}"))


def payloads(data: Path) -> list[str]:
    found = [case["payload"] for case in json.loads((data / "xss-dompurify.json").read_text())]
    return found + [case["input"] for case in json.loads((data / "xss-html5lib.json").read_text())]


@pytest.mark.data
def test_nothing_that_anybody_writes_runs_on_the_page(article: Article, data: Path) -> None:
    # No column of PostgreSQL's holds a NUL; the verbs drop it.
    hostile = [text.replace("\x00", "") for text in payloads(data)]
    assert len(hostile) > 250
    Comment.objects.bulk_create(
        Comment(article=article, name=text[:120] or "x", text=text, posted_at=NOW) for text in hostile
    )
    after, seen = "", 0
    while True:
        page = thread.load(article=article, viewer=people.ann(), after=after, now=NOW)
        html = page_of(page, people.ann())
        seen += len(page.shown)
        assert elements(html, "script") == []
        allowed = {"section", "div", "h2", "span", "p", "a", "ol", "li", "article", "header", "footer", "time", "form"}
        allowed |= {"label", "textarea", "button", "input", "br", "html", "head", "body"}
        for element in parse(html).iter():
            assert element.tag in allowed
            assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
            assert not element.get("href", "").lower().lstrip().startswith(("javascript", "data", "vbscript"))
        for one in page.shown:
            assert faults(one.html) == []
        if page.more is None:
            break
        after = cursor_in(page.more.address)
    assert seen == len(hostile)


@pytest.mark.data
def test_the_same_through_the_door_that_everybody_uses(data: Path) -> None:
    article = make_article(NOW)
    for at, text in enumerate(payloads(data)[::20]):
        if len(text) <= 5000:
            say(article, people.ann(), text, NOW - timedelta(hours=at))
    for one in thread.load(article=article, viewer=None, now=NOW).shown:
        assert faults(one.html) == []
