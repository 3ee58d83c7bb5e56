"""The page of an application, of a publisher's people and of its profile, as those see it who may and who may not."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import html5lib
import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from newsstand.accounts.models import User
from newsstand.algorithms.proofs import FILE, expected
from newsstand.ingest.models import Item
from newsstand.publishers import join
from newsstand.publishers.models import Application, Contract, Feed, Membership, Proof, Publisher, Role
from tests import people
from tests.comments.talk import make_article
from tests.feed_server import FeedServer
from tests.publishers.applying import member, sent

DAY = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
TEXT = "The pass is shut, and the post comes by sledge. " * 12
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>The Upper Valley</title><link>{site}</link>
<item><title>Snow on the pass</title><guid>1</guid><description>{text}</description></item></channel></rss>"""
TERMS = {"indexing": "canonical", "excerpt_words": "80", "embargo_minutes": "60", "expires_after_days": ""}


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


def begun(address: str = "https://beacon.example/feed") -> str:
    """The path of Cy's application."""
    application = join.apply(applicant=people.cy(), name="The Beacon", address=address, about="News", now=DAY)
    return f"/publishers/apply/{application.pk}"


@pytest.mark.django_db(transaction=True)
def test_an_applicant_goes_from_step_to_step(feed_server: FeedServer, door_to_loopback: None) -> None:
    feed_server.put("/feed", FEED.format(site=feed_server.url("/"), text=TEXT), kind="application/rss+xml")
    cy, path = signed_in(people.cy()), begun(feed_server.url("/feed"))
    page = text_of(cy.get(path))
    assert "Domain proved" in page
    assert expected(Proof.objects.get().token) in page
    assert cy.post(path, {"do": "prove", "method": "file"})["Location"] == f"{path}#proof"
    page = text_of(cy.get(path))
    assert "There is nothing at" in page
    assert "not-found" in page
    feed_server.put(FILE, expected(Proof.objects.get().token), kind="text/plain")
    cy.post(path, {"do": "prove", "method": "file"})
    assert "Proved: 127.0.0.1, by a file on the site" in text_of(cy.get(path))
    assert cy.post(path, {"do": "check"})["Location"] == f"{path}#feed"
    page = text_of(cy.get(path))
    assert "1 of 1 item would be accepted, 1 with the whole text" in page
    assert "Snow on the pass" in page
    cy.post(path, {"do": "agree", "agree": "yes", **TERMS})
    cy.post(path, {"do": "send"})
    kept = Application.objects.get()
    assert (kept.state, kept.excerpt_words, kept.indexing) == ("waiting", 80, "canonical")
    assert "Waiting for an editor" in text_of(cy.get(path))
    editor = text_of(signed_in(people.ed()).get(f"/publishers/applications/{kept.pk}"))
    for words in (
        "127.0.0.1, by a file",
        "Snow on the pass",
        "first 80 words",
        "1 hour after",
        "sent it to the editors",
    ):
        assert words in editor
    assert "without proof" not in editor


@pytest.mark.django_db(transaction=True)
def test_a_check_that_finds_no_feed_says_why_and_can_be_done_again(
    feed_server: FeedServer, door_to_loopback: None
) -> None:
    cy, path = signed_in(people.cy()), begun(feed_server.url("/feed"))
    cy.post(path, {"do": "check"})
    assert "answered 404" in text_of(cy.get(path))
    assert Application.objects.get().feed_address == ""
    feed_server.put("/feed", FEED.format(site="", text=TEXT), kind="application/rss+xml")
    cy.post(path, {"do": "check"})
    assert Application.objects.get().feed_address == feed_server.url("/feed")


@pytest.mark.django_db
def test_terms_are_shown_in_words_before_anything_is_agreed_to() -> None:
    cy, path = signed_in(people.cy()), begun()
    answer = cy.post(path, {"do": "preview", "agree": "yes", **TERMS})
    assert answer.status_code == 200
    assert "the first 80 words" in text_of(answer)
    unticked = cy.post(path, {"do": "agree", **TERMS})
    assert unticked.status_code == 422
    assert "Tick the box" in text_of(unticked)
    assert "the first 80 words" in text_of(unticked)
    wrong = cy.post(path, {"do": "agree", "agree": "yes", **TERMS, "excerpt_words": "x"})
    assert wrong.status_code == 422
    assert "whole number" in text_of(wrong)
    never = cy.post(
        path, {"do": "agree", "agree": "yes", **TERMS, "expires_after_days": "1", "embargo_minutes": "1440"}
    )
    assert "nothing would be shown" in text_of(never)
    assert Application.objects.get().agreed_at is None


