"""The pages of the corrections desk: what readers, claimants, publishers and contributors see and may do."""

import json
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from lxml import etree

from newsstand.accounts.models import User
from newsstand.articles.models import Copy
from newsstand.corrections.answer import answer
from newsstand.corrections.contest import confirm
from newsstand.corrections.correct import correct
from newsstand.corrections.mail import send_due
from newsstand.corrections.models import Contest, Correction, Watch
from newsstand.moderation.models import Decision, Sanction
from tests.comments.talk import Clock, signed_in
from tests.corrections.desk import STATEMENT, Desk, contested, mend
from tests.pages.newsroom import NOON, make_article
from tests.people import ann, ben, cy, ed, eve

SOON = NOON + timedelta(hours=1)
FORM = {"statement": STATEMENT, "evidence": "The log says nineteen.", "evidence_url": "https://log.example/1"}
STRANGER = {**FORM, "name": "Gus", "email": "gus@example.com"}
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> \" ' & {{ 7 }}"

pytestmark = pytest.mark.usefixtures("time")


def settled(contest: Contest, outcome: str = "stands", **given: object) -> Contest:
    fields = {"text": "We asked the crew.", "by": cy(), "now": SOON, **given}
    return answer(contest=contest, outcome=outcome, **fields)  # type: ignore[arg-type]


def page(address: str, user: User | None = None, status: int = 200) -> str:
    response = (signed_in(user) if user else Client()).get(address)
    assert response.status_code == status
    return response.content.decode()


def suspended(user: User) -> User:
    decision = Decision.objects.create(kind="profile", number=user.pk, user=user, action="suspend", decided_at=NOON)
    Sanction.objects.create(user=user, kind="suspend", decision=decision, since=NOON, until=NOON + timedelta(days=99))
    return user


def test_a_reader_contests_follows_and_takes_it_back(desk: Desk) -> None:
    assert f'href="{desk.article.get_absolute_url()}/contest"' in page(desk.article.get_absolute_url())
    mine = signed_in(ann())
    response = mine.post(f"{desk.article.get_absolute_url()}/contest", FORM)
    contest = Contest.objects.get()
    assert response["Location"] == f"/contest/{contest.token}"
    assert "has until the end of" in page(f"/contest/{contest.token}")
    mine.post(f"/contest/{contest.token}", {"deed": "take-back"})
    contest.refresh_from_db()
    assert contest.state == Contest.State.WITHDRAWN


def test_a_stranger_confirms_by_the_button_on_the_page_that_the_mail_names(desk: Desk) -> None:
    nobody = Client()
    response = nobody.post(f"{desk.article.get_absolute_url()}/contest", STRANGER)
    assert response["Location"].endswith("/contest?sent=1")
    assert not nobody.cookies
    assert "Look into your mail" in page(response["Location"])
    send_due(now=SOON)
    address = re.search(r"/contest/\S+", mail.outbox[0].body)
    assert address is not None
    page(address[0])
    assert Contest.objects.get().state == Contest.State.NEW, "a program that looks through mail confirms nothing"
    nobody.post(address[0], {"deed": "confirm"})
    assert Contest.objects.get().state == Contest.State.OPEN


def test_what_is_not_confirmed_is_shown_to_nobody(desk: Desk) -> None:
    made = contested(desk.article, name="Gus", email="gus@example.com")
    assert STATEMENT not in page("/publishers/beacon/contests", cy())
    page(made.get_absolute_url(), cy(), 404)
    page(made.get_absolute_url(), ed(), 404)


def test_a_refused_form_comes_back_with_all_that_was_written(desk: Desk) -> None:
    wrong = {**STRANGER, "statement": "It never said so", "email": ""}
    response = Client().post(f"{desk.article.get_absolute_url()}/contest", wrong)
    text = response.content.decode()
    assert response.status_code == 422
    assert "It never said so" in text
    assert "The log says nineteen." in text
    assert 'role="alert"' in text


def test_who_contests_very_much_is_told_to_wait(desk: Desk) -> None:
    statuses = [
        Client()
        .post(f"{desk.article.get_absolute_url()}/contest", {**STRANGER, "email": f"g{n}@example.com"})
        .status_code
        for n in range(7)
    ]
    assert statuses == [302] * 5 + [429] * 2


def test_a_form_of_another_site_does_nothing(desk: Desk) -> None:
    made = contested(desk.article, ann())
    for address, data in (
        (f"{desk.article.get_absolute_url()}/contest", STRANGER),
        (f"/contest/{made.token}", {"deed": "take-back"}),
    ):
        response = Client().post(address, data, headers={"Sec-Fetch-Site": "cross-site"})
        assert response.status_code == 403
    assert Contest.objects.get().state == Contest.State.OPEN
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ann())
    assert strict.post(f"{desk.article.get_absolute_url()}/contest", FORM).status_code == 403


