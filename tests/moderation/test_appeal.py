"""A decision is looked at again, by somebody else."""

from datetime import timedelta
from typing import Any

import pytest

from newsstand.accounts.models import User
from newsstand.comments.models import Comment
from newsstand.moderation.appeal import appeal, settle_appeal
from newsstand.moderation.decide import decide
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.models import Appeal, Case, Decision, Sanction
from newsstand.moderation.report import report
from newsstand.moderation.sanction import sanction
from newsstand.moderation.undo import undo
from newsstand.notices.models import Notice
from tests.moderation.town import NOON, comment_of, readers
from tests.people import ann, ben, cy, ed, eve, mo, person

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=5)
LATER = NOON + timedelta(hours=2)


def flo() -> User:
    """Another moderator than Mo."""
    flo = person("Flo")
    User.objects.filter(pk=flo.pk).update(is_moderator=True)
    flo.is_moderator = True
    return flo


def removed(comment: Comment | None = None) -> Decision:
    comment = comment or comment_of()
    return decide(kind="comment", number=comment.pk, by=mo(), action="remove", reason="abusive", now=NOON)


def refused_report() -> Decision:
    """Ben reported in vain: Mo left the comment standing."""
    comment = comment_of()
    report(kind="comment", number=comment.pk, by=ben(), reason="hate", text="", now=NOON)
    return decide(kind="comment", number=comment.pk, by=mo(), action="approve", explanation="A joke", now=NOON)


def status(decision: Decision) -> str:
    return Comment.objects.get(pk=decision.number).status


def test_the_author_appeals_and_the_case_waits_again() -> None:
    decision = removed()
    made = appeal(decision=decision, by=ann(), text=" It was\r\n irony. ", now=SOON)
    assert made.text == "It was\n irony."
    case = Case.objects.get(closed_at=None)
    assert (made.case, case.is_appealed, case.author) == (case, True, ann())


@pytest.mark.parametrize("who", [ben, eve, mo, ed])
def test_only_who_it_is_about_appeals_a_removal(who: Any) -> None:
    with pytest.raises(RefusedError, match="not against you"):
        appeal(decision=removed(), by=who(), text="No", now=SOON)


def test_who_reported_in_vain_appeals_and_no_other_reader() -> None:
    decision = refused_report()
    for who in (ann, cy):
        with pytest.raises(RefusedError):
            appeal(decision=decision, by=who(), text="It is no joke", now=SOON)
    assert appeal(decision=decision, by=ben(), text="It is no joke", now=SOON).state == "open"


def test_an_appeal_says_why_comes_in_time_and_comes_once() -> None:
    decision = removed()
    for text, words in (("  ", "Say why"), ("x" * 2001, "2,001")):
        with pytest.raises(RefusedError, match=words):
            appeal(decision=decision, by=ann(), text=text, now=SOON)
    with pytest.raises(RefusedError, match="184 days"):
        appeal(decision=decision, by=ann(), text="Late", now=NOON + timedelta(days=184, seconds=1))
    appeal(decision=decision, by=ann(), text="In time", now=NOON + timedelta(days=184))
    with pytest.raises(RefusedError, match="already"):
        appeal(decision=decision, by=ann(), text="Again", now=SOON)
    assert Appeal.objects.count() == 1


def test_what_was_taken_back_cannot_be_appealed() -> None:
    decision = removed()
    undo(decision=decision, by=mo(), now=SOON)
    with pytest.raises(RefusedError, match="taken back"):
        appeal(decision=decision, by=ann(), text="No", now=SOON)


@pytest.mark.parametrize(
    ("who", "words"),
    [(mo, "decision"), (ann, "moderator"), (ben, "moderator")],
    ids=["who decided", "author", "reader"],
)
def test_somebody_else_who_moderates_settles_it(who: Any, words: str) -> None:
    made = appeal(decision=removed(), by=ann(), text="Irony", now=SOON)
    with pytest.raises(RefusedError, match=words):
        settle_appeal(appeal=made, by=who(), upheld=False, answer="Yes", now=LATER)
    made.refresh_from_db()
    assert made.state == "open"


def test_a_moderator_does_not_settle_the_appeal_about_their_own_writing() -> None:
    comment = comment_of(flo())
    made = appeal(decision=removed(comment), by=flo(), text="Irony", now=SOON)
    with pytest.raises(RefusedError, match="your own writing"):
        settle_appeal(appeal=made, by=flo(), upheld=False, answer="Yes", now=LATER)


def test_overturned_the_comment_is_shown_again_and_the_author_told() -> None:
    decision = removed()
    made = appeal(decision=decision, by=ann(), text="Irony", now=SOON)
    settled = settle_appeal(appeal=made, by=flo(), upheld=False, answer="You are right.", now=LATER)
    assert (settled.state, settled.decided_by, settled.answer) == ("overturned", flo(), "You are right.")
    assert status(decision) == "shown"
    assert Decision.objects.latest("pk").action == "restore"
    assert not Case.objects.filter(closed_at=None).exists()
    told = Notice.objects.get(user=ann(), key=f"appeal:{made.pk}")
    assert told.title == "Your appeal was right: the decision is corrected"
    assert told.address == f"/decisions/{decision.pk}"


def test_upheld_it_stays_removed_and_the_answer_is_told() -> None:
    decision = removed()
    made = appeal(decision=decision, by=ann(), text="Irony", now=SOON)
    settle_appeal(appeal=made, by=flo(), upheld=True, answer="It names a neighbour.", now=LATER)
    assert status(decision) == "removed"
    assert Decision.objects.count() == 1
    assert not Case.objects.filter(closed_at=None).exists()
    assert "It names a neighbour." in Notice.objects.get(key=f"appeal:{made.pk}").text


