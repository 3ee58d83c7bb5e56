"""Web push from end to end: a browser subscribes, a notice is made, the push service takes it, the browser reads it."""

import asyncio
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from newsstand.accounts.models import Block, User
from newsstand.lib import clock
from newsstand.notices import push_keys
from newsstand.notices.devices import MOST, DeviceError, add_device
from newsstand.notices.models import Device, Notice
from newsstand.notices.push import push_due
from newsstand.notices.tell import tell
from newsstand.worker.rounds import open_hub_door
from tests.comments.talk import Clock, signed_in
from tests.notices.push_service import PushService, text_of
from tests.people import ann, ben, eve

# The door keeps its manners in the database, from a thread of its own.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def time(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Clock:
    """What the site takes for the time; keys of its own; a push service in the house may be reached."""
    cache.clear()
    settings.NEWSSTAND_HOME = tmp_path
    settings.NEWSSTAND_WEBSUB_NETWORKS = ["127.0.0.0/8"]
    settings.NEWSSTAND_REQUESTS_A_MINUTE = 100_000
    stopped = Clock(clock.now())
    monkeypatch.setattr(clock, "now", lambda: stopped.now)
    return stopped


@pytest.fixture
def service() -> Iterator[PushService]:
    with PushService() as running:
        yield running


def subscribe(user: User, service: PushService) -> Device:
    answer = signed_in(user).post(
        "/you/notices/device",
        service.subscription,
        content_type="application/json",
        headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"},
    )
    assert answer.status_code == 201, answer.content
    return Device.objects.get()


def told(user: User, title: str = "Ben answers you", kind: str = "reply", **more: Any) -> Notice:
    notice = tell(user=user, kind=Notice.Kind(kind), key=title, title=title, now=clock.now(), **more)
    assert notice is not None
    return notice


def work() -> int:
    """Rounds of the worker until nothing is due."""

    async def rounds() -> int:
        done = 0
        async with open_hub_door() as door:
            while some := await push_due(door=door, clock=clock.now, most=50):
                done += some
        return done

    return asyncio.run(rounds())


def test_a_notice_reaches_the_browser_and_nobody_between_can_read_it(service: PushService) -> None:
    told(ann(), "Before she asked")
    assert subscribe(ann(), service).name == "Firefox on Linux"
    notice = told(ann(), "Zoë answers you", text="Since <when>? " + "é" * 400)
    told(ben(), "Not hers")
    work()
    [got] = service.got
    assert got["title"] == "Zoë answers you"
    assert got["text"].startswith("Since <when>? é")
    assert len(got["text"]) == 240
    assert got["address"] == f"/you/notices/{notice.pk}"
    notice.refresh_from_db()
    assert notice.pushed_at is not None
    assert work() == 0


def test_several_notices_come_in_their_order_and_what_was_read_does_not(service: PushService) -> None:
    subscribe(ann(), service)
    told(ann(), "One")
    Notice.objects.filter(pk=told(ann(), "Two").pk).update(read_at=clock.now())
    told(ann(), "Three"), told(ann(), "Of no interest", "conversation")
    work()
    assert [one["title"] for one in service.got] == ["One", "Three"]


def test_of_somebody_blocked_since_nothing_is_shown(service: PushService) -> None:
    subscribe(ann(), service)
    told(ann(), "Eve answers you", about=eve())
    Block.objects.create(by=ann(), of=eve(), kind="block", since=clock.now())
    work()
    assert service.asked == 0


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(service: PushService, status: int) -> None:
    subscribe(ann(), service)
    service.answers = [(status, {})]
    told(ann())
    work()
    assert not Device.objects.exists()


def test_a_busy_push_service_is_asked_again_when_it_says(service: PushService, time: Clock) -> None:
    subscribe(ann(), service)
    service.answers = [(429, {"Retry-After": "3600"}), (503, {})]
    told(ann())
    work()
    device = Device.objects.get()
    assert device.tries == 1
    assert "429" in device.error
    assert device.due_at is not None
    assert device.due_at - time.now >= timedelta(hours=1)
    told(ann(), "Another"), work()
    assert service.asked == 1
    time.pass_by(hours=3)
    work()
    assert service.asked == 2
    time.pass_by(hours=8)
    work()
    assert [one["title"] for one in service.got] == ["Ben answers you", "Another"]
    assert Device.objects.get().error == ""


def test_one_that_fails_for_days_is_let_go(service: PushService, time: Clock) -> None:
    subscribe(ann(), service)
    service.answers = [(500, {})] * 40
    for _ in range(10):
        told(ann(), f"At {time.now}")
        work()
        time.pass_by(hours=12)
    assert not Device.objects.exists()


