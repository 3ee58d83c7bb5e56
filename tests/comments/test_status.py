"""Shown, held, removed, withdrawn: whatever happens in whatever order, the counts say what is there."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from newsstand.articles.models import Article
from newsstand.comments import write
from newsstand.comments.models import Comment
from newsstand.comments.status import recount, set_status
from newsstand.lib.stamps import versions
from tests import people
from tests.comments.conftest import NOW
from tests.comments.talk import fill, make_article, say

pytestmark = pytest.mark.django_db

Status = Comment.Status


def truth(article: Article) -> tuple[int, dict[int, tuple[int, int]]]:
    """The counts, by hand from every row."""
    rows = list(Comment.objects.filter(article=article))
    seen = [row for row in rows if row.status == "shown" and row.withdrawn_at is None]
    return len(seen), {
        row.pk: (sum(one.parent_id == row.pk for one in seen), sum(one.root_id == row.pk for one in seen))
        for row in rows
    }


def stored(article: Article) -> tuple[int, dict[int, tuple[int, int]]]:
    rows = Comment.objects.filter(article=article)
    count = Article.objects.get(pk=article.pk).comment_count
    return count, {row.pk: (row.reply_count, row.thread_count) for row in rows}


def test_a_held_comment_is_not_counted_and_counts_again_when_it_is_shown(article: Article) -> None:
    root = say(article, people.ann(), "One", NOW)
    reply = say(article, people.ben(), "Two", NOW, root)
    assert stored(article) == (2, {root.pk: (1, 1), reply.pk: (0, 0)})
    held = set_status(comment=reply, status=Status.HELD, now=NOW)
    assert held.status == "held"
    assert stored(article) == (1, {root.pk: (0, 0), reply.pk: (0, 0)})
    set_status(comment=reply, status=Status.HELD, now=NOW)
    assert stored(article)[0] == 1
    set_status(comment=reply, status=Status.SHOWN, now=NOW)
    assert stored(article) == truth(article)


def test_pages_that_show_a_comment_are_made_again(article: Article) -> None:
    comment = say(article, people.ann(), "One", NOW)
    names = [f"article:{article.pk}", "front"]
    before = versions(names)
    set_status(comment=comment, status=Status.REMOVED, now=NOW)
    after = versions(names)
    assert all(new > old for old, new in zip(before, after, strict=True))


def test_a_withdrawn_comment_stays_uncounted_whatever_is_decided_about_it(article: Article) -> None:
    comment = say(article, people.ann(), "One", NOW)
    write.withdraw(comment=comment, user=people.ann(), now=NOW)
    for status in (Status.HELD, Status.SHOWN, Status.REMOVED, Status.SHOWN):
        set_status(comment=comment, status=status, now=NOW)
        assert stored(article) == truth(article)
        assert stored(article)[0] == 0


def test_a_status_that_nobody_knows_is_an_error_and_changes_nothing(article: Article) -> None:
    comment = say(article, people.ann(), "One", NOW)
    with pytest.raises(ValueError, match="gone"):
        set_status(comment=comment, status="gone", now=NOW)
    assert stored(article) == truth(article)


def test_comments_written_at_once_are_counted_anew(article: Article) -> None:
    roots = fill(article, 4, NOW, replies=3)
    Comment.objects.filter(parent=roots[0]).update(status="removed")
    elsewhere = make_article(NOW, slug="elsewhere")
    fill(elsewhere, 2, NOW, replies=1)
    Article.objects.filter(pk=elsewhere.pk).update(comment_count=0)
    assert recount(article) == 13
    assert stored(article) == truth(article)
    assert stored(elsewhere)[0] == 0


STEPS = some.lists(
    some.tuples(some.sampled_from(["say", "withdraw", "shown", "held", "removed"]), some.integers(0, 30)),
    min_size=1,
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_after_any_walk_the_counts_are_the_truth(article: Article, steps: list[tuple[str, int]]) -> None:
    fresh = make_article(NOW - timedelta(days=1), slug="walk")
    user, said = people.ann(), []
    for number, (deed, where) in enumerate(steps):
        chosen = said[where % len(said)] if said else None
        parent = Comment.objects.get(pk=chosen.pk) if chosen else None
        if deed == "say" or parent is None:
            above = parent if where % 3 and parent is not None and parent.withdrawn_at is None else None
            fields = {"parent": above, "root_id": (above.root_id or above.pk) if above else None}
            row = Comment(article=fresh, user=user, name="Ann", text=f"Words {number}", posted_at=NOW, **fields)
            row.depth = above.depth + 1 if above else 0
            row.status = Status.HELD
            row.save()
            said.append(set_status(comment=row, status=Status.SHOWN, now=NOW))
        elif deed == "withdraw":
            write.withdraw(comment=parent, user=user, now=NOW)
        else:
            set_status(comment=parent, status=deed, now=NOW)
        assert stored(fresh) == truth(fresh)
    kept = stored(fresh)
    recount(fresh)
    assert stored(fresh) == kept
    Comment.objects.filter(article=fresh).update(root=None, parent=None, depth=0)
    fresh.delete()