def test_a_wrong_token_finds_nothing(desk: Desk) -> None:
    made = contested(desk.article, ann())
    for token in (made.token[:-1] + "-", "x", "x" * 300):
        page(f"/contest/{token}", status=404)
        assert Client().post(f"/contest/{token}", {"deed": "take-back"}).status_code == 404


# Who reads a contest of the Beacon's article, and who may answer it: what POST gives.
@pytest.mark.parametrize(
    ("who", "read", "answered"),
    [
        ("cy", 200, 302),
        ("ed", 200, 302),
        ("vi", 200, 403),
        ("lou", 404, 404),
        ("ben", 404, 404),
        ("ann", 404, 404),
        ("nobody", 302, 302),
        ("suspended", 200, 422),
    ],
)
def test_who_reads_and_answers_what_is_contested_at_a_publisher(desk: Desk, who: str, read: int, answered: int) -> None:
    made = contested(desk.article, ann())
    people = {"cy": cy, "ed": ed, "vi": lambda: desk.vi, "lou": lambda: desk.lou, "ben": ben, "ann": ann}
    user = suspended(cy()) if who == "suspended" else people[who]() if who in people else None
    client = signed_in(user) if user else Client()
    assert client.get(made.get_absolute_url()).status_code == read
    said = {"deed": "answer", "outcome": "stands", "text": "It stands."}
    assert client.post(made.get_absolute_url(), said).status_code == answered
    made.refresh_from_db()
    assert made.is_answered == (who in {"cy", "ed"})
    listed = client.get("/publishers/beacon/contests").status_code
    assert listed == {200: 200, 404: 403, 302: 302}[read]


@pytest.mark.parametrize(
    ("who", "read", "answered"), [("ben", 200, 302), ("cy", 404, 404), ("ed", 200, 302), ("eve", 404, 404)]
)
def test_who_reads_and_answers_what_is_contested_in_a_contributors_article(
    desk: Desk, who: str, read: int, answered: int
) -> None:
    made = contested(desk.bens, ann())
    client = signed_in({"ben": ben, "cy": cy, "ed": ed, "eve": eve}[who]())
    assert client.get(made.get_absolute_url()).status_code == read
    said = {"deed": "answer", "outcome": "corrected", "text": "True.", "note": "It was nineteen."}
    assert client.post(made.get_absolute_url(), said).status_code == answered
    assert Correction.objects.exists() == (answered == 302)
    assert ("Contested statements" in client.get("/contests").content.decode()) is True


def test_a_suspended_reader_contests_nothing(desk: Desk) -> None:
    response = signed_in(suspended(eve())).post(f"{desk.article.get_absolute_url()}/contest", FORM)
    assert response.status_code == 422
    assert not Contest.objects.exists()


def test_lists_hold_what_waits_and_what_was_settled(desk: Desk) -> None:
    made = contested(desk.article, ann())
    contested(desk.bens, ann())
    for user, number in ((cy(), 1), (ben(), 1), (ed(), 2), (desk.lou, 0), (desk.vi, 0)):
        assert page("/contests", user).count("<blockquote") == number
    settled(made)
    assert STATEMENT not in page("/publishers/beacon/contests", desk.vi)
    assert STATEMENT in page("/publishers/beacon/contests?answered=1", desk.vi)
    page("/contests?answered=1&before=x", ed(), 400)


def test_an_open_contest_is_not_on_the_article_and_an_overdue_one_is(desk: Desk, time: Clock) -> None:
    contested(desk.article, ann())
    address = desk.article.get_absolute_url()
    assert "Contested on" not in page(address)
    time.pass_by(days=9)
    text = page(address)
    assert "unanswered for 9 days" in text
    assert STATEMENT in text
    assert "log of the boat" not in text, "evidence is not for readers"
    assert "Ann" not in text.replace('lang="', "")


