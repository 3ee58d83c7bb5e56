"""After a year nothing personal is left of what was decided."""

from datetime import timedelta
from typing import Any

import pytest

from newsstand.legal.forget import HASHED, forget, hashed
from newsstand.legal.models import Event, LegalNotice
from newsstand.moderation.appeal import appeal, settle_appeal
from newsstand.moderation.decide import decide
from newsstand.moderation.models import Appeal, Decision, Finding, Report
from newsstand.moderation.report import report
from tests.legal.test_notices import given, judged
from tests.moderation.town import NOON, comment_of
from tests.people import ann, ben, ed, mo

pytestmark = pytest.mark.django_db
SECRET = "Gus stole the boat"


def everything() -> str:
    """All texts that are kept of what was decided."""
    rows: list[Any] = [*Report.objects.all(), *Decision.objects.all(), *LegalNotice.objects.all()]
    rows += [*Finding.objects.all(), *Appeal.objects.all(), *Event.objects.all()]
    return repr([{name: value for name, value in vars(row).items() if name != "_state"} for row in rows])


def test_old_texts_become_hashes_and_young_ones_stay() -> None:
    comment = comment_of(text=SECRET)
    Finding.objects.create(
        kind="comment",
        number=comment.pk,
        phase="words",
        verdict="flag",
        evidence="A word",
        text=SECRET,
        start=4,
        end=9,
        found_at=NOON,
    )
    report(kind="comment", number=comment.pk, by=ben(), reason="hate", text="gus@example.com is my brother", now=NOON)
    notice = given(comment)
    decision = judged(notice, is_illegal=True)
    made = appeal(decision=decision, by=ann(), text=f"But {SECRET}", now=NOON + timedelta(days=1))
    settle_appeal(appeal=made, by=ed(), upheld=True, answer="No.", now=NOON + timedelta(days=2))
    young = comment_of(text="A young one", now=NOON + timedelta(days=300))
    decide(kind="comment", number=young.pk, by=mo(), action="remove", reason="spam", now=NOON + timedelta(days=300))

    assert forget(now=NOON + timedelta(days=300)) == 0
    assert SECRET in everything()
    assert forget(now=NOON + timedelta(days=400)) > 0
    left = everything()
    for personal in (SECRET, "gus@example.com", "Gus", "theft"):
        assert personal not in left
    assert "A young one" in left
    decision.refresh_from_db()
    assert decision.snapshot == hashed(SECRET)
    notice.refresh_from_db()
    assert (notice.state, notice.law, notice.erased_at) == ("illegal", "StGB § 186", NOON + timedelta(days=400))
    assert Report.objects.get().reason == "hate"
    assert forget(now=NOON + timedelta(days=401)) == 0


def test_a_hash_is_keyed_and_stays_what_it_is() -> None:
    first = hashed(SECRET)
    assert HASHED.fullmatch(first)
    assert hashed(first) == first
    assert hashed("") == ""
    assert first != hashed(SECRET + ".")


def test_open_notices_and_open_reports_keep_what_moderators_need() -> None:
    comment = comment_of(text=SECRET)
    report(kind="comment", number=comment.pk, by=ben(), reason="hate", text="", now=NOON)
    given(comment)
    assert forget(now=NOON + timedelta(days=4000)) == 0
    assert SECRET in everything()


def test_the_days_are_a_setting(settings: Any) -> None:
    settings.NEWSSTAND_EVIDENCE_DAYS = 10
    comment = comment_of(text=SECRET)
    decide(kind="comment", number=comment.pk, by=mo(), action="remove", reason="spam", now=NOON)
    assert forget(now=NOON + timedelta(days=9)) == 0
    assert forget(now=NOON + timedelta(days=11)) == 1


def test_many_are_erased_some_at_a_time() -> None:
    for at in range(5):
        comment = comment_of(text=f"{SECRET} {at}", now=NOON + timedelta(hours=at))
        decide(kind="comment", number=comment.pk, by=mo(), action="remove", reason="spam", now=NOON)
    late = NOON + timedelta(days=400)
    assert [forget(now=late, most=2) for _ in range(4)] == [2, 2, 1, 0]
