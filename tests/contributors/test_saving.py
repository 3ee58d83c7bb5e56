"""Drafts are saved, by whoever may, and nothing that anybody wrote is lost."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Pillow

from newsstand.accounts.models import User
from newsstand.contributors.begin import begin, join
from newsstand.contributors.errors import RefusedError
from newsstand.contributors.fields import MOST_CHARACTERS, BadFieldsError, read_fields
from newsstand.contributors.models import Draft, DraftPicture, DraftRevision, Step
from newsstand.contributors.pictures import add_picture, remove_picture
from newsstand.contributors.restore import restore
from newsstand.contributors.save import Saved, save
from newsstand.contributors.step import take_step
from newsstand.images.models import Image
from newsstand.lib import clock
from newsstand.moderation.sanction import sanction
from newsstand.topics.models import Topic
from tests.contributors import desk
from tests.pages.newsroom import NOON
from tests.people import ann, ben, ed, eve

pytestmark = pytest.mark.django_db
Kind = DraftRevision.Kind
LONG = "<p>" + "A long walk by the river. " * 60 + "</p>"


def draft_of(user: User | None = None) -> Draft:
    writer = user or ben()
    return begin(contributor=join(user=writer, byline=writer.name, about="", agrees=True, now=NOON), now=NOON)


def written(draft: Draft, body: str, *, minutes: int = 1, by: User | None = None, **more: Any) -> Saved:
    """Save a text on top of what the draft's object knows."""
    fields = read_fields({"headline": "A headline", "body": body})
    given: dict[str, Any] = {"version": draft.version} | more
    return save(draft=draft, by=by or ben(), fields=fields, now=NOON + timedelta(minutes=minutes), **given)


def kinds(draft: Draft) -> list[str]:
    return list(draft.revisions.order_by("pk").values_list("kind", flat=True))


def photo() -> bytes:
    data = io.BytesIO()
    Pillow.new("RGB", (400, 300), (20, 90, 140)).save(data, "JPEG", exif=b"Exif\x00\x00secret place")
    return data.getvalue()


@pytest.fixture(autouse=True)
def images(tmp_path: Any, settings: Any) -> None:
    settings.IMAGES_ROOT = tmp_path


def test_what_is_saved_is_what_the_editor_could_have_made() -> None:
    draft = draft_of()
    saved = written(
        draft, '<p onclick="x()">One <b>two</b></p><script>alert(1)</script><img src="https://x.example/a.jpg">'
    )
    assert (saved.version, saved.changed) == (1, True)
    draft.refresh_from_db()
    assert draft.body == "<p>One <strong>two</strong></p>"
    assert draft.headline == "A headline"


def test_saving_the_same_again_changes_nothing() -> None:
    draft = draft_of()
    written(draft, "<p>One</p>")
    again = written(draft, "<p>One</p>", minutes=30)
    assert (again.version, again.changed, kinds(draft)) == (1, False, ["step"])
    # A save whose answer was lost on the way is tried again with the version that its window had.
    assert written(draft, "<p>One</p>", version=0).other is None


def test_of_two_windows_the_second_keeps_its_text_and_is_told() -> None:
    draft = draft_of()
    written(draft, "<p>First window</p>", version=0)
    late = written(draft, "<p>Second window</p>", minutes=2, version=0)
    assert late.other is not None
    assert (late.version, late.first_at) == (1, NOON + timedelta(minutes=1))
    assert (late.other.kind, late.other.body) == (Kind.OTHER, "<p>Second window</p>")
    draft.refresh_from_db()
    assert draft.body == "<p>First window</p>"
    # It tries the same again: kept once.
    assert written(draft, "<p>Second window</p>", minutes=3, version=0).other == late.other
    # It goes on with its own text: now the first window's is kept.
    over = written(draft, "<p>Second window</p>", minutes=4, version=0, over=True)
    assert (over.version, over.other) == (2, None)
    assert set(draft.revisions.filter(kind=Kind.OTHER).values_list("body", flat=True)) == {
        "<p>First window</p>",
        "<p>Second window</p>",
    }


