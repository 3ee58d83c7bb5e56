"""Walking through a thread page by page: in each order, while votes and comments come in, and by which index."""

from collections import Counter
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsstand.algorithms.cursors import CursorError, write_cursor
from newsstand.algorithms.threads import DEEPEST
from newsstand.articles.models import Article
from newsstand.comments import thread
from newsstand.comments.models import Comment
from newsstand.comments.sorts import ORDERS, Sort, in_order
from newsstand.comments.status import counted, recount
from tests.comments.conftest import NOW
from tests.comments.talk import deep, fill, make_article

pytestmark = pytest.mark.django_db
a_few = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
# Few values each, so that many are equal.
ROW = st.fixed_dictionaries(
    {
        "like_count": st.integers(0, 3),
        "imported_likes": st.integers(0, 1),
        "best": st.sampled_from([1.0, 0.1 + 0.2, 0.3, 1e-9, 7.25]),
        "thread_count": st.integers(0, 2),
        "minutes": st.integers(0, 4),
    }
)
KEYS: dict[Sort, Any] = {
    Sort.BEST: lambda one: (-one.best, -one.pk),
    Sort.NEWEST: lambda one: (-one.posted_at.timestamp(), -one.pk),
    Sort.OLDEST: lambda one: (one.posted_at.timestamp(), one.pk),
    Sort.LIKED: lambda one: (-one.like_count - one.imported_likes, -one.pk),
    Sort.DISCUSSED: lambda one: (-one.thread_count, -one.pk),
}


def make(article: Article, rows: list[dict[str, Any]]) -> None:
    Comment.objects.all().delete()
    for row in rows:
        fields = dict(row)
        when = NOW - timedelta(minutes=fields.pop("minutes"), microseconds=row["like_count"])
        Comment.objects.create(article=article, name="Reader", text="Words", posted_at=when, **fields)


def after_in(address: str) -> str:
    return parse_qs(urlsplit(address).query)["after"][0]


def walk(article: Article, sort: Sort, between: Any = lambda: None) -> list[int]:
    """The numbers of the roots on all pages, in order; `between` happens after each page."""
    found: list[int] = []
    after = ""
    for _ in range(100):
        page = thread.load(article=article, viewer=None, sort=sort, after=after, now=NOW)
        found += [one.comment.pk for one in page.shown if one.level == 1]
        if page.more is None:
            return found
        after = after_in(page.more.address)
        between()
    raise AssertionError("the list never ends")


@a_few
@given(rows=st.lists(ROW, max_size=14))
def test_walking_all_pages_gives_each_comment_once_in_the_order(
    article: Article, monkeypatch: pytest.MonkeyPatch, rows: list[dict[str, Any]]
) -> None:
    monkeypatch.setattr(thread, "ROOTS_A_PAGE", 3)
    make(article, rows)
    for sort, key in KEYS.items():
        assert walk(article, sort) == [one.pk for one in sorted(Comment.objects.all(), key=key)]


@a_few
@given(rows=st.lists(ROW, min_size=7, max_size=14), data=st.data())
def test_what_nobody_voted_on_is_neither_repeated_nor_lost_while_votes_and_comments_come_in(
    article: Article, monkeypatch: pytest.MonkeyPatch, rows: list[dict[str, Any]], data: st.DataObject
) -> None:
    monkeypatch.setattr(thread, "ROOTS_A_PAGE", 3)
    for sort in Sort:
        make(article, rows)
        before = set(Comment.objects.values_list("pk", flat=True))
        touched: set[int] = set()

        def vote() -> None:
            chosen = data.draw(st.sampled_from(sorted(before)))  # noqa: B023 (called before the next turn)
            touched.add(chosen)  # noqa: B023
            Comment.objects.filter(pk=chosen).update(
                like_count=data.draw(st.integers(0, 9)), best=data.draw(st.floats(0, 9))
            )
            Comment.objects.filter(pk=chosen).update(thread_count=data.draw(st.integers(0, 9)))
            Comment.objects.create(article=article, name="Late", text="Words", posted_at=NOW)

        seen = Counter(walk(article, sort, vote))
        # When they were posted never changes: there nothing at all is repeated or lost.
        safe = before if sort in {Sort.NEWEST, Sort.OLDEST} else before - touched
        assert {number: seen[number] for number in safe} == dict.fromkeys(safe, 1)


