"""What a site's owner learns of our reader, and how an editor stops it."""

from datetime import timedelta

import pytest
from django.test import Client

from newsstand.lib import clock, record
from newsstand.lib.models import Bucket, Fetch, Stop
from newsstand.lib.record import Told
from tests.people import ann, ed

pytestmark = pytest.mark.django_db


def test_the_page_says_who_how_often_and_how_to_stop(client: Client, settings: object) -> None:
    settings.NEWSSTAND_CONTACT = "desk@kestermouth.example"  # type: ignore[attr-defined]
    html = client.get("/crawler").content.decode()
    for words in ("User-agent: Newsstand", "120 requests a minute", "Retry-After", "mailto:desk@kestermouth.example"):
        assert words in html
    assert settings.NEWSSTAND_USER_AGENT in html  # type: ignore[attr-defined]
    assert 'href="/crawler"' in client.get("/about").content.decode()


def test_what_was_asked_of_a_host_is_shown_for_it_and_the_names_under_it_and_nobody_else(client: Client) -> None:
    today = clock.now().date()
    record.write(
        {("www.paper.example", today, "feed"): Told(3, 2048, 304), ("other.example", today, "feed"): Told(77, 1)}
    )
    record.write({("www.paper.example", today, "feed"): Told(2, 0, 200)})
    record.write({("paper.example", today - timedelta(days=14), "page"): Told(99, 5, 200)})
    Bucket.objects.create(name="domain:paper.example", full_at=clock.now(), pause_seconds=7.5)
    html = client.get("/crawler", {"host": "https://PAPER.example/some/page"}).content.decode()
    assert "5 requests to paper.example" in html
    assert "2.0\xa0KB" in html
    assert "7.5 seconds" in html
    assert "77" not in html
    assert "99" not in html
    assert "for nothing" in client.get("/crawler?host=aper.example").content.decode()


@pytest.mark.parametrize("typed", ["http://[", "a b", "/path", "\x00"])
def test_what_is_no_host_is_said_so(client: Client, typed: str) -> None:
    answer = client.get("/crawler", {"host": typed})
    assert answer.status_code == 400
    assert "not the name of a host" in answer.content.decode()


def test_an_editor_enters_a_stop_and_takes_it_out_and_nobody_else_does(client: Client) -> None:
    values = {"host": "paper.example", "reason": "Mail of 20 November."}
    client.force_login(ann())
    assert client.post("/admin/lib/stop/add/", values).status_code in {302, 403}
    assert not Stop.objects.exists()
    client.force_login(ed())
    assert (
        "Write the name alone" in client.post("/admin/lib/stop/add/", values | {"host": "https://a/"}).content.decode()
    )
    assert client.post("/admin/lib/stop/add/", values).status_code == 302
    assert "We have been asked to stop" in client.get("/crawler?host=www.paper.example").content.decode()
    stop = Stop.objects.get()
    assert client.post(f"/admin/lib/stop/{stop.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Stop.objects.exists()


def test_what_is_older_than_fourteen_days_is_dropped() -> None:
    today = clock.now().date()
    record.write({("a.example", today - timedelta(days=days), "feed"): Told(1, 1, 200) for days in (0, 13, 14, 40)})
    record.sweep(today)
    assert sorted(today - day for day in Fetch.objects.values_list("day", flat=True)) == [
        timedelta(0),
        timedelta(days=13),
    ]
