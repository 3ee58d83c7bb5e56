"""A comment goes through the rules: shown, flagged, held or given back; what was found is kept, never in silence."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from newsstand.accounts.models import Block, User
from newsstand.articles.models import Article
from newsstand.comments import write
from newsstand.comments.errors import RefusedError, ScreenedError
from newsstand.comments.like import like
from newsstand.comments.models import Comment, CommentRevision, Thread
from newsstand.moderation.decide import decide
from newsstand.moderation.models import Case, Finding
from newsstand.moderation.rulebook import Rulebook
from newsstand.moderation.sanction import sanction
from newsstand.moderation.screen import why_held
from newsstand.notices.models import Notice
from tests import people
from tests.comments.conftest import NOW
from tests.comments.talk import make_article, say

pytestmark = pytest.mark.django_db


def rules(**fields: Any) -> Rulebook:
    return Rulebook.objects.create(changed_at=NOW, **fields)


def held(article: Article, **fields: Any) -> Thread:
    return Thread.objects.create(article=article, changed_at=NOW, **fields)


def count_of(article: Article) -> int:
    return Article.objects.get(pk=article.pk).comment_count


def open_case(comment: Comment) -> Case | None:
    return Case.objects.filter(kind="comment", number=comment.pk, closed_at=None).first()


def found(comment: Comment) -> list[tuple[str, str]]:
    rows = Finding.objects.filter(kind="comment", number=comment.pk).order_by("pk")
    return [(row.phase, row.verdict) for row in rows]


def test_an_ordinary_comment_is_shown_at_once_and_nobody_is_bothered(article: Article) -> None:
    comment = say(article, people.ann(), "At last!", NOW)
    assert comment.status == "shown"
    assert (found(comment), open_case(comment), count_of(article)) == ([], None, 1)


def test_a_banned_word_gives_the_text_back_with_the_word_and_keeps_nothing(article: Article) -> None:
    rules(banned="grump\n")
    with pytest.raises(ScreenedError, match="“GRUMP” is not said here") as refused:
        say(article, people.ann(), "What a GRUMP he is", NOW)
    error = refused.value
    assert [error.text[one.start : one.end] for one in error.findings] == ["GRUMP"]
    assert not Comment.objects.exists()
    assert not Finding.objects.exists()
    assert not Case.objects.exists()


def test_a_held_comment_is_kept_uncounted_with_its_case_and_its_reasons(article: Article) -> None:
    rules(newcomer_held=1, suspect="scheme", suspect_verdict="hold")
    comment = say(article, people.ann(), "A scheme of theirs", NOW)
    assert comment.status == "held"
    assert count_of(article) == 0
    case = open_case(comment)
    assert case is not None
    assert (case.is_held, case.author) == (True, people.ann())
    assert found(comment) == [("words", "hold"), ("newcomer", "hold")]
    first = Finding.objects.order_by("pk")[0]
    assert (first.text[first.start : first.end], first.found_at) == ("scheme", NOW)
    assert why_held("comment", [comment.pk]) == {
        comment.pk: ("A moderator looks at “scheme” in its place.", "Everybody's first comment waits for a moderator.")
    }


def test_a_flagged_comment_is_shown_and_put_before_the_moderators(article: Article) -> None:
    rules(suspect="scheme")
    comment = say(article, people.ann(), "A scheme of theirs", NOW)
    assert comment.status == "shown"
    case = open_case(comment)
    assert case is not None
    assert not case.is_held
    assert count_of(article) == 1


def test_nobody_hears_of_a_held_answer_until_it_is_shown(article: Article) -> None:
    root = say(article, people.ann(), "One", NOW)
    rules(suspect="scheme", suspect_verdict="hold")
    reply = say(article, people.ben(), "A scheme", NOW, root)
    assert not Notice.objects.filter(user=people.ann()).exists()
    decide(kind="comment", number=reply.pk, by=people.mo(), action="approve", now=NOW)
    assert Comment.objects.get(pk=reply.pk).status == "shown"
    assert Notice.objects.filter(user=people.ann(), key=f"reply:{reply.pk}").count() == 1
    assert count_of(article) == 2


def test_first_comments_wait_until_so_many_were_approved(article: Article) -> None:
    rules(newcomer_held=1)
    first = say(article, people.ann(), "One", NOW)
    assert say(article, people.ann(), "Two", NOW).status == "held"
    decide(kind="comment", number=first.pk, by=people.mo(), action="approve", now=NOW)
    assert say(article, people.ann(), "Three", NOW).status == "shown"
    assert say(article, people.mo(), "I moderate", NOW).status == "shown"


def test_who_had_much_removed_waits_until_that_is_past(article: Article) -> None:
    for number in range(3):
        comment = say(article, people.ann(), f"Words {number}", NOW)
        decide(kind="comment", number=comment.pk, by=people.mo(), action="remove", reason="spam", now=NOW)
    later = NOW + timedelta(hours=1)
    comment = say(article, people.ann(), "Good words", later)
    assert found(comment) == [("history", "hold")]
    assert say(article, people.ann(), "Better words", NOW + timedelta(days=8)).status == "shown"


def test_the_same_text_elsewhere_waits(article: Article) -> None:
    text = "Buy one at my shop, everybody, today"
    say(article, people.ann(), text, NOW)
    other = make_article(NOW, slug="another")
    assert found(say(other, people.ann(), text.upper(), NOW + timedelta(minutes=2))) == [("repeat", "hold")]
    assert say(other, people.ben(), text, NOW).status == "shown"


def test_a_thread_that_is_too_fast_waits_for_a_while(article: Article) -> None:
    rules(thread_most=2)
    say(article, people.ann(), "One", NOW)
    say(article, people.ben(), "Two", NOW)
    comment = say(article, people.cy(), "Three", NOW)
    assert why_held("comment", [comment.pk])[comment.pk][0].startswith("This thread got 2 comments within 10 minutes")
    assert say(article, people.cy(), "Four", NOW + timedelta(minutes=11)).status == "shown"


def test_an_address_that_is_thrown_away_after_use_makes_a_comment_wait(article: Article) -> None:
    user = User.objects.create_user("x@mailinator.com", name="Quick")
    comment = say(article, user, "Hello", NOW)
    assert found(comment) == [("mail", "hold")]
    assert "mailinator.com" in why_held("comment", [comment.pk])[comment.pk][0]


def test_who_is_watched_waits_and_who_is_muted_is_told_until_when(article: Article) -> None:
    sanction(user=people.ann(), kind="watch", days=1, reason="spam", by=people.mo(), now=NOW)
    assert found(say(article, people.ann(), "Hello", NOW)) == [("standing", "hold")]
    sanction(user=people.ben(), kind="mute", days=1, reason="spam", by=people.mo(), now=NOW)
    with pytest.raises(RefusedError, match="until 23 November 2026"):
        say(article, people.ben(), "Hello", NOW)
    comment = say(article, people.cy(), "Hello", NOW)
    like(comment=comment, user=people.ben(), now=NOW)
    sanction(user=people.di(), kind="suspend", days=1, reason="spam", by=people.mo(), now=NOW)
    with pytest.raises(RefusedError, match="A moderator decided"):
        like(comment=comment, user=people.di(), now=NOW)
    with pytest.raises(RefusedError, match="A moderator decided"):
        say(article, people.di(), "Hello", NOW, comment)


def test_somebody_who_is_blocked_may_not_answer_and_may_speak_elsewhere(article: Article) -> None:
    comment = say(article, people.ann(), "One", NOW)
    Block.objects.create(by=people.ann(), of=people.ben(), kind="block", since=NOW)
    with pytest.raises(RefusedError, match="You can still write one of your own"):
        say(article, people.ben(), "Two", NOW, comment)
    assert say(article, people.ben(), "Two", NOW).status == "shown"
    Block.objects.update(kind="mute")
    assert say(article, people.ben(), "Three", NOW, comment).status == "shown"


def test_what_nobody_sees_takes_neither_answers_nor_likes(article: Article) -> None:
    for status in ("held", "removed"):
        comment = say(article, people.ann(), f"One {status}", NOW)
        Comment.objects.filter(pk=comment.pk).update(status=status)
        with pytest.raises(RefusedError, match="not shown at present"):
            say(article, people.ben(), "Two", NOW, comment)
        with pytest.raises(RefusedError, match="not shown at present"):
            like(comment=comment, user=people.ben(), now=NOW)


# --- how a thread is held -------------------------------------------------------------------------------------------


def test_a_closed_thread_is_closed_and_says_since_when(article: Article) -> None:
    before = say(article, people.ann(), "Before", NOW)
    held(article, mode="closed")
    with pytest.raises(ScreenedError, match="closed since 22 November 2026"):
        say(article, people.ann(), "After", NOW)
    with pytest.raises(ScreenedError):
        say(article, people.mo(), "After", NOW)
    assert write.edit(comment=before, user=people.ann(), text="Before!", now=NOW).text == "Before!"


def test_a_thread_closes_when_its_time_has_come(article: Article) -> None:
    held(article, mode="open", closes_at=NOW + timedelta(hours=1))
    assert say(article, people.ann(), "In time", NOW).status == "shown"
    with pytest.raises(ScreenedError):
        say(article, people.ann(), "Too late", NOW + timedelta(hours=1))


def test_modes_hold_what_they_say(article: Article) -> None:
    row = held(article, mode="links")
    assert say(article, people.ann(), "Plain", NOW).status == "shown"
    assert say(article, people.ann(), "See https://a.example/", NOW).status == "held"
    Thread.objects.filter(pk=row.pk).update(mode="all")
    assert say(article, people.ann(), "All", NOW).status == "held"
    Thread.objects.filter(pk=row.pk).update(mode="first", first_held=2)
    assert say(article, people.ann(), "The second that is seen", NOW).status == "held"
    Thread.objects.filter(pk=row.pk).update(first_held=1)
    assert say(article, people.ann(), "Not the first", NOW).status == "shown"
    assert say(article, people.ben(), "The first", NOW).status == "held"


def test_a_thread_without_a_mode_of_its_own_is_held_as_the_house_does(article: Article) -> None:
    rules(default_mode="all")
    assert say(article, people.ann(), "One", NOW).status == "held"
    held(article, mode="usual", first_held=1)
    assert say(article, people.ann(), "Two", NOW).status == "held"
    Thread.objects.update(mode="open")
    assert say(article, people.ann(), "Three", NOW).status == "shown"


def test_quiet_hours_are_the_sites_hours(article: Article, settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    held(article, mode="open", quiet_from=time(22), quiet_until=time(6))
    evening = datetime(2026, 11, 22, 20, 59, tzinfo=UTC)
    assert say(article, people.ann(), "Before ten in Berlin", evening).status == "shown"
    comment = say(article, people.ann(), "After ten in Berlin", evening + timedelta(minutes=1))
    assert why_held("comment", [comment.pk])[comment.pk] == ("Comments wait for a moderator until 06:00.",)
    assert say(article, people.ann(), "At six", datetime(2026, 11, 23, 5, 0, tzinfo=UTC)).status == "shown"


# --- edits ----------------------------------------------------------------------------------------------------------


def test_each_edit_keeps_what_stood_before(article: Article) -> None:
    comment = say(article, people.ann(), "One", NOW)
    for number, text in enumerate(("Two", "Three", "Three"), start=1):
        write.edit(comment=comment, user=people.ann(), text=text, now=NOW + timedelta(minutes=number))
    rows = CommentRevision.objects.filter(comment=comment).order_by("pk")
    assert [(row.text, row.since) for row in rows] == [("One", NOW), ("Two", NOW + timedelta(minutes=1))]


def test_an_edit_with_a_banned_word_is_given_back_and_the_old_words_stay(article: Article) -> None:
    rules(banned="grump")
    comment = say(article, people.ann(), "Fine", NOW)
    with pytest.raises(ScreenedError, match="grump"):
        write.edit(comment=comment, user=people.ann(), text="A grump", now=NOW)
    kept = Comment.objects.get()
    assert (kept.text, kept.status, kept.edited_at) == ("Fine", "shown", None)
    assert not CommentRevision.objects.exists()


def test_an_edit_that_is_suspect_is_held_and_one_of_a_held_comment_goes_on_waiting(article: Article) -> None:
    rules(suspect="scheme", suspect_verdict="hold")
    comment = say(article, people.ann(), "Fine", NOW)
    edited = write.edit(comment=comment, user=people.ann(), text="A scheme", now=NOW)
    assert edited.status == "held"
    assert count_of(article) == 0
    assert open_case(comment) is not None
    again = write.edit(comment=comment, user=people.ann(), text="Fine again", now=NOW + timedelta(minutes=1))
    assert (again.text, again.status) == ("Fine again", "held")


def test_a_removed_comment_is_not_edited(article: Article) -> None:
    comment = say(article, people.ann(), "Fine", NOW)
    decide(kind="comment", number=comment.pk, by=people.mo(), action="remove", reason="spam", now=NOW)
    with pytest.raises(RefusedError, match="A moderator removed the comment"):
        write.edit(comment=comment, user=people.ann(), text="Better", now=NOW)


def test_withdrawing_takes_back_what_stood_before_and_what_was_found_in_it(article: Article) -> None:
    rules(suspect="scheme")
    comment = say(article, people.ann(), "A scheme", NOW)
    reply = say(article, people.ben(), "Which?", NOW, comment)
    write.edit(comment=comment, user=people.ann(), text="A scheme of mine", now=NOW)
    write.withdraw(comment=comment, user=people.ann(), now=NOW)
    assert not CommentRevision.objects.exists()
    assert not Finding.objects.filter(text__contains="scheme").exists()
    assert not Finding.objects.filter(evidence__contains="scheme").exists()
    assert Comment.objects.get(pk=reply.pk).parent_id == comment.pk
    assert count_of(article) == 1


# --- any order ------------------------------------------------------------------------------------------------------

TEXTS = some.sampled_from(["Plain words", "A grump", "A scheme", "https://a.example", "Other words altogether"])
DEEDS = some.lists(
    some.tuples(
        some.sampled_from(["say", "reply", "edit", "withdraw", "approve", "remove"]), some.integers(0, 9), TEXTS
    ),
    max_size=10,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_whatever_people_and_moderators_do_the_counts_are_the_truth(
    article: Article, deeds: list[tuple[str, int, str]]
) -> None:
    rules(banned="grump", suspect="scheme", suspect_verdict="hold")
    fresh = make_article(NOW - timedelta(days=1), slug="walk")
    for number, (deed, where, text) in enumerate(deeds):
        rows = list(Comment.objects.filter(article=fresh).order_by("pk"))
        chosen = rows[where % len(rows)] if rows else None
        try:
            if deed in {"say", "reply"} or chosen is None:
                say(fresh, people.ann(), f"{text} {number}", NOW, chosen if deed == "reply" else None)
            elif deed == "edit":
                write.edit(comment=chosen, user=people.ann(), text=f"{text} {number}", now=NOW)
            elif deed == "withdraw":
                write.withdraw(comment=chosen, user=people.ann(), now=NOW)
            else:
                reason = "spam" if deed == "remove" else ""
                decide(kind="comment", number=chosen.pk, by=people.mo(), action=deed, reason=reason, now=NOW)
        except RefusedError:
            pass
        seen = Comment.objects.filter(article=fresh, status="shown", withdrawn_at=None)
        assert count_of(fresh) == seen.count()
        for row in Comment.objects.filter(article=fresh):
            assert row.reply_count == seen.filter(parent=row).count()
            assert row.thread_count == seen.filter(root=row).count()
            assert row.status != "held" or open_case(row) is not None
