"""`/image/ID/WIDTH` as a browser sees it."""

import io
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from PIL import Image as Pillow

from newsstand.images import variants, views
from newsstand.images.models import Image, State, remember
from newsstand.images.store import MASTER, folder
from newsstand.lib import clock
from tests.feed_server import Asked, FeedServer
from tests.images import files

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("root")]
AVIF = "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5"


def due(url: str) -> str:
    return remember([url], now=clock.now())[url]


def get(client: Client, key: str, width: int = 640, accept: str = "image/webp,*/*", **headers: str) -> Any:
    return client.get(f"/image/{key}/{width}", headers={"accept": accept, **headers})


@pytest.fixture
def key(feed_server: FeedServer) -> str:
    return due(feed_server.put("/a.jpg", files.jpeg(1000, 500)))


def test_a_page_opened_before_the_worker_came_shows_its_pictures(
    client: Client, feed_server: FeedServer, key: str
) -> None:
    answer = get(client, key)
    assert answer.status_code == 200
    assert Pillow.open(io.BytesIO(answer.content)).size == (640, 320)
    assert get(client, key, 320).status_code == 200
    assert feed_server.count["/a.jpg"] == 1


def test_the_headers_let_a_browser_keep_it_and_run_nothing(client: Client, key: str) -> None:
    answer = get(client, key)
    headers = {name: answer[name] for name in answer.headers}
    assert headers["Content-Type"] == "image/webp"
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Vary"] == "Accept"
    assert headers["Content-Length"] == str(len(answer.content))
    assert headers["ETag"].startswith('"')
    assert not answer.cookies


def test_avif_goes_to_those_who_take_it(client: Client, key: str) -> None:
    modern, other = get(client, key, accept=AVIF), get(client, key, accept="*/*")
    assert (modern["Content-Type"], other["Content-Type"]) == ("image/avif", "image/webp")
    assert Pillow.open(io.BytesIO(modern.content)).format == "AVIF"
    assert Pillow.open(io.BytesIO(other.content)).format == "WEBP"
    assert modern["ETag"] != other["ETag"]


