"""A contributor's numbers, statements for whom they are, and the funds at the editors' desk."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsstand.accounts.models import User
from newsstand.algorithms.statements import differences
from newsstand.articles.models import Byline
from newsstand.comments.models import Comment
from newsstand.ledger.accounts import balance
from newsstand.publishers.models import Membership, Role
from newsstand.readers.models import Follow
from newsstand.reads.models import ArticleDay, AuthorDay
from newsstand.revenue.close import close
from newsstand.revenue.models import Booking, Closing, Statement
from tests import people
from tests.revenue.town import AFTER, EURO, MIDDLE, OCTOBER, Town, article, give, make_town, read

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def _november(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr("newsstand.lib.clock.now", lambda: AFTER)


@pytest.fixture
def town() -> Town:
    made = make_town()
    for one in (made.ben, made.eve):
        for day in ArticleDay.objects.filter(article__bylines__author=one.author):
            known, _ = AuthorDay.objects.get_or_create(author=one.author, day=day.day)
            AuthorDay.objects.filter(pk=known.pk).update(
                reads=known.reads + day.reads, finished=known.finished + day.finished
            )
    return made


@pytest.fixture
def closed(town: Town) -> Town:
    give(100 * EURO)
    close(month=OCTOBER, by=people.ed(), now=AFTER)
    return town


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, address: str, status: int = 200) -> str:
    response = browser(user).get(address)
    assert response.status_code == status, response.content.decode()[-500:]
    return response.content.decode()


def test_a_contributor_sees_readers_earnings_and_the_formula(closed: Town) -> None:
    said = page(people.ben(), "/write/numbers?days=365")
    assert "21.00\xa0EUR" in said
    assert "× 70 %" in said
    assert "A bridge" in said
    assert "The market" in said
    assert "A garden" not in said
    assert "/write/statements/2026-10" in said


def test_the_numbers_are_the_same_on_the_page_and_in_the_files(closed: Town) -> None:
    ben = browser(people.ben())
    found = json.loads(ben.get("/write/numbers.json?days=365").content)["rows"]
    assert sum(row["finished"] for row in found) == 30
    assert sum(row["earned_micros"] for row in found) == 21 * EURO
    articles = json.loads(ben.get("/write/numbers.json?days=365&articles=1").content)["rows"]
    assert {row["headline"]: row["earned_micros"] for row in articles} == {
        "A bridge": 18_900_000,
        "The market": 2_100_000,
    }
    one = json.loads(ben.get(f"/write/numbers/{closed.bridge.pk}.json?days=365").content)["rows"]
    assert sum(row["earned_micros"] for row in one) == 18_900_000
    lines = ben.get("/write/numbers.csv?days=28").content.decode().splitlines()
    assert len(lines) == 29


def test_an_article_of_somebody_elses_has_no_page_of_numbers_here(closed: Town) -> None:
    page(people.ben(), f"/write/numbers/{closed.bridge.pk}?days=28")
    for address in (f"/write/numbers/{closed.garden.pk}", f"/write/numbers/{closed.harbour.pk}.csv"):
        page(people.ben(), address, 404)
    page(people.ben(), "/write/numbers?days=8", 404)


def test_comments_wait_until_they_are_answered(closed: Town) -> None:
    said = {"article": closed.bridge, "depth": 0, "posted_at": AFTER - timedelta(hours=1)}
    asked = Comment.objects.create(user=people.ann(), name="Ann", text="Since when?", **said)
    Comment.objects.create(user=people.ben(), name="Ben", text="My own words", **said)
    Comment.objects.create(user=people.ann(), name="Ann", text="Held back", status="held", **said)
    Comment.objects.create(user=people.ann(), name="Ann", text="Elsewhere", **{**said, "article": closed.garden})
    shown = page(people.ben(), "/write/numbers")
    assert "Since when?" in shown
    for other in ("My own words", "Held back", "Elsewhere"):
        assert other not in shown
    answer = {**said, "depth": 1, "parent": asked, "root": asked}
    Comment.objects.create(user=people.ben(), name="Ben", text="Since May", **answer)
    assert "Since when?" not in page(people.ben(), "/write/numbers")


def test_followers_are_counted(closed: Town) -> None:
    Follow.objects.create(user=people.ann(), author=closed.ben.author, since=AFTER - timedelta(days=1))
    Follow.objects.create(user=people.di(), author=closed.ben.author, since=AFTER - timedelta(days=200))
    assert "2, 1 of them new" in page(people.ben(), "/write/numbers")


def test_the_running_month_says_what_it_would_bring(closed: Town) -> None:
    from newsstand.reads.models import SiteDay

    give(10 * EURO, month=OCTOBER.replace(month=11))
    AuthorDay.objects.create(author=closed.ben.author, day=AFTER.date(), reads=4, finished=2)
    SiteDay.objects.create(day=AFTER.date(), reads=40, finished=20)
    assert "about 0.70\xa0EUR, by 2 of 20 finished reads" in page(people.ben(), "/write/numbers")


def test_a_statement_shows_the_whole_way_and_its_file_adds_up(closed: Town) -> None:
    said = page(people.ben(), "/write/statements/2026-10")
    for part in ("100.00\xa0EUR", "30 of 100", "30.00\xa0EUR", "70 %", "21.00\xa0EUR", "Town council, autumn"):
        assert part in said
    response = browser(people.ben()).get("/write/statements/2026-10.jsonl")
    assert "attachment" in response["Content-Disposition"]
    assert differences(response.content.decode()) == []
    assert Statement.objects.get(contributor=closed.ben).digest in said
    page(people.ben(), "/write/statements/2026-09", 404)
    page(people.ben(), "/write/statements/nonsense", 404)


@pytest.mark.parametrize(
    ("who", "status"),
    [("cy", 200), ("viewer", 200), ("ed", 200), ("eve", 403), ("ben", 403), ("ann", 403)],
)
def test_a_publishers_statements_are_read_by_its_people_and_editors(closed: Town, who: str, status: int) -> None:
    if who == "viewer":
        user = people.person("Vi")
        Membership.objects.create(publisher=closed.bay, user=user, role=Role.VIEWER, since=MIDDLE)
    else:
        user = getattr(people, who)()
    for address in ("", "/2026-10", "/2026-10.jsonl"):
        said = page(user, f"/publishers/bay-courier/statements{address}", status)
        assert ("2026" in said and "The harbour opens" in said) == (status == 200) or address != "/2026-10"


def test_who_does_not_write_here_is_led_to_where_one_begins(closed: Town) -> None:
    for address in ("/write/numbers", "/write/statements", "/write/numbers.csv", "/write/statements/2026-10"):
        response = browser(people.ann()).get(address)
        assert (response.status_code, response["Location"]) == (302, "/contributors/join")


def test_one_contributors_statement_is_not_anothers(closed: Town) -> None:
    bens, eves = page(people.ben(), "/write/statements/2026-10"), page(people.eve(), "/write/statements/2026-10")
    assert "A bridge" in bens
    assert "A bridge" not in eves
    assert "A garden" in eves


@pytest.mark.parametrize("address", ["/write/numbers?days=365", "/write/statements", "/write/statements/2026-10"])
def test_pages_cost_the_same_for_two_articles_and_for_sixty(closed: Town, address: str) -> None:
    ben = browser(people.ben())
    ben.get(address)
    with CaptureQueriesContext(connection) as few:
        ben.get(address)
    for number in range(60):
        made = article(f"Text {number}", by=closed.ben)
        read(made, 2 + number % 20, number + 1, month=9)
        comment = {"name": "Ann", "text": f"Question {number}", "posted_at": AFTER, "depth": 0}
        Comment.objects.create(user=people.ann(), article=made, **comment)
    with CaptureQueriesContext(connection) as many:
        ben.get(address)
    assert len(many) == len(few)


def test_an_editor_books_looks_and_closes_a_month(town: Town) -> None:
    ed = browser(people.ed())
    form = {"do": "book", "month": "2026-10", "kind": "grant", "amount": "100", "note": "Town council", "key": "one"}
    for _ in range(2):
        response = ed.post("/desk/funds", form, follow=True)
        assert response.status_code == 200
    assert Booking.objects.count() == 1
    assert Booking.objects.get().by == people.ed()
    preview = ed.get("/desk/funds?preview=2026-10").content.decode()
    assert "48.000000" not in preview
    assert "48.00\xa0EUR" in preview
    assert "Close October 2026 for good" in preview
    assert not Closing.objects.exists()
    response = ed.post("/desk/funds", {"do": "close", "month": "2026-10"}, follow=True)
    assert "October 2026 is closed" in response.content.decode()
    assert Closing.objects.get().by == people.ed()
    assert balance(kind="fund", owner="2026-10") == 0
    again = ed.post("/desk/funds", {"do": "close", "month": "2026-10"})
    assert again.status_code == 422
    assert "closed already" in again.content.decode()


def test_an_editor_takes_a_booking_back(town: Town) -> None:
    booking = give()
    ed = browser(people.ed())
    assert ed.post("/desk/funds", {"do": "reverse", "booking": booking.pk, "note": ""}).status_code == 422
    assert ed.post("/desk/funds", {"do": "reverse", "booking": booking.pk, "note": "Twice"}).status_code == 302
    assert "Was taken back" in ed.get("/desk/funds").content.decode()
    assert balance(kind="fund", owner="2026-10") == 0


def test_what_was_typed_comes_back_with_what_was_wrong(town: Town) -> None:
    form = {"do": "book", "month": "2026-10", "kind": "support", "amount": "1,250", "note": "Readers’ <b>money</b>"}
    response = browser(people.ed()).post("/desk/funds", {**form, "key": "one"})
    said = response.content.decode()
    assert response.status_code == 422
    assert "no amount" in said
    assert "Readers’ &lt;b&gt;money&lt;/b&gt;" in said
    assert 'value="1,250"' in said
    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    "form",
    [{"do": "steal"}, {}, {"do": "reverse", "booking": "1e5"}, {"do": "reverse", "booking": "99999"}],
)
def test_nothing_else_is_done_with_funds(town: Town, form: dict[str, Any]) -> None:
    assert browser(people.ed()).post("/desk/funds", form).status_code == 404


@pytest.mark.parametrize("who", ["ann", "ben", "cy", "mo", "eve"])
def test_only_editors_move_money(closed: Town, who: str) -> None:
    before = (Booking.objects.count(), Closing.objects.count())
    client = browser(getattr(people, who)())
    assert client.get("/desk/funds").status_code == 403
    for form in ({"do": "book", "month": "2026-11", "kind": "grant", "amount": "5", "note": "Mine", "key": "x"},
                 {"do": "close", "month": "2026-10"}):  # fmt: skip
        assert client.post("/desk/funds", form).status_code == 403
    assert (Booking.objects.count(), Closing.objects.count()) == before


def test_where_nobody_was_read_the_pages_say_so() -> None:
    make_town(reads=False)
    Byline.objects.all().delete()
    said = page(people.ben(), "/write/numbers")
    assert "Nobody has read an article of yours" in said
    assert "No month in which you were read" in page(people.ben(), "/write/statements")
    give()
    preview = browser(people.ed()).get("/desk/funds?preview=2026-10").content.decode()
    assert "Nobody was read to the end" in preview
