"""Notices of illegal content, from receipt to case file."""

import csv
import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from newsstand.accounts.models import User
from newsstand.comments import write
from newsstand.comments.models import Comment
from newsstand.legal.appeal import appeal
from newsstand.legal.case_file import case_file
from newsstand.legal.judge import judge, note, review, void_gone
from newsstand.legal.mail import send_due
from newsstand.legal.models import Event, LegalNotice, WrittenOnceError
from newsstand.legal.notify import Said, notify
from newsstand.legal.token import address_of, notice_of
from newsstand.moderation.appeal import settle_appeal
from newsstand.moderation.decide import decide
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.models import Appeal, Case, Decision
from newsstand.moderation.undo import undo
from newsstand.notices.models import Notice
from tests.moderation.town import NOON, comment_of
from tests.people import ann, ben, ed, mo

pytestmark = pytest.mark.django_db
SOON, LATER = NOON + timedelta(minutes=5), NOON + timedelta(hours=2)
STRANGER = Said(
    law="StGB § 186",
    explanation="It accuses my brother of theft.",
    address="https://news.example/comments/1",
    name="Gus",
    email="gus@example.com",
    in_good_faith=True,
)


def given(comment: Comment, said: Said = STRANGER, by: User | None = None, key: str = "one") -> LegalNotice:
    return notify(kind="comment", number=comment.pk, said=said, by=by, form_key=key, seed=key.encode() * 8, now=NOON)


def happened(notice: LegalNotice) -> list[str]:
    return list(Event.objects.filter(notice=notice).order_by("pk").values_list("what", flat=True))


def judged(notice: LegalNotice, *, is_illegal: bool, by: User | None = None) -> Decision:
    return judge(
        notice=notice,
        is_illegal=is_illegal,
        ground="StGB § 186" if is_illegal else "",
        explanation="The court said so." if is_illegal else "It is an opinion.",
        by=by or mo(),
        now=SOON,
    )


def test_a_stranger_gives_notice_and_gets_a_reference_and_a_receipt() -> None:
    notice = given(comment_of())
    assert [len(part) for part in notice.reference.split("-")] == [4, 4, 4]
    assert (notice.state, notice.snapshot, notice.by) == ("received", "The ferry is late again", None)
    case = Case.objects.get(closed_at=None)
    assert (case.is_noticed, case.author, notice.case) == (True, ann(), case)
    assert send_due(now=NOON) == 1
    [letter] = mail.outbox
    assert letter.to == ["gus@example.com"]
    assert notice.reference in letter.subject
    assert address_of(notice) in letter.body
    assert happened(notice) == ["received", "confirmed"]
    assert send_due(now=LATER) == 0


def test_nothing_that_a_stranger_typed_is_mailed_to_somebody_elses_address() -> None:
    given(
        comment_of(),
        Said("BUY NOW", "BUY NOW https://spam.example", "BUY NOW", "BUY NOW", "v@example.com", False, True),
    )
    send_due(now=NOON)
    [letter] = mail.outbox
    assert "BUY NOW" not in letter.subject + str(letter.body) + str(letter.message())


