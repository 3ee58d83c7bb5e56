"""The public library: every ad that was shown in the last year, and no other."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from newsstand.advertisers.contexts import PageContext, context_row
from newsstand.advertisers.models import Ad, AdDay, AdStep, Target
from newsstand.lib import clock
from tests.advertisers.running import NOON, running

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
ABOUT_PLACES = PageContext("article", places=(7, 8), names={"7": "Harbour", "8": "Orrinshire"})


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def shown(name: str = "Huber’s bakery", *, views: int = 12, last: date = TODAY, **fields: Any) -> Ad:
    """An ad that was shown."""
    ad = running(name, first_shown_on=last - timedelta(days=3), last_shown_on=last, **fields)
    if views:
        AdDay.objects.create(
            ad=ad, day=last, slot="article-1", context=context_row(ABOUT_PLACES), views=views, marked_views=99, clicks=1
        )
    return ad


def page(client: Client, address: str = "/ads") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_library_says_who_paid_for_whom_when_and_how_often_it_was_seen(client: Client) -> None:
    shown(behalf="The bakers’ guild")
    html = page(client)
    assert "Bread from the harbour oven" in html
    assert "paid for by Huber’s bakery, on behalf of The bakers’ guild" in html
    assert '<time datetime="2026-11-17">17 November 2026</time>' in html
    # What is not believed is not counted.
    assert "12 views" in html


def test_it_holds_what_was_shown_in_the_last_year_alone(client: Client) -> None:
    running(headline="Never shown")
    shown(headline="Long ago", last=TODAY - timedelta(days=366))
    shown(headline="A year ago", last=TODAY - timedelta(days=365))
    html = page(client)
    assert "A year ago" in html
    assert "Never shown" not in html
    assert "Long ago" not in html
    assert client.get(f"/ads/{Ad.objects.get(headline='Never shown').pk}").status_code == 404
    assert client.get(f"/ads/{Ad.objects.get(headline='Long ago').pk}").status_code == 404


@pytest.mark.parametrize("state", [Ad.State.REMOVED, Ad.State.REFUSED, Ad.State.WAITING])
def test_of_what_was_taken_off_the_reason_stands_there_and_not_what_it_said(client: Client, state: str) -> None:
    ad = shown(state=state, headline="Cure for everything", payer="Dr. Who", category="health")
    AdStep.objects.create(ad=ad, state=state, at=NOON, reason="It promises a cure.")
    for html in (page(client), page(client, f"/ads/{ad.pk}"), page(client, "/ads.json")):
        assert "It promises a cure." in html
        assert "Cure for everything" not in html
        assert "Dr. Who" not in html
        assert "bakery.example" not in html
    assert "which is not shown" not in page(client, "/ads?q=cure")
    assert "which is not shown" in page(client, "/ads?category=health")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=bread", {"Bread from"}),
        ("q=BREAD+oven", {"Bread from"}),
        ("q=bread+loans", set()),
        ("q=bank", {"Loans"}),
        ("category=money", {"Loans"}),
        ("advertiser=bankofthebay", {"Loans"}),
        ("political=1", {"Vote"}),
        ("q=%25", set()),
        ("", {"Bread from", "Loans", "Vote"}),
    ],
)
def test_it_is_searched_by_words_advertiser_category_and_politics(client: Client, query: str, found: set[str]) -> None:
    shown()
    shown("Bank of the bay", headline="Loans", category="money", text="")
    shown("Harbour List", headline="Vote", category="politics", is_political=True, political_payer="The list", text="")
    for html in (page(client, f"/ads?{query}"), page(client, f"/ads.json?{query}")):
        assert {name for name in ("Bread from", "Loans", "Vote") if name in html} == found


def test_it_goes_on_page_by_page_without_a_gap(client: Client) -> None:
    ads = [shown(f"Shop {number}", views=0, last=TODAY - timedelta(days=number // 7)) for number in range(65)]
    seen: list[int] = []
    address = "/ads?category=food"
    while address:
        html = page(client, address)
        seen += [ad.pk for ad in ads if f'href="/ads/{ad.pk}"' in html]
        rest = html.partition('rel="next"')[0].rpartition('href="')[2] if 'rel="next"' in html else ""
        address = rest.partition('"')[0].replace("&amp;", "&")
    assert sorted(seen) == sorted(ad.pk for ad in ads)


@pytest.mark.parametrize("query", ["before=x", "before=2026-11-20_0", "before=2026-13-01_1", "category=cats"])
def test_what_makes_no_sense_is_said_so(client: Client, query: str) -> None:
    assert client.get(f"/ads?{query}").status_code == 400
    assert client.get(f"/ads.json?{query}").status_code == 400


def test_one_ad_says_for_which_pages_it_was_meant_and_where_it_was_seen(client: Client) -> None:
    ad = shown(targets=({"kind": Target.Kind.PLACE, "number": 7, "name": "Harbour"},))
    Target.objects.create(campaign=ad.campaign, kind="topic", number=9, name="Funerals", excluded=True)
    html = page(client, f"/ads/{ad.pk}")
    assert "<dt>Place</dt><dd>Harbour</dd>" in html
    assert "<dt>Not topic</dt><dd>Funerals</dd>" in html
    assert "<dt>Article, right after the text</dt><dd>12</dd>" in html
    assert "<dt>Orrinshire</dt><dd>12</dd>" in html


def test_programs_get_the_fields_of_the_law(client: Client) -> None:
    shown(behalf="The guild", targets=({"kind": "slot", "key": "front-1"},))
    [said] = json.loads(page(client, "/ads.json"))["ads"]
    assert said["views"] == 12
    assert said["payer"] == "Huber’s bakery"
    assert said["behalf"] == "The guild"
    assert (said["first_shown_on"], said["last_shown_on"]) == ("2026-11-17", "2026-11-20")
    assert said["parameters"]["wanted"] == [{"kind": "slot", "name": "Front page, below the top stories"}]
    assert said["landing"] == "https://bakery.example/bread"


def test_the_library_is_public_and_sets_no_cookie(client: Client) -> None:
    ad = shown()
    for address in ("/ads", f"/ads/{ad.pk}", "/ads.json"):
        answer = client.get(address)
        assert "public" in answer["Cache-Control"]
        assert not answer.cookies
    assert "csrfmiddlewaretoken" not in page(client)


def test_it_costs_the_same_for_one_ad_and_for_thirty(client: Client, django_assert_max_num_queries: Any) -> None:
    shown()
    for number in range(30):
        shown(f"Shop {number}")
    # One for the stamps, one for the sections of the masthead.
    with django_assert_max_num_queries(6):
        page(client)
