"""The page cache in front of Django: what it keeps, for how long, and for whom."""

import gzip
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from newsstand.lib.pagecache import ENVIRON_KEY, MadeFrom, PageCache, public_page, squeezed
from newsstand.lib.stamps import touch


@dataclass
class Answer:
    status: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class Site:
    """A page cache before an application that counts how often it was asked, with a clock and stamps we hold."""

    def __init__(self, **options: Any) -> None:
        self.now = 1000.0
        self.stamps = {"front": 1}
        self.rendered = 0
        self.asked_stamps = 0
        self.public = True
        self.status = "200 OK"
        self.make_body: Callable[[str], bytes] = lambda path: f"{path} number {self.rendered} ".encode() * 50
        self.cache = PageCache(self.render, current=self.current, clock=lambda: self.now, **options)

    def current(self, names: Iterable[str]) -> tuple[int, ...]:
        self.asked_stamps += 1
        return tuple(self.stamps.get(name, 0) for name in sorted(set(names)))

    def render(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterator[bytes]:
        self.rendered += 1
        start_response(self.status, [("Content-Type", "text/html; charset=utf-8"), ("Vary", "Cookie")])
        if self.public:
            environ[ENVIRON_KEY] = MadeFrom(("front",), (self.stamps["front"],))
        return iter([self.make_body(environ["PATH_INFO"])])

    def get(self, path: str = "/", method: str = "GET", **headers: str) -> Answer:
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "", "HTTP_HOST": "localhost", **headers}
        answer = Answer()

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            answer.status, answer.headers = status, dict(headers)

        answer.body = b"".join(self.cache(environ, start_response))
        return answer


def test_a_page_is_rendered_once_and_then_served_from_memory() -> None:
    site = Site()
    first = site.get()
    assert first.status == "200 OK"
    assert [site.get().body for _ in range(5)] == [first.body] * 5
    assert site.rendered == 1


def test_the_database_is_not_asked_again_within_half_a_second() -> None:
    site = Site()
    site.get()
    site.now += 0.49
    site.get()
    assert site.asked_stamps == 0
    site.now += 0.02
    site.get()
    site.get()
    assert site.asked_stamps == 1
    assert site.rendered == 1


def test_a_touched_stamp_is_seen_after_at_most_half_a_second() -> None:
    site = Site()
    before = site.get().body
    site.stamps["front"] = 2
    assert site.get().body == before
    site.now += 0.51
    after = site.get().body
    assert after != before
    assert site.get().body == after
    assert site.rendered == 2


def test_a_page_is_rendered_again_after_sixty_seconds_so_that_ages_stay_true() -> None:
    site = Site()
    site.get()
    for _ in range(118):
        site.now += 0.508
        site.get()
    assert site.rendered == 1
    site.now += 0.6
    site.get()
    assert site.rendered == 2


def test_a_visitor_with_a_session_goes_past_the_cache() -> None:
    site = Site()
    site.get()
    site.get(HTTP_COOKIE="theme=dark; sessionid=abc")
    site.get(HTTP_COOKIE="sessionid=abc")
    assert site.rendered == 3


def test_another_cookie_does_not_go_past_the_cache() -> None:
    site = Site()
    site.get()
    site.get(HTTP_COOKIE="theme=dark")
    assert site.rendered == 1


@pytest.mark.parametrize("method", ["POST", "HEAD", "DELETE"])
def test_only_get_is_served_from_the_cache(method: str) -> None:
    site = Site()
    site.get()
    site.get(method=method)
    assert site.rendered == 2


def test_a_page_that_was_not_declared_public_is_never_kept() -> None:
    site = Site()
    site.public = False
    site.get()
    site.get()
    assert site.rendered == 2
    assert not site.cache.pages


def test_paths_queries_hosts_and_fragments_for_htmx_are_kept_apart() -> None:
    site = Site()
    site.get("/")
    site.get("/a/1/x")
    site.get("/", QUERY_STRING="before=x")
    site.get("/", HTTP_HOST="example.org")
    site.get("/", HTTP_HX_REQUEST="true")
    assert site.rendered == len(site.cache.pages) == 5


def test_a_browser_that_has_the_page_gets_304_without_a_body() -> None:
    site = Site()
    tag = site.get().headers.get("ETag") or site.get().headers["ETag"]
    again = site.get(HTTP_IF_NONE_MATCH=tag)
    assert again.status.startswith("304")
    assert again.body == b""
    assert again.headers["ETag"] == tag
    assert "Content-Length" not in again.headers


def test_the_first_answer_has_its_tag_and_is_compressed_like_every_other() -> None:
    site = Site()
    first, second = (site.get(HTTP_ACCEPT_ENCODING="gzip") for _ in range(2))
    assert site.rendered == 1
    assert first.headers == second.headers
    assert first.headers["Content-Encoding"] == "gzip"
    assert first.body == second.body


