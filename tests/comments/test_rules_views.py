"""What a writer sees of the rules: how a thread is held, why a comment waits, which words came back."""

from typing import Any

import html5lib
import pytest
from django.test import Client

from newsstand.articles.models import Article
from newsstand.comments import write
from newsstand.comments.models import Comment, Thread, ThreadChange
from newsstand.moderation.decide import decide
from newsstand.moderation.models import Rulebook
from newsstand.moderation.sanction import sanction
from tests import people
from tests.comments.conftest import NOW
from tests.comments.talk import Clock, fill, say, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time")]
HTMX = {"HX-Request": "true"}


def rules(**fields: Any) -> Rulebook:
    return Rulebook.objects.create(changed_at=NOW, **fields)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def areas(answer: Any) -> list[str]:
    tree = html5lib.parse(text_of(answer), namespaceHTMLElements=False)
    return ["".join(area.itertext()) for area in tree.iter("textarea")]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_refused_text_comes_back_whole_with_the_reason_and_the_words_marked(
    article: Article, headers: dict[str, str]
) -> None:
    rules(banned="grump")
    typed = "Two <b>lines</b>\nand a GRUMP & more"
    answer = signed_in(people.ann()).post(f"/comments/post/{article.pk}", {"text": typed}, headers=headers)
    assert answer.status_code == (422 if headers else 403)
    assert areas(answer) == [typed]
    page = text_of(answer)
    assert "“GRUMP” is not said here." in page
    assert "and a <mark>GRUMP</mark> &amp; more" in page
    assert "&lt;b&gt;lines" in page
    assert not Comment.objects.exists()


def test_a_held_comment_stands_on_its_writers_page_with_the_reason_and_on_nobody_elses(article: Article) -> None:
    rules(newcomer_held=1)
    ann = signed_in(people.ann())
    answer = ann.post(f"/comments/post/{article.pk}", {"text": "At last!"})
    assert answer.status_code == 302
    own = text_of(ann.get(answer["Location"].partition("#")[0]))
    assert "At last!" in own
    assert "Waits for a moderator: only you and moderators see it. Everybody&#x27;s first comment waits" in own
    for client in (Client(), signed_in(people.ben())):
        assert "At last!" not in text_of(client.get(article.get_absolute_url()))
    assert "At last!" in text_of(signed_in(people.mo()).get(article.get_absolute_url()))


def test_with_script_the_writer_hears_at_once_that_it_waits_and_why(article: Article) -> None:
    rules(suspect="scheme", suspect_verdict="hold")
    ann = signed_in(people.ann())
    answer = text_of(ann.post(f"/comments/post/{article.pk}", {"text": "A scheme"}, headers=HTMX))
    assert "Your comment waits for a moderator. A moderator looks at “scheme” in its place." in answer
    assert "Waits for a moderator: only you" in answer
    comment = say(article, people.ann(), "Fine", NOW)
    answer = text_of(ann.post(f"/comments/{comment.pk}/edit", {"text": "A scheme"}, headers=HTMX))
    assert "Your comment waits for a moderator." in answer


def test_a_refused_edit_comes_back_with_its_words_marked(article: Article) -> None:
    rules(banned="grump")
    comment = say(article, people.ann(), "Fine", NOW)
    answer = signed_in(people.ann()).post(f"/comments/{comment.pk}/edit", {"text": "A grump"})
    assert answer.status_code == 403
    assert areas(answer) == ["A grump"]
    assert "<mark>grump</mark>" in text_of(answer)
    assert Comment.objects.get().text == "Fine"


def test_two_web_processes_together_let_nobody_write_faster_than_one(article: Article, time: Clock) -> None:
    """Each process has a memory of its own; here it is emptied, as if another one had answered."""
    from django.core.cache import cache

    ann = signed_in(people.ann())
    codes = []
    for number in range(12):
        cache.clear()
        ann.force_login(people.ann())
        codes.append(ann.post(f"/comments/post/{article.pk}", {"text": f"Words {number}"}).status_code)
    assert codes == [302] * 10 + [429] * 2
    assert Comment.objects.count() == 10
    time.pass_by(seconds=60)
    assert ann.post(f"/comments/post/{article.pk}", {"text": "A minute later"}).status_code == 302


