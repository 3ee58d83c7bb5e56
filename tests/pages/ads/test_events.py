"""What a page tells of its ads, and where clicks lead."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from newsstand.advertisers import events
from newsstand.advertisers.ad_steps import take_step
from newsstand.advertisers.book import drain
from newsstand.advertisers.models import Ad, AdDay, Campaign, Decision
from newsstand.algorithms.ad_tokens import Offer
from newsstand.lib import clock, day_keys
from tests.advertisers.offers import FIREFOX, adds_up, bound, offer, token
from tests.advertisers.town import NOON, SITE

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """ADS_ROOT of this test."""
    settings.ADS_ROOT = tmp_path / "ads"
    cache.clear()
    day_keys._known.clear()
    yield tmp_path / "ads"
    for one in events._logs.values():
        one.close()
    events._logs.clear()
    day_keys._known.clear()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the time, so long after the decision."""

    def set_to(after: timedelta) -> None:
        monkeypatch.setattr(clock, "now", lambda: NOON + after)

    set_to(timedelta())
    return set_to


@pytest.fixture
def one(at: Any) -> Offer:
    return bound(offer())


def see(client: Client, one: Offer, **said: Any) -> int:
    headers = {"user-agent": FIREFOX, **said.pop("headers", {})}
    return client.post("/slots/view", {"token": token(one), **said}, headers=headers).status_code


def go(client: Client, said: str, **headers: str) -> Any:
    return client.get(f"/slots/click/{said}", headers={"user-agent": FIREFOX, **headers})


def booked() -> Decision:
    drain(now=NOON + timedelta(minutes=1))
    return Decision.objects.get()


def test_a_view_and_a_click_are_heard_and_charged(client: Client, one: Offer, at: Any) -> None:
    at(2 * SECOND)
    assert see(client, one) == 204
    at(5 * SECOND)
    answer = go(client, token(one))
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{SITE}/bread")
    assert answer.headers["Referrer-Policy"] == "origin"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]
    row = booked()
    assert (row.view_mark, row.click_mark, row.charged) == ("", "", one.price)
    assert adds_up() == one.price


def test_no_full_address_and_no_browsers_name_is_kept(client: Client, one: Offer, at: Any, folder: Path) -> None:
    at(2 * SECOND)
    see(client, one)
    written = b"".join(path.read_bytes() for path in folder.glob("*.events"))
    assert written
    assert b"127.0.0" not in written
    assert b"Firefox" not in written


@pytest.mark.parametrize(
    ("said", "mark"),
    [
        ({"headers": {"user-agent": "Googlebot/2.1 (+http://www.google.com/bot.html)"}}, "robot"),
        ({"headers": {"sec-purpose": "prefetch;prerender"}}, "in advance"),
        ({"hidden": "1"}, "hidden"),
        ({"headers": {"sec-fetch-site": "cross-site"}}, "elsewhere"),
        ({"headers": {"user-agent": FIREFOX.replace("140", "141")}}, "elsewhere"),
    ],
)
def test_what_is_not_believed_is_kept_with_its_mark(
    client: Client, one: Offer, at: Any, said: dict[str, Any], mark: str
) -> None:
    at(2 * SECOND)
    assert see(client, one, **said) == 204
    row = booked()
    assert (row.view_mark, row.charged) == (mark, 0)
    day = AdDay.objects.get()
    assert (day.views, day.marked_views) == (0, 1)


def test_privacy_signals_make_no_difference(client: Client, one: Offer, at: Any) -> None:
    at(2 * SECOND)
    assert see(client, one, headers={"sec-gpc": "1", "dnt": "1"}) == 204
    assert booked().view_mark == ""


def test_sixty_four_replays_are_one_click(client: Client, one: Offer, at: Any) -> None:
    at(2 * SECOND)
    for _ in range(64):
        see(client, one)
    at(5 * SECOND)
    for _ in range(64):
        assert go(client, token(one)).status_code == 303
    assert booked().charged == one.price
    day = AdDay.objects.get()
    assert (day.views, day.clicks, day.marked_views, day.marked_clicks) == (1, 1, 63, 63)
    assert adds_up() == one.price


def test_an_expired_click_gets_there_and_costs_nothing(client: Client, one: Offer, at: Any) -> None:
    at(2 * SECOND)
    see(client, one)
    at(timedelta(hours=2, seconds=1))
    assert go(client, token(one)).headers["Location"] == f"{SITE}/bread"
    row = booked()
    assert (row.click_mark, row.charged) == ("expired", 0)


def test_a_changed_token_leads_nowhere_and_is_not_heard(client: Client, one: Offer, at: Any) -> None:
    said = token(one)
    changed = said[:40] + ("A" if said[40] != "A" else "B") + said[41:]
    answer = go(client, changed)
    assert answer.status_code == 404
    assert "leads nowhere" in answer.content.decode()
    assert "Location" not in answer.headers
    assert client.post("/slots/view", {"token": changed}).status_code == 400
    assert client.post("/slots/view", {}).status_code == 400
    drain(now=NOON)
    assert not Decision.objects.exists()


def test_what_is_asked_for_in_advance_leads_nowhere_yet(client: Client, one: Offer, at: Any) -> None:
    assert go(client, token(one), **{"sec-purpose": "prefetch"}).status_code == 503


def test_an_ad_that_was_taken_off_leads_nowhere(client: Client, one: Offer, at: Any) -> None:
    take_step(ad=Ad.objects.get(pk=one.ad), state=Ad.State.REMOVED, by=None, now=NOON)
    assert go(client, token(one)).status_code == 404


def test_the_clicks_number_is_told_where_that_is_wanted(client: Client, one: Offer, at: Any) -> None:
    Campaign.objects.update(tells_clicks=True)
    for landing, expected in (
        (f"{SITE}/bread", f"{SITE}/bread?nsclick={one.decision}"),
        (f"{SITE}/bread?a=1#top", f"{SITE}/bread?a=1&nsclick={one.decision}#top"),
    ):
        Ad.objects.update(landing=landing)
        assert go(client, token(one)).headers["Location"] == expected


def test_too_much_is_refused_and_a_click_still_gets_there(client: Client, one: Offer, at: Any) -> None:
    at(2 * SECOND)
    assert {see(client, one) for _ in range(121)} == {204, 429}
    assert go(client, token(one)).status_code == 303
    assert client.post("/slots/view", {"token": "x" * 5000}).status_code == 413


def test_a_full_disk_is_said_and_a_click_still_gets_there(
    client: Client, one: Offer, at: Any, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder.write_text("a file stands where the folder should be")
    at(2 * SECOND)
    assert see(client, one) == 503
    assert go(client, token(one)).status_code == 303
    assert "Views and clicks are not counted" in caplog.text
