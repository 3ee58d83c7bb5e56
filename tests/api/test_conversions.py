"""An advertiser's server tells what came of clicks: signed, once, and by the day of the click."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from newsstand.advertisers.conversions import make_secret
from newsstand.advertisers.figures import converted
from newsstand.advertisers.models import Advertiser, Conversion, Decision
from newsstand.algorithms.conversion_calls import PARAMETER, sign
from newsstand.lib import clock
from newsstand.pages.ads.events import leading_to
from tests.advertisers.counted import decided
from tests.advertisers.offers import offer
from tests.advertisers.town import ad, advertiser, campaign
from tests.people import di, eve

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
CLICK = 1234567890123456789


@pytest.fixture(autouse=True)
def fresh(db: None) -> None:
    cache.clear()


def shop() -> tuple[Advertiser, str]:
    """The bakery, and its secret; an ad of its was clicked two days ago."""
    one = advertiser(now=clock.now())
    of = campaign(one, now=clock.now())
    then = clock.now() - timedelta(days=2)
    decided(CLICK, ad(of, now=clock.now()), then, then.date(), clicked_at=then)
    return one, make_secret(advertiser=one, by=di(), now=clock.now())


def told(one: Advertiser, secret: str, *items: Any, body: bytes | None = None, **headers: str) -> Any:
    raw = json.dumps({"conversions": items}).encode() if body is None else body
    signature = headers.get("signature") or sign(raw, secret=secret, at=clock.now())
    return Client(enforce_csrf_checks=True).post(
        f"/api/conversions/{one.pk}", raw, content_type="application/json", HTTP_NEWSSTAND_SIGNATURE=signature
    )


def test_it_is_kept_once_however_often_it_comes_and_counts_on_the_day_of_the_click() -> None:
    one, secret = shop()
    item = {"key": "order-1", "kind": "sale", "click": str(CLICK), "value": "19.90"}
    assert told(one, secret, item).json() == {"taken": 1, "known": 0, "refused": []}
    assert told(one, secret, item, item).json() == {"taken": 0, "known": 2, "refused": []}
    row = Conversion.objects.get()
    assert (row.decision, row.value, row.day) == (CLICK, 19_900_000, (clock.now() - timedelta(days=2)).date())
    assert converted([row.campaign_id], row.day, row.day) == {row.campaign_id: (1, 19_900_000)}


def test_the_number_that_comes_with_a_click_is_the_one_that_is_told() -> None:
    one, secret = shop()
    landing = leading_to("https://bakery.example.org/?a=1", offer(one.campaigns.get().ads.get()))["Location"]
    told_number = parse_qs(urlsplit(landing).query)[PARAMETER][0]
    Decision.objects.filter(pk=CLICK).delete()
    then = clock.now() - timedelta(hours=1)
    decided(int(told_number), one.campaigns.get().ads.get(), then, then.date(), clicked_at=then)
    assert told(one, secret, {"key": "1", "click": told_number}).json()["taken"] == 1


def test_what_is_wrong_is_said_item_by_item_and_the_rest_goes_on() -> None:
    one, secret = shop()
    other = advertiser("Other Shop", owner=eve(), now=clock.now())
    theirs = campaign(other, now=clock.now())
    then = clock.now() - timedelta(hours=1)
    decided(99, ad(theirs, now=clock.now()), then, then.date(), clicked_at=then)
    mine = one.campaigns.get()
    answer = told(
        one,
        secret,
        {"key": "1", "click": "99"},
        {"key": "2", "click": "4711"},
        {"key": "3", "campaign": str(theirs.pk)},
        {"key": "4", "value": "x", "click": str(CLICK)},
        {"key": "5", "click": str(CLICK), "at": (clock.now() - timedelta(days=3)).isoformat()},
        "nonsense",
        {"key": "6", "click": str(CLICK), "campaign": str(mine.pk)},
        {"key": "7", "campaign": str(mine.pk)},
        {"key": "8", "click": "4711", "campaign": str(mine.pk)},
    ).json()
    assert answer["taken"] == 3
    errors = {one["index"]: one["error"] for one in answer["refused"]}
    assert set(errors) == {0, 1, 2, 3, 4, 5}
    assert errors[0] == errors[1].replace("4711", "99"), "others' clicks are as unknown as none"
    assert "before the click" in errors[4]
    assert Conversion.objects.get(key="8").decision is None


def test_unsigned_forged_and_stale_calls_do_nothing() -> None:
    one, secret = shop()
    item = {"key": "1", "click": str(CLICK)}
    raw = json.dumps({"conversions": [item]}).encode()
    old = sign(raw, secret=secret, at=clock.now() - timedelta(minutes=6))
    for signature in ("nothing", sign(raw, secret="another", at=clock.now()), old):
        answer = told(one, secret, body=raw, signature=signature)
        assert answer.status_code == 401
        assert answer.json()["error"]
    assert told(Advertiser(pk=999_999), secret, item).status_code == 401
    fresh_one = make_secret(advertiser=one, by=di(), now=clock.now())
    assert told(one, secret, item).status_code == 401, "the one before holds no more"
    assert not Conversion.objects.exists()
    assert told(one, fresh_one, item).status_code == 200


def test_too_large_too_many_and_no_list_are_refused_with_their_codes() -> None:
    one, secret = shop()
    assert told(one, secret, body=b"{}").status_code == 400
    assert told(one, secret, *[{}] * 101).status_code == 400
    assert told(one, secret, body=b" " * (256 * 1024 + 1)).status_code == 413
    assert Client().get(f"/api/conversions/{one.pk}").status_code == 405


def test_somebody_who_calls_without_end_is_told_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    one, secret = shop()
    moment = clock.now()
    # What drips back into a bucket while a slow machine runs this is no matter here.
    monkeypatch.setattr(clock, "now", lambda: moment)
    codes = [told(one, secret, signature="nothing").status_code for _ in range(61)]
    assert codes[0] == 401
    assert codes[-1] == 429


def test_an_advertiser_that_was_closed_or_stopped_is_not_heard() -> None:
    one, secret = shop()
    Advertiser.objects.filter(pk=one.pk).update(suspended_at=clock.now())
    assert told(one, secret, {"key": "1", "click": str(CLICK)}).status_code == 401