def test_an_answer_is_needed_and_nobody_settles_twice() -> None:
    made = appeal(decision=removed(), by=ann(), text="Irony", now=SOON)
    with pytest.raises(RefusedError, match="Write an answer"):
        settle_appeal(appeal=made, by=flo(), upheld=True, answer=" ", now=LATER)
    settle_appeal(appeal=made, by=flo(), upheld=True, answer="No", now=LATER)
    with pytest.raises(RefusedError, match="meanwhile"):
        settle_appeal(appeal=made, by=ed(), upheld=False, answer="Yes", now=LATER)


def test_a_reporter_who_was_right_after_all_has_it_removed_for_their_reason() -> None:
    decision = refused_report()
    made = appeal(decision=decision, by=ben(), text="Read it again", now=SOON)
    settle_appeal(appeal=made, by=flo(), upheld=False, answer="It does speak of a group.", now=LATER)
    assert status(decision) == "removed"
    last = Decision.objects.latest("pk")
    assert (last.reason, last.explanation) == ("hate", "It does speak of a group.")
    assert Notice.objects.filter(user=ann(), address=f"/decisions/{last.pk}").exists()


def test_an_automatic_hold_can_be_appealed_and_anybody_who_moderates_settles_it() -> None:
    comment = comment_of()
    held = decide(kind="comment", number=comment.pk, by=None, action="hold", reason="banned_word", now=NOON)
    made = appeal(decision=held, by=ann(), text="It is a surname", now=SOON)
    settle_appeal(appeal=made, by=mo(), upheld=False, answer="So it is.", now=LATER)
    assert status(held) == "shown"


def test_a_held_comment_waits_on_when_the_hold_was_right() -> None:
    comment = comment_of()
    held = decide(kind="comment", number=comment.pk, by=None, action="hold", reason="banned_word", now=NOON)
    made = appeal(decision=held, by=ann(), text="No", now=SOON)
    settle_appeal(appeal=made, by=mo(), upheld=True, answer="The rule is right.", now=LATER)
    case = Case.objects.get(closed_at=None)
    assert (case.is_held, case.is_appealed) == (True, False)


def test_an_overturned_sanction_is_lifted() -> None:
    made = sanction(user=ann(), kind="mute", by=mo(), reason="spam", days=7, now=NOON)
    asked = appeal(decision=made.decision, by=ann(), text="It was my brother", now=SOON)
    settle_appeal(appeal=asked, by=flo(), upheld=False, answer="Fine.", now=LATER)
    assert Sanction.objects.get().lifted_at == LATER
    assert not Case.objects.filter(closed_at=None).exists()


def test_a_decision_in_the_queue_settles_the_appeal_too() -> None:
    decision = removed()
    made = appeal(decision=decision, by=ann(), text="Irony", now=SOON)
    with pytest.raises(RefusedError):
        decide(case=Case.objects.get(closed_at=None), by=mo(), action="restore", now=LATER)
    decide(case=Case.objects.get(closed_at=None), by=flo(), action="restore", explanation="Irony indeed", now=LATER)
    made.refresh_from_db()
    assert (made.state, made.decided_by, made.answer) == ("overturned", flo(), "Irony indeed")


def test_the_appeal_of_a_sanction_is_answered_before_the_comment_is_decided() -> None:
    comment = comment_of()
    report(kind="comment", number=comment.pk, by=ben(), reason="hate", text="", now=NOON)
    case = Case.objects.get()
    muted = sanction(user=ann(), kind="mute", by=mo(), reason="hate", days=7, case=case, now=NOON)
    made = appeal(decision=muted.decision, by=ann(), text="No", now=SOON)
    with pytest.raises(RefusedError, match="answer it first"):
        decide(kind="comment", number=comment.pk, by=flo(), action="approve", now=LATER)
    settle_appeal(appeal=made, by=flo(), upheld=True, answer="It stands.", now=LATER)
    again = Case.objects.get(closed_at=None)
    assert (again.is_appealed, again.report_count) == (False, 1)
    decide(kind="comment", number=comment.pk, by=flo(), action="approve", now=LATER)
    assert not Case.objects.filter(closed_at=None).exists()


def test_an_appeal_that_somebody_works_on_is_left_to_them() -> None:
    made = appeal(decision=removed(), by=ann(), text="Irony", now=SOON)
    gil = person("Gil")
    User.objects.filter(pk=gil.pk).update(is_moderator=True)
    gil.refresh_from_db()
    Case.objects.filter(closed_at=None).update(claimed_by=flo(), claimed_until=LATER + timedelta(minutes=5))
    with pytest.raises(RefusedError, match="Flo is working"):
        settle_appeal(appeal=made, by=gil, upheld=True, answer="No", now=LATER)
    settle_appeal(appeal=made, by=flo(), upheld=True, answer="No", now=LATER)


def test_of_two_appeals_of_one_decision_each_gets_an_answer() -> None:
    comment = comment_of()
    for one in readers()[:2]:
        report(kind="comment", number=comment.pk, by=one, reason="hate", text="", now=NOON)
    decision = decide(kind="comment", number=comment.pk, by=mo(), action="approve", now=NOON)
    first, second = (appeal(decision=decision, by=one, text="No", now=SOON) for one in (ben(), cy()))
    settle_appeal(appeal=first, by=flo(), upheld=False, answer="Yes", now=LATER)
    second.refresh_from_db()
    assert second.state == "overturned"
    assert Notice.objects.filter(user__in=[ben(), cy()], key__startswith="appeal:").count() == 2
