"""Robots and pages fetched in advance are heard in front of the page cache; readers' requests are not."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from newsstand.algorithms.read_log import Deed, Event, event_of
from newsstand.reads.requests import CountRequests
from tests.pages.newsroom import NOON
from tests.reads.readers import FIREFOX

pytestmark = pytest.mark.any_database
GOOGLE = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def ask(path: str, agent: str = GOOGLE, *, status: str = "200 OK", method: str = "GET", **environ: str) -> bytes:
    """The body that comes through, after one request."""

    def app(_: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response(status, [("Content-Type", "text/html")])
        return [b"the page"]

    told: list[str] = []
    asked = {"PATH_INFO": path, "REQUEST_METHOD": method, "HTTP_USER_AGENT": agent, **environ}
    body = b"".join(CountRequests(app, now=lambda: NOON)(asked, lambda said, _headers: told.append(said)))
    assert told == [status]
    return body


def heard(folder: Path) -> list[Event | None]:
    return [event_of(line) for path in folder.glob("*.events") for line in path.read_bytes().splitlines()]


@pytest.mark.parametrize("status", ["200 OK", "304 Not Modified"])
def test_a_robots_request_of_an_article_is_heard(folder: Path, status: str) -> None:
    assert ask("/a/17/bridge-shut", status=status) == b"the page"
    assert heard(folder) == [Event(NOON, 17, Deed.ROBOT)]


def test_a_page_that_a_browser_fetches_in_advance_is_heard_apart(folder: Path) -> None:
    ask("/a/17/bridge-shut", FIREFOX, HTTP_SEC_PURPOSE="prefetch;prerender")
    assert heard(folder) == [Event(NOON, 17, Deed.PREFETCH)]


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/a/17/bridge-shut", {"agent": FIREFOX}),
        ("/a/17/bridge-shut", {"method": "HEAD"}),
        ("/a/17/bridge-shut", {"method": "POST"}),
        ("/a/17/bridge-shut", {"status": "404 Not Found"}),
        ("/a/17/bridge-shut", {"status": "410 Gone"}),
        ("/a/17/", {"status": "301 Moved Permanently"}),
        ("/a/17/bridge-shut/history", {}),
        ("/a/17/comments.json", {"status": "400 Bad Request"}),
        ("/a/99999999999999999999/x", {}),
        ("/", {}),
    ],
)
def test_nothing_else_is(folder: Path, path: str, fields: dict[str, str]) -> None:
    assert ask(path, **fields) == b"the page"
    assert heard(folder) == []


def test_a_full_disk_breaks_no_page(folder: Path) -> None:
    folder.write_text("a file stands where the folder should be")
    assert ask("/a/17/bridge-shut") == b"the page"
