"""The desk at a glance: money, what each campaign does and why, what came of it, as pages and as files."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from newsstand.advertisers.campaign import pause
from newsstand.advertisers.days import day_of
from newsstand.advertisers.models import Advertiser, Campaign, ContextHour, Conversion
from newsstand.lib import clock
from tests.advertisers.counted import context, counted, decided
from tests.advertisers.town import ad, advertiser, campaign, cashier, draft, funded, manager, viewer
from tests.comments.talk import signed_in
from tests.people import di, ed, eve, mo

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def fresh(db: None) -> None:
    cache.clear()


def bakery() -> tuple[Advertiser, Campaign]:
    """A campaign that was seen and clicked yesterday and today, as its advertiser's days are."""
    now = clock.now()
    one = funded(advertiser(now=now), now=now)
    of = campaign(one, now=now, starts_at=now - timedelta(days=9), total=200_000_000)
    shown = ad(of, now=now)
    today = day_of(one.zone, now)
    counted(shown, today, views=1000, clicks=20, charged=4_000_000, marked_views=7, marked_clicks=3)
    counted(shown, today - timedelta(days=1), views=500, clicks=5, charged=1_000_000, refunded=200_000)
    both = context("b" * 32, places=[1, 2])
    counted(shown, today, slot="front-1", beside=both, views=300, clicks=1, charged=200_000)
    decided(1, shown, now, today, view_mark="robot")
    decided(2, shown, now, today, clicked_at=now, uncharged="budget")
    Conversion.objects.create(
        campaign=of, key="order-1", kind="sale", decision=2, value=19_900_000, at=now, heard_at=now, day=today
    )
    return one, of