def test_versions_are_kept_every_ten_minutes_and_before_much_is_deleted() -> None:
    draft = draft_of()
    for minute in range(1, 10):
        written(draft, f"<p>Minute {minute}</p>", minutes=minute)
    assert kinds(draft) == ["step"]
    written(draft, "<p>Minute 11</p>", minutes=11)
    assert [row.body for row in draft.revisions.filter(kind=Kind.SAVED)] == ["<p>Minute 9</p>"]
    written(draft, LONG, minutes=12)
    written(draft, "<p>All gone</p>", minutes=13)
    kept = draft.revisions.filter(kind=Kind.SAVED).latest("pk")
    assert kept.body == read_fields({"body": LONG})["body"]
    assert kept.version == 11


def test_an_old_version_becomes_the_text_again_and_the_present_is_kept() -> None:
    draft = draft_of()
    topic = Topic.objects.create(name="Ferries", slug="ferries")
    fields = read_fields({"body": "<p>Old</p>", "topics": [str(topic.pk)], "ai": "none"})
    save(draft=draft, by=ben(), version=0, fields=fields, now=NOON, keep=True)
    old = draft.revisions.get(kind=Kind.KEPT)
    save(
        draft=draft,
        by=ben(),
        version=1,
        fields=read_fields({"body": "<p>New</p>", "topics": [], "ai": "helped"}),
        now=NOON,
    )
    assert restore(draft=draft, revision=old, by=ben(), now=NOON + timedelta(minutes=5)) == 3
    assert (draft.body, draft.ai, list(draft.topics.all())) == ("<p>Old</p>", "none", [topic])
    assert draft.revisions.latest("pk").body == "<p>New</p>"


def test_what_cannot_be_kept_is_named_all_at_once_and_nothing_is_cut_off() -> None:
    with pytest.raises(BadFieldsError) as caught:
        read_fields(
            {"headline": "x" * 301, "body": "<p>" + "x" * MOST_CHARACTERS, "ai": "maybe", "place": "slug:nowhere"}
        )
    assert set(caught.value.errors) == {"headline", "body", "ai", "place"}
    assert "301" in caught.value.errors["headline"]


def test_only_its_contributor_and_the_editor_who_has_it_write_a_draft() -> None:
    draft = draft_of()
    for stranger in (ann(), ed()):
        with pytest.raises(RefusedError):
            written(draft, "<p>Not mine</p>", by=stranger)
    written(draft, "<p>Mine</p>")
    Step.objects.bulk_create([Step(draft=draft, action="take", after="in_review", by=ed(), at=NOON)])
    Draft.objects.filter(pk=draft.pk).update(latest=draft.steps.latest("pk"), editor=ed())
    draft.refresh_from_db()
    with pytest.raises(RefusedError, match="with an editor"):
        written(draft, "<p>Mine again</p>")
    assert written(draft, "<p>Edited</p>", by=ed()).changed


def test_a_suspended_contributor_reads_and_changes_nothing() -> None:
    draft = draft_of()
    sanction(user=ben(), kind="suspend", by=ed(), reason="spam", days=3, now=clock.now())
    with pytest.raises(RefusedError):
        save(draft=draft, by=ben(), version=0, fields=read_fields({"body": "<p>x</p>"}), now=clock.now())
    with pytest.raises(RefusedError):
        add_picture(draft=draft, body=photo(), by=ben(), now=clock.now())


def test_a_picture_is_made_ours_and_says_what_is_known_of_it() -> None:
    draft = draft_of()
    picture = add_picture(draft=draft, body=photo(), by=ben(), now=NOON)
    assert (picture.image.state, picture.image.width) == ("ready", 400)
    source = f"/image/{picture.image_id}/960"
    name = f"picture-{picture.pk}"
    fields = read_fields(
        {
            "body": f'<p>One</p><figure><img src="{source}"></figure>',
            f"{name}-alt": "A bridge", f"{name}-caption": "The bridge.", f"{name}-credit": "Ben",
            f"{name}-rights": "own", "lead": str(picture.pk),
        }
    )  # fmt: skip
    save(draft=draft, by=ben(), version=0, fields=fields, now=NOON)
    figure = f'<figure><img src="{source}" alt="A bridge"><figcaption>The bridge. Photo: Ben</figcaption></figure>'
    assert draft.body == f"<p>One</p>\n{figure}"
    picture.refresh_from_db()
    assert (picture.rights, picture.is_lead) == ("own", True)
    # Taken out of the draft it goes from the text too; the version before brings it back.
    remove_picture(draft=draft, number=picture.pk, by=ben(), now=NOON)
    assert draft.body == "<p>One</p>"
    restore(draft=draft, revision=draft.revisions.latest("pk"), by=ben(), now=NOON)
    assert figure in draft.body
    assert DraftPicture.objects.get(draft=draft).credit == "Ben"


