"""The pages on which contributors and editors meet, and who may do what there."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from newsstand.articles.models import Article
from newsstand.contributors.models import Contributor, Draft, LabelRequest, Remark
from newsstand.lib import clock
from newsstand.moderation.models import Sanction
from newsstand.notices.models import Notice
from tests import people
from tests.contributors.desk import NOW, contributor, published, through, written

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=3))


def as_(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_door_says_the_rules_to_anybody(client: Client) -> None:
    page = client.get("/contributors").content.decode()

    assert "250 words at least" in page
    assert "5 articles that stand" in page
    assert "Reporter" in page


def test_somebody_joins_and_has_a_page_of_their_own() -> None:
    ben = as_(people.ben())

    assert ben.get("/write").url == "/contributors/join"  # type: ignore[attr-defined]
    refused = ben.post("/contributors/join", {"byline": "Ben Okafor", "about": "Rivers."})
    assert refused.status_code == 422
    assert "Ben Okafor" in refused.content.decode()
    said = {"byline": "Ben Okafor", "about": "Rivers.", "agrees": "yes"}
    assert ben.post("/contributors/join", said).status_code == 302

    page = ben.get("/author/ben-okafor").content.decode()
    assert "Rivers." in page
    assert "Community voice" in page
    assert "Nothing yet" in ben.get("/write").content.decode()


@pytest.mark.parametrize("byline", ["Ann", "ANN", "The Newsroom Editor", "✔ Ben"])
def test_a_byline_imitates_nobody(byline: str) -> None:
    people.ann()

    refused = as_(people.ben()).post("/contributors/join", {"byline": byline, "agrees": "yes"})

    assert refused.status_code == 422
    assert not Contributor.objects.exists()


def test_drafts_are_listed_by_what_waits_for_whom() -> None:
    ben, ed = people.ben(), people.ed()
    published(ben, ed)
    written(ben, headline="A headline of a text that waits")
    page = as_(ben).get("/write").content.decode()

    assert "Being written" in page
    assert "Published" in page
    assert "4 more articles that stand" in page


def test_a_draft_goes_from_its_contributor_to_the_editor_and_back_by_forms() -> None:
    ben, ed = people.ben(), people.ed()
    draft = written(ben)
    review = f"/write/{draft.pk}/review"

    assert "Submit for review" in as_(ben).get(review).content.decode()
    as_(ben).post(f"/write/{draft.pk}/steps", {"action": "submit"})
    assert "Take it" in as_(ed).get(review).content.decode()
    as_(ed).post(f"/write/{draft.pk}/steps", {"action": "take"})
    refused = as_(ed).post(f"/write/{draft.pk}/steps", {"action": "ask", "reason": ""})
    assert refused.status_code == 422
    assert "reason" in refused.content.decode()
    as_(ed).post(f"/write/{draft.pk}/steps", {"action": "ask", "reason": "Who says so?"})
    assert "Who says so?" in as_(ben).get(review).content.decode()
    through(Draft.objects.get(), ed, NOW)
    answer = as_(ben).post(f"/write/{draft.pk}/steps", {"action": "publish"}, follow=True)
    assert "Published." in answer.content.decode()
    assert Article.objects.get().headline == draft.headline


def test_remarks_stand_at_their_passage_are_answered_and_done_with() -> None:
    ben, ed = people.ben(), people.ed()
    draft = through(written(ben), ed, NOW)
    address = f"/write/{draft.pk}/remarks"

    as_(ed).post(address, {"block": "1", "quote": "the BRIDGE over", "text": "Which bridge?"})
    remark = Remark.objects.get()
    assert remark.quote == "the bridge over"
    page = as_(ben).get(f"/write/{draft.pk}/review").content.decode()
    assert "<mark>the bridge over</mark>" in page
    as_(ben).post(address, {"remark": str(remark.pk), "text": "The old one."})
    as_(ben).post(address, {"remark": str(remark.pk), "deed": "resolve"})

    remark.refresh_from_db()
    assert remark.resolved_by == ben
    assert "The old one." in as_(ed).get(f"/write/{draft.pk}/review").content.decode()
    assert "<mark>" not in as_(ed).get(f"/write/{draft.pk}/review").content.decode()


def test_a_remark_on_words_that_are_gone_is_kept_apart() -> None:
    ben, ed = people.ben(), people.ed()
    draft = through(written(ben), ed, NOW)
    as_(ed).post(f"/write/{draft.pk}/remarks", {"block": "0", "quote": "spring floods", "text": "Which?"})
    Draft.objects.update(body="<p>Something else altogether.</p>")

    assert "passages that are gone" in as_(ben).get(f"/write/{draft.pk}/review").content.decode()


def test_a_remark_is_shown_as_text_whatever_it_says() -> None:
    ben, ed = people.ben(), people.ed()
    draft = written(ben)
    as_(ed).post(f"/write/{draft.pk}/remarks", {"text": "<script>alert(1)</script>"})

    page = as_(ben).get(f"/write/{draft.pk}/review").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize("part", ["review", "standards", "correct"])
def test_a_draft_is_not_there_for_others(part: str) -> None:
    draft = written(people.ben())
    contributor(people.eve())

    for other in (people.eve(), people.ann(), people.mo()):
        assert as_(other).get(f"/write/{draft.pk}/{part}").status_code == 404
    assert "/accounts/login" in Client().get(f"/write/{draft.pk}/{part}").url  # type: ignore[attr-defined]


@pytest.mark.parametrize("address", ["steps", "remarks", "strike"])
def test_others_change_nothing_by_forms(address: str) -> None:
    draft = written(people.ben())

    for other in (people.eve(), people.mo()):
        sent = {"action": "submit", "text": "Hello", "why": "spam", "explanation": "x"}
        assert as_(other).post(f"/write/{draft.pk}/{address}", sent).status_code == 404
    assert Draft.objects.get().state == "writing"
    assert not Remark.objects.exists()
    assert not Sanction.objects.exists()


def test_who_is_suspended_reads_and_changes_nothing() -> None:
    from newsstand.moderation.sanction import sanction

    ben, ed = people.ben(), people.ed()
    draft = written(ben)
    sanction(user=ben, kind="suspend", by=ed, reason="spam", days=9, now=NOW)

    assert as_(ben).get(f"/write/{draft.pk}/review").status_code == 200
    assert as_(ben).post(f"/write/{draft.pk}/steps", {"action": "submit"}).status_code == 422
    assert as_(ben).post(f"/write/{draft.pk}/remarks", {"text": "But why?"}).status_code == 422
    assert as_(people.eve()).get("/contributors/join").status_code == 200
    assert Draft.objects.get().state == "writing"


def test_a_contributor_gives_no_strike_and_an_editor_does() -> None:
    ben, ed = people.ben(), people.ed()
    draft = published(ben, ed)
    sent = {"why": "misinformation", "explanation": "The council said nothing of the kind."}

    assert as_(ben).post(f"/write/{draft.pk}/strike", sent).status_code == 422
    assert as_(ed).post(f"/write/{draft.pk}/strike", sent).status_code == 302

    made = Sanction.objects.get(user=ben, kind="strike")
    page = as_(ben).get("/write").content.decode()
    assert f"/decisions/{made.decision_id}" in page
    decision = as_(ben).get(f"/decisions/{made.decision_id}").content.decode()
    assert "nothing of the kind" in decision
    assert as_(ben).get(f"/decisions/{made.decision_id}/appeal").status_code == 200


def test_a_label_is_asked_for_with_proof_and_granted_by_an_editor() -> None:
    ben, ed = people.ben(), people.ed()
    contributor(ben)
    proof = "\n".join(f"https://example.org/{number}" for number in range(3))

    assert as_(ben).post("/write/labels", {"label": "writer", "proof": "trust me"}).status_code == 422
    assert as_(ben).post("/write/labels", {"label": "writer", "proof": proof}).status_code == 302
    asked = LabelRequest.objects.get()
    granted = {"request": str(asked.pk), "decision": "grant", "answer": "Good work."}
    assert as_(ben).post("/write/labels", granted).status_code == 404
    as_(ed).post("/write/labels", granted)

    assert Contributor.objects.get().label == "writer"
    assert Notice.objects.filter(user=ben, title__contains="Writer").exists()


def test_a_published_text_is_corrected_by_form() -> None:
    ben, ed = people.ben(), people.ed()
    draft = published(ben, ed)
    address = f"/write/{draft.pk}/correct"
    assert "The words are the same" in as_(ben).get(address).content.decode()
    assert as_(ben).post(address, {"kind": "correction", "note": "It was Tuesday."}).status_code == 422
    Draft.objects.update(body=draft.body.replace("Monday", "Tuesday"))

    assert as_(ben).post(address, {"kind": "correction", "note": ""}).status_code == 422
    assert as_(ben).post(address, {"kind": "correction", "note": "It was Tuesday."}).status_code == 302

    assert Draft.objects.get().state == "submitted"
    page = as_(ed).get(f"/write/{draft.pk}/review").content.decode()
    assert "since readers have it" in page
    assert "It was Tuesday." in page
    assert as_(ed).get(address).status_code == 403


def test_readers_are_told_of_ai_and_money_as_the_text_they_have_said_it(client: Client) -> None:
    ben, ed = people.ben(), people.ed()
    draft = written(ben)
    Draft.objects.update(ai="helped", ai_note="A translation, checked by me", payment="paid", payer="The Ferry <Trust>")
    draft.refresh_from_db()
    through(draft, ed, NOW)
    as_(ben).post(f"/write/{draft.pk}/steps", {"action": "publish"})
    Draft.objects.update(ai="none", payment="none")

    page = client.get(Article.objects.get().get_absolute_url()).content.decode()

    assert "Community voice" in page
    assert "AI helped with it" in page
    assert "A translation, checked by me" in page
    assert "The Ferry &lt;Trust&gt;" in page
    data = json.loads(re.findall(r"<script[^>]*ld\+json[^>]*>(.*?)</script>", page, re.DOTALL)[0])
    assert data["sponsor"]["name"] == "The Ferry <Trust>"
    assert data["digitalSourceType"].endswith("AlgorithmicallyEnhancedDigitalSource")
    assert "Written without AI" in as_(ben).get(f"/write/{draft.pk}/preview").content.decode()


def test_steps_and_remarks_have_their_pace() -> None:
    draft = written(people.ben())
    ben = as_(people.ben())

    answers = [ben.post(f"/write/{draft.pk}/steps", {"action": "approve"}).status_code for _ in range(21)]
    assert (answers[0], answers[-1]) == (422, 429)
    answers = [ben.post(f"/write/{draft.pk}/remarks", {"text": ""}).status_code for _ in range(31)]
    assert (answers[0], answers[-1]) == (422, 429)


def test_the_pages_cost_the_same_for_one_remark_and_for_thirty(django_assert_max_num_queries: Any) -> None:
    from newsstand.contributors.remark import remark

    ben, ed = people.ben(), people.ed()
    draft = published(ben, ed)
    mine = as_(ben)
    for number in range(30):
        remark(draft=draft, by=ed, block=number % 8, text=f"Remark {number}", now=NOW)
    for part in ("review", "correct"):
        with django_assert_max_num_queries(30):
            mine.get(f"/write/{draft.pk}/{part}")
    for number in range(6):
        written(ben, headline=f"Another text about the bridge, number {number}")
    with django_assert_max_num_queries(18):
        mine.get("/write")


def test_a_draft_is_thrown_away_by_its_contributor_alone_and_not_while_an_editor_has_it() -> None:
    ben, ed = people.ben(), people.ed()
    draft = written(ben)
    address, sure = f"/write/{draft.pk}/discard", {"sure": "yes"}

    assert as_(ben).post(address).status_code == 422
    assert as_(ed).post(address, sure).status_code == 422
    assert as_(people.eve()).post(address, sure).status_code == 404
    as_(ben).post(f"/write/{draft.pk}/steps", {"action": "submit"})
    assert as_(ben).post(address, sure).status_code == 422
    as_(ben).post(f"/write/{draft.pk}/steps", {"action": "recall"})
    assert as_(ben).post(address, sure).status_code == 302

    assert not Draft.objects.exists()
    out = published(ben, ed)
    assert as_(ben).post(f"/write/{out.pk}/discard", sure).status_code == 422
