"""The ledger of a publisher's items: who sees it, what it says, and "Run again"."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import html5lib
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsstand.accounts.models import User
from newsstand.ingest.models import Item
from newsstand.publishers.models import Feed, Membership, Publisher
from tests import people
from tests.pages.newsroom import NOON, make_article, make_publisher

pytestmark = pytest.mark.django_db
LEDGER = "/publishers/beacon/items"


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def feed() -> Feed:
    publisher = make_publisher()
    Membership.objects.create(publisher=publisher, user=people.cy(), since=NOON)
    return make_feed(publisher)


def make_feed(publisher: Publisher, name: str = "feed", **fields: Any) -> Feed:
    address = f"https://{publisher.slug}.example/{name}.xml"
    return Feed.objects.create(
        publisher=publisher, address=address, next_check_at=NOON + timedelta(hours=1), checked_at=NOON, **fields
    )


def make_item(feed: Feed, number: int = 0, outcome: str = "accepted", **fields: Any) -> Item:
    at = NOON - timedelta(minutes=number)
    given = {"title": f"Item {number}", "first_seen_at": at, "decided_at": at, "content_hash": "x"} | fields
    return Item.objects.create(feed=feed, key=f"key-{number}", outcome=outcome, **given)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def tree_of(answer: Any) -> Any:
    return html5lib.parse(answer.content.decode(), namespaceHTMLElements=False)


def text_of(answer: Any) -> str:
    return " ".join("".join(tree_of(answer).itertext()).split())


# --- who sees it ----------------------------------------------------------------------------------------------------


def test_a_stranger_is_sent_to_sign_in(feed: Feed, client: Client) -> None:
    answer = client.get(LEDGER)
    assert answer["Location"] == "/accounts/login/?next=%2Fpublishers%2Fbeacon%2Fitems"
    assert client.post(f"{LEDGER}/{make_item(feed).pk}/again").status_code == 302
    assert Item.objects.get().again_at is None


def test_eve_and_another_publishers_people_see_nothing_and_run_nothing(feed: Feed) -> None:
    item = make_item(feed, title="A secret of the house")
    Membership.objects.create(publisher=make_publisher("courier"), user=people.di(), since=NOON)
    for user in (people.eve(), people.di()):
        browser = signed_in(user)
        for answer in (browser.get(LEDGER), browser.post(f"{LEDGER}/{item.pk}/again")):
            assert answer.status_code == 403
            assert "its own people" in text_of(answer)
            assert "secret of the house" not in text_of(answer)
        assert "What became of each item" not in text_of(browser.get("/publisher/beacon"))
    assert Item.objects.get().again_at is None


def test_nobody_reaches_an_item_through_their_own_publishers_address(feed: Feed) -> None:
    item = make_item(feed, title="A secret of the house")
    courier = make_publisher("courier")
    make_feed(courier)
    Membership.objects.create(publisher=courier, user=people.di(), since=NOON)
    di = signed_in(people.di())
    assert di.post(f"/publishers/courier/items/{item.pk}/again").status_code == 404
    assert di.get(f"/publishers/courier/items?feed={feed.pk}").status_code == 404
    assert "secret" not in text_of(di.get(f"/publishers/courier/items?item={item.pk}"))
    assert Item.objects.get().again_at is None


@pytest.mark.parametrize("somebody", [people.cy, people.ed])
def test_a_member_and_an_editor_come_from_the_publishers_page(feed: Feed, somebody: Any) -> None:
    browser = signed_in(somebody())
    links = {"".join(link.itertext()): link.get("href") for link in tree_of(browser.get("/publisher/beacon")).iter("a")}
    answer = browser.get(links["What became of each item"])
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_a_member_who_was_shut_out_sees_nothing(feed: Feed) -> None:
    cy = signed_in(people.cy())
    Membership.objects.all().delete()
    assert cy.get(LEDGER).status_code == 403


# --- what it says ---------------------------------------------------------------------------------------------------


def test_each_outcome_says_why_with_the_evidence(feed: Feed) -> None:
    article = make_article(feed.publisher, headline="The bridge is shut")
    make_item(feed, 0, "duplicate", article=article, rule="same-address", reason="It is here already.")
    evidence = {"guid": "tag:7", "title": "none"}
    make_item(feed, 1, "rejected", rule="empty", reason="It has neither headline nor text.", evidence=evidence)
    page = text_of(signed_in(people.cy()).get(LEDGER))
    for words in ("Duplicate of The bridge is shut", "same-address", "rule empty", "neither headline nor", "tag:7"):
        assert words in page


def test_the_feeds_health_stands_on_top(feed: Feed) -> None:
    cy = signed_in(people.cy())
    assert "read without an error" in text_of(cy.get(LEDGER))
    Feed.objects.update(error="The server refuses us (403).", error_count=4, problems=["3 entries have no guid."])
    page = text_of(cy.get(LEDGER))
    for words in ("4 times in a row: The server refuses us (403).", "3 entries have no guid.", "13:00"):
        assert words in page
    Feed.objects.update(retired_at=NOON)
    assert "it is not read any more" in text_of(cy.get(LEDGER))


def test_a_publisher_without_a_feed_has_a_page() -> None:
    make_publisher()
    assert "no feed here" in text_of(signed_in(people.ed()).get(LEDGER))


def test_what_a_feed_says_cannot_run_here(feed: Feed) -> None:
    make_item(feed, title="<script>alert(1)</script>", url='https://a.example/"><b>', evidence={"guid": "<i>x"})
    html = signed_in(people.cy()).get(LEDGER).content.decode()
    assert "<script>alert" not in html
    assert "<i>x" not in html
    assert '"><b>' not in html


def test_the_list_goes_on_by_key_and_by_outcome(feed: Feed) -> None:
    for number in range(120):
        make_item(feed, number, ("accepted", "rejected")[number % 2], decided_at=NOON - timedelta(minutes=number // 4))
    ed = signed_in(people.ed())
    for outcome, expected in (("", 120), ("rejected", 60), ("changed", 0)):
        seen, address = [], f"{LEDGER}?outcome={outcome}"
        while address:
            tree = tree_of(ed.get(address))
            seen += [
                "".join(heading.itertext()) for heading in tree.iter("h3") if "Item" in "".join(heading.itertext())
            ]
            following = [link.get("href") for link in tree.iter("a") if link.get("rel") == "next"]
            address = f"{LEDGER}{following[0]}" if following else ""
        assert len(seen) == len(set(seen)) == expected
    page = text_of(ed.get(LEDGER))
    assert "all (120)" in page
    assert "rejected (60)" in page


@pytest.mark.parametrize("query", ["outcome=lost", "feed=999", "feed=x", "before=yesterday"])
def test_a_bad_address_is_said_to_be_one(feed: Feed, query: str) -> None:
    assert signed_in(people.ed()).get(f"{LEDGER}?{query}").status_code in {400, 404}


def test_each_feed_has_its_own_list(feed: Feed) -> None:
    other = make_feed(feed.publisher, "sport", title="Sport")
    make_item(feed, 1)
    make_item(other, 2)
    ed = signed_in(people.ed())
    assert "Item 2" not in text_of(ed.get(LEDGER))
    page = text_of(ed.get(f"{LEDGER}?feed={other.pk}"))
    assert "Item 2" in page
    assert "Item 1" not in page


def test_the_page_costs_the_same_for_one_item_and_for_fifty(feed: Feed) -> None:
    ed = signed_in(people.ed())
    costs = []
    for number in range(50):
        make_item(feed, number, article=make_article(feed.publisher, slug=f"a-{number}"))
        if number in {0, 49}:
            with CaptureQueriesContext(connection) as asked:
                ed.get(LEDGER)
            costs.append(len(asked))
    assert 0 < costs[0] == costs[1]


def test_the_list_is_read_from_an_index(feed: Feed) -> None:
    for outcome in ({}, {"outcome": "rejected"}):
        rows = Item.objects.newest().filter(feed=feed, **outcome).decided_before(NOON, 5)[:50]
        plan = rows.explain()
        assert "item_latest" in plan or connection.vendor == "postgresql"
        assert "TEMP B-TREE" not in plan


# --- run again ------------------------------------------------------------------------------------------------------


def test_cy_runs_an_item_again_and_is_told_what_comes_of_it(feed: Feed) -> None:
    Feed.objects.update(etag='"x"', body_hash="y")
    item = make_item(feed, 0, "rejected", rule="empty")
    cy = signed_in(people.cy())
    answer = cy.post(f"{LEDGER}/{item.pk}/again", follow=True)
    assert "To be run again" in text_of(answer)
    item.refresh_from_db()
    kept = Feed.objects.get()
    assert item.content_hash == ""
    assert item.again_at is not None
    assert (kept.etag, kept.body_hash) == ("", "")
    Item.objects.update(outcome="accepted", rule="", decided_at=item.again_at + timedelta(seconds=9))
    assert "Run again: accepted." in text_of(cy.get(f"{LEDGER}?item={item.pk}"))


def test_looking_at_the_address_runs_nothing(feed: Feed) -> None:
    item = make_item(feed)
    assert signed_in(people.cy()).get(f"{LEDGER}/{item.pk}/again").status_code == 405
    assert Item.objects.get().again_at is None


def test_a_form_from_elsewhere_runs_nothing(feed: Feed) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(people.cy())
    assert browser.post(f"{LEDGER}/{make_item(feed).pk}/again").status_code == 403
    assert Item.objects.get().again_at is None


def test_a_retired_feed_says_why_nothing_can_be_run(feed: Feed) -> None:
    Feed.objects.update(retired_at=NOON)
    answer = signed_in(people.cy()).post(f"{LEDGER}/{make_item(feed).pk}/again")
    assert answer.status_code == 422
    assert "retired" in text_of(answer)


def test_thirty_items_an_hour_are_the_most(feed: Feed) -> None:
    item = make_item(feed)
    cy = signed_in(people.cy())
    for _ in range(30):
        assert cy.post(f"{LEDGER}/{item.pk}/again").status_code == 302
    answer = cy.post(f"{LEDGER}/{item.pk}/again")
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 3600