@a_few
@given(parents=st.lists(st.integers(0, 40), min_size=1, max_size=25))
def test_every_reply_is_found_once_by_following_more_and_continue(
    article: Article, monkeypatch: pytest.MonkeyPatch, parents: list[int]
) -> None:
    monkeypatch.setattr(thread, "REPLIES_A_PAGE", 4)
    Comment.objects.all().delete()
    made = deep(article, DEEPEST + 3, NOW)
    for at in parents:
        above = made[at % len(made)]
        made.append(
            Comment.objects.create(
                article=article,
                name="Reader",
                text="So",
                posted_at=NOW,
                parent=above,
                root=made[0],
                depth=above.depth + 1,
            )
        )
    recount(article)
    found: list[int] = []
    waiting = [(made[0].pk, "")]
    while waiting:
        number, after = waiting.pop()
        top = thread.seen_by(None).select_related("article", "parent").get(pk=number)
        page = thread.below(comment=top, viewer=None, sort=Sort.NEWEST, after=after, now=NOW)
        assert len(page.shown) <= 4
        assert all(2 <= one.level <= DEEPEST for one in page.shown)
        found += [one.comment.pk for one in page.shown]
        waiting += [(one.comment.pk, "") for one in page.shown if one.continues]
        if page.more is not None:
            waiting.append((number, after_in(page.more.address)))
    assert sorted(found) == sorted(one.pk for one in made[1:])


def test_a_reply_on_a_later_page_names_what_it_answers_and_leads_there(article: Article) -> None:
    root = fill(article, 1, NOW, replies=thread.REPLIES_A_PAGE)[0]
    first = Comment.objects.filter(root=root).order_by("id")[0]
    late = Comment.objects.create(
        article=article, name="Late", text="So", posted_at=NOW, parent=first, root=root, depth=2
    )
    recount(article)
    top = thread.seen_by(None).select_related("article", "parent").get(pk=root.pk)
    page = thread.below(comment=top, viewer=None, now=NOW)
    assert page.more is not None
    rest = thread.below(comment=top, viewer=None, after=after_in(page.more.address), now=NOW)
    assert [(one.comment, one.level) for one in rest.shown] == [(late, 2)]
    answers = rest.shown[0].answers
    assert answers is not None
    assert (answers.name, answers.address) == ("Answerer", f"/comments/{first.pk}")


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("wrong", ["x", "%00", write_cursor(200, 1, 1), "A" * 500])
def test_a_place_that_there_is_not_is_refused(article: Article, sort: Sort, wrong: str) -> None:
    with pytest.raises(CursorError):
        thread.load(article=article, viewer=None, sort=sort, after=wrong, now=NOW)
    with pytest.raises(CursorError):
        thread.below(comment=fill(article, 1, NOW)[0], viewer=None, after=wrong, now=NOW)


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("key", [1e300, -1e300, -1.0, 0.5])
def test_a_key_that_no_comment_has_leads_to_an_end_or_an_error(article: Article, sort: Sort, key: float) -> None:
    fill(article, 1, NOW)
    try:
        thread.load(article=article, viewer=None, sort=sort, after=write_cursor(ORDERS[sort].number, key, 1), now=NOW)
    except CursorError:
        assert sort != Sort.BEST


# --- by which index ---------------------------------------------------------------------------------------------------

INDEXES = {
    Sort.BEST: "comments_best",
    Sort.NEWEST: "comments_newest",
    Sort.OLDEST: "comments_newest",
    Sort.LIKED: "comments_liked",
    Sort.DISCUSSED: "comments_discussed",
}


@pytest.fixture
def long_thread(article: Article) -> Article:
    """A thread long enough for a planner to care, beside another."""
    for home in (article, make_article(NOW, slug="another")):
        rows = fill(home, 1500, NOW, replies=1)
        for at, row in enumerate(rows):
            row.best, row.like_count, row.posted_at = at % 97 / 50, at % 13, NOW - timedelta(minutes=at)
        Comment.objects.bulk_update(rows, ["best", "like_count", "posted_at"], batch_size=300)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return article


def plan(rows: Any) -> str:
    return str(rows.explain())


def sorts(explained: str) -> bool:
    return "TEMP B-TREE" in explained or "Sort" in explained


def test_every_order_is_read_from_its_index_from_the_first_page_to_any(long_thread: Article) -> None:
    for sort, index in INDEXES.items():
        roots = Comment.objects.filter(article=long_thread).roots().seen_by(None)
        middle = in_order(roots, sort)[700]
        cursor = write_cursor(ORDERS[sort].number, ORDERS[sort].of(middle), middle.pk)
        for after in ("", cursor):
            said = plan(in_order(roots, sort, after)[:21])
            assert index in said, said
            assert not sorts(said), said
        # The pair of key and number bounds what is read of the index, rather than being asked of each row.
        assert bounded(said), said


def bounded(explained: str) -> bool:
    if connection.vendor == "sqlite":
        return "article_id=? AND " in explained
    return "ROW(" in explained.partition("Index Cond:")[2].partition("Filter:")[0]


def test_replies_and_the_newest_comment_are_read_from_an_index(long_thread: Article) -> None:
    root = Comment.objects.filter(article=long_thread, parent=None)[10]
    for rows, index in (
        (
            Comment.objects.filter(article=long_thread, root=root).seen_by(None).order_by("id").values("pk")[:4],
            "comment_thread",
        ),
        (counted().filter(article=long_thread).order_by("-pk").values_list("pk", flat=True)[:1], "comments_last_shown"),
    ):
        said = plan(rows)
        assert index in said, said
        assert not sorts(said), said
