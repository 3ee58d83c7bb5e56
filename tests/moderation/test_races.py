"""Many at once: reports, appeals and notices stay what they are, on both databases."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from newsstand.accounts.models import User
from newsstand.comments.models import Comment
from newsstand.legal.models import Event, LegalNotice
from newsstand.moderation.appeal import appeal, settle_appeal
from newsstand.moderation.decide import decide
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.models import Appeal, Case, Decision, Report
from newsstand.moderation.report import report
from tests.legal.test_notices import given
from tests.moderation.test_appeal import flo, removed
from tests.moderation.town import NOON, comment_of
from tests.people import ann, ed, mo, person

pytestmark = pytest.mark.django_db(transaction=True)
SOON = NOON + timedelta(minutes=5)


def at_once(deeds: list[Callable[[], object]]) -> list[BaseException]:
    """Do all in threads that start together; what was raised."""
    gate, raised = threading.Barrier(len(deeds)), []

    def run(deed: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=30)
            deed()
        except BaseException as error:  # noqa: BLE001 (the test looks at all of them)
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return raised


def reporting(comment: Comment, by: User, reason: str) -> Callable[[], object]:
    return lambda: report(kind="comment", number=comment.pk, by=by, reason=reason, text="", now=SOON)


def old(name: str) -> User:
    one = person(name)
    one.joined_at = NOON - timedelta(days=30)
    one.save(update_fields=["joined_at"])
    return one


def test_one_person_who_presses_eight_times_at_once_has_one_report() -> None:
    comment, ben = comment_of(), old("Ben")
    assert at_once([reporting(comment, ben, reason) for reason in ["spam", "hate"] * 4]) == []
    assert Report.objects.count() == Case.objects.count() == Case.objects.get().report_count == 1
    assert Comment.objects.get().report_count == 1


def test_eight_people_at_once_are_eight_reports_one_case_and_one_decision_to_hold() -> None:
    comment, people = comment_of(), [old(f"Reader{at}") for at in range(8)]
    raised = at_once([reporting(comment, one, "spam") for one in people])
    # Who comes after it is held is told that it waits already.
    assert all(isinstance(one, RefusedError) for one in raised)
    made = Report.objects.count()
    assert made == 8 - len(raised) >= 3
    assert Decision.objects.filter(action="hold").count() == 1
    case = Case.objects.get()
    assert (case.is_held, case.report_count) == (True, made)
    comment.refresh_from_db()
    assert (comment.status, comment.report_count) == ("held", made)


def test_reports_and_a_decision_at_once_leave_no_report_without_its_case(settings: object) -> None:
    comment, people = comment_of(), [old(f"Reader{at}") for at in range(5)]
    moderator = mo()
    deeds = [reporting(comment, one, "spam") for one in people]
    deeds.append(lambda: decide(kind="comment", number=comment.pk, by=moderator, action="approve", now=SOON))
    raised = at_once(deeds)
    assert all(isinstance(one, RefusedError) for one in raised)
    waiting = Report.objects.filter(state="open")
    cases = Case.objects.filter(closed_at=None)
    assert {one.case_id for one in waiting} <= {one.pk for one in cases}
    assert sum(one.report_count for one in cases) == waiting.count()
    comment.refresh_from_db()
    assert comment.report_count == waiting.count()


def test_eight_appeals_of_one_person_at_once_are_one() -> None:
    decision, author = removed(), ann()
    raised = at_once([lambda: appeal(decision=decision, by=author, text="No", now=SOON)] * 8)
    assert len(raised) == 7
    assert all(isinstance(one, RefusedError) for one in raised)
    assert Appeal.objects.count() == 1


def test_two_moderators_who_settle_one_appeal_at_once_settle_it_once() -> None:
    decision, first, second = removed(), flo(), ed()
    made = appeal(decision=decision, by=ann(), text="No", now=SOON)
    raised = at_once(
        [
            lambda: settle_appeal(appeal=made, by=first, upheld=False, answer="Right", now=SOON),
            lambda: settle_appeal(appeal=made, by=second, upheld=True, answer="Wrong", now=SOON),
        ]
    )
    assert [type(one) for one in raised] == [RefusedError]
    made.refresh_from_db()
    shown = Comment.objects.get(pk=decision.number).status == "shown"
    assert shown == (made.state == "overturned")


def test_one_form_sent_six_times_at_once_is_one_notice() -> None:
    comment = comment_of()
    assert at_once([lambda: given(comment)] * 6) == []
    assert LegalNotice.objects.count() == Event.objects.count() == Case.objects.count() == 1
