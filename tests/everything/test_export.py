"""Everything about somebody in one file; nothing of anybody else's, and no key to anything."""

import io
import json
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.comments.models import Comment
from newsstand.notices.models import Notice
from newsstand.people import make_export
from newsstand.people.erase import links
from newsstand.people.export import everything, write_zip
from newsstand.people.make_export import KEPT_FOR, ask_export, is_small, make_due, path_of
from newsstand.people.models import Erasure, Export
from newsstand.people.tables import GIVEN, LEFT_OUT, WRITTEN
from tests.comments.talk import fill, signed_in
from tests.everything.life import MARK, Life, live
from tests.pages.newsroom import NOON
from tests.people import ann, ben, eve
from tests.readers.reading import Newsroom

pytestmark = pytest.mark.django_db


@pytest.fixture
def life(newsroom: Newsroom) -> Life:
    return live(newsroom, NOON)


def files(raw: bytes) -> dict[str, str]:
    with ZipFile(io.BytesIO(raw)) as archive:
        return {name.rpartition("/")[2]: archive.read(name).decode() for name in archive.namelist()}


def exported(user: User) -> dict[str, str]:
    file = io.BytesIO()
    write_zip(user, file, now=NOON)
    return files(file.getvalue())


def test_every_table_that_knows_a_user_is_in_it_or_says_why_not() -> None:
    fields = [*links(), Erasure._meta.get_field("user")]
    known = {f"{field.model._meta.label}.{field.name}" for field in fields}  # type: ignore[union-attr]
    told = [*GIVEN, *WRITTEN, *LEFT_OUT]
    assert known - set(told) == set(), "add the table to newsstand/people/tables.py"
    assert set(told) - known - {"moderation.Decision.by"} == set(), "a table that is not there is not in the list"
    assert len(told) == len(set(told))


def test_it_has_everything_they_did(life: Life) -> None:
    found = everything(life.zoe, now=NOON)
    assert found["account"]["email"] == f"{MARK}@example.org"
    said = next(one for one in found["comments"] if one["number"] == life.first.pk)
    assert said["text"] == f"{MARK} says that."
    assert [one["text"] for one in said["revisions"]] == [f"{MARK} says this."]
    assert [one["reason"] for one in said["decisions"]] == ["offensive"]
    assert len(found["comments"]) == 3
    for section in {given.section for given in GIVEN.values()} - NOTHING_OF_HERS:
        assert found[section], section
    for section in ("following", "saved", "hidden", "history", "believed", "signals"):
        assert found["reading"][section], section
    assert found["sanctions"][0]["kind"] == "warn"
    assert found["profile"][0]["about"] == f"I am {MARK}."
    assert found["likes"][0]["comment"] == f"/comments/{life.theirs.pk}"


NOTHING_OF_HERS = {
    *["decisions_you_made", "appointments", "legal_notices", "publishers", "applications_as_a_publisher", "exports"],
    *["erasure", "mentions_of_you"],
}


def test_no_key_and_nothing_that_is_others_is_in_it(life: Life) -> None:
    life.zoe.set_password("a very secret word indeed")
    text = json.dumps(everything(life.zoe, now=NOON))
    assert life.zoe.password not in text
    assert '"secret"' not in text
    assert "z" * 43 not in text
    assert "ann@example.org" not in text
    assert f"{MARK} again." not in text, "what moderators say among themselves"
    theirs = json.dumps(everything(ben(), now=NOON))
    assert MARK not in theirs.replace(f"“{MARK}”", "") or "Ben answers." in theirs


def test_the_file_can_be_read_by_people_and_everything_in_it_is_escaped(life: Life) -> None:
    Comment.objects.filter(pk=life.first.pk).update(text="<script>alert(1)</script>")
    two = exported(life.zoe)
    assert set(two) == {"everything.json", "everything.html"}
    assert json.loads(two["everything.json"])["account"]["name"] == MARK
    assert "<script" not in two["everything.html"]
    assert "&lt;script&gt;" in two["everything.html"]
    assert "http" not in two["everything.html"].replace(f"https://push.example/{MARK}", "").replace(
        "http://127.0.0.1:8000", ""
    ), "nothing is loaded from anywhere"


def test_a_short_one_is_made_at_once(life: Life) -> None:
    mine = signed_in(life.zoe)
    assert "Take it with me" in mine.get("/you/export").content.decode()
    answer = mine.post("/you/export")
    assert answer["Content-Type"] == "application/zip"
    assert "no-store" in answer["Cache-Control"]
    assert MARK in files(b"".join(answer.streaming_content))["everything.json"]  # type: ignore[attr-defined]
    assert not Export.objects.exists()


def test_a_long_one_is_made_by_the_worker_told_of_and_gone_after_a_week(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make_export, "SMALL", 2)
    assert not is_small(life.zoe)
    mine = signed_in(life.zoe)
    assert mine.post("/you/export").status_code == 302
    assert mine.post("/you/export").status_code == 302
    export = Export.objects.get()
    assert "is being made" in mine.get("/you/export").content.decode()
    assert mine.get(f"/you/export/{export.token}").status_code == 404
    from newsstand.lib import clock

    now = clock.now()
    assert make_due(now=now)
    export.refresh_from_db()
    assert path_of(export).stat().st_mode & 0o777 == 0o600
    assert Notice.objects.filter(user=life.zoe, key=f"export:{export.pk}").exists()
    assert f"/you/export/{export.token}" in mine.get("/you/export").content.decode()
    assert signed_in(eve()).get(f"/you/export/{export.token}").status_code == 404
    assert Client().get(f"/you/export/{export.token}").status_code == 302
    answer = mine.get(f"/you/export/{export.token}")
    assert MARK in files(b"".join(answer.streaming_content))["everything.json"]  # type: ignore[attr-defined]
    make_due(now=now + KEPT_FOR)
    assert not path_of(export).exists()
    assert mine.get(f"/you/export/{export.token}").status_code == 404


def test_one_that_cannot_be_made_says_so_after_three_times(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(make_export, "write_zip", full)
    ask_export(user=ann(), now=NOON)
    for number in range(3):
        make_due(now=NOON + number * make_export.LEASE)
    assert "could not be made" in Export.objects.get().error


def test_thousands_of_comments_are_read_in_batches(newsroom: Newsroom, django_assert_max_num_queries: Any) -> None:
    article: Article = newsroom.first
    fill(article, 1200, NOON)
    Comment.objects.filter(article=article).update(user=ann())
    with django_assert_max_num_queries(80):
        assert len(everything(ann(), now=NOON)["comments"]) == 1200
