"""Deciding: what it changes, who may, who is told, and that nothing is decided twice."""

from datetime import timedelta
from typing import Any

import pytest

from newsstand.accounts.models import User
from newsstand.comments.models import Comment
from newsstand.moderation import subjects
from newsstand.moderation.claim import CLAIMED_FOR, claim, release
from newsstand.moderation.decide import decide
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.gone import close_gone
from newsstand.moderation.models import Appeal, Case, Decision, Report, WrittenOnceError
from newsstand.moderation.sanction import sanction
from newsstand.moderation.undo import UNDO_WITHIN, undo
from newsstand.notices.models import Notice
from tests import people
from tests.moderation.desk import LATER, NOON, case_of, held, make_article, report, say

pytestmark = pytest.mark.django_db


def second_moderator() -> User:
    other = people.person("Max")
    User.objects.filter(pk=other.pk).update(is_moderator=True)
    other.is_moderator = True
    return other


def remove(case: Case, by: User | None = None, **said: Any) -> Decision:
    return decide(case=case, by=by or people.mo(), action="remove", reason="spam", now=LATER, **said)


def status_of(case: Case) -> str:
    return Comment.objects.get(pk=case.number).status


def test_a_held_comment_is_approved_its_author_told_and_the_case_closed() -> None:
    article = make_article()
    case = held(article, people.ann(), "See my page")
    decision = decide(case=case, by=people.mo(), action="approve", now=LATER)
    assert status_of(case) == "shown"
    article.refresh_from_db()
    assert article.comment_count == 1
    case.refresh_from_db()
    assert case.closed_at == LATER
    notice = Notice.objects.get(user=people.ann())
    assert (notice.kind, notice.title, notice.address) == (
        "decision",
        "Your comment is shown",
        f"/decisions/{decision.pk}",
    )
    assert (decision.before, decision.snapshot, decision.is_automatic) == ("held", "See my page", False)


def test_a_removal_says_why_closes_the_reports_and_tells_everybody_concerned() -> None:
    comment = say(make_article(), people.ann(), "Buy shoes")
    made = report(comment, people.ben())
    decision = remove(made.case, explanation="No shops here.")
    assert status_of(made.case) == "removed"
    made.refresh_from_db()
    assert (made.state, made.decision, made.closed_at) == ("upheld", decision, LATER)
    told = Notice.objects.get(user=people.ann())
    assert told.title == "Your comment was removed: Advertising or repeated text"
    assert "No shops here." in told.text
    assert Notice.objects.get(user=people.ben()).title.startswith("Your report was upheld")


def test_a_report_that_is_not_upheld_weighs_nothing_any_more_and_the_author_is_not_bothered() -> None:
    comment = say(make_article(), people.ann(), "I disagree")
    made = report(comment, people.ben())
    decide(case=made.case, by=people.mo(), action="approve", now=LATER)
    made.refresh_from_db()
    comment.refresh_from_db()
    assert (made.state, comment.report_count, comment.status) == ("refused", 0, "shown")
    assert not Notice.objects.filter(user=people.ann()).exists()
    assert Notice.objects.get(user=people.ben()).title.startswith("Your report was not upheld")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"reason": ""}, "Choose the reason"),
        ({"reason": "because"}, "none of the published reasons"),
        ({"reason": "other"}, "write an explanation"),
        ({"reason": "spam", "explanation": "x" * 2001}, "2,001 characters"),
    ],
)
def test_a_removal_needs_words_and_nothing_happens_without_them(said: dict[str, str], why: str) -> None:
    case = held(make_article(), people.ann(), "See my page")
    with pytest.raises(RefusedError, match=why):
        decide(case=case, by=people.mo(), action="remove", now=LATER, **said)
    assert status_of(case) == "held"
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("who", "may"),
    [("ann", False), ("ben", False), ("eve", False), ("mo", True), ("ed", True)],
)
def test_only_moderators_and_editors_decide(who: str, may: bool) -> None:
    case = held(make_article(), people.ann(), "See my page")
    by = getattr(people, who)()
    if may:
        assert remove(case, by).by == by
        return
    with pytest.raises(RefusedError):
        remove(case, by)
    assert status_of(case) == "held"


@pytest.mark.parametrize("kind", ["suspend", "ban"])
def test_a_suspended_or_banned_moderator_decides_nothing(kind: str) -> None:
    case = held(make_article(), people.ann(), "See my page")
    mo = people.mo()
    sanction(user=mo, kind=kind, by=people.ed(), reason="abusive", days=3, now=NOON)
    with pytest.raises(RefusedError, match="A moderator decided"):
        remove(case, mo)


def test_nobody_decides_about_their_own_writing() -> None:
    mo = people.mo()
    case = held(make_article(), mo, "Mine")
    with pytest.raises(RefusedError, match="your own writing"):
        decide(case=case, by=mo, action="approve", now=LATER)