def test_the_same_form_sent_twice_is_one_notice() -> None:
    comment = comment_of()
    assert given(comment).pk == given(comment).pk
    assert given(comment, key="two").pk != given(comment).pk
    assert LegalNotice.objects.count() == 2


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (Said("L", "E", "A", "", "gus@example.com", False, True), "name and e-mail"),
        (Said("L", "E", "A", "Gus", "", False, True), "name and e-mail"),
        (Said(" ", "E", "A", "Gus", "gus@example.com", False, True), "Name the law"),
        (Said("L", "\n", "A", "Gus", "gus@example.com", False, True), "explain"),
        (Said("L", "E", "A", "Gus", "gus@example.com", False, False), "accurate"),
    ],
)
def test_a_notice_has_what_the_law_asks_for(said: Said, words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        given(comment_of(), said)


def test_who_reports_the_abuse_of_children_need_not_say_who_they_are() -> None:
    notice = given(comment_of(), Said("L", "E", "A", "", "", is_about_abuse=True, in_good_faith=True))
    assert (notice.name, notice.email, notice.due_at) == ("", "", None)


def test_somebody_with_an_account_is_told_on_this_site_and_not_by_this_mail() -> None:
    notice = given(comment_of(), Said("L", "E", "A", in_good_faith=True), by=ben())
    assert (notice.name, notice.email) == ("Ben", "")
    assert Notice.objects.get(user=ben()).address == address_of(notice)
    assert send_due(now=NOON) == 0
    assert happened(notice) == ["received", "confirmed"]


def test_under_review_once_by_a_moderator_alone() -> None:
    notice = given(comment_of())
    with pytest.raises(RefusedError):
        review(notice=notice, by=ben(), now=SOON)
    assert review(notice=notice, by=mo(), now=SOON)
    assert not review(notice=notice, by=ed(), now=SOON)
    notice.refresh_from_db()
    assert notice.state == "review"
    assert happened(notice) == ["received", "review"]


def test_against_the_law_it_is_removed_and_all_are_told() -> None:
    comment = comment_of()
    notice, second = given(comment), given(comment, key="two")
    decision = judged(notice, is_illegal=True)
    comment.refresh_from_db()
    assert comment.status == "removed"
    assert (decision.reason, decision.ground) == ("illegal", "StGB § 186")
    for one in (notice, second):
        one.refresh_from_db()
        assert (one.state, one.decision) == ("illegal", decision)
    assert Notice.objects.get(user=ann()).address == f"/decisions/{decision.pk}"
    assert not Case.objects.filter(closed_at=None).exists()
    assert send_due(now=SOON) == 2
    assert "against the law" in mail.outbox[0].subject


def test_not_against_the_law_it_stays_and_the_notifier_may_appeal_once() -> None:
    comment = comment_of()
    notice = given(comment)
    judged(notice, is_illegal=False)
    comment.refresh_from_db()
    assert comment.status == "shown"
    send_due(now=SOON)
    assert "out-of-court" in str(mail.outbox[-1].body)
    found = notice_of(address_of(notice).removeprefix("/notice/"))
    assert found is not None
    made = appeal(notice=found, text="Read § 187 as well", now=LATER)
    with pytest.raises(RefusedError, match="already"):
        appeal(notice=found, text="Once more", now=LATER)
    with pytest.raises(RefusedError, match="decision"):
        settle_appeal(appeal=made, by=mo(), upheld=False, answer="Yes", now=LATER)
    settle_appeal(appeal=made, by=ed(), upheld=False, answer="§ 187 it is.", now=LATER)
    comment.refresh_from_db()
    assert comment.status == "removed"
    assert Appeal.objects.get().state == "overturned"
    assert send_due(now=LATER) == 1
    assert "Your appeal" in str(mail.outbox[-1].body)
    assert happened(notice)[-3:] == ["appealed", "appeal", "told"]


def test_a_decision_in_the_queue_settles_the_notice_too() -> None:
    comment = comment_of()
    notice = given(comment)
    decide(kind="comment", number=comment.pk, by=mo(), action="approve", explanation="Fine", now=SOON)
    notice.refresh_from_db()
    assert notice.state == "legal"
    other = comment_of(text="Another", now=LATER)
    spam = given(other, key="spam")
    decide(kind="comment", number=other.pk, by=mo(), action="remove", reason="spam", now=SOON)
    spam.refresh_from_db()
    assert spam.state == "void"


def test_a_decision_that_is_taken_back_makes_the_notice_wait_again() -> None:
    notice = given(comment_of())
    decision = judged(notice, is_illegal=True)
    send_due(now=SOON)
    undo(decision=decision, by=mo(), now=SOON + timedelta(minutes=1))
    notice.refresh_from_db()
    assert (notice.state, notice.decision) == ("review", None)
    assert Case.objects.get(closed_at=None).is_noticed
    assert happened(notice)[-1] == "undone"
    assert send_due(now=LATER) == 1


@pytest.mark.parametrize(
    ("is_illegal", "ground", "explanation", "words"),
    [(True, " ", "Because", "Name the law"), (True, "L", " ", "Explain"), (False, "", "", "Explain")],
)
def test_a_decision_has_a_ground_and_an_explanation(
    is_illegal: bool, ground: str, explanation: str, words: str
) -> None:
    notice = given(comment_of())
    with pytest.raises(RefusedError, match=words):
        judge(notice=notice, is_illegal=is_illegal, ground=ground, explanation=explanation, by=mo(), now=SOON)


def test_neither_the_author_nor_a_reader_nor_the_notifier_decides_a_notice() -> None:
    mine, theirs = given(comment_of(mo())), given(comment_of(text="Mine", now=LATER), key="two", by=mo())
    for notice, by in ((mine, mo()), (mine, ben()), (theirs, mo())):
        with pytest.raises(RefusedError):
            judged(notice, is_illegal=False, by=by)


def test_what_its_author_withdrew_makes_the_notice_void() -> None:
    comment = comment_of()
    notice = given(comment)
    assert void_gone(now=SOON) == 0
    write.withdraw(comment=comment, user=ann(), now=SOON)
    assert void_gone(now=SOON) == 1
    assert void_gone(now=SOON) == 0
    notice.refresh_from_db()
    assert notice.state == "void"
    assert not Case.objects.filter(closed_at=None).exists()
    with pytest.raises(RefusedError):
        judged(notice, is_illegal=True)


def test_what_happened_is_only_ever_added_to() -> None:
    notice = given(comment_of())
    for spoil in (
        lambda: Event.objects.filter(notice=notice).update(text="No"),
        lambda: Event.objects.filter(notice=notice).delete(),
        lambda: Event.objects.bulk_update(list(Event.objects.all()), ["text"]),
    ):
        with pytest.raises(WrittenOnceError):
            spoil()


def test_the_case_file_has_everything_and_no_cell_is_a_formula() -> None:
    said = Said("=HYPERLINK(1)", "<script>alert(1)</script>", "A", "Gus", "gus@example.com", False, True)
    notice = given(comment_of(text="<b>It was</b> the mayor"), said)
    note(notice=notice, text="=1+1", by=mo(), now=SOON)
    judged(notice, is_illegal=True)
    notice.refresh_from_db()
    archive = zipfile.ZipFile(io.BytesIO(case_file(notice=notice, by=ed(), now=LATER)))
    files = {name.rpartition("/")[2]: archive.read(name).decode() for name in archive.namelist()}
    assert set(files) == {"case.html", "case.json", "snapshot.txt", "events.csv", "decisions.csv"}
    assert files["snapshot.txt"] == "<b>It was</b> the mayor"
    whole = json.loads(files["case.json"])
    assert whole["notice"]["email"] == "gus@example.com"
    assert [one["what"] for one in whole["events"]][-1] == "Case file downloaded"
    rows = list(csv.DictReader(io.StringIO(files["events.csv"])))
    assert [row["text"] for row in rows if row["what"] == "Note"] == ["'=1+1"]
    [row] = csv.DictReader(io.StringIO(files["decisions.csv"]))
    assert (row["ground"], row["by"]) == ("StGB § 186", "Mo")
    assert "<script>" not in files["case.html"]
    assert "&lt;b&gt;It was" in files["case.html"]
    assert happened(notice)[-1] == "filed"


def test_a_mail_server_that_says_no_is_asked_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.mail import EmailMessage

    notice = given(comment_of())

    def refuse(*_: Any, **__: Any) -> int:
        raise OSError("no route")

    with monkeypatch.context() as broken:
        broken.setattr(EmailMessage, "send", refuse)
        assert send_due(now=NOON) == 0
    assert send_due(now=NOON + timedelta(minutes=1)) == 0
    assert send_due(now=NOON + timedelta(minutes=11)) == 1
    assert happened(notice) == ["received", "confirmed"]


def test_a_token_that_we_did_not_make_shows_nothing() -> None:
    notice = given(comment_of())
    token = address_of(notice).removeprefix("/notice/")
    assert notice_of(token) == notice
    for wrong in (notice.reference, token[:-1], token.replace(":", ""), "", "x:y"):
        assert notice_of(wrong) is None