# --- how a thread is held -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"mode": "links"}, "Comments with links wait for a moderator."),
        ({"mode": "first", "first_held": 2}, "Your first 2 comments here will wait for a moderator."),
        ({"mode": "all"}, "All comments wait for a moderator."),
        ({"mode": "open", "quiet_from": "14:00", "quiet_until": "06:00"}, "wait for a moderator until 06:00."),
    ],
)
def test_a_writer_reads_how_the_thread_is_held_before_they_write(
    article: Article, fields: dict[str, Any], said: str
) -> None:
    Thread.objects.create(article=article, changed_at=NOW, **fields)
    comment = fill(article, 1, NOW)[0]
    ann = signed_in(people.ann())
    for address in (article.get_absolute_url(), f"/comments/{comment.pk}/reply"):
        page = ann.get(address)
        assert said in text_of(page)
        assert areas(page) == [""]
    assert said in text_of(Client().get(article.get_absolute_url()))


def test_a_closed_thread_has_no_form_and_says_so(article: Article) -> None:
    Thread.objects.create(article=article, mode="closed", changed_at=NOW)
    comment = fill(article, 1, NOW)[0]
    ann = signed_in(people.ann())
    page = ann.get(article.get_absolute_url())
    assert areas(page) == []
    assert "Comments are closed since 22 November 2026." in text_of(page)
    assert "Sign in to comment" not in text_of(Client().get(article.get_absolute_url()))
    assert "Comments are closed" in text_of(ann.get(f"/comments/{comment.pk}/reply"))
    answer = ann.post(f"/comments/post/{article.pk}", {"text": "Written before it closed"})
    assert areas(answer) == ["Written before it closed"]


def test_who_may_not_comment_reads_until_when_and_keeps_the_text(article: Article) -> None:
    sanction(user=people.ann(), kind="mute", days=1, reason="spam", by=people.mo(), now=NOW)
    answer = signed_in(people.ann()).post(f"/comments/post/{article.pk}", {"text": "All of it"})
    assert answer.status_code == 403
    assert "until 23 November 2026" in text_of(answer)
    assert areas(answer) == ["All of it"]


# --- the page where a thread's mode is set --------------------------------------------------------------------------


def thread_page(article: Article) -> str:
    return f"{article.get_absolute_url()}/thread"


FORM = {"mode": "all", "first_held": "1", "quiet_from": "", "quiet_until": "", "closes_at": ""}


def test_only_moderators_find_and_use_the_page(article: Article) -> None:
    address = thread_page(article)
    assert Client().get(address).status_code == 302
    for user in (people.ann(), people.eve()):
        client = signed_in(user)
        assert client.get(address).status_code == 403
        assert client.post(address, FORM).status_code == 403
        assert address not in text_of(client.get(article.get_absolute_url()))
    assert not Thread.objects.exists()
    for user in (people.mo(), people.ed()):
        client = signed_in(user)
        assert client.get(address).status_code == 200
        assert address in text_of(client.get(article.get_absolute_url()))


def test_a_suspended_moderator_decides_nothing(article: Article) -> None:
    mo = people.mo()
    sanction(user=mo, kind="suspend", days=1, reason="spam", by=people.ed(), now=NOW)
    assert signed_in(mo).post(thread_page(article), FORM).status_code == 403


def test_a_moderator_changes_how_a_thread_is_held_and_the_change_is_noted(article: Article, time: Clock) -> None:
    mo = signed_in(people.mo())
    given = {**FORM, "quiet_from": "22:00", "quiet_until": "06:00", "closes_at": "2026-11-30T18:00"}
    assert mo.post(thread_page(article), given).status_code == 302
    row = Thread.objects.get()
    assert (row.mode, row.changed_by, row.quiet_from.hour if row.quiet_from else None) == ("all", people.mo(), 22)
    assert row.closes_at is not None
    page = text_of(mo.get(thread_page(article)))
    assert "All comments wait for a moderator; quiet from 22:00 until 06:00; closes 30 November 2026, 18:00" in page
    assert 'value="2026-11-30T18:00"' in page
    mo.post(thread_page(article), given)
    assert ThreadChange.objects.count() == 1
    time.pass_by(hours=1)
    mo.post(thread_page(article), {**FORM, "mode": "open"})
    assert ThreadChange.objects.count() == 2
    assert Thread.objects.get().quiet_from is None


