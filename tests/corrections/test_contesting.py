"""A statement is contested, joined, answered, taken back, closed, and looked at again."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from newsstand.algorithms.answer_clock import due
from newsstand.corrections.answer import answer
from newsstand.corrections.contest import confirm, zone
from newsstand.corrections.correct import correct
from newsstand.corrections.errors import RefusedError
from newsstand.corrections.forget import forget
from newsstand.corrections.mail import send_due
from newsstand.corrections.models import Contest, ContestEvent, Correction
from newsstand.corrections.remind import remind_due
from newsstand.corrections.settle import ask_again, close, report, take_back
from newsstand.notices.models import Notice
from tests.corrections.desk import BODY, LATER, STATEMENT, Desk, contested, mend
from tests.pages.newsroom import NOON
from tests.people import ann, ben, cy, di, ed, eve, person

SOON = NOON + timedelta(hours=1)
STRANGER = {"name": "Gus", "email": "gus@example.com"}


def happened(contest: Contest) -> list[str]:
    return list(ContestEvent.objects.filter(contest=contest).order_by("pk").values_list("action", flat=True))


def told(kind: str) -> list[str]:
    """Who has a notice of this kind."""
    return sorted(Notice.objects.filter(kind=kind).values_list("user__name", flat=True))


def settled(contest: Contest, outcome: str = "stands", **given: object) -> Contest:
    fields = {"text": "We asked the crew again.", "by": cy(), "now": SOON, **given}
    return answer(contest=contest, outcome=outcome, **fields)  # type: ignore[arg-type]


def test_who_is_signed_in_is_believed_and_the_owner_is_asked_at_once(desk: Desk) -> None:
    made = contested(desk.article, ann(), statement="“the divers came up … nine minutes”")
    assert made.state == Contest.State.OPEN
    assert made.statement == STATEMENT
    assert made.due_at == due(NOON, days=5, zone=zone())
    assert told("work") == ["Cy"]
    assert happened(made) == ["made", "asked"]
    assert contested(desk.article, ann()).pk == made.pk


def test_who_is_not_signed_in_confirms_it_first(desk: Desk) -> None:
    made = contested(desk.article, **STRANGER)
    assert (made.state, told("work")) == (Contest.State.NEW, [])
    assert send_due(now=NOON) == 1
    assert send_due(now=SOON) == 0
    assert mail.outbox[0].to == ["gus@example.com"]
    assert f"/contest/{made.token}" in mail.outbox[0].body
    assert "log of the boat" not in mail.outbox[0].body
    assert confirm(contest=made, now=SOON).state == Contest.State.OPEN
    assert confirm(contest=made, now=LATER + NOON).due_at == due(SOON, days=5, zone=zone())
    assert told("work") == ["Cy"]


def test_what_nobody_confirms_never_was(desk: Desk) -> None:
    contested(desk.article, **STRANGER)
    assert forget(now=NOON + timedelta(days=6)) == 0
    assert forget(now=NOON + timedelta(days=8)) > 0
    assert not Contest.objects.exists()


def test_names_of_strangers_are_forgotten_when_all_is_long_over(desk: Desk) -> None:
    made = confirm(contest=contested(desk.article, **STRANGER), now=NOON)
    settled(made)
    send_due(now=SOON)
    assert forget(now=NOON + timedelta(days=366)) == 1
    made.refresh_from_db()
    assert (made.name, made.email, made.statement) == ("", "", STATEMENT)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"statement": "The mayor resigned yesterday"}, "cannot find these words"),
        ({"statement": ""}, "Quote"),
        ({"evidence": " \x07\n"}, "what is wrong"),
        ({"evidence": "x" * 4001}, "4,000"),
        ({"evidence_url": "javascript:alert(1)"}, "whole addresses"),
        ({"name": "", "email": "gus@example.com"}, "name"),
        ({"name": "Gus", "email": "nobody"}, "whole addresses"),
    ],
)
def test_what_cannot_stand_is_refused_with_what_to_do(desk: Desk, said: dict[str, str], why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        contested(desk.article, **{**STRANGER, **said})
    assert not Contest.objects.exists()


def test_what_the_article_said_before_can_be_contested(desk: Desk) -> None:
    mend(desk.article, now=SOON)
    made = contested(desk.article, ann(), now=NOON + LATER)
    assert made.revision is not None
    assert STATEMENT in made.revision.body


def test_of_an_excerpt_only_what_is_shown_can_be_contested(desk: Desk) -> None:
    desk.beacon.contract.excerpt_words = 8
    desk.beacon.contract.save()
    desk.article.refresh_from_db()
    assert contested(desk.article, ann()).statement == STATEMENT
    with pytest.raises(RefusedError, match="cannot find"):
        contested(desk.article, di(), statement="Nobody was hurt")


def test_somebody_elses_evidence_joins_and_ends_as_the_first_one_does(desk: Desk) -> None:
    first = contested(desk.article, ann())
    second = contested(desk.article, di(), statement="came up after nine minutes", now=SOON)
    assert second.joins == first
    assert list(Contest.objects.waiting()) == [first]
    settled(first)
    second.refresh_from_db()
    assert (second.state, second.answer) == (Contest.State.STANDS, "We asked the crew again.")
    assert told("outcome") == ["Ann", "Di"]


def test_what_the_first_takes_back_goes_on_as_that_of_who_joined(desk: Desk) -> None:
    first = contested(desk.article, ann())
    second, third = contested(desk.article, di(), now=SOON), contested(desk.article, eve(), now=SOON)
    assert take_back(contest=first, now=SOON).state == Contest.State.WITHDRAWN
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.joins, third.joins, second.due_at) == (None, second, first.due_at)
    assert list(Contest.objects.waiting()) == [second]


def test_what_was_answered_is_not_taken_back(desk: Desk) -> None:
    made = settled(contested(desk.article, ann()))
    with pytest.raises(RefusedError, match="answered already"):
        take_back(contest=made, now=SOON)


def test_corrected_makes_a_correction_with_what_changed(desk: Desk) -> None:
    made = contested(desk.article, ann())
    mend(desk.article, now=SOON)
    before = desk.article.revisions.get()
    settled(made, "corrected", correction="It was nineteen minutes.", revision=before)
    found = Correction.objects.get()
    assert (found.kind, found.note, found.contest, found.revision) == (
        "correction",
        "It was nineteen minutes.",
        made,
        before,
    )
    assert happened(made)[-1] == "answered"
    assert told("outcome") == ["Ann"]


def test_corrected_without_a_note_to_readers_is_no_answer(desk: Desk) -> None:
    made = contested(desk.article, ann())
    with pytest.raises(RefusedError, match="note to readers"):
        settled(made, "corrected")
    made.refresh_from_db()
    assert made.state == Contest.State.OPEN
    assert not Correction.objects.exists()


def test_a_contributor_answers_for_their_own_article_alone(desk: Desk) -> None:
    made = contested(desk.bens, ann())
    assert told("work") == ["Ben"]
    with pytest.raises(RefusedError, match="Only who answers"):
        settled(made)
    assert settled(made, "clarified", by=ben(), correction="Nine, from the second dive on.").state == "clarified"
    assert Correction.objects.get().kind == Correction.Kind.CLARIFICATION


def test_where_nobody_has_an_account_the_editors_are_asked(desk: Desk) -> None:
    ed()
    desk.light.memberships.all().delete()
    desk.article.publisher = desk.light
    desk.article.save()
    contested(desk.article, ann())
    assert told("work") == ["Ed"]


def test_nobody_answers_what_they_contest_themselves(desk: Desk) -> None:
    made = contested(desk.article, cy())
    with pytest.raises(RefusedError, match="somebody else"):
        settled(made)


def test_the_clock_reminds_and_then_says_that_it_is_unanswered(desk: Desk) -> None:
    made = contested(desk.article, ann())
    ed()
    assert remind_due(now=NOON + timedelta(days=1)) == 0
    days = [remind_due(now=NOON + timedelta(days=day)) for day in range(2, 12)]
    assert sum(days) == 3
    assert happened(made)[2:] == ["reminded", "reminded", "overdue"]
    assert told("work") == ["Cy"] * 4 + ["Ed"]
    assert list(Contest.objects.overdue(NOON + timedelta(days=11))) == [made]
    assert list(Contest.objects.for_editors(NOON + timedelta(days=11))) == [made]
    assert not Contest.objects.overdue(NOON + timedelta(days=2)).exists()


def test_a_worker_that_slept_says_it_once(desk: Desk) -> None:
    made = contested(desk.article, ann())
    assert remind_due(now=NOON + timedelta(days=30)) == 1
    assert remind_due(now=NOON + timedelta(days=31)) == 0
    assert happened(made)[2:] == ["overdue"]


def test_nothing_is_said_of_what_was_answered(desk: Desk) -> None:
    settled(contested(desk.article, ann()))
    assert remind_due(now=NOON + timedelta(days=30)) == 0


def test_an_editor_looks_again_once(desk: Desk) -> None:
    made = contested(desk.article, ann())
    with pytest.raises(RefusedError, match="Wait for the answer"):
        ask_again(contest=made, text="Now!", now=SOON)
    settled(made)
    editor = ed()
    again = ask_again(contest=made, text="The log says otherwise.", now=SOON)
    assert again.state == Contest.State.AGAIN
    assert list(Contest.objects.for_editors(SOON)) == [made]
    with pytest.raises(RefusedError, match="only an editor"):
        settled(made)
    assert settled(made, "corrected", by=editor, correction="Nineteen.").state == Contest.State.CORRECTED
    with pytest.raises(RefusedError, match="possible once"):
        ask_again(contest=made, text="And again.", now=SOON)
    assert "Cy" in told("work"), "who answered first hears what the editor decided"


def test_the_editor_who_answered_does_not_look_again_where_there_is_another(desk: Desk) -> None:
    editor = ed()
    made = settled(contested(desk.article, ann()), by=editor)
    ask_again(contest=made, text="No.", now=SOON)
    other = person("Edna", is_staff=True)
    with pytest.raises(RefusedError, match="another editor"):
        settled(made, by=editor)
    assert settled(made, by=other).state == Contest.State.STANDS


def test_what_is_overdue_can_go_to_an_editor_at_once(desk: Desk) -> None:
    made = contested(desk.article, ann())
    late = NOON + timedelta(days=20)
    assert ask_again(contest=made, text="They sleep.", now=late).state == Contest.State.OPEN
    assert settled(made, by=cy(), now=late).was_late


def test_abuse_is_reported_by_who_answers_and_closed_by_an_editor(desk: Desk) -> None:
    made = contested(desk.article, ann())
    editor = ed()
    for nobody in (eve(), desk.lou, desk.vi):
        with pytest.raises(RefusedError):
            report(contest=made, text="Abuse", by=nobody, now=SOON)
    report(contest=made, text="It insults the crew.", by=cy(), now=SOON)
    assert list(Contest.objects.for_editors(SOON)) == [made]
    with pytest.raises(RefusedError, match="Only an editor"):
        close(contest=made, text="Abuse", by=cy(), now=SOON)
    assert close(contest=made, text="It contests nothing.", by=editor, now=SOON).state == Contest.State.CLOSED
    assert told("outcome") == ["Ann"]
    with pytest.raises(RefusedError, match="settled"):
        settled(made)


def test_a_feed_that_announces_a_correction_makes_one(desk: Desk) -> None:
    said = "Correction: An earlier version gave the wrong time."
    mend(desk.article, now=SOON, body=f"<p>{said}</p><p>The divers came up after nineteen minutes.</p>")
    found = Correction.objects.get()
    assert (found.note, found.by, found.revision) == (said, None, desk.article.revisions.get())
    mend(
        desk.article, now=NOON + LATER, body=f"<p>{said}</p><p>The divers came up after nineteen minutes, they say.</p>"
    )
    assert Correction.objects.count() == 1


def test_the_text_that_a_feed_brings_later_belongs_to_the_correction_that_was_noted(desk: Desk) -> None:
    settled(contested(desk.article, ann()), "corrected", correction="Nineteen minutes.")
    mend(desk.article, now=NOON + LATER)
    assert Correction.objects.get().revision == desk.article.revisions.get()


def test_a_change_elsewhere_in_the_text_does_not_belong_to_it(desk: Desk) -> None:
    settled(contested(desk.article, ann()), "corrected", correction="Nineteen minutes.")
    mend(desk.article, now=NOON + LATER, body=BODY.replace("Nobody", "Nobody at all"))
    assert Correction.objects.get().revision is None


def test_a_form_that_is_sent_again_before_it_is_confirmed_says_what_it_says_last(desk: Desk) -> None:
    first = contested(desk.article, **STRANGER)
    send_due(now=NOON)
    again = contested(desk.article, now=SOON, evidence="The log, page 4.", **STRANGER)
    assert (again.pk, again.evidence) == (first.pk, "The log, page 4.")
    assert send_due(now=SOON) == 1
    assert Contest.objects.count() == 1


def test_one_revision_has_one_correction(desk: Desk) -> None:
    mend(desk.article, now=SOON)
    given = {"article": desk.article, "revision": desk.article.revisions.get(), "by": cy()}
    first = correct(kind="correction", note="Nineteen.", now=SOON, **given)
    assert correct(kind="clarification", note="Nineteen minutes.", now=NOON + LATER, **given) == first
    assert Correction.objects.get().note == "Nineteen minutes."


@pytest.mark.parametrize("note", ["", " \n ", "x" * 1001])
def test_a_note_that_says_nothing_or_too_much_is_refused(desk: Desk, note: str) -> None:
    with pytest.raises(RefusedError, match=re.compile("note", re.IGNORECASE)):
        correct(article=desk.article, kind="correction", note=note, by=cy(), now=NOON)