def test_a_correction_stands_everywhere(desk: Desk) -> None:
    made = contested(desk.article, ann())
    mend(desk.article, now=SOON)
    settled(made, "corrected", correction="It was nineteen minutes.", revision=desk.article.revisions.get())
    copy = make_article(desk.light, slug="copy", headline="Bridge shut")
    Copy.objects.create(article=copy, original=desk.article, kind="exact", share=1.0)
    address = desk.article.get_absolute_url()
    text = page(address)
    assert "It was nineteen minutes." in text
    assert "<del>nine</del>" in text
    assert "<ins>nineteen</ins>" in text
    assert "A reader had contested this." in text
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)[1])  # type: ignore[index]
    assert data["correction"][0]["@type"] == "CorrectionComment"
    assert data["correction"][0]["text"] == "It was nineteen minutes."
    assert "It was nineteen minutes." in page(f"{address}/history")
    assert "The original was corrected" in page(copy.get_absolute_url())
    assert "It was nineteen minutes." in page("/corrections")
    assert "It was nineteen minutes." not in page("/corrections?publisher=light")
    said = json.loads(page(f"/a/{desk.article.pk}/corrections.json"))
    assert said["corrections"][0]["note"] == "It was nineteen minutes."
    assert "nine minutes" in said["corrections"][0]["changed"][0]["before"]
    assert "nineteen minutes" in said["corrections"][0]["changed"][0]["after"]


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_our_feeds_begin_with_the_correction_and_say_when_it_came(desk: Desk, form: str) -> None:
    correct(article=desk.article, kind="clarification", note="It was <nineteen> minutes.", by=cy(), now=SOON)
    text = page(f"/publisher/beacon/feed.{form}")
    if form == "json":
        item = json.loads(text)["items"][0]
        assert item["date_modified"] == "2026-11-20T13:00:00Z"
        content = item["content_html"]
    else:
        root = etree.fromstring(text.encode())
        names = ("{http://www.w3.org/2005/Atom}summary", "description")
        content = next(node.text for node in root.iter(*names) if "nineteen" in (node.text or ""))
        assert form == "rss" or "<updated>2026-11-20T13:00:00Z</updated>" in text
    assert content.startswith(
        "<p><strong>Clarification, 20 November 2026: It was &lt;nineteen&gt; minutes.</strong></p>"
    )


def test_the_fact_sheet_counts_what_became_of_contested_statements(desk: Desk, time: Clock) -> None:
    settled(contested(desk.article, ann()), "corrected", correction="Nineteen.")
    contested(desk.article, eve(), statement="asked for the road to be shut")
    settled(contested(desk.bens, ann()), by=ed())
    time.pass_by(days=20)
    text = page("/corrections")
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', text)
    figures = {re.sub("<.*?>", "", name): re.findall(r">(\d+)<", cells) for name, cells in rows}
    assert figures["The Beacon"] == ["2", "1", "0", "1", "0", "1", "0", "1", "0"]
    assert figures["Written for Newsstand"] == ["1", "1", "0", "0", "0", "0", "1", "0", "0"]


def test_the_feed_of_corrections_is_atom(desk: Desk) -> None:
    correct(article=desk.article, kind="correction", note=HOSTILE, by=cy(), now=SOON)
    root = etree.fromstring(page("/corrections.atom?publisher=beacon").encode())
    summary = root.find(".//{*}entry/{*}summary")
    assert summary is not None
    assert "<script>" not in (summary.text or "")
    page("/corrections.atom?publisher=nobody", status=404)


def test_pages_of_corrections_cost_the_same_for_one_and_for_twenty(
    desk: Desk, django_assert_max_num_queries: object
) -> None:
    for number in range(25):
        correct(
            article=desk.article,
            kind="correction",
            note=f"Note {number}",
            by=cy(),
            now=NOON + timedelta(minutes=number),
        )
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        text = page("/corrections")
    older = re.search(r'href="(\?before=[^"]+)"', text)
    assert older is not None
    assert "Note 4<" in page(f"/corrections{older[1]}")
    page("/corrections?before=yesterday", status=400)


def test_whatever_people_write_stands_as_words(desk: Desk) -> None:
    hostile = make_article(
        desk.beacon,
        slug="hostile",
        headline="Hostile",
        body="<p>He said &lt;script&gt;alert(1)&lt;/script&gt; twice.</p>",
    )
    made = contested(
        hostile,
        statement="He said <script>alert(1)</script> twice",
        evidence=HOSTILE,
        name=HOSTILE[:90],
        email="g@example.com",
    )
    confirm(contest=made, now=NOON)
    pages = [page(f"/contest/{made.token}"), page(made.get_absolute_url(), cy()), page("/contests", ed())]
    settled(made, "corrected", text=HOSTILE, correction=HOSTILE)
    address = hostile.get_absolute_url()
    pages += [page(f"/contest/{made.token}"), page(made.get_absolute_url(), ed()), page(address), page("/corrections")]
    pages += [page(f"{address}/history"), page("/contests?answered=1", ed())]
    for text in pages:
        assert "<script>alert" not in text
        assert "<img src=x" not in text


def test_a_reader_asks_to_be_told_and_no_longer(desk: Desk) -> None:
    mine = signed_in(ann())
    assert "Tell me if it is corrected" in mine.get(f"/you/watches/{desk.article.pk}").content.decode()
    mine.post(f"/you/watches/{desk.article.pk}", {"wanted": "on"})
    mine.post("/you/watches", {"wanted": "on"})
    assert set(Watch.objects.values_list("article", flat=True)) == {None, desk.article.pk}
    assert desk.article.headline in mine.get("/you/watches").content.decode()
    assert "Not of all that I read" in mine.get("/you/notices/settings").content.decode()
    mine.post("/you/watches", {"wanted": "off"})
    mine.post(f"/you/watches/{desk.article.pk}", {"wanted": "off"})
    assert not Watch.objects.exists()
    assert mine.get("/you/watches/999999").status_code == 404