def test_a_closed_thread_stays_closed_since_then_when_something_else_is_changed(article: Article, time: Clock) -> None:
    mo = signed_in(people.mo())
    mo.post(thread_page(article), {**FORM, "mode": "closed"})
    time.pass_by(days=2)
    mo.post(thread_page(article), {**FORM, "mode": "closed", "first_held": "3"})
    mo.post(thread_page(article), {**FORM, "mode": "closed", "quiet_from": "22:00", "quiet_until": "06:00"})
    assert "closed since 22 November 2026" in text_of(mo.get(article.get_absolute_url()))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"quiet_from": "22:00"}, "Quiet hours need both times"),
        ({"first_held": "0"}, "greater than or equal to 1"),
        ({"first_held": "51"}, "less than or equal to 50"),
        ({"mode": "shut"}, "not one of the available choices"),
        ({"closes_at": "tomorrow"}, "valid date"),
    ],
)
def test_what_makes_no_sense_comes_back_as_it_was_written(article: Article, given: dict[str, str], said: str) -> None:
    answer = signed_in(people.mo()).post(thread_page(article), {**FORM, "quiet_until": "", **given})
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not Thread.objects.exists()


def test_the_public_page_is_made_again_when_a_thread_is_closed(article: Article) -> None:
    from newsstand.lib.stamps import versions

    before = versions([f"article:{article.pk}"])
    signed_in(people.mo()).post(thread_page(article), {**FORM, "mode": "closed"})
    assert versions([f"article:{article.pk}"]) > before


# --- what a comment said before -------------------------------------------------------------------------------------


def test_its_author_and_moderators_read_what_a_comment_said_before(article: Article, time: Clock) -> None:
    comment = say(article, people.ann(), "The bridge opens on Monday.\n\nAt noon, they say.", NOW)
    time.pass_by(minutes=2)
    write.edit(
        comment=comment, user=people.ann(), text="The bridge opens on Tuesday.\n\nAt noon, they say.", now=time.now
    )
    address = f"/comments/{comment.pk}/history"
    for user in (people.ann(), people.mo(), people.ed()):
        page = text_of(signed_in(user).get(address))
        assert "<del>Monday</del>" in page
        assert "<ins>Tuesday</ins>" in page
        assert "1 paragraph unchanged" in page
    assert signed_in(people.ben()).get(address).status_code == 403
    assert Client().get(address).status_code == 302
    assert address in text_of(signed_in(people.ann()).get(article.get_absolute_url()))
    assert address not in text_of(signed_in(people.ben()).get(article.get_absolute_url()))


def test_markup_in_what_was_said_before_stays_text(article: Article) -> None:
    comment = say(article, people.ann(), "<script>alert(1)</script> one", NOW)
    write.edit(comment=comment, user=people.ann(), text="<img src=x onerror=alert(1)> two", now=NOW)
    page = text_of(signed_in(people.ann()).get(f"/comments/{comment.pk}/history"))
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_what_was_withdrawn_has_no_history(article: Article) -> None:
    comment = say(article, people.ann(), "One secret", NOW)
    write.edit(comment=comment, user=people.ann(), text="Two", now=NOW)
    write.withdraw(comment=comment, user=people.ann(), now=NOW)
    for user in (people.ann(), people.mo()):
        assert "secret" not in text_of(signed_in(user).get(f"/comments/{comment.pk}/history"))


def test_a_comment_that_was_never_edited_says_so_and_one_that_is_not_there_is_404(article: Article) -> None:
    comment = say(article, people.ann(), "One", NOW)
    assert "It was never edited." in text_of(signed_in(people.ann()).get(f"/comments/{comment.pk}/history"))
    assert signed_in(people.mo()).get("/comments/999/history").status_code == 404


def test_what_waits_costs_one_query_however_much_of_it_there_is(
    article: Article, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    rules(newcomer_held=5)
    mo = signed_in(people.mo())
    counts = []
    for number in range(2):
        for many in range(1 + number * 6):
            say(article, people.ann(), f"Words {number} {many}", NOW)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            mo.get(article.get_absolute_url())
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_approved_comment_is_seen_by_all(article: Article) -> None:
    rules(newcomer_held=1)
    comment = say(article, people.ann(), "At last!", NOW)
    decide(kind="comment", number=comment.pk, by=people.mo(), action="approve", now=NOW)
    assert "At last!" in text_of(Client().get(article.get_absolute_url()))
