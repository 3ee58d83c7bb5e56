"""What applicants and editors see at the publishers' door."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import html5lib
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsstand.accounts.models import User
from newsstand.publishers import join
from newsstand.publishers.models import Application, Publisher
from tests import people
from tests.comments.talk import make_article
from tests.publishers.applying import KNOWN, sent

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
FORM = {"name": "The Beacon", "address": "https://beacon.example/feed.xml", "about": "News of the harbour."}


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(response: Any) -> str:
    tree = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    return " ".join("".join(tree.itertext()).split())


def make_publisher(name: str, **fields: Any) -> Publisher:
    return Publisher.objects.create(name=name, slug=name.lower().replace(" ", "-"), joined_at=NOW, **fields)


# --- who is here ----------------------------------------------------------------------------------------------------


def test_everybody_sees_who_is_here_and_how_to_join(client: Client) -> None:
    beacon = make_publisher("Harbour Beacon", description="News of the harbour.", language="en")
    make_article(NOW, publisher=beacon)
    make_article(NOW, publisher=beacon, withdrawn_at=NOW)
    make_publisher("Quiet Times")
    answer = client.get("/publishers")
    said = text_of(answer)
    for words in (
        "Harbour Beacon",
        "News of the harbour.",
        "English",
        "1 article",
        "Quiet Times",
        "0 articles",
        "Apply",
    ):
        assert words in said
    assert b"csrf" not in answer.content
    assert not answer.cookies
    assert "public" in answer["Cache-Control"]


def test_nobody_is_here_yet(client: Client) -> None:
    assert "The first publisher could be you" in text_of(client.get("/publishers"))


def test_the_list_goes_on_behind_a_link_and_costs_the_same_whatever_its_length(client: Client) -> None:
    costs = []
    for number in range(130):
        make_publisher(f"Paper {number:03}")
        if number in {0, 59}:
            with CaptureQueriesContext(connection) as asked:
                client.get("/publishers")
            costs.append(len(asked))
    assert 0 < costs[0] == costs[1]
    seen: list[str] = []
    address = "/publishers"
    while address:
        tree = html5lib.parse(client.get(address).content.decode(), namespaceHTMLElements=False)
        seen += ["".join(heading.itertext()).split()[-1] for heading in tree.iter("h2")]
        following = [link.get("href") for link in tree.iter("a") if link.get("rel") == "next"]
        address = f"/publishers{following[0]}" if following else ""
    assert seen == [f"{number:03}" for number in range(130)]


# --- apply ----------------------------------------------------------------------------------------------------------


def test_a_stranger_is_sent_to_sign_in_and_back(client: Client) -> None:
    for address in ("/publishers/apply", "/publishers/applications", "/publishers/applications/1"):
        answer = client.get(address)
        assert answer["Location"] == f"/accounts/login/?next={address.replace('/', '%2F')}"
        assert not answer.cookies
    assert client.post("/publishers/apply", FORM).status_code == 302
    assert not Application.objects.exists()


def test_cy_applies_and_sees_what_becomes_of_it() -> None:
    cy = signed_in(people.cy())
    assert "What happens next" in text_of(cy.get("/publishers/apply"))
    assert "/publishers/apply/" in cy.post("/publishers/apply", FORM)["Location"]
    assert "Not sent yet" in text_of(cy.get("/publishers/apply"))
    application = sent(Application.objects.get(), NOW)
    assert "Waiting for an editor" in text_of(cy.get("/publishers/apply"))
    join.accept(application=application, editor=people.ed(), now=NOW, override=KNOWN)
    assert "Accepted, connecting" in text_of(cy.get("/publishers/apply"))
    Application.objects.update(reason="There is no feed at this address.")
    said = text_of(cy.get("/publishers/apply"))
    assert "could not be connected" in said
    assert "There is no feed at this address." in said
    Application.objects.update(publisher=make_publisher("The Beacon"), reason="")
    assert "Connected: The Beacon" in text_of(cy.get("/publishers/apply"))


def test_a_declined_applicant_reads_the_reason_and_nobody_else_does() -> None:
    cy = signed_in(people.cy())
    cy.post("/publishers/apply", FORM)
    join.decline(application=Application.objects.get(), editor=people.ed(), reason="<i>No</i> editor named.", now=NOW)
    assert "<i>No</i> editor named." in text_of(cy.get("/publishers/apply"))
    assert "editor named" not in text_of(signed_in(people.eve()).get("/publishers/apply"))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "required"),
        ({"address": "javascript:alert(1)"}, "valid URL"),
        ({"address": "ftp://beacon.example"}, "http"),
        ({"about": "   "}, "required"),
        ({"about": "x" * 3001}, "3000"),
    ],
)
def test_half_an_application_comes_back_with_what_was_wrong(changed: dict[str, str], said: str) -> None:
    answer = signed_in(people.cy()).post("/publishers/apply", {**FORM, **changed})
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not Application.objects.exists()


def test_the_fourth_application_of_a_day_waits_and_its_text_is_kept() -> None:
    cy = signed_in(people.cy())
    for number in range(3):
        assert cy.post("/publishers/apply", {**FORM, "address": f"https://x{number}.example/"}).status_code == 302
    answer = cy.post("/publishers/apply", {**FORM, "about": "Kept words"})
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 8 * 3600
    assert "Three applications a day" in text_of(answer)
    assert "Kept words" in text_of(answer)
    assert Application.objects.count() == 3


# --- decide ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def application() -> Application:
    return sent(join.apply(applicant=people.cy(), **FORM, now=NOW), NOW)


@pytest.mark.parametrize("somebody", [people.eve, people.cy, people.ann])
def test_who_is_no_editor_is_told_so_and_decides_nothing(application: Application, somebody: Any) -> None:
    browser = signed_in(somebody())
    address = f"/publishers/applications/{application.pk}"
    for answer in (
        browser.get("/publishers/applications"),
        browser.get(address),
        browser.post(address, {"decision": "accept"}),
        browser.post(address, {"decision": "decline", "reason": "No"}),
    ):
        assert answer.status_code == 403
        assert "site's editors" in text_of(answer)
        assert "The Beacon" not in text_of(answer)
    assert Application.objects.get().state == Application.State.WAITING


def test_ed_reads_what_waits_and_accepts_it(application: Application) -> None:
    ed = signed_in(people.ed())
    assert "The Beacon" in text_of(ed.get("/publishers/applications"))
    address = f"/publishers/applications/{application.pk}"
    page = text_of(ed.get(address))
    for words in ("News of the harbour.", "https://beacon.example/feed.xml", "Cy"):
        assert words in page
    unproved = ed.post(address, {"decision": "accept"})
    assert unproved.status_code == 422
    assert "is not proved" in text_of(unproved)
    assert ed.post(address, {"decision": "accept", "override": KNOWN})["Location"] == "/publishers/applications"
    kept = Application.objects.get()
    assert (kept.state, kept.decided_by) == (Application.State.ACCEPTED, people.ed())
    assert "Nothing waits" in text_of(ed.get("/publishers/applications"))
    assert "connecting" in text_of(ed.get(address))


def test_ed_declines_only_with_a_reason(application: Application) -> None:
    ed = signed_in(people.ed())
    address = f"/publishers/applications/{application.pk}"
    for form in ({"decision": "decline", "reason": " "}, {"decision": "decline"}, {}):
        answer = ed.post(address, form)
        assert answer.status_code == 422
        assert "Write the reason" in text_of(answer)
    assert Application.objects.get().state == Application.State.WAITING
    assert ed.post(address, {"decision": "decline", "reason": "No editor named."}).status_code == 302
    assert Application.objects.get().reason == "No editor named."
    late = ed.post(address, {"decision": "accept"})
    assert late.status_code == 422
    assert "Ed has decided" in text_of(late)


def test_what_is_not_there_is_not_found() -> None:
    assert signed_in(people.ed()).get("/publishers/applications/999999").status_code == 404


def test_the_editors_list_costs_the_same_for_one_application_and_for_thirty(application: Application) -> None:
    ed = signed_in(people.ed())
    costs = []
    for number in range(30):
        if number in {0, 29}:
            with CaptureQueriesContext(connection) as asked:
                ed.get("/publishers/applications")
            costs.append(len(asked))
        other = join.apply(
            applicant=people.cy(), name="X", address=f"https://x{number}.example/", about="News", now=NOW
        )
        if number % 2:
            join.accept(application=sent(other, NOW), editor=people.ed(), now=NOW, override=KNOWN)
    assert 0 < costs[0] == costs[1]