def test_a_browser_with_an_old_page_gets_the_new_one() -> None:
    site = Site()
    site.get()
    old = site.get().headers["ETag"]
    site.stamps["front"] = 2
    site.now += 1
    site.get()
    again = site.get(HTTP_IF_NONE_MATCH=old)
    assert again.status == "200 OK"
    assert again.body


def test_a_browser_that_takes_gzip_gets_it_with_a_tag_of_its_own() -> None:
    site = Site()
    plain = site.get()
    plain = site.get()
    packed = site.get(HTTP_ACCEPT_ENCODING="br, gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert int(packed.headers["Content-Length"]) == len(packed.body) < len(plain.body)
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert site.get(HTTP_ACCEPT_ENCODING="gzip", HTTP_IF_NONE_MATCH=packed.headers["ETag"]).status.startswith("304")


def test_the_oldest_page_goes_when_memory_is_full() -> None:
    site = Site(most_bytes=60_000)
    site.make_body = lambda path: path.encode() + bytes(range(256)) * 40
    for number in range(12):
        site.get(f"/{number}")
    assert site.cache.bytes <= 60_000
    assert site.cache.bytes == sum(page.size for page in site.cache.pages.values())
    kept = {key[0] for key in site.cache.pages}
    assert "/11" in kept
    assert "/0" not in kept
    rendered = site.rendered
    site.get("/11")
    assert site.rendered == rendered
    site.get("/0")
    assert site.rendered == rendered + 1


def view(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(f"a page about {name}")


def answer_of(**options: Any) -> tuple[HttpRequest, HttpResponse]:
    request = RequestFactory().get("/")
    request.COOKIES.update(options.get("cookies", {}))
    page = public_page(lambda name: [f"topic:{name}"])(options.get("view", view))
    return request, page(request, name="river")


@pytest.mark.django_db
def test_a_public_page_is_kept_with_the_versions_it_was_made_from() -> None:
    touch(["topic:river"])
    request, response = answer_of()
    assert request.environ[ENVIRON_KEY] == MadeFrom(("site", "topic:river"), (0, 1))
    assert "public" in response["Cache-Control"]


@pytest.mark.django_db
def test_a_change_while_a_page_is_rendered_makes_that_page_out_of_date() -> None:
    def slow_view(request: HttpRequest, name: str) -> HttpResponse:
        touch(["topic:river"])
        return HttpResponse("what was true a moment ago")

    request, _ = answer_of(view=slow_view)
    assert request.environ[ENVIRON_KEY].versions == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("status", [404, 410, 302, 500])
def test_only_a_page_that_is_there_is_kept(status: int) -> None:
    request, _ = answer_of(view=lambda request, name: HttpResponse(status=status))
    assert ENVIRON_KEY not in request.environ


@pytest.mark.django_db
def test_a_page_that_sets_a_cookie_is_never_kept() -> None:
    def with_cookie(request: HttpRequest, name: str) -> HttpResponse:
        response = HttpResponse("for one alone")
        response.set_cookie("who", "Ann")
        return response

    request, _ = answer_of(view=with_cookie)
    assert ENVIRON_KEY not in request.environ


@pytest.mark.django_db
def test_a_signed_in_visitors_page_is_private_and_not_kept() -> None:
    request, response = answer_of(cookies={"sessionid": "abc"})
    assert ENVIRON_KEY not in request.environ
    assert "private" in response["Cache-Control"]


def test_html_loses_its_indentation_and_nothing_that_shows() -> None:
    kind = [("Content-Type", "text/html; charset=utf-8")]
    page = b"<ul>\n    <li>\n\n      one  two\n    </li>\n</ul>\n"
    assert squeezed(page, kind) == b"<ul>\n<li>\none  two\n</li>\n</ul>\n"
    kept = b"<pre>\n    a\n\n    b</pre>"
    assert squeezed(kept, kind) == kept
    assert squeezed(page, [("Content-Type", "text/plain; charset=utf-8")]) == page


@pytest.mark.parametrize(("idle", "sees"), [(0.6, "old"), (60.5, "new")])
def test_while_one_asks_the_database_others_get_the_page_only_if_it_was_true_just_now(idle: float, sees: str) -> None:
    site = Site()
    before = site.get().body
    site.stamps["front"] = 2
    site.now += idle
    asking, go_on = threading.Event(), threading.Event()
    ask = site.cache.current

    def slowly(names: Iterable[str]) -> tuple[int, ...]:
        asking.set()
        go_on.wait(10)
        return ask(names)

    site.cache.current = slowly
    first = threading.Thread(target=site.get)
    first.start()
    # A page that old is made anew, and nobody asks.
    asking.wait(10 if sees == "old" else 0.2)
    second: list[bytes] = []
    other = threading.Thread(target=lambda: second.append(site.get().body))
    other.start()
    if sees == "old":
        other.join(10)
    go_on.set()
    first.join(10)
    other.join(10)
    assert (second == [before]) == (sees == "old")