def test_a_browser_that_has_it_gets_no_second_copy(client: Client, key: str) -> None:
    first = get(client, key)
    again = get(client, key, **{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (again["ETag"], again["Cache-Control"]) == (first["ETag"], first["Cache-Control"])
    assert again["Vary"] == "Accept"
    assert get(client, key, accept=AVIF, **{"if-none-match": first["ETag"]}).status_code == 200


def test_head_has_the_headers_alone(client: Client, key: str) -> None:
    whole = get(client, key)
    head = client.head(f"/image/{key}/640")
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == whole["Content-Length"]


def test_other_methods_are_refused(client: Client, key: str) -> None:
    assert client.post(f"/image/{key}/640").status_code == 405


@pytest.mark.parametrize("width", [0, 1, 159, 641, 99999999])
def test_only_the_fixed_widths_are_served(client: Client, feed_server: FeedServer, key: str, width: int) -> None:
    answer = get(client, key, width)
    assert answer.status_code == 404
    assert "160, 320, 640, 960, 1280" in answer.content.decode()
    assert feed_server.count["/a.jpg"] == 0


def test_nobody_makes_us_fetch_what_has_no_row(client: Client, feed_server: FeedServer) -> None:
    feed_server.put("/a.jpg", files.jpeg())
    for path in ("a" * 20, "x", "http:", feed_server.url("/a.jpg")):
        assert client.get(f"/image/{path}/640").status_code == 404
    assert feed_server.asked == []
    assert not Image.objects.exists()


def test_what_cannot_be_had_is_said_and_not_asked_for_again(client: Client, feed_server: FeedServer) -> None:
    key = due(feed_server.put("/a.jpg", files.SVG, kind="image/jpeg"))
    for _ in range(2):
        answer = get(client, key)
        assert answer.status_code == 404
        assert answer["Content-Type"].startswith("text/plain")
        assert answer["Cache-Control"] == "public, max-age=60"
        assert b"svg" not in answer.content.lower()
    assert feed_server.count["/a.jpg"] == 1


def test_visitors_do_not_hurry_a_picture_that_waits_for_its_next_attempt(
    client: Client, feed_server: FeedServer
) -> None:
    key = due(feed_server.put("/a.jpg", b"", status=500))
    assert [get(client, key).status_code for _ in range(3)] == [404, 404, 404]
    with views.FETCHERS, views.FETCHERS:
        assert get(client, key).status_code == 404
    assert feed_server.count["/a.jpg"] == 1


def test_while_others_are_fetched_a_visitor_is_asked_to_come_back(client: Client, key: str) -> None:
    with views.FETCHERS, views.FETCHERS:
        answer = get(client, key)
    assert answer.status_code == 503
    assert (answer["Retry-After"], answer["Cache-Control"]) == ("2", "no-store")
    assert get(client, key).status_code == 200


def test_a_picture_that_another_fetches_is_waited_for(client: Client, feed_server: FeedServer) -> None:
    release = threading.Event()

    def wait(_: Asked) -> Any:
        release.wait(10)
        return (200, {}, files.jpeg())

    feed_server.answers["/a.jpg"] = wait
    key = due(feed_server.url("/a.jpg"))
    answers: list[Any] = []

    def visit() -> None:
        answers.append(get(Client(), key))
        connection.close()

    visitors = [threading.Thread(target=visit) for _ in range(2)]
    for visitor in visitors:
        visitor.start()
    while not feed_server.asked:
        time.sleep(0.01)
    time.sleep(0.2)
    release.set()
    for visitor in visitors:
        visitor.join()
    assert [answer.status_code for answer in answers] == [200, 200]
    assert feed_server.count["/a.jpg"] == 1


def test_a_hung_server_does_not_hold_a_visitor(
    client: Client, feed_server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "FETCH_SECONDS", 0.3)
    release = threading.Event()
    feed_server.answers["/a.jpg"] = lambda _: (200, {}, b"") if release.wait(10) else None
    key = due(feed_server.url("/a.jpg"))
    assert get(client, key).status_code == 404
    # The server still holds its answer back: the visitor's came without it.
    assert not release.is_set()
    release.set()
    image = Image.objects.get(pk=key)
    assert image.due_at is not None
    assert image.due_at > clock.now() + timedelta(minutes=4)


def test_a_lease_that_does_not_end_does_not_hold_a_visitor(
    client: Client, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "FETCH_SECONDS", 0.3)
    Image.objects.filter(pk=key).update(leased_until=clock.now() + timedelta(minutes=2))
    assert get(client, key).status_code == 503


def test_when_encoders_are_busy_the_master_is_sent(client: Client, key: str) -> None:
    get(client, key)
    with variants.ENCODERS, variants.ENCODERS:
        answer = get(client, key, 320, AVIF)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer["Cache-Control"] == "public, max-age=60"
    assert Pillow.open(io.BytesIO(answer.content)).size == (1000, 500)


def test_a_picture_whose_file_is_lost_is_fetched_again(
    client: Client, feed_server: FeedServer, key: str, root: Path
) -> None:
    get(client, key)
    content = Image.objects.get(pk=key).content
    (folder(content) / MASTER).unlink()
    assert get(client, key, 960).status_code == 200
    assert feed_server.count["/a.jpg"] == 2
    assert Image.objects.get(pk=key).state == State.READY


def test_nothing_of_the_original_is_served(client: Client, feed_server: FeedServer) -> None:
    key = due(feed_server.put("/a.jpg", files.jpeg_with_secrets() + files.PAYLOAD, kind="text/html"))
    for accept in (AVIF, "*/*"):
        content = get(client, key, accept=accept).content
        assert files.LATITUDE not in content
        assert files.PAYLOAD not in content
        assert not Pillow.open(io.BytesIO(content)).getexif()
