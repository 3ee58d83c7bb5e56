"""Pages of what ads earned, of what is held, and of payouts: whom they let in, and that their forms do something."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from newsstand.accounts.models import User
from newsstand.lib import clock
from newsstand.publishers.models import Membership, Role
from newsstand.revenue.hold import hold
from newsstand.revenue.models import Hold, Payout, PayTo
from newsstand.revenue.settle import settle_due
from tests import people
from tests.revenue.ads import EURO, campaign, seen
from tests.revenue.test_hold import REASONS, cashier
from tests.revenue.test_settle import LATER, NOON
from tests.revenue.town import make_town

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

IBAN = "DE89370400440532013000"
PAGES = ("/publishers/bay-courier/earnings", "/publishers/bay-courier/payouts", "/write/earnings", "/write/payouts")


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 10, 6, 12, tzinfo=UTC))


def rich() -> Hold:
    town = make_town(reads=False)
    shop = campaign("Shipyard", total=1_000 * EURO)
    for owner, article in ((f"publisher:{town.bay.pk}", town.harbour), (f"contributor:{town.ben.pk}", town.bridge)):
        seen(owner, NOON, article=article.pk, price=100 * EURO, of=shop)
        seen(owner, LATER, article=article.pk, price=EURO, of=shop)
    settle_due(now=LATER)
    found = hold(owner=f"publisher:{town.bay.pk}", day=LATER.date(), reasons=REASONS, by=None, now=LATER)
    assert found is not None
    return found


def test_a_publisher_sees_each_article_and_says_once_what_happened() -> None:
    one = rich()
    cy = as_(people.cy())
    page = cy.get(PAGES[0]).content.decode()
    assert "The harbour opens" in page
    assert "80.00" in page
    assert "Too many clicks." in page
    sent = {"hold": one.pk, "text": "We were on television that evening."}
    assert cy.post(PAGES[0], sent).status_code == 302
    assert cy.post(PAGES[0], sent).status_code == 422
    one.refresh_from_db()
    assert one.explained_by == people.cy()


def test_its_viewers_look_and_others_do_not_and_neither_sends_anything() -> None:
    one = rich()
    Membership.objects.create(
        publisher_id=int(one.owner.split(":")[1]), user=people.ann(), role=Role.VIEWER, since=NOON
    )
    sent = {"hold": one.pk, "text": "We were on television that evening."}
    where = {"name": "Ann", "method": "iban", "where": IBAN}
    for user, seen_as in ((people.ann(), 200), (people.eve(), 403), (people.ed(), 200)):
        client = as_(user)
        for page in PAGES[:2]:
            assert client.get(page).status_code == seen_as
        assert client.post(PAGES[0], sent).status_code == 403
        assert client.post(PAGES[1], where).status_code == 403
    assert as_(people.ben()).post("/write/earnings", sent).status_code == 404
    assert not PayTo.objects.exists()
    one.refresh_from_db()
    assert one.explanation == ""


def test_a_contributor_sees_theirs_and_says_where_it_goes() -> None:
    rich()
    ben = as_(people.ben())
    assert "A bridge" in ben.get("/write/earnings").content.decode()
    assert ben.post("/write/payouts", {"name": "Ben", "method": "iban", "where": "DE00"}).status_code == 422
    assert ben.post("/write/payouts", {"name": "Ben", "method": "iban", "where": IBAN}).status_code == 302
    page = ben.get("/write/payouts").content.decode()
    assert "3000" in page
    assert IBAN not in page


def test_a_cashier_decides_by_the_evidence() -> None:
    one = rich()
    kim = as_(cashier())
    assert "The Bay Courier" in kim.get("/counter/held").content.decode()
    address = f"/counter/held/{one.pk}"
    assert "Usual day" in kim.get(address).content.decode()
    assert kim.post(address, {"do": "release", "why": ""}).status_code == 422
    assert kim.post(address, {"do": "release", "why": "They explained it"}).status_code == 302
    assert kim.post(address, {"do": "undo", "why": "It was not true"}).status_code == 302
    assert kim.post(address, {"do": "claw", "why": "It is a farm"}).status_code == 302
    assert kim.post(address, {"do": "release", "why": "Too late"}).status_code == 422
    assert kim.post(address, {"do": "eat"}).status_code == 404
    assert kim.get(address).status_code == 200


def test_a_payout_goes_its_way_by_forms_alone() -> None:
    rich()
    as_(people.ben()).post("/write/payouts", {"name": "=Ben", "method": "iban", "where": IBAN})
    kim, lou = as_(cashier("Kim")), as_(cashier("Lou"))
    page = "/counter/payouts"
    assert kim.post(page, {"do": "draft", "month": "October"}).status_code == 422
    assert kim.post(page, {"do": "draft", "month": "2026-10"}).status_code == 302
    one = Payout.objects.get()
    assert "You drafted it" in kim.get(page).content.decode()
    assert kim.post(page, {"do": "approve", "payout": one.pk}).status_code == 422
    assert lou.post(page, {"do": "approve", "payout": one.pk}).status_code == 302
    csv = lou.get("/counter/payouts/2026-10.csv").content.decode()
    assert f"'=Ben,{IBAN},,70.00,EUR" in csv
    assert IBAN in lou.get("/counter/payouts/2026-10.txt").content.decode()
    assert lou.get("/counter/payouts/2026-10.xml").status_code == 404
    assert lou.get("/counter/payouts/october.csv").status_code == 404
    assert lou.post(page, {"do": "send", "payout": one.pk}).status_code == 302
    assert lou.post(page, {"do": "fail", "payout": one.pk, "why": "It came back"}).status_code == 302
    assert "It came back" in lou.get(page).content.decode()
    assert "It came back" in as_(people.ben()).get("/write/payouts").content.decode()
    assert lou.post(page, {"do": "keep", "owner": one.owner, "why": "Whose is it?"}).status_code == 302
    assert lou.post(page, {"do": "let", "owner": one.owner}).status_code == 302


@pytest.mark.parametrize("name", ["ann", "cy", "ed", "ben"])
def test_nobody_but_cashiers_sees_or_sends_anything_at_the_counter(name: str) -> None:
    one = rich()
    client = as_(getattr(people, name)())
    for address in ("/counter/held", f"/counter/held/{one.pk}", "/counter/payouts", "/counter/payouts/2026-10.csv"):
        assert client.get(address).status_code == 403
    assert client.post(f"/counter/held/{one.pk}", {"do": "release", "why": "For me"}).status_code == 403
    assert client.post("/counter/payouts", {"do": "draft", "month": "2026-10"}).status_code == 403
    one.refresh_from_db()
    assert one.state == Hold.State.OPEN
