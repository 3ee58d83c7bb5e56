"""Several moderators and readers at the same moment, on connections of their own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from newsstand.accounts.models import User
from newsstand.comments.models import Comment
from newsstand.comments.status import set_status
from newsstand.moderation.cases import open_case
from newsstand.moderation.claim import claim
from newsstand.moderation.decide import decide
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.models import Case, Decision, Report
from newsstand.moderation.undo import undo
from newsstand.notices.models import Notice
from tests import people
from tests.moderation.desk import LATER, NOON, held, make_article, report, say

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


def at_once(deeds: list[Callable[[], object]]) -> list[object]:
    """What each deed gave, or the refusal; all of them begin together."""
    start = threading.Barrier(len(deeds))

    def one(deed: Callable[[], object]) -> object:
        start.wait()
        try:
            return deed()
        except RefusedError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


def moderators(number: int) -> list[User]:
    users = [people.person(f"Moderator {one}") for one in range(number)]
    User.objects.filter(pk__in=[user.pk for user in users]).update(is_moderator=True)
    return [User.objects.get(pk=user.pk) for user in users]


def test_of_moderators_who_decide_one_case_at_once_one_does() -> None:
    article = make_article()
    for _ in range(3):
        case = held(article, people.ann(), "See my page")
        actions = ["approve", "remove"] * (AT_ONCE // 2)
        results = at_once(
            [
                lambda by=by, action=action, case=case: decide(  # type: ignore[misc]
                    case=case, by=by, action=action, reason="spam", now=LATER
                )
                for by, action in zip(moderators(AT_ONCE), actions, strict=True)
            ]
        )
        [done] = [one for one in results if isinstance(one, Decision)]
        assert sum(isinstance(one, RefusedError) for one in results) == AT_ONCE - 1
        wanted = "shown" if done.action == "approve" else "removed"
        assert Comment.objects.get(pk=case.number).status == wanted
    article.refresh_from_db()
    assert article.comment_count == Comment.objects.filter(status="shown").count()
    assert Notice.objects.filter(user=people.ann()).count() == 3


def test_of_moderators_who_claim_one_case_at_once_one_has_it() -> None:
    case = held(make_article(), people.ann(), "See my page")
    results = at_once([lambda by=by: claim(case=case, by=by, now=LATER) for by in moderators(AT_ONCE)])  # type: ignore[misc]
    [taken] = [one for one in results if isinstance(one, Case)]
    assert Case.objects.get().claimed_by == taken.claimed_by


def test_a_decision_is_undone_once() -> None:
    case = held(make_article(), people.ann(), "See my page")
    mo = people.mo()
    decision = decide(case=case, by=mo, action="remove", reason="spam", now=LATER)
    results = at_once([lambda: undo(decision=decision, by=mo, now=LATER)] * AT_ONCE)
    assert sum(isinstance(one, Decision) for one in results) == 1
    assert Decision.objects.filter(undoes=decision).count() == 1
    assert Comment.objects.get().status == "held"


def test_reports_at_once_are_all_counted_in_one_case() -> None:
    comment = say(make_article(), people.ann(), "Buy shoes")
    at_once([lambda: open_case(kind="comment", number=comment.pk, author=people.ann(), reported=1, now=NOON)] * AT_ONCE)
    case = Case.objects.get()
    assert (case.report_count, case.urgency) == (AT_ONCE, 1)


def test_reports_holds_and_decisions_at_once_lose_nothing_and_wait_for_nobody_for_ever() -> None:
    article = make_article()
    comment = say(article, people.ann(), "Buy shoes")
    first = report(comment, people.ben())
    mo, readers = people.mo(), [people.person(f"Reader {one}") for one in range(3)]

    @transaction.atomic
    def again(by: User) -> object:
        """As the verb does it: the comment is locked first, then its case."""
        set_status(comment=comment, status="held", now=LATER)
        return report(comment, by)

    results = at_once(
        [
            lambda: decide(case=first.case, by=mo, action="remove", reason="spam", now=LATER),
            *[lambda by=by: again(by) for by in readers],  # type: ignore[misc]
        ]
    )
    assert not [one for one in results if isinstance(one, RefusedError)]
    for case in Case.objects.filter(closed_at=None):
        decide(case=case, by=mo, action="remove", reason="spam", now=LATER + timedelta(minutes=1))
    assert not Case.objects.filter(closed_at=None).exists()
    assert Report.objects.filter(state="upheld").count() == 4
    assert Comment.objects.get().status == "removed"
    article.refresh_from_db()
    assert article.comment_count == 0