def test_nobody_decides_about_the_appeal_of_their_own_decision() -> None:
    case = held(make_article(), people.ann(), "See my page")
    decision = remove(case)
    again = case_of(Comment.objects.get(pk=case.number), appealed=True)
    Appeal.objects.create(decision=decision, case=again, by=people.ann(), text="No", made_at=LATER)
    with pytest.raises(RefusedError, match="You made the decision"):
        decide(case=again, by=people.mo(), action="approve", now=LATER)
    given_back = decide(case=again, by=second_moderator(), action="approve", now=LATER)
    assert given_back.action == "restore"
    assert status_of(case) == "shown"
    assert Appeal.objects.get().state == "overturned"


def test_what_is_decided_is_not_decided_again() -> None:
    case = held(make_article(), people.ann(), "See my page")
    remove(case)
    with pytest.raises(RefusedError, match="decided this meanwhile"):
        decide(case=case, by=second_moderator(), action="approve", now=LATER)
    assert status_of(case) == "removed"


def test_a_rule_holds_by_a_decision_of_its_own_and_the_author_is_told() -> None:
    comment = say(make_article(), people.ann(), "See my page")
    decision = decide(kind="comment", number=comment.pk, action="hold", reason="spam", now=LATER)
    assert (decision.is_automatic, decision.by) == (True, None)
    assert Case.objects.get(closed_at=None).is_held
    assert "no person has looked" in Notice.objects.get(user=people.ann()).text


def test_a_decision_is_never_changed_and_never_deleted() -> None:
    decision = remove(held(make_article(), people.ann(), "See my page"))
    decision.explanation = "Something else"
    with pytest.raises(WrittenOnceError):
        decision.save()
    with pytest.raises(WrittenOnceError):
        decision.save(update_fields=["explanation"])
    with pytest.raises(WrittenOnceError):
        decision.delete()
    with pytest.raises(WrittenOnceError):
        Decision.objects.update(reason="other")
    with pytest.raises(WrittenOnceError):
        Decision.objects.all().delete()
    undo(decision=decision, by=people.mo(), now=LATER)
    assert Decision.objects.get(pk=decision.pk).explanation == ""
    Decision.objects.update(snapshot="")


@pytest.mark.parametrize(("status", "action"), [("held", "approve"), ("held", "remove"), ("shown", "remove")])
def test_undoing_gives_back_the_former_state_the_case_and_the_reports(status: str, action: str) -> None:
    comment = say(make_article(), people.ann(), "Buy shoes", status=status)
    made = report(comment, people.ben())
    case = case_of(comment, held=status == "held")
    decision = decide(case=case, by=people.mo(), action=action, reason="spam", now=LATER)
    undoing = undo(decision=decision, by=people.mo(), now=LATER + timedelta(minutes=1))
    comment.refresh_from_db()
    case.refresh_from_db()
    made.refresh_from_db()
    assert comment.status == status
    assert (case.closed_at, made.state, made.decision) == (None, "open", None)
    assert (undoing.undoes, comment.report_count) == (decision, 1)
    comment.article.refresh_from_db()
    assert comment.article.comment_count == (1 if status == "shown" else 0)


def test_a_report_that_was_refused_waits_again_when_that_is_undone() -> None:
    comment = say(make_article(), people.ann(), "I disagree")
    made = report(comment, people.ben())
    decision = decide(case=made.case, by=people.mo(), action="approve", now=LATER)
    assert undo(decision=decision, by=people.mo(), now=LATER).action == "reopen"
    made.refresh_from_db()
    made.case.refresh_from_db()
    assert (made.state, made.case.closed_at, made.case.report_count) == ("open", None, 1)


def test_one_undoes_ones_own_for_half_an_hour_and_an_editor_always() -> None:
    decision = remove(held(make_article(), people.ann(), "See my page"))
    with pytest.raises(RefusedError, match="Somebody else decided"):
        undo(decision=decision, by=second_moderator(), now=LATER)
    late = LATER + UNDO_WITHIN + timedelta(seconds=1)
    with pytest.raises(RefusedError, match="Half an hour"):
        undo(decision=decision, by=people.mo(), now=late)
    with pytest.raises(RefusedError, match="Only a moderator"):
        undo(decision=decision, by=people.ann(), now=LATER)
    undo(decision=decision, by=people.ed(), now=late)
    with pytest.raises(RefusedError, match="already"):
        undo(decision=decision, by=people.ed(), now=late)


def test_what_was_overtaken_by_another_decision_is_not_undone() -> None:
    case = held(make_article(), people.ann(), "See my page")
    first = remove(case)
    decide(kind="comment", number=case.number, by=people.ed(), action="restore", now=LATER)
    with pytest.raises(RefusedError, match="take that back first"):
        undo(decision=first, by=people.ed(), now=LATER)