def rows(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def test_the_desk_says_what_runs_what_it_cost_and_what_came_of_it() -> None:
    one, of = bakery()
    page = words(signed_in(di()).get(f"/advertisers/{one.slug}"))
    assert "Running" in page
    assert "5.00 EUR" in page, "spent: what was charged, less what came back"
    assert "1,800" in page
    assert "1.4 %" in page
    assert "7 views and 3 clicks were not believed" in page
    assert f"/advertisers/{one.slug}/campaigns/{of.pk}/edit" in page
    assert "/money" in page


def test_one_campaign_is_broken_down_and_says_why_not_more() -> None:
    one, of = bakery()
    page = words(signed_in(di()).get(f"/advertisers/{one.slug}/campaigns/{of.pk}"))
    for said in ("Harbour", "Old Town", "Bread", "Life", "Front page, below the top stories"):
        assert said in page, said
    assert "1 view: a program that says it is one" in page
    assert "there was no room in the budget any more" in page
    assert "Conversions" in page
    assert "19.90 EUR" in page
    assert "nobody can say how much room there is" in page
    assert "A page that is about several counts for each of them" in page
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    ContextHour.objects.create(context=context(), slot="article-1", hour=hour, asked=400, filled=300, viewed=200)
    page = words(signed_in(di()).get(f"/advertisers/{one.slug}/campaigns/{of.pk}"))
    assert "pages asked 400 times for an ad there: 100.0 % of all" in page


def test_states_are_said_with_their_reason() -> None:
    one, of = bakery()
    mine = signed_in(di())
    empty = campaign(one, now=clock.now(), name="Without ads")
    waiting = campaign(one, now=clock.now(), name="With a draft")
    draft(waiting, now=clock.now())
    pause(campaign=of, by=None, now=clock.now(), why="A rule: too dear")
    page = words(mine.get(f"/advertisers/{one.slug}"))
    assert "A rule: too dear" in page
    assert "Make an ad for it." in page
    assert "send one in for review" in page
    assert empty.name in page


def test_a_manager_pauses_resumes_and_ends_it_here_and_a_viewer_does_not() -> None:
    one, of = bakery()
    where = f"/advertisers/{one.slug}/campaigns/{of.pk}"
    assert "Pause" not in words(signed_in(viewer(one)).get(where))
    assert signed_in(viewer(one)).post(where, {"do": "pause"}).status_code == 403
    assert signed_in(manager(one)).post(where, {"do": "pause"}).status_code == 302
    of.refresh_from_db()
    assert of.paused_at is not None
    assert signed_in(manager(one)).post(where, {"do": "resume"}).status_code == 302
    assert signed_in(manager(one)).post(where, {"do": "fly"}).status_code == 404
    assert signed_in(manager(one)).post(where, {"do": "end"}).status_code == 302
    of.refresh_from_db()
    assert of.ended_at is not None
    answer = signed_in(manager(one)).post(where, {"do": "pause"})
    assert answer.status_code == 422
    assert "ended for good" in words(answer)
    page = words(signed_in(di()).get(f"/advertisers/{one.slug}"))
    assert "It was ended on" in page


PAGES = ("", "/campaigns/{n}", "/report.csv", "/rules", "/conversions", "/people", "/changes", "/close", "/estimate")


@pytest.mark.parametrize("page", PAGES)
def test_its_people_and_cashiers_look_and_nobody_else_does(page: str) -> None:
    one, of = bakery()
    where = f"/advertisers/{one.slug}{page.format(n=of.pk)}"
    for user in (di(), manager(one), viewer(one), cashier()):
        assert signed_in(user).get(where).status_code == 200, user
    for user in (eve(), ed(), mo()):
        assert signed_in(user).get(where).status_code == 403, user
    assert Client().get(where).status_code == 302
    assert signed_in(di()).get(where.replace(one.slug, "nobody")).status_code == 404


def test_a_campaign_of_somebody_else_is_not_there() -> None:
    one, of = bakery()
    other = advertiser("Other Shop", owner=eve(), now=clock.now())
    assert signed_in(eve()).get(f"/advertisers/{other.slug}/campaigns/{of.pk}").status_code == 404
    assert signed_in(eve()).get(f"/advertisers/{other.slug}/report.csv?campaign={of.pk}").status_code == 404
    assert signed_in(eve()).get(f"/advertisers/{other.slug}/changes?campaign={of.pk}").status_code == 404
    assert one.slug != other.slug


def test_reports_add_up_and_are_safe_in_a_spreadsheet() -> None:
    one, of = bakery()
    Campaign.objects.filter(pk=of.pk).update(name="=HYPERLINK(1)")
    mine = signed_in(di())
    where = f"/advertisers/{one.slug}/report"
    every = rows(mine.get(f"{where}.csv?by=all"))
    assert len(every) == 3
    assert every[0]["campaign_name"] == "'=HYPERLINK(1)"
    assert {line["places"] for line in every} == {"Harbour", "Harbour, Old Town"}
    charged = sum(int(line["charged_micros"]) for line in every)
    assert charged == 5_200_000
    for by in ("day", "campaign", "ad", "slot"):
        found = rows(mine.get(f"{where}.csv?by={by}"))
        assert sum(int(line["charged_micros"]) for line in found) == charged, by
        assert sum(int(line["spent_micros"]) for line in found) == charged - 200_000, by
        as_json = json.loads(mine.get(f"{where}.json?by={by}").content)["rows"]
        assert sum(line["views"] for line in as_json) == 1800, by
    assert len(rows(mine.get(f"{where}.csv?by=day"))) == 28
    assert [line["name"] for line in rows(mine.get(f"{where}.csv?by=place"))] == ["Harbour", "Old Town"]
    assert rows(mine.get(f"{where}.csv?by=ledger"))[0]["micros"] == "1000000000"
    assert mine.get(f"{where}.csv?by=reader").status_code == 404
    assert mine.get(f"{where}.xml").status_code == 404


def test_a_time_is_chosen_by_length_or_by_days_and_a_wrong_one_says_so() -> None:
    one, _ = bakery()
    mine = signed_in(di())
    today = day_of(one.zone, clock.now())
    before = today - timedelta(days=1)
    found = rows(mine.get(f"/advertisers/{one.slug}/report.csv?by=day&from={before}&to={before}"))
    assert [line["views"] for line in found] == ["500"]
    assert mine.get(f"/advertisers/{one.slug}?days=7").status_code == 200
    assert mine.get(f"/advertisers/{one.slug}?days=8").status_code == 404
    for wrong in ("from=2026-11-20", "from=x&to=y", f"from={today}&to={before}", "from=2001-01-01&to=2026-01-01"):
        assert mine.get(f"/advertisers/{one.slug}?{wrong}").status_code == 422, wrong


@pytest.mark.parametrize("page", ["", "/campaigns/{n}"])
def test_a_page_costs_the_same_for_one_row_and_for_thirty(page: str, django_assert_max_num_queries: Any) -> None:
    one, of = bakery()
    mine = signed_in(di())
    where = f"/advertisers/{one.slug}{page.format(n=of.pk)}"
    mine.get(where)
    with django_assert_max_num_queries(60) as few:
        mine.get(where)
    for number in range(30):
        more = campaign(one, now=clock.now(), name=f"No. {number}") if not page else of
        made = ad(more, now=clock.now())
        beside = context(f"{number:032}", places=[number])
        counted(made, day_of(one.zone, clock.now()), beside=beside, views=10, clicks=1, charged=9)
        decided(100 + number, made, clock.now(), day_of(one.zone, clock.now()), view_mark=f"mark {number}")
    with django_assert_max_num_queries(len(few.captured_queries)):
        mine.get(where)
