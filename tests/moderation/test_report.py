"""Readers report what should not stand here."""

from datetime import timedelta
from typing import Any

import pytest

from newsstand.comments import write
from newsstand.comments.models import Comment
from newsstand.moderation.decide import decide
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.models import Case, Decision, Report
from newsstand.moderation.report import report
from newsstand.moderation.sanction import sanction
from newsstand.notices.models import Notice
from tests.moderation.town import NOON, comment_of, readers, settled
from tests.people import ann, ben, ed, mo, person

pytestmark = pytest.mark.django_db


def reported(comment: Comment, by: Any, reason: str = "abusive", text: str = "", later: int = 0) -> Report:
    return report(
        kind="comment", number=comment.pk, by=by, reason=reason, text=text, now=NOON + timedelta(minutes=later)
    )


def count(comment: Comment) -> int:
    return Comment.objects.get(pk=comment.pk).report_count


def test_a_report_keeps_what_was_said_and_opens_a_case() -> None:
    comment = comment_of()
    [ben, *_] = readers()
    made = reported(comment, ben, text="Look at the last word")
    write.edit(comment=comment, user=ann(), text="The ferry is on time", now=NOON + timedelta(minutes=1))
    made.refresh_from_db()
    assert made.snapshot == "The ferry is late again"
    assert (made.reason, made.text, made.state) == ("abusive", "Look at the last word", "open")
    case = Case.objects.get(kind="comment", number=comment.pk, closed_at=None)
    assert (case.report_count, case.author, made.case) == (1, ann(), case)
    assert count(comment) == 1


def test_the_second_report_of_a_person_corrects_the_first() -> None:
    comment = comment_of()
    [ben, *_] = readers()
    first = reported(comment, ben)
    second = reported(comment, ben, "spam", "It sells boats", later=1)
    assert first.pk == second.pk
    assert (second.reason, second.text) == ("spam", "It sells boats")
    assert Report.objects.count() == 1
    assert Case.objects.get().report_count == count(comment) == 1


def test_after_the_decision_a_person_may_report_again() -> None:
    comment = comment_of()
    [ben, *_] = readers()
    first = reported(comment, ben)
    decide(kind="comment", number=comment.pk, by=mo(), action="approve", now=NOON)
    assert reported(comment, ben).pk != first.pk
    assert Report.objects.filter(state="open").count() == count(comment) == 1


@pytest.mark.parametrize(
    ("reason", "text", "words"),
    [
        ("", "", "Choose one"),
        ("illegal", "", "Choose one"),
        ("banned_word", "", "Choose one"),
        ("nonsense", "", "Choose one"),
        ("other", " \n", "Say in a few words"),
        ("spam", "x" * 1001, "1,001"),
    ],
)
def test_a_report_says_why(reason: str, text: str, words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        reported(comment_of(), readers()[0], reason, text)
    assert not Case.objects.exists()


def test_nobody_reports_what_is_theirs_or_what_is_not_there() -> None:
    comment = comment_of()
    with pytest.raises(RefusedError, match="yours"):
        reported(comment, ann())
    write.withdraw(comment=comment, user=ann(), now=NOON)
    with pytest.raises(RefusedError, match="not here"):
        reported(comment, ben())
    for kind, number in (("comment", 10**9), ("ad", 1), ("nothing", 1)):
        with pytest.raises(RefusedError):
            report(kind=kind, number=number, by=ben(), reason="spam", text="", now=NOON)


def test_who_is_suspended_reports_nothing() -> None:
    comment, [ben, *_] = comment_of(), readers()
    sanction(user=ben, kind="suspend", by=ed(), reason="spam", days=3, now=NOON)
    with pytest.raises(RefusedError, match="until"):
        reported(comment, ben, later=1)


def test_three_people_hold_a_comment_and_its_author_is_told_why(settings: Any) -> None:
    comment, people = comment_of(), readers()
    settled(ann())
    for at, one in enumerate(people[:2]):
        reported(comment, one, later=at)
    comment.refresh_from_db()
    assert comment.status == Comment.Status.SHOWN
    reported(comment, people[2], "spam", later=2)
    comment.refresh_from_db()
    assert comment.status == Comment.Status.HELD
    decision = Decision.objects.get()
    assert (decision.is_automatic, decision.action, decision.reason, decision.by) == (True, "hold", "abusive", None)
    assert decision.snapshot == comment.text
    notice = Notice.objects.get(user=ann(), kind=Notice.Kind.DECISION)
    assert notice.address == f"/decisions/{decision.pk}"
    assert "3 readers" in notice.text
    case = Case.objects.get(closed_at=None)
    assert (case.is_held, case.report_count) == (True, 3)
    assert count(comment) == 3


def test_the_number_that_holds_is_a_setting_and_nought_never_holds(settings: Any) -> None:
    settings.NEWSSTAND_REPORTS_TO_HOLD = 0
    comment = comment_of()
    for one in readers():
        reported(comment, one)
    comment.refresh_from_db()
    assert comment.status == Comment.Status.SHOWN
    settings.NEWSSTAND_REPORTS_TO_HOLD = 1
    other = comment_of(text="Another one", now=NOON + timedelta(minutes=5))
    reported(other, readers()[0])
    other.refresh_from_db()
    assert other.status == Comment.Status.HELD


def test_accounts_made_today_and_reporters_in_vain_are_read_but_hold_nothing() -> None:
    comment, people = comment_of(), readers()
    for at in range(3):
        new = person(f"New{at}")
        new.joined_at = NOON
        new.save(update_fields=["joined_at"])
        reported(comment, new)
    [first, second, third, _] = people
    for at in range(5):
        other = comment_of(text=f"Fine {at}", now=NOON + timedelta(hours=at))
        reported(other, third)
        decide(kind="comment", number=other.pk, by=mo(), action="approve", now=NOON)
    for one in (first, second, third):
        reported(comment, one)
    comment.refresh_from_db()
    assert comment.status == Comment.Status.SHOWN
    assert Case.objects.get(number=comment.pk, kind="comment").report_count == count(comment) == 6


def test_what_a_moderator_left_standing_is_not_held_again_by_reports() -> None:
    comment, people = comment_of(), readers()
    reported(comment, people[0])
    decide(kind="comment", number=comment.pk, by=mo(), action="approve", now=NOON)
    for one in people:
        reported(comment, one, later=1)
    comment.refresh_from_db()
    assert comment.status == Comment.Status.SHOWN
    assert count(comment) == 4


@pytest.mark.parametrize(("action", "state"), [("approve", "refused"), ("remove", "upheld")])
def test_reporters_are_told_what_became_of_it(action: str, state: str) -> None:
    comment, people = comment_of(), readers()[:2]
    for one in people:
        reported(comment, one)
    decision = decide(kind="comment", number=comment.pk, by=mo(), action=action, reason="abusive", now=NOON)
    assert {one.state for one in Report.objects.all()} == {state}
    told = Notice.objects.filter(kind=Notice.Kind.OUTCOME)
    assert {one.user for one in told} == set(people)
    assert {one.address for one in told} == {f"/decisions/{decision.pk}"}
    assert count(comment) == (2 if state == "upheld" else 0)
    assert not Notice.objects.filter(user=mo()).exists()
