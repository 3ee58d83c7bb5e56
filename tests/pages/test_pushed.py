"""Where people see whether a feed's news is pushed: the publisher's page of items, the admin, the doctor."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from newsstand.commands.doctor import examine
from newsstand.ingest.models import Subscription
from newsstand.lib import clock
from newsstand.publishers.models import Feed
from tests import people
from tests.pages.newsroom import NOON, make_publisher
from tests.pages.test_items import LEDGER, make_feed, signed_in

pytestmark = pytest.mark.django_db
END = NOON + timedelta(days=10)
UNTIL = "30 November 2026, at 12:00 UTC"


@pytest.fixture
def feed(monkeypatch: pytest.MonkeyPatch) -> Feed:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return make_feed(make_publisher())


def subscribe(feed: Feed, **fields: Any) -> Subscription:
    given = {"hub": "https://hub.example/", "topic": feed.address, "token": "unguessable", "secret": "between-us"}
    return Subscription.objects.create(feed=feed, **{**given, "due_at": END, **fields})


def page(user: Any = None) -> str:
    return signed_in(user or people.ed()).get(LEDGER).content.decode()


def test_a_feed_that_names_no_hub_is_read_from_time_to_time(feed: Feed) -> None:
    assert "names no hub" in page()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "We have asked hub.example to push it"),
        ({"error": "The hub answered 503."}, "hub.example does not push it. The hub answered 503."),
        ({"lease_ends_at": END}, f"hub.example has promised until {UNTIL}"),
        ({"lease_ends_at": NOON - timedelta(days=1)}, "We have asked hub.example to push it"),
        ({"lease_ends_at": END, "heard_at": NOON}, "then it is read at once"),
        ({"lease_ends_at": END, "heard_at": NOON, "missed_at": NOON}, "did not push all that was new"),
    ],
)
def test_the_page_says_what_a_hub_has_promised_and_kept(feed: Feed, fields: dict[str, Any], said: str) -> None:
    subscribe(feed, **fields)
    assert said in page()


def test_the_page_says_who_pushes_and_until_when(feed: Feed) -> None:
    subscribe(feed, lease_ends_at=END, heard_at=NOON)
    Feed.objects.update(pushed_until=END)
    assert f"hub.example pushes what is new to us until {UNTIL}" in page()


def test_pushes_that_were_ignored_are_counted_on_the_page(feed: Feed) -> None:
    subscription = subscribe(feed, lease_ends_at=END, forged=1, forged_at=NOON)
    assert "1 push was ignored, the last on 20 November 2026, at 12:00 UTC" in page()
    subscription.forged = 1200
    subscription.save()
    assert "1,200 pushes were ignored" in page()


def test_a_retired_feed_says_nothing_of_hubs(feed: Feed) -> None:
    subscribe(feed, lease_ends_at=END)
    Feed.objects.update(retired_at=NOON)
    assert "hub" not in page()


def test_nobody_sees_token_or_secret(feed: Feed) -> None:
    subscription = subscribe(feed, lease_ends_at=END)
    editor = signed_in(people.ed())
    seen = [
        page(),
        editor.get("/admin/ingest/subscription/").content.decode(),
        editor.get(f"/admin/ingest/subscription/{subscription.pk}/change/").content.decode(),
    ]
    assert "hub.example" in seen[1]
    assert "hub.example" in seen[2]
    assert not [one for one in seen if "unguessable" in one or "between-us" in one]


@pytest.mark.parametrize("path", ["/admin/ingest/subscription/", "/admin/syndication/subscriber/"])
def test_subscriptions_are_for_editors(feed: Feed, path: str) -> None:
    assert Client().get(path).status_code == 302
    assert signed_in(people.ann()).get(path).status_code == 302
    assert signed_in(people.ed()).get(path).status_code == 200
    assert signed_in(people.ed()).get(f"{path}add/").status_code == 403


def test_the_doctor_says_whether_hubs_can_call(feed: Feed, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    subscribe(feed, lease_ends_at=END)
    settings.NEWSSTAND_URL = "http://127.0.0.1:8000"
    examine()
    assert "Set NEWSSTAND_URL to a public address" in capsys.readouterr().out
    settings.NEWSSTAND_URL = "https://town.example"
    examine()
    said = capsys.readouterr().out
    assert "ok    hubs (WebSub) can call https://town.example" in said
    assert "feeds are promised to be pushed" in said
