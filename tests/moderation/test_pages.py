"""The moderators' pages, without script: everybody who may and may not, and what each form does."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsstand.accounts.models import User
from newsstand.comments.models import Comment
from newsstand.lib import clock
from newsstand.moderation.claim import claim
from newsstand.moderation.models import Appeal, Appointment, Case, Decision, Note, Sanction, SavedReply
from newsstand.moderation.sanction import sanction
from tests import people
from tests.moderation.desk import NOON, case_of, find, held, make_article, report, say

pytestmark = pytest.mark.django_db
Cast = Callable[[], User]


def browser(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def suspended() -> User:
    """A moderator whom an editor suspended."""
    other = people.person("Sue")
    User.objects.filter(pk=other.pk).update(is_moderator=True)
    other.refresh_from_db()
    sanction(
        user=other, kind="suspend", by=people.ed(), reason="abusive", days=300, now=clock.now() - timedelta(days=1)
    )
    return other


def decided(case: Case) -> str:
    return Comment.objects.get(pk=case.number).status


CAST: dict[str, Callable[[], User | None]] = {
    "nobody": lambda: None,
    "reader": people.ann,
    "author": people.ben,
    "moderator": people.mo,
    "editor": people.ed,
    "suspended moderator": suspended,
}
MAY = {"moderator": 200, "editor": 200, "nobody": 302}


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize(
    "page",
    [
        "/moderation",
        "/moderation/cases/{case}",
        "/moderation/users/{user}",
        "/moderation/replies",
        "/moderation/people",
    ],
)
def test_only_moderators_and_editors_see_the_pages(who: str, page: str) -> None:
    case = held(make_article(), people.ben(), "One")
    answer = browser(CAST[who]()).get(page.format(case=case.pk, user=people.ben().pk))
    assert answer.status_code == MAY.get(who, 403)
    assert "no-store" in answer.get("Cache-Control", "") or who not in MAY


@pytest.mark.parametrize("who", ["nobody", "reader", "author", "suspended moderator"])
def test_nobody_else_can_do_anything(who: str) -> None:
    ben = people.ben()
    case = held(make_article(), ben, "One")
    made = sanction(user=people.eve(), kind="mute", by=people.ed(), reason="spam", days=3, now=NOON)
    forms = {
        "/moderation/decide": {"case": case.pk, "action": "approve"},
        f"/moderation/cases/{case.pk}/claim": {},
        f"/moderation/cases/{case.pk}/again": {},
        f"/moderation/decisions/{made.decision_id}/undo": {},
        f"/moderation/sanctions/{made.pk}/lift": {"explanation": "x"},
        f"/moderation/users/{ben.pk}/sanction": {"sanction": "ban", "reason": "spam"},
        f"/moderation/users/{ben.pk}/note": {"text": "x"},
        "/moderation/replies": {"title": "x", "text": "y"},
        "/moderation/people": {"who": "Ann"},
    }
    before = Decision.objects.count()
    client = browser(CAST[who]())
    for address, form in forms.items():
        assert client.post(address, form).status_code == MAY.get(who, 403), address
        assert client.get(address).status_code in {302, 403, 405}
    assert decided(case) == "held"
    case.refresh_from_db()
    made.refresh_from_db()
    assert (case.claimed_by, made.lifted_at) == (None, None)
    assert Decision.objects.count() <= before + 1  # the suspension of the cast itself
    assert not Note.objects.exists()
    assert not SavedReply.objects.exists()
    assert not Appointment.objects.exists()


def test_a_row_is_approved_with_its_own_button_and_undone_from_the_queue() -> None:
    case = held(make_article(), people.ann(), "See my page")
    client = browser(people.mo())
    answer = client.post(
        "/moderation/decide", {"only": f"approve:{case.pk}", "back": "/moderation?why=held", "at": "9"}
    )
    assert answer["Location"] == "/moderation?why=held#case-9"
    assert decided(case) == "shown"
    page = client.get("/moderation").content.decode()
    assert "Left as it is." in page
    assert f"/moderation/decisions/{Decision.objects.get().pk}/undo" in page
    client.post(f"/moderation/decisions/{Decision.objects.get().pk}/undo", {"back": "/moderation"})
    assert decided(case) == "held"


def test_several_are_removed_at_once_with_one_reason_and_a_saved_reply() -> None:
    article = make_article()
    cases = [held(article, people.person(f"Reader {number}"), f"Spam {number}") for number in range(3)]
    reply = SavedReply.objects.create(title="Shops", text="No shops here.")
    form = {
        "case": [case.pk for case in cases[:2]],
        "action": "remove",
        "reason": "spam",
        "reply": reply.pk,
        "explanation": "Really.",
    }
    assert browser(people.mo()).post("/moderation/decide", form).status_code == 302
    assert [decided(case) for case in cases] == ["removed", "removed", "held"]
    assert {one.explanation for one in Decision.objects.all()} == {"No shops here.\n\nReally."}


def test_the_author_is_sanctioned_in_the_same_step_or_nothing_happens() -> None:
    case = held(make_article(), people.ann(), "You fool")
    client = browser(people.mo())
    form = {"case": case.pk, "action": "remove", "reason": "abusive", "sanction": "mute"}
    page = client.post("/moderation/decide", form | {"explanation": "My long text"})
    assert page.status_code == 422
    assert "Say for how many days" in page.content.decode()
    assert "My long text" in page.content.decode()
    assert f'value="{case.pk}" form="decide" checked' in page.content.decode()
    assert decided(case) == "held"
    client.post("/moderation/decide", form | {"days": 3})
    assert (decided(case), Sanction.objects.get().user) == ("removed", people.ann())


def test_a_sanction_that_may_not_be_leaves_the_comment_as_it_was() -> None:
    case = held(make_article(), people.ed(), "Mine")
    form = {"case": case.pk, "action": "remove", "reason": "abusive", "sanction": "warn"}
    page = browser(people.mo()).post("/moderation/decide", form)
    assert page.status_code == 422
    assert "An editor is not sanctioned" in page.content.decode()
    assert decided(case) == "held"


def test_what_somebody_else_decided_meanwhile_is_said_and_the_others_are_done() -> None:
    article = make_article()
    gone, waits = held(article, people.ann(), "One"), held(article, people.ann(), "Two")
    client = browser(people.mo())
    client.post("/moderation/decide", {"only": f"approve:{gone.pk}"})
    page = client.post("/moderation/decide", {"case": [gone.pk, waits.pk], "action": "remove", "reason": "spam"})
    assert page.status_code == 422
    assert "Somebody has decided this meanwhile" in page.content.decode()
    assert (decided(gone), decided(waits)) == ("shown", "removed")


def test_others_see_who_has_a_case() -> None:
    case = held(make_article(), people.ann(), "One")
    claim(case=case, by=people.mo(), now=clock.now())
    other = people.person("Max")
    User.objects.filter(pk=other.pk).update(is_moderator=True)
    client = browser(other)
    assert "Mo works on it until" in client.get("/moderation").content.decode()
    answer = client.post(f"/moderation/cases/{case.pk}/claim", {"back": "/moderation"}, follow=True)
    assert "Mo is working on this until" in answer.content.decode()
    mine = browser(people.mo())
    assert "give back" in mine.get("/moderation").content.decode()
    mine.post(f"/moderation/cases/{case.pk}/claim", {"do": "release"})
    assert client.post(f"/moderation/cases/{case.pk}/claim", {}).status_code == 302
    case.refresh_from_db()
    assert case.claimed_by == other


def test_a_case_shows_the_thread_the_record_and_the_evidence() -> None:
    article = make_article()
    root = say(article, people.di(), "What a bridge")
    comment = say(article, people.ann(), "Ugly as sin", parent=root)
    say(article, people.eve(), "No, fine", parent=comment)
    say(article, people.cy(), "Quite so", parent=root)
    removed = say(article, people.ann(), "Old", status="removed")
    find(comment, "Ugly")
    report(comment, people.ben(), "off_topic", "It is about paint")
    Note.objects.create(user=people.ann(), by=people.mo(), text="Kind in person", made_at=NOON)
    page = browser(people.mo()).get(f"/moderation/cases/{Case.objects.get().pk}").content.decode()
    for said in (
        "What a bridge",
        "No, fine",
        "Quite so",
        "<mark>Ugly</mark>",
        "It is about paint",
        "Kind in person",
        "2 comments",
        "1 removed (50 %)",
        "A word of the list",
    ):
        assert said in page, said
    assert removed.text not in page


def test_an_appeal_is_settled_by_somebody_else_than_who_decided() -> None:
    case = held(make_article(), people.ann(), "See my page")
    mine = browser(people.mo())
    mine.post("/moderation/decide", {"case": case.pk, "action": "remove", "reason": "spam"})
    again = case_of(Comment.objects.get(pk=case.number), appealed=True)
    appeal = Appeal.objects.create(
        decision=Decision.objects.get(), case=again, by=people.ann(), text="It is a friend’s", made_at=clock.now()
    )
    assert "You made the decision" in mine.get(f"/moderation/cases/{again.pk}").content.decode()
    mine.post(f"/moderation/appeals/{appeal.pk}", {"outcome": "wrong", "answer": "Sorry"})
    assert decided(case) == "removed"
    assert browser(people.ed()).post(f"/moderation/appeals/{appeal.pk}", {"outcome": "maybe"}).status_code == 404
    browser(people.ed()).post(f"/moderation/appeals/{appeal.pk}", {"outcome": "wrong", "answer": "Sorry"})
    appeal.refresh_from_db()
    assert (decided(case), appeal.state, appeal.decided_by) == ("shown", "overturned", people.ed())
    again.refresh_from_db()
    assert again.closed_at is not None


def test_a_record_is_sanctioned_noted_and_lifted() -> None:
    ann, client = people.ann(), browser(people.mo())
    address = f"/moderation/users/{ann.pk}"
    assert client.post(f"{address}/sanction", {"sanction": "watch", "days": 4}).status_code == 422
    client.post(f"{address}/sanction", {"sanction": "watch", "days": 4, "reason": "spam", "explanation": "Links"})
    client.post(f"{address}/note", {"text": "<b>Ask</b> her"})
    page = client.get(address).content.decode()
    assert "What they write waits for a moderator" in page
    assert "&lt;b&gt;Ask&lt;/b&gt; her" in page
    client.post(f"/moderation/sanctions/{Sanction.objects.get().pk}/lift", {"explanation": "Fine now"})
    assert Sanction.objects.get().lifted_at is not None
    assert client.post(f"{address}/note", {"text": ""}).status_code == 422


def test_replies_are_kept_changed_and_deleted() -> None:
    client = browser(people.mo())
    client.post("/moderation/replies", {"title": "Shops", "text": "No shops."})
    refused = client.post("/moderation/replies", {"title": "Shops", "text": "Again"})
    assert refused.status_code == 422
    assert "one with this title" in refused.content.decode()
    number = SavedReply.objects.get().pk
    client.post("/moderation/replies", {"reply": number, "title": "Shops", "text": "No shops here."})
    assert SavedReply.objects.get().text == "No shops here."
    client.post("/moderation/replies", {"reply": number, "do": "delete"})
    assert not SavedReply.objects.exists()


def test_an_editor_names_and_dismisses_moderators_and_it_is_logged() -> None:
    people.ann()
    client = browser(people.ed())
    client.post("/moderation/people", {"who": "ann"})
    assert User.objects.get(name="Ann").moderates
    assert "was named" in client.get("/moderation/people").content.decode()
    client.post("/moderation/people", {"who": "ann@example.org", "do": "dismiss"})
    assert not User.objects.get(name="Ann").moderates
    assert [row.moderates for row in Appointment.objects.order_by("pk")] == [True, False]
    assert client.post("/moderation/people", {"who": "Nobody"}).status_code == 422
    assert browser(people.mo()).post("/moderation/people", {"who": "ann"}).status_code == 403


def test_only_a_moderators_header_has_the_number_that_waits() -> None:
    held(make_article(), people.ann(), "One")
    page = browser(people.mo()).get("/latest").content.decode()
    assert 'href="/moderation"' in page
    assert '1<span class="visually-hidden"> waiting' in page
    for user in (None, people.ann()):
        assert 'href="/moderation"' not in browser(user).get("/latest").content.decode()


def test_a_closed_case_is_looked_at_again_as_a_new_one() -> None:
    case = held(make_article(), people.ann(), "One")
    client = browser(people.mo())
    client.post("/moderation/decide", {"only": f"approve:{case.pk}"})
    assert "This case is decided" in client.get(f"/moderation/cases/{case.pk}").content.decode()
    answer = client.post(f"/moderation/cases/{case.pk}/again")
    assert answer["Location"] != f"/moderation/cases/{case.pk}"
    assert Case.objects.filter(closed_at=None).count() == 1


@pytest.mark.parametrize("address", ["?kind=planet", "?why=bored"])
def test_there_are_no_other_filters(address: str) -> None:
    assert browser(people.mo()).get(f"/moderation{address}").status_code == 404


@pytest.mark.parametrize("after", ["x", "1_2", "1_now_3", "1_2026-11-22T09:30:00_3", "77_2026-11-22T09:30:00Z_3"])
def test_a_place_that_is_none_is_refused(after: str) -> None:
    assert browser(people.mo()).get("/moderation", {"after": after}).status_code == 400


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/you", "/moderation.evil.example@x"])
def test_a_form_leads_back_to_this_site_alone(back: str) -> None:
    case = held(make_article(), people.ann(), "One")
    answer = browser(people.mo()).post("/moderation/decide", {"only": f"approve:{case.pk}", "back": back})
    assert answer["Location"].startswith("/moderation")


def test_the_page_costs_the_same_for_two_rows_and_for_twenty() -> None:
    article = make_article()
    client = browser(people.mo())

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/moderation").status_code == 200
        return len(asked)

    for number in range(2):
        find(Comment.objects.get(pk=held(article, people.person(f"R{number}"), f"Words {number}").number), "Words")
    client.get("/moderation")
    few = cost()
    for number in range(2, 22):
        find(Comment.objects.get(pk=held(article, people.person(f"R{number}"), f"Words {number}").number), "Words")
    assert cost() == few


def test_a_case_of_something_that_is_gone_is_closed_from_the_queue() -> None:
    case = held(make_article(), people.ann(), "One")
    Comment.objects.all().delete()
    client = browser(people.mo())
    page = client.get("/moderation").content.decode()
    assert "It is not there any more." in page
    assert client.get(f"/moderation/cases/{case.pk}").status_code == 200
    client.post("/moderation/decide", {"only": f"approve:{case.pk}"})
    case.refresh_from_db()
    assert case.closed_at is not None
    assert not Decision.objects.exists()


def test_what_attackers_write_is_text_on_every_page_of_the_desk() -> None:
    evil = '<img src=x onerror="alert(1)">'
    eve = people.eve()
    User.objects.filter(pk=eve.pk).update(name=evil)
    eve.refresh_from_db()
    article = make_article(headline=f"News {evil}")
    root = say(article, eve, f"Root {evil}")
    comment = say(article, eve, f"Look {evil} here", parent=root)
    find(comment, evil, f"Found {evil}")
    made = report(comment, eve, "spam", f"Because {evil}")
    Note.objects.create(user=eve, by=people.mo(), text=evil, made_at=NOON)
    SavedReply.objects.create(title=evil[:80], text=evil)
    sanction(user=eve, kind="warn", by=people.mo(), reason="other", explanation=evil, now=NOON)
    client = browser(people.mo())
    for address in (
        "/moderation",
        f"/moderation/cases/{made.case_id}",
        f"/moderation/users/{eve.pk}",
        "/moderation/replies",
    ):
        page = client.get(address).content.decode()
        assert "&lt;img src=x" in page, address
        assert "<img src=x" not in page, address
