"""What a contributor wrote goes with them as a file, and from here with their account."""

import json

import pytest

from newsstand.articles.models import Article
from newsstand.contributors.erase import erase_drafts
from newsstand.contributors.models import Draft, DraftRevision, Remark, Step
from newsstand.contributors.remark import remark
from newsstand.people.export import everything
from tests import people
from tests.contributors.desk import NOW, published, written

pytestmark = pytest.mark.django_db


def test_everything_they_wrote_is_in_their_file_with_what_was_said_about_it() -> None:
    ben, ed = people.ben(), people.ed()
    draft = published(ben, ed)
    remark(draft=draft, by=ed, text="Which bridge is it?", now=NOW)

    found = everything(ben, now=NOW)["drafts"]

    assert json.loads(json.dumps(found)) == found
    assert [step["action"] for step in found[0]["steps"]] == ["begin", "submit", "take", "approve", "publish"]
    assert found[0]["remarks"][0]["text"] == "Which bridge is it?"
    assert found[0]["revisions"]
    assert found[0]["article"] == Article.objects.get().get_absolute_url()
    assert everything(ed, now=NOW)["drafts"] == []


def test_what_no_reader_saw_goes_and_what_they_saw_stays() -> None:
    ben, ed = people.ben(), people.ed()
    out = published(ben, ed)
    remark(draft=out, by=ed, text="Which bridge is it?", now=NOW)
    alone = written(ben, headline="Something that nobody has seen yet")

    while erase_drafts(ben):
        pass

    assert list(Draft.objects.all()) == [out]
    assert not Step.objects.filter(draft=alone.pk).exists()
    assert not Remark.objects.exists()
    assert DraftRevision.objects.count() == 1
    assert Article.objects.published(NOW).count() == 1
