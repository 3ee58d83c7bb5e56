"""The way of a text to readers, over the real database: nothing skips its step, its approval, or its reason."""

from datetime import timedelta

import pytest

from newsstand.articles.models import Article
from newsstand.contributors.errors import RefusedError
from newsstand.contributors.models import Draft, Step, WrittenOnceError
from newsstand.contributors.publish import correct, publish
from newsstand.contributors.step import take_step
from newsstand.contributors.withdraw import restore, withdraw
from newsstand.corrections.models import Correction
from newsstand.notices.models import Notice
from tests import people
from tests.contributors.desk import NOW, approved, ben_writes, published, through, written

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


def test_a_draft_is_submitted_reviewed_approved_and_published() -> None:
    ben, ed = people.ben(), people.ed()
    draft = approved(ben, ed)

    article = publish(draft=draft, by=ben, now=NOW)

    assert Article.objects.published(NOW).get() == article
    assert [one.name for one in article.authors.all()] == ["Ben"]
    assert article.publisher is None
    assert "bridge over the river" in article.body
    steps = list(Step.objects.filter(draft=draft).order_by("pk").values_list("action", "by__name"))
    assert steps == [("begin", "Ben"), ("submit", "Ben"), ("take", "Ed"), ("approve", "Ed"), ("publish", "Ben")]


def test_what_was_not_approved_is_not_published() -> None:
    draft = ben_writes()

    for by in (people.ben(), people.ed()):
        with pytest.raises(RefusedError, match="approve"):
            publish(draft=draft, by=by, now=NOW)
    assert not Article.objects.exists()


def test_what_was_taken_back_has_to_be_approved_again() -> None:
    ben = people.ben()
    draft = approved(ben, people.ed())
    take_step(draft=draft, action="recall", by=ben, now=NOW)

    with pytest.raises(RefusedError, match="approve"):
        publish(draft=draft, by=ben, now=NOW)


def test_a_label_that_needs_no_review_publishes_alone_but_not_past_an_editor(settings: object) -> None:
    settings.NEWSSTAND_UNREVIEWED_LABELS = ["voice"]  # type: ignore[attr-defined]
    ben, ed = people.ben(), people.ed()
    draft = ben_writes()
    take_step(draft=draft, action="submit", by=ben, now=NOW)
    take_step(draft=draft, action="take", by=ed, now=NOW)
    take_step(draft=draft, action="decline", by=ed, now=NOW, reason="It names a suspect.")
    take_step(draft=draft, action="recall", by=ben, now=NOW)

    with pytest.raises(RefusedError, match="approve"):
        publish(draft=draft, by=ben, now=NOW)
    assert publish(draft=written(ben), by=ben, now=NOW).pk


def test_nobody_decides_about_their_own_text() -> None:
    ed = people.ed()
    draft = written(ed)
    take_step(draft=draft, action="submit", by=ed, now=NOW)

    with pytest.raises(RefusedError, match="own text"):
        take_step(draft=draft, action="take", by=ed, now=NOW)


def test_an_editor_who_declines_or_asks_says_why() -> None:
    ben, ed = people.ben(), people.ed()
    draft = ben_writes()
    take_step(draft=draft, action="submit", by=ben, now=NOW)
    take_step(draft=draft, action="take", by=ed, now=NOW)

    for action in ("decline", "ask"):
        with pytest.raises(RefusedError, match="reason"):
            take_step(draft=draft, action=action, by=ed, now=NOW, reason="  ")
    take_step(draft=draft, action="ask", by=ed, now=NOW, reason="Who said so?")
    assert Notice.objects.get(user=ben, kind="work").text == "Who said so?"


def test_another_editor_takes_it_over_before_deciding() -> None:
    ben, ed, dora = people.ben(), people.ed(), people.person("Dora", is_staff=True)
    draft = ben_writes()
    take_step(draft=draft, action="submit", by=ben, now=NOW)
    take_step(draft=draft, action="take", by=ed, now=NOW)

    with pytest.raises(RefusedError, match="Another editor"):
        take_step(draft=draft, action="approve", by=dora, now=NOW)
    take_step(draft=draft, action="take", by=dora, now=NOW)
    take_step(draft=draft, action="approve", by=dora, now=NOW)
    assert Draft.objects.get().state == "approved"