def test_a_picture_of_somebody_elses_draft_cannot_be_shown() -> None:
    others = add_picture(draft=draft_of(eve()), body=photo(), by=eve(), now=NOON)
    draft = draft_of()
    written(draft, f'<p>One</p><img src="/image/{others.image_id}/960" alt="x">')
    assert draft.body == "<p>One</p>"
    fields = read_fields({f"picture-{others.pk}-alt": "Taken over"})
    save(draft=draft, by=ben(), version=1, fields=fields, now=NOON)
    others.refresh_from_db()
    assert others.alt == ""


@pytest.mark.parametrize("file", [b"", b"<svg onload=alert(1)>", b"%PDF-1.7", b"\xff\xd8\xff not a picture"])
def test_what_is_no_picture_is_refused_with_its_reason(file: bytes) -> None:
    draft = draft_of()
    with pytest.raises(RefusedError, match="Send a JPEG"):
        add_picture(draft=draft, body=file, by=ben(), now=NOON)
    assert not Image.objects.exists()


def test_a_draft_that_was_submitted_is_nobodys_to_write() -> None:
    draft = desk.written(ben(), NOON)
    take_step(draft=draft, action="submit", by=ben(), now=NOON)
    with pytest.raises(RefusedError, match="waiting for an editor"):
        written(draft, "<p>Two</p>")


# --- the pages -----------------------------------------------------------------------------------------------------


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


PAGES = [
    "",
    "/preview",
    "/revisions",
    "/card?address=https://youtu.be/dQw4w9WgXcQ",
    "/find?deed=find_topic&find_topic=a",
]


@pytest.mark.parametrize("page", PAGES)
def test_a_draft_is_there_for_its_contributor_and_editors_alone(page: str) -> None:
    address = f"/write/{draft_of().pk}{page}"
    assert signed_in(ben()).get(address).status_code == 200
    assert signed_in(ed()).get(address).status_code == 200
    draft_of(eve())
    for other in (ann(), eve()):
        assert signed_in(other).get(address).status_code == 404
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")
    assert "no-store" in signed_in(ben()).get(address)["Cache-Control"]


def test_others_save_nothing() -> None:
    draft = draft_of()
    for page in ("", "/save", "/pictures", f"/revisions/{draft.revisions.get().pk}"):
        for other, status in ((ann(), 404), (eve(), 404), (ed(), 403)):
            answer = signed_in(other).post(
                f"/write/{draft.pk}{page}", {"version": 0, "body": "<p>x</p>", "headline": "x"}
            )
            assert answer.status_code in {status, 422 if page == "/pictures" else status}, page
    draft.refresh_from_db()
    assert (draft.version, draft.headline) == (0, "")


def test_a_page_without_script_saves_markup_and_shows_it_again() -> None:
    draft = draft_of()
    client = signed_in(ben())
    sent = {
        "version": 0,
        "headline": "The bridge",
        "summary": "It is open.",
        "markup": "## Open\n\nAt *last*.\n\n- a\n- b",
    }
    assert client.post(f"/write/{draft.pk}", sent).status_code == 302
    draft.refresh_from_db()
    assert draft.body == "<h2>Open</h2>\n<p>At <em>last</em>.</p>\n<ul><li>a</li><li>b</li></ul>"
    assert "## Open\n\nAt *last*.\n\n- a\n- b</textarea>" in client.get(f"/write/{draft.pk}").content.decode()
    stale = client.post(f"/write/{draft.pk}", sent | {"markup": "Other words"})
    page = stale.content.decode()
    assert stale.status_code == 409
    assert "Another window was first" in page
    assert "Other words</textarea>" in page
    wrong = client.post(f"/write/{draft.pk}", sent | {"version": 1, "headline": "x" * 400, "markup": "Kept words"})
    assert wrong.status_code == 422
    assert "Kept words</textarea>" in wrong.content.decode()


