"""Labels and strikes over the real database: given with a reason, felt, appealed, lifted, run out."""

from datetime import timedelta

import pytest

from newsstand.contributors.errors import RefusedError
from newsstand.contributors.label import recount, recount_some
from newsstand.contributors.models import Contributor, LabelChange, LabelRequest
from newsstand.contributors.step import take_step
from newsstand.contributors.strike import strike
from newsstand.contributors.withdraw import withdraw
from newsstand.moderation.appeal import appeal, settle_appeal
from newsstand.moderation.models import Sanction
from newsstand.notices.models import Notice
from tests import people
from tests.contributors.desk import NOW, contributor, published, written

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WHY = {"reason": "misinformation", "explanation": "Nobody said so."}


def test_five_articles_and_two_weeks_make_a_writer() -> None:
    ben, ed = people.ben(), people.ed()
    for number in range(5):
        published(ben, ed, NOW + timedelta(hours=number))
    assert Contributor.objects.get().label == "voice"

    assert recount_some(after=0, most=10, now=NOW + 15 * DAY) == 0

    assert Contributor.objects.get().label == "writer"
    assert list(LabelChange.objects.values_list("label", flat=True)) == ["voice", "writer"]
    assert Notice.objects.filter(user=ben, title="Your byline says now: Writer").count() == 1


def test_a_strike_is_felt_and_lifted_on_appeal() -> None:
    ben, ed, mo = people.ben(), people.ed(), people.mo()
    draft = published(ben, ed)
    granted(draft.contributor, "writer")
    recount(contributor=draft.contributor, now=NOW + DAY)

    first = strike(draft=draft, by=ed, now=NOW + DAY, **WHY)
    assert first.until == NOW + 91 * DAY
    assert first.decision.kind == "article"
    assert Contributor.objects.get().label == "voice"
    take_step(draft=written(ben), action="submit", by=ben, now=NOW + DAY)

    strike(draft=draft, by=ed, now=NOW + 2 * DAY, **WHY)
    with pytest.raises(RefusedError, match="strikes"):
        take_step(draft=written(ben), action="submit", by=ben, now=NOW + 3 * DAY)
    take_step(draft=written(ben), action="submit", by=ben, now=NOW + 10 * DAY)

    for one in Sanction.objects.filter(kind="strike"):
        made = appeal(decision=one.decision, by=ben, text="They did say so.", now=NOW + 3 * DAY)
        settle_appeal(appeal=made, by=mo, upheld=False, answer="They did.", now=NOW + 3 * DAY)
    assert not Sanction.objects.filter(kind="strike", lifted_at=None).exists()
    assert Contributor.objects.get().label == "writer"
    take_step(draft=written(ben), action="submit", by=ben, now=NOW + 3 * DAY)


def test_a_strike_runs_out() -> None:
    ben, ed = people.ben(), people.ed()
    draft = published(ben, ed)
    granted(draft.contributor, "reporter")
    strike(draft=draft, by=ed, now=NOW, **WHY)
    assert Contributor.objects.get().label == "writer"

    recount_some(after=0, most=10, now=NOW + 91 * DAY)

    assert Contributor.objects.get().label == "reporter"


def test_only_editors_give_strikes_and_never_to_editors() -> None:
    ben, ed = people.ben(), people.ed()
    draft = published(ben, ed)

    for by in (ben, people.mo(), people.eve()):
        with pytest.raises(RefusedError):
            strike(draft=draft, by=by, now=NOW, **WHY)
    with pytest.raises(RefusedError, match="rule"):
        strike(draft=draft, by=ed, reason="spam", explanation=" ", now=NOW)
    with pytest.raises(RefusedError, match="editor"):
        strike(draft=written(ed), by=people.person("Dora", is_staff=True), now=NOW, **WHY)
    assert not Sanction.objects.exists()


def test_what_editors_withdraw_counts_against_a_label() -> None:
    ben, ed = people.ben(), people.ed()
    drafts = [published(ben, ed, NOW + timedelta(hours=number)) for number in range(5)]
    recount(contributor=drafts[0].contributor, now=NOW + 15 * DAY)
    assert Contributor.objects.get().label == "writer"

    withdraw(draft=drafts[0], by=ed, reason="It is copied.", now=NOW + 16 * DAY)

    assert Contributor.objects.get().label == "voice"


def granted(to: Contributor, label: str) -> None:
    LabelRequest.objects.create(
        contributor=to, label=label, proof="https://a.example", state="granted", answer="Good.", made_at=NOW
    )


def test_nobody_grants_a_label_to_themselves() -> None:
    from newsstand.contributors.label import ask_label, decide_label

    ed = people.ed()
    proof = "https://a.example https://b.example https://c.example"
    asked = ask_label(contributor=contributor(ed), label="writer", proof=proof, now=NOW)
    with pytest.raises(RefusedError, match="Another editor"):
        decide_label(request=asked, by=ed, grant=True, answer="Mine.", now=NOW)
    with pytest.raises(RefusedError, match="already"):
        ask_label(contributor=contributor(ed), label="writer", proof=proof, now=NOW)