def test_what_falls_short_is_not_submitted_and_says_what_to_mend() -> None:
    ben = people.ben()
    draft = ben_writes()
    Draft.objects.filter(pk=draft.pk).update(body="<p>Short.</p>", ai="")

    with pytest.raises(RefusedError, match="words") as refused:
        take_step(draft=draft, action="submit", by=ben, now=NOW)
    assert "AI" in str(refused.value)
    assert Draft.objects.get().state == "writing"


def test_a_correction_goes_through_review_and_tells_readers() -> None:
    ben, ed = people.ben(), people.ed()
    draft = published(ben, ed)
    Draft.objects.filter(pk=draft.pk).update(
        body=draft.body.replace("Monday", "Tuesday"), version=2, note_kind="correction", note="It was Tuesday."
    )
    article = Article.objects.get()
    with pytest.raises(RefusedError, match="approve"):
        correct(draft=draft, by=ben, now=LATER)
    draft.refresh_from_db()
    through(draft, ed, LATER)
    article.refresh_from_db()
    assert "Monday" in article.body

    correct(draft=draft, by=ben, now=LATER)

    article.refresh_from_db()
    assert "Tuesday" in article.body
    assert "Monday" in article.revisions.get().body
    assert Correction.objects.get().note == "It was Tuesday."
    draft.refresh_from_db()
    assert (draft.state, draft.note) == ("published", "")


def test_a_declined_correction_leaves_the_article_as_it_is() -> None:
    ben, ed = people.ben(), people.ed()
    draft = published(ben, ed)
    Draft.objects.filter(pk=draft.pk).update(body=draft.body + "<p>More.</p>", note_kind="small")
    take_step(draft=draft, action="submit", by=ben, now=LATER)
    take_step(draft=draft, action="take", by=ed, now=LATER)
    take_step(draft=draft, action="decline", by=ed, now=LATER, reason="It adds nothing.")

    assert draft.state == "published"
    assert "More." not in Article.objects.get().body


def test_its_contributor_withdraws_an_article_and_brings_it_back(client: object) -> None:
    ben, ed = people.ben(), people.ed()
    draft = published(ben, ed)
    article = Article.objects.get()

    withdraw(draft=draft, by=ben, reason="The council asked me to look again.", now=LATER)

    gone = client.get(article.get_absolute_url())  # type: ignore[attr-defined]
    assert gone.status_code == 410
    assert "look again" in gone.content.decode()
    restore(draft=draft, by=ben, now=LATER)
    assert client.get(article.get_absolute_url()).status_code == 200  # type: ignore[attr-defined]


def test_what_an_editor_withdrew_its_contributor_does_not_bring_back() -> None:
    ben, ed = people.ben(), people.ed()
    draft = published(ben, ed)
    withdraw(draft=draft, by=ed, reason="It is copied.", now=LATER)

    with pytest.raises(RefusedError, match="editor"):
        restore(draft=draft, by=ben, now=LATER)
    restore(draft=draft, by=ed, now=LATER)
    assert Article.objects.published(LATER).exists()


def test_others_have_no_part_in_it() -> None:
    draft = approved(people.ben(), people.ed())

    for somebody in (people.eve(), people.ann(), people.mo()):
        for action in Step.Action.values:
            with pytest.raises(RefusedError):
                take_step(draft=draft, action=action, by=somebody, now=NOW, reason="Because.")
    with pytest.raises(RefusedError):
        publish(draft=draft, by=None, now=NOW)


def test_a_step_is_written_once() -> None:
    step = Step.objects.get(draft=ben_writes())

    with pytest.raises(WrittenOnceError):
        step.save()
    with pytest.raises(WrittenOnceError):
        Step.objects.filter(pk=step.pk).update(after="published")