def test_autosave_answers_with_the_version_and_with_conflicts() -> None:
    draft = draft_of()
    client = signed_in(ben())
    first = client.post(f"/write/{draft.pk}/save", {"version": 0, "body": "<p>a</p>"})
    assert (first.status_code, first.json()["version"]) == (200, 1)
    late = client.post(f"/write/{draft.pk}/save", {"version": 0, "body": "<p>b</p>"})
    assert (late.status_code, late.json()["version"]) == (409, 1)
    assert "b" in client.get(late.json()["kept"]).content.decode()
    bad = client.post(f"/write/{draft.pk}/save", {"version": 1, "headline": "x" * 400})
    assert (bad.status_code, list(bad.json()["errors"])) == (422, ["headline"])


def test_pictures_come_and_go_by_the_page(settings: Any) -> None:
    draft = draft_of()
    client = signed_in(ben())
    file = SimpleUploadedFile("bridge.jpg", photo(), "image/jpeg")
    answer = client.post(f"/write/{draft.pk}/pictures", {"picture": file})
    picture = DraftPicture.objects.get(draft=draft)
    assert (answer.status_code, answer.json()["image"]) == (200, picture.image_id)
    assert f"picture-{picture.pk}-alt" in answer.json()["html"]
    page = client.get(f"/write/{draft.pk}").content.decode()
    assert f"![Description](/image/{picture.image_id}/960)" in page
    huge = SimpleUploadedFile("huge.jpg", b"\xff\xd8\xff" + bytes(16 * 1024 * 1024), "image/jpeg")
    refused = client.post(f"/write/{draft.pk}/pictures", {"picture": huge})
    assert refused.status_code == 422
    assert "15 MB" in refused.json()["error"]
    assert client.post(f"/write/{draft.pk}", {"version": 0, "deed": f"remove-{picture.pk}"}).status_code == 302
    assert not DraftPicture.objects.exists()


def test_places_and_topics_are_found_and_chosen_without_script() -> None:
    draft = draft_of()
    ferries = Topic.objects.create(name="Ferries", slug="ferries")
    town = Topic.objects.create(name="Wick", slug="wick", kind="place", latitude=51.0, longitude=-1.0)
    client = signed_in(ben())
    page = client.post(
        f"/write/{draft.pk}", {"version": 0, "deed": "find_topic", "find_topic": "ferr"}
    ).content.decode()
    assert f'name="topics" value="{ferries.pk}"' in page
    assert 'value="slug:wick"' in client.get(f"/write/{draft.pk}/find?deed=find_place&find_place=wick").content.decode()
    client.post(f"/write/{draft.pk}", {"version": 0, "topics_shown": 1, "topics": [ferries.pk], "place": "slug:wick"})
    draft.refresh_from_db()
    assert (draft.place, list(draft.topics.all())) == (town, [ferries])


def test_the_preview_is_the_page_that_readers_would_get() -> None:
    draft = draft_of()
    written(draft, "<h2>Open</h2><p>At last.</p><p>https://youtu.be/dQw4w9WgXcQ</p>")
    page = signed_in(ben()).get(f"/write/{draft.pk}/preview").content.decode()
    assert "A headline" in page
    assert '<figure class="embed">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert "Comment" not in page.split("<footer")[0]


def test_a_version_shows_what_changed_since_and_can_be_brought_back() -> None:
    draft = draft_of()
    written(draft, "<p>The bridge is shut.</p>", keep=True)
    written(draft, "<p>The bridge is open.</p>", minutes=2)
    client = signed_in(ben())
    kept = draft.revisions.get(kind=Kind.KEPT)
    assert f"/write/{draft.pk}/revisions/{kept.pk}" in client.get(f"/write/{draft.pk}/revisions").content.decode()
    page = client.get(f"/write/{draft.pk}/revisions/{kept.pk}").content.decode()
    assert "<del>shut</del><ins>open</ins>" in page
    assert client.post(f"/write/{draft.pk}/revisions/{kept.pk}").status_code == 302
    draft.refresh_from_db()
    assert draft.body == "<p>The bridge is shut.</p>"
    assert client.get(f"/write/{draft_of(ben()).pk}/revisions/{kept.pk}").status_code == 404


def test_a_reader_who_is_no_contributor_is_sent_to_join() -> None:
    assert signed_in(ann()).post("/write/new")["Location"] == "/contributors/join"
    draft_of()
    answer = signed_in(ben()).post("/write/new")
    assert Draft.objects.filter(contributor__user=ben()).count() == 2
    assert answer["Location"] == f"/write/{Draft.objects.latest('pk').pk}"
