"""Post, edit, withdraw: what is kept, what is refused, and what the counts say."""

from datetime import timedelta

import pytest

from newsstand.algorithms.comment_rules import TextError
from newsstand.articles.models import Article
from newsstand.articles.withdraw import withdraw as withdraw_article
from newsstand.comments import write
from newsstand.comments.errors import RefusedError
from newsstand.comments.models import Comment
from newsstand.lib.stamps import versions
from tests import people
from tests.comments.conftest import NOW
from tests.comments.talk import make_article, say

pytestmark = pytest.mark.django_db


def count_of(article: Article) -> int:
    return Article.objects.get(pk=article.pk).comment_count


def test_a_comment_is_kept_with_its_author_and_counted(article: Article) -> None:
    comment = say(article, people.ann(), " At last!\r\n ", NOW)
    kept = Comment.objects.get()
    assert (kept.name, kept.text, kept.user, kept.posted_at) == ("Ann", "At last!", people.ann(), NOW)
    assert (kept.parent, kept.root, kept.depth) == (None, None, 0)
    assert kept == comment
    assert count_of(article) == 1


def test_a_reply_knows_its_parent_and_the_root_of_its_thread(article: Article) -> None:
    first = say(article, people.ann(), "One", NOW)
    second = say(article, people.ben(), "Two", NOW, first)
    third = say(article, people.ann(), "Three", NOW, second)
    assert (second.parent, second.root, second.depth) == (first, first, 1)
    assert (third.parent, third.root, third.depth) == (second, first, 2)
    assert count_of(article) == 3


def test_two_presses_of_the_button_are_one_comment(article: Article) -> None:
    first = say(article, people.ann(), "Hello", NOW)
    assert say(article, people.ann(), "Hello", NOW + timedelta(seconds=3)) == first
    assert count_of(article) == 1
    assert say(article, people.ben(), "Hello", NOW) != first
    assert say(article, people.ann(), "Hello", NOW + timedelta(minutes=2)) != first
    assert count_of(article) == 3


def test_what_cannot_stand_is_refused_and_nothing_is_kept(article: Article) -> None:
    for text in ("", " \u200b ", "x" * 5001):
        with pytest.raises(TextError):
            say(article, people.ann(), text, NOW)
    assert not Comment.objects.exists()
    assert count_of(article) == 0


def test_a_withdrawn_article_takes_no_comment_no_edit_but_lets_people_withdraw(article: Article) -> None:
    comment = say(article, people.ann(), "Hello", NOW)
    withdraw_article(article=article, now=NOW, reason="It was wrong.")
    with pytest.raises(RefusedError, match="not shown here any more"):
        say(article, people.ann(), "Still here?", NOW)
    with pytest.raises(RefusedError, match="not shown here any more"):
        write.edit(comment=comment, user=people.ann(), text="Hi", now=NOW)
    assert write.withdraw(comment=comment, user=people.ann(), now=NOW).withdrawn_at == NOW


def test_a_reply_to_another_articles_comment_is_refused(article: Article) -> None:
    elsewhere = say(make_article(NOW, headline="Another"), people.ben(), "There", NOW)
    with pytest.raises(RefusedError, match="another article"):
        say(article, people.ann(), "Here", NOW, elsewhere)


def test_a_shut_account_says_nothing(article: Article) -> None:
    eve = people.eve()
    comment = say(article, eve, "Before", NOW)
    eve.is_active = False
    with pytest.raises(RefusedError):
        say(article, eve, "After", NOW)
    with pytest.raises(RefusedError):
        write.edit(comment=comment, user=eve, text="Other", now=NOW)
    with pytest.raises(RefusedError):
        write.withdraw(comment=comment, user=eve, now=NOW)


def test_an_edit_within_a_quarter_of_an_hour_changes_the_text_and_says_so(article: Article) -> None:
    comment = say(article, people.ann(), "Teh bridge", NOW)
    later = NOW + timedelta(minutes=14)
    write.edit(comment=comment, user=people.ann(), text="The bridge", now=later)
    kept = Comment.objects.get()
    assert (kept.text, kept.edited_at, kept.posted_at) == ("The bridge", later, NOW)
    with pytest.raises(RefusedError, match="15 minutes"):
        write.edit(comment=comment, user=people.ann(), text="A bridge", now=NOW + timedelta(minutes=15))


def test_an_edit_that_changes_nothing_leaves_no_mark(article: Article) -> None:
    comment = say(article, people.ann(), "The bridge", NOW)
    assert write.edit(comment=comment, user=people.ann(), text=" The bridge\n", now=NOW).edited_at is None


@pytest.mark.parametrize("somebody", [people.eve, people.ed, people.ben])
def test_nobody_else_edits_or_withdraws(article: Article, somebody: object) -> None:
    comment = say(article, people.ann(), "Mine", NOW)
    with pytest.raises(RefusedError, match="Only its author"):
        write.edit(comment=comment, user=somebody(), text="Yours", now=NOW)  # type: ignore[operator]
    with pytest.raises(RefusedError, match="Only its author"):
        write.withdraw(comment=comment, user=somebody(), now=NOW)  # type: ignore[operator]
    assert Comment.objects.get().text == "Mine"


def test_an_imported_comment_belongs_to_nobody_here(article: Article) -> None:
    comment = Comment.objects.create(article=article, name="Ann", text="Elsewhere", posted_at=NOW)
    with pytest.raises(RefusedError):
        write.withdraw(comment=comment, user=people.ann(), now=NOW)


def test_withdrawing_erases_the_text_keeps_the_answers_and_counts_once(article: Article) -> None:
    first = say(article, people.ann(), "I said something", NOW)
    say(article, people.ben(), "I heard it", NOW, first)
    for _ in range(2):
        write.withdraw(comment=first, user=people.ann(), now=NOW)
    kept = Comment.objects.get(pk=first.pk)
    assert (kept.text, kept.withdrawn_at) == ("", NOW)
    assert Comment.objects.filter(parent=first).count() == 1
    assert count_of(article) == 1
    with pytest.raises(RefusedError, match="has been withdrawn"):
        write.edit(comment=first, user=people.ann(), text="Again", now=NOW)
    with pytest.raises(RefusedError, match="has been withdrawn"):
        say(article, people.ben(), "What was it?", NOW, first)


def test_each_write_makes_the_articles_page_new(article: Article) -> None:
    name = f"article:{article.pk}"
    seen = [versions([name, "front"])]
    comment = say(article, people.ann(), "One", NOW)
    seen.append(versions([name, "front"]))
    write.edit(comment=comment, user=people.ann(), text="Two", now=NOW)
    seen.append(versions([name, "front"]))
    write.withdraw(comment=comment, user=people.ann(), now=NOW)
    seen.append(versions([name, "front"]))
    assert seen == [(0, 0), (1, 1), (2, 1), (3, 2)]


def test_an_article_is_deleted_with_its_whole_thread(article: Article) -> None:
    first = say(article, people.ann(), "One", NOW)
    say(article, people.ben(), "Two", NOW, first)
    article.delete()
    assert not Comment.objects.exists()