def test_what_is_a_day_old_is_no_news(service: PushService, time: Clock) -> None:
    subscribe(ann(), service)
    told(ann())
    time.pass_by(hours=25)
    work()
    assert service.asked == 0


def test_a_lease_that_ran_out_pushes_again_under_the_same_tag(service: PushService, time: Clock) -> None:
    subscribe(ann(), service)
    notice = told(ann())
    Device.objects.update(leased_until=time.now + timedelta(minutes=5))
    assert work() == 0
    time.pass_by(minutes=6)
    work()
    assert [one["tag"] for one in service.got] == [f"notice-{notice.pk}"]


def test_the_same_browser_is_one_device_and_belongs_to_who_asked_last(service: PushService) -> None:
    subscribe(ann(), service)
    assert subscribe(ben(), service).user == ben()
    told(ann()), work()
    assert service.asked == 0
    off = {"endpoint": service.endpoint, "wanted": "off"}
    assert signed_in(ann()).post("/you/notices/device", off, content_type="application/json").json() == {
        "removed": False
    }
    assert signed_in(ben()).post("/you/notices/device", off, content_type="application/json").json() == {
        "removed": True
    }
    assert not Device.objects.exists()


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.org/1",
        "https://10.0.0.1/1",
        "https://localhost/1",
        "https://[::1]/1",
        "https://169.254.169.254/latest",
        "ftp://push.example.org/",
        "https://push.example.org/" + "x" * 1000,
        "nonsense",
        "",
    ],
)
def test_nothing_is_pushed_to_addresses_that_are_not_public(service: PushService, settings: Any, endpoint: str) -> None:
    settings.NEWSSTAND_WEBSUB_NETWORKS = []
    keys = service.subscription["keys"]
    with pytest.raises(DeviceError):
        add_device(user=ann(), endpoint=endpoint, name="", now=clock.now(), **keys)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"[]",
        b"{}",
        b'{"endpoint": "https://push.example.org/1"}',
        b'{"endpoint": "https://push.example.org/1", "keys": {"p256dh": "AA", "auth": "AA"}}',
        b'{"endpoint": {}, "keys": []}',
        b"\xff\xfe",
        b'{"endpoint": "https://push.example.org/1", "keys": {"p256dh": "' + b"A" * 5000 + b'"}}',
    ],
)
def test_nonsense_is_answered_in_words(said: bytes) -> None:
    answer = signed_in(ann()).post("/you/notices/device", said, content_type="application/json")
    assert answer.status_code in {400, 422}
    assert answer.json()["error"]


def test_a_subscription_needs_its_users_session_and_our_page(service: PushService) -> None:
    given = {"path": "/you/notices/device", "data": service.subscription, "content_type": "application/json"}
    assert Client().post(**given)["Location"].startswith("/accounts/login/")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ann())
    assert strict.post(**given).status_code == 403
    assert not Device.objects.exists()


def test_only_so_many_devices_are_kept(service: PushService) -> None:
    keys = service.subscription["keys"]
    for number in range(MOST + 3):
        moment = clock.now() + timedelta(seconds=number)
        add_device(user=ann(), endpoint=f"https://push.example.org/{number}", name="", now=moment, **keys)
    assert Device.objects.count() == MOST
    assert not Device.objects.filter(endpoint__endswith="/0").exists()


def test_our_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path, settings: Any) -> None:
    first = push_keys.public_key()
    assert push_keys.public_key() == first
    assert stat.S_IMODE((tmp_path / "push-key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["push-key"]
    settings.NEWSSTAND_PUSH_KEY = (tmp_path / "push-key").read_text()
    settings.NEWSSTAND_HOME = tmp_path / "elsewhere"
    assert push_keys.public_key() == first
    settings.NEWSSTAND_PUSH_KEY = text_of(bytes(32))
    with pytest.raises(ValueError, match="NEWSSTAND_PUSH_KEY"):
        push_keys.public_key()


def test_our_token_is_good_for_half_a_day_and_one_push_service() -> None:
    import jwt

    now = datetime.fromisoformat("2026-11-22T12:00:00+00:00")
    said = push_keys.credentials("https://push.example.org:8443/send/abc?x=1", now=now)
    claims = jwt.decode(said.partition("t=")[2].partition(",")[0], options={"verify_signature": False})
    assert claims["aud"] == "https://push.example.org:8443"
    assert claims["exp"] == int((now + timedelta(hours=12)).timestamp())