def test_a_claim_keeps_others_off_until_it_runs_out_or_is_given_back() -> None:
    case = held(make_article(), people.ann(), "See my page")
    mo, max_ = people.mo(), second_moderator()
    claim(case=case, by=mo, now=LATER)
    with pytest.raises(RefusedError, match="Mo is working on this until"):
        claim(case=case, by=max_, now=LATER)
    with pytest.raises(RefusedError, match="Mo is working"):
        remove(case, max_)
    release(case=case, by=max_)
    with pytest.raises(RefusedError):
        claim(case=case, by=max_, now=LATER)
    assert claim(case=case, by=max_, now=LATER + CLAIMED_FOR).claimed_by == max_
    release(case=case, by=max_)
    assert claim(case=case, by=mo, now=LATER + CLAIMED_FOR).claimed_by == mo
    assert claim(case=case, by=people.ed(), now=LATER + CLAIMED_FOR).claimed_by == people.ed()


def test_a_decided_case_is_not_claimed() -> None:
    case = held(make_article(), people.ann(), "See my page")
    remove(case)
    with pytest.raises(RefusedError, match="decided this meanwhile"):
        claim(case=case, by=people.mo(), now=LATER)


def test_an_article_is_withdrawn_with_the_reason_and_comes_back() -> None:
    article = make_article()
    decision = decide(
        kind="article", number=article.pk, by=people.mo(), action="remove", reason="illegal", now=LATER, ground="§ 130"
    )
    article.refresh_from_db()
    assert (article.withdrawn_at, article.withdrawn_reason) == (LATER, "Against the law.")
    undo(decision=decision, by=people.mo(), now=LATER)
    article.refresh_from_db()
    assert article.withdrawn_at is None
    with pytest.raises(RefusedError, match="never held"):
        decide(kind="article", number=article.pk, by=people.mo(), action="hold", now=LATER)


def test_what_a_publisher_withdrew_no_moderator_brings_back() -> None:
    article = make_article(withdrawn_at=NOON, withdrawn_reason="Wrong", withdrawn_by=people.cy())
    with pytest.raises(RefusedError, match="Its publisher withdrew it"):
        decide(kind="article", number=article.pk, by=people.mo(), action="restore", now=LATER)


def test_a_profile_loses_its_words_and_gets_them_back() -> None:
    from newsstand.accounts.models import Profile

    ann = people.ann()
    Profile.objects.create(user=ann, about="Call me", changed_at=NOON)
    decision = decide(kind="profile", number=ann.pk, by=people.mo(), action="remove", reason="spam", now=LATER)
    assert Profile.objects.get().is_removed
    undo(decision=decision, by=people.mo(), now=LATER)
    assert not Profile.objects.get().is_removed
    seen = subjects.seen("profile", ann.pk)
    assert seen is not None
    assert seen.text == "Call me"


def test_who_says_nothing_of_themselves_loses_their_name_and_gets_it_back() -> None:
    eve = people.person("Rude Word")
    comment = say(make_article(), eve, "Hello")
    decision = decide(kind="profile", number=eve.pk, by=people.mo(), action="remove", reason="offensive", now=LATER)
    eve.refresh_from_db()
    comment.refresh_from_db()
    assert eve.name == comment.name == f"Reader {eve.pk}"
    undo(decision=decision, by=people.mo(), now=LATER)
    eve.refresh_from_db()
    assert eve.name == "Rude Word"


def test_a_case_whose_thing_is_gone_is_closed_and_its_reporters_are_told() -> None:
    comment = say(make_article(), people.ann(), "Buy shoes")
    made = report(comment, people.ben())
    with pytest.raises(RefusedError, match="It is there"):
        close_gone(case=made.case, by=people.mo(), now=LATER)
    comment.delete()
    with pytest.raises(RefusedError):
        close_gone(case=made.case, by=people.ann(), now=LATER)
    close_gone(case=made.case, by=people.mo(), now=LATER)
    made.refresh_from_db()
    made.case.refresh_from_db()
    assert (made.state, made.case.closed_at) == ("refused", LATER)
    assert "not there any more" in Notice.objects.get(user=people.ben()).title


def test_a_thing_that_is_gone_is_not_decided_about() -> None:
    with pytest.raises(RefusedError, match="nothing with this number"):
        decide(kind="comment", number=4711, by=people.mo(), action="approve", now=LATER)


def test_reports_of_a_deleted_account_are_closed_without_telling_anybody() -> None:
    comment = say(make_article(), people.ann(), "Buy shoes")
    made = report(comment, people.ben())
    Report.objects.filter(pk=made.pk).update(by=None)
    remove(made.case)
    assert Report.objects.get().state == "upheld"


def test_an_appeal_against_a_sanction_is_answered_before_the_comment_is_decided_again() -> None:
    case = held(make_article(), people.ann(), "You fool")
    made = sanction(user=people.ann(), kind="mute", by=people.ed(), reason="abusive", days=7, case=case, now=NOON)
    Case.objects.filter(pk=case.pk).update(is_appealed=True)
    Appeal.objects.create(decision=made.decision, case=case, by=people.ann(), text="No", made_at=LATER)
    with pytest.raises(RefusedError, match="An appeal against a sanction waits"):
        decide(case=case, by=people.mo(), action="approve", now=LATER)