@pytest.mark.django_db
def test_what_is_missing_is_said_in_place_and_what_was_written_stays() -> None:
    cy, path = signed_in(people.cy()), begun()
    answer = cy.post(path, {"do": "send", "reason": "My own words"})
    assert answer.status_code == 422
    assert "Have the feed checked first" in text_of(answer)
    assert "My own words" in text_of(answer)
    assert cy.post(path, {"do": "dance"}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("somebody", [people.eve, people.ed])
def test_an_application_is_its_applicants_alone(somebody: Callable[[], User]) -> None:
    path, other = begun(), signed_in(somebody())
    for answer in (other.get(path), other.post(path, {"do": "withdraw"}), other.post(path, {"do": "check"})):
        assert answer.status_code == 404
    assert Application.objects.get().state == "started"
    assert Client().get(path).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_checks_are_limited_and_say_when_to_come_back(feed_server: FeedServer, door_to_loopback: None) -> None:
    cy, path = signed_in(people.cy()), begun(feed_server.url("/feed"))
    answers = [cy.post(path, {"do": "prove", "method": "file"}) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [302] * 6 + [429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert "Six checks a minute" in text_of(answers[-1])
    assert feed_server.count[FILE] == 6


# --- people and profile ---------------------------------------------------------------------------------------------


@pytest.fixture
def beacon() -> Publisher:
    """Cy owns it, Ben edits it, Ann looks on; Eve owns another."""
    publisher = Publisher.objects.create(name="The Beacon", slug="beacon", joined_at=DAY)
    Contract.objects.create(publisher=publisher)
    other = Publisher.objects.create(name="Other", slug="other", joined_at=DAY)
    for where, user, role in (
        (publisher, people.cy(), Role.OWNER),
        (publisher, people.ben(), Role.EDITOR),
        (publisher, people.ann(), Role.VIEWER),
        (other, people.eve(), Role.OWNER),
    ):
        member(where, user, role, DAY)
    return publisher


@pytest.mark.django_db
def test_an_invitation_is_sent_opened_and_accepted(beacon: Publisher) -> None:
    cy = signed_in(people.cy())
    answer = cy.post("/publishers/beacon/people", {"do": "invite", "email": "di@example.org", "role": "viewer"})
    assert answer["Location"] == "/publishers/beacon/people"
    assert "di@example.org, as viewer" in text_of(cy.get("/publishers/beacon/people"))
    found = re.search(r"(/publishers/invitation/\S+)", str(mail.outbox[0].body))
    assert found
    link = found[1]
    assert "accounts/login" in Client().get(link)["Location"]
    eve = signed_in(people.eve())
    assert "another address than eve@example.org" in text_of(eve.get(link))
    assert eve.post(link).status_code == 422
    di = signed_in(people.di())
    assert "Cy invites you" in text_of(di.get(link))
    assert Membership.objects.filter(user=people.di()).count() == 0
    assert di.post(link)["Location"] == "/publishers/beacon/people"
    assert di.get("/publishers/beacon/people").status_code == 200
    assert di.post(link).status_code == 410


@pytest.mark.django_db
def test_each_role_sees_and_does_what_is_its_own(beacon: Publisher) -> None:
    seen = {}
    for who in (people.cy, people.ben, people.ann, people.ed, people.eve):
        client = signed_in(who())
        page = client.get("/publishers/beacon/people")
        change = client.post("/publishers/beacon/profile", {"ownership": f"{who().name} owns it."})
        away = client.post("/publishers/beacon/people", {"do": "remove", "member": str(people.cy().pk)})
        seen[who.__name__] = (page.status_code, "cy@example.org" in text_of(page), change.status_code, away.status_code)
    assert seen == {
        "cy": (200, True, 302, 422),
        "ben": (200, False, 302, 422),
        "ann": (200, False, 403, 422),
        "ed": (200, True, 302, 422),
        "eve": (403, False, 403, 403),
    }
    assert beacon.memberships.count() == 3
    left = signed_in(people.ann()).post("/publishers/beacon/people", {"do": "remove", "member": str(people.ann().pk)})
    assert left["Location"] == "/publisher/beacon"
    assert signed_in(people.ann()).get("/publishers/beacon/people").status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    "form", [{}, {"do": "dance"}, {"do": "remove", "member": "x"}, {"do": "uninvite", "invitation": "9" * 30}]
)
def test_what_is_not_there_cannot_be_changed(beacon: Publisher, form: dict[str, str]) -> None:
    assert signed_in(people.cy()).post("/publishers/beacon/people", form).status_code == 404


@pytest.mark.django_db
def test_readers_and_machines_are_told_who_is_behind_it_and_what_it_does_not_say(
    beacon: Publisher, client: Client
) -> None:
    said = text_of(client.get("/publisher/beacon"))
    for words in ("Does not say who owns it.", "Does not say how it corrects itself.", "Has not proved that its site"):
        assert words in said
    assert "correctionsPolicy" not in client.get("/publisher/beacon").content.decode()
    article = make_article(DAY, publisher=beacon)
    address = article.get_absolute_url()
    assert "#behind" in client.get(address).content.decode()
    form = {
        "ownership": "A co-operative: https://coop.example/ <script>alert(1)</script>",
        "masthead": "Cy, editor\nBen, city desk",
        "corrections_policy": "Write to us.",
        "ethics_policy": "The code.",
    }
    assert signed_in(people.ben()).post("/publishers/beacon/profile", form).status_code == 302
    answer = client.get("/publisher/beacon")
    page, said = answer.content.decode(), text_of(answer)
    for words in ("A co-operative:", "Ben, city desk", "Write to us.", "Does not say what it lives on."):
        assert words in said
    assert "Does not say who owns it." not in said
    assert "<script>alert" not in page
    assert 'rel="nofollow"' in page
    for name, anchor in (
        ("ownershipFundingInfo", "ownership"),
        ("masthead", "masthead"),
        ("correctionsPolicy", "corrections_policy"),
        ("ethicsPolicy", "ethics_policy"),
        ("publishingPrinciples", "ethics_policy"),
    ):
        for where in (page, client.get(address).content.decode()):
            assert re.search(rf'"{name}": "https?://[^"]+/publisher/beacon#{anchor}"', where), name


@pytest.mark.django_db
def test_a_viewer_sees_the_ledger_and_runs_nothing_again(beacon: Publisher) -> None:
    feed = Feed.objects.create(publisher=beacon, address="https://beacon.example/f", next_check_at=DAY)
    item = Item.objects.create(feed=feed, key="one", outcome="rejected", first_seen_at=DAY, decided_at=DAY)
    path = f"/publishers/beacon/items/{item.pk}/again"
    for who, status in ((people.ann, 403), (people.eve, 403), (people.ben, 302)):
        client = signed_in(who())
        assert client.post(path).status_code == status, who.__name__
        page = client.get("/publishers/beacon/items")
        assert (b"Run again" in page.content) is (status == 302)
    article = make_article(DAY, publisher=beacon)
    away = f"{article.get_absolute_url()}/withdraw"
    assert signed_in(people.ann()).post(away, {"reason": "x"}).status_code == 403


@pytest.mark.django_db
def test_an_editor_sees_what_the_same_person_and_domain_asked_before() -> None:
    first = sent(Application.objects.get(pk=int(begun().rpartition("/")[2])), DAY)
    join.decline(application=first, editor=people.ed(), reason="Nobody is named.", ground="nobody named", now=DAY)
    second = join.apply(
        applicant=people.eve(), name="Beacon II", address="https://www.beacon.example/", about="N", now=DAY
    )
    page = text_of(signed_in(people.ed()).get(f"/publishers/applications/{second.pk}"))
    assert "Others of this person or domain" in page
    assert "Nobody is named." in page
    mine = text_of(signed_in(people.cy()).get(f"/publishers/apply/{first.pk}"))
    assert "Its site does not say who edits it." in mine
