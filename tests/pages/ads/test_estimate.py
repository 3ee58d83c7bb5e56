"""An estimate is made from what was recorded, says how sure it is, and is honest where nothing was."""

from datetime import UTC, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import cache

from newsstand.advertisers.models import ContextHour
from newsstand.advertisers.snapshot import live
from newsstand.lib import clock
from tests.advertisers.counted import context
from tests.advertisers.town import ad, advertiser, campaign, funded, want
from tests.comments.talk import signed_in
from tests.people import di

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def fresh(db: None) -> None:
    cache.clear()
    live.forget()


def recorded(days: int = 10, asked: int = 400, **about: Any) -> None:
    """So many whole days, on each of which pages of the harbour asked for an ad so often."""
    midnight = clock.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    beside = context(**about)
    for number in range(1, days + 1):
        hour = midnight - timedelta(days=number) + timedelta(hours=9)
        ContextHour.objects.create(
            context=beside, slot="article-1", hour=hour, asked=asked, filled=asked, viewed=asked // 2
        )


def said(query: str) -> str:
    found = signed_in(di()).get(f"/advertisers/{advertiser(now=clock.now()).slug}/estimate?{query}")
    assert found.status_code == 200, found.content.decode()
    return " ".join(found.content.decode().replace("\xa0", " ").split())


def test_before_enough_is_recorded_it_says_so() -> None:
    assert "Not enough was recorded yet" in said("pricing=cpc&bid=0.50")
    recorded(days=2)
    assert "2 whole days with 800 places" in said("pricing=cpc&bid=0.50")


def test_what_a_lone_bid_wins_is_what_was_seen_with_a_range() -> None:
    recorded()
    page = said("pricing=cpm&bid=5&fragment=1")
    assert "<html" not in page
    assert "Pages ask 400 times a day" in page
    assert "100.0 % of them" in page
    assert "from 10 whole days" in page


def test_targets_and_budget_are_taken_from_a_campaign() -> None:
    recorded()
    one = funded(advertiser(now=clock.now()), now=clock.now())
    here = campaign(one, now=clock.now(), targets=(want("place", 1),), daily=10_000)
    there = campaign(one, now=clock.now(), targets=(want("place", 99),))
    ad(here, now=clock.now())
    assert "Pages ask 400 times" in said(f"campaign={here.pk}")
    assert "daily budget would be spent after" in said(f"campaign={here.pk}&bid=0.50")
    assert "nothing would be shown" in said(f"campaign={there.pk}")
    assert "Pages ask 400 times" in said("pricing=cpc&bid=0.50&place=1")
    assert "nothing would be shown" in said("pricing=cpc&bid=0.50&place=99")


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("pricing=cpc&bid=x", "is no amount"),
        ("pricing=cpc&bid=0.000001", "The least"),
        ("pricing=free&bid=1", "Choose what you pay for"),
        ("campaign=999", "no such campaign"),
    ],
)
def test_what_makes_no_sense_is_said(query: str, wrong: str) -> None:
    found = signed_in(di()).get(f"/advertisers/{advertiser(now=clock.now()).slug}/estimate?{query}")
    assert found.status_code == 422
    assert wrong in found.content.decode()


FORM = {"name": "", "pricing": "cpc", "bid": "0.50", "total": "20", "daily": "", "starts": "", "hours": "always"}


def shown_beside(**fields: Any) -> str:
    """What stands beside a campaign's form, as its script asks for it."""
    query = urlencode({**FORM, **fields}, doseq=True)
    return said(f"fragment=1&form=1&{query}")


def test_beside_a_campaigns_form_stands_what_is_written_there() -> None:
    recorded()
    page = shown_beside()
    assert "<html" not in page
    assert "Pages ask 400 times" in page
    assert "nothing would be shown" in shown_beside(target=["slot:front-1"])
    assert "nothing would be shown" in shown_beside(target=["-slot:article-1", ""])
    assert "daily budget would be spent after" in shown_beside(total="0.01")
    # What is half written is no failure of the page.
    assert "The least that is taken here" in shown_beside(bid="0.0")
    assert "is no amount" in shown_beside(bid="much")


def test_a_campaign_does_not_bid_against_itself_beside_its_own_form() -> None:
    recorded()
    one = funded(advertiser(now=clock.now()), now=clock.now())
    here = campaign(one, now=clock.now(), targets=(want("place", 99),))
    ad(here, now=clock.now())
    page = shown_beside(campaign=here.pk)
    assert "Pages ask 400 times" in page
    assert "100.0 % of them" in page


def test_without_a_script_a_button_shows_it_and_nothing_is_lost() -> None:
    recorded()
    one = advertiser(now=clock.now())
    client = signed_in(di())
    for path in ("new", f"{campaign(one, now=clock.now()).pk}/edit"):
        made = one.campaigns.count()
        answer = client.post(f"/advertisers/{one.slug}/campaigns/{path}", {**FORM, "name": "Rye", "do": "estimate"})
        page = " ".join(answer.content.decode().replace("\xa0", " ").split())
        assert answer.status_code == 200
        assert "Pages ask 400 times" in page
        assert 'value="Rye"' in page
        assert one.campaigns.count() == made
