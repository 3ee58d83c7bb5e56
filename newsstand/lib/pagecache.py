"""Public pages are rendered once and served from memory, in front of Django (docs/decisions/0003-page-cache.md).

A view says with `public_page` what it is made of. The cache keeps the bytes and asks the database at most every
half second whether those things still stand as they were; what has changed is rendered again. So a change is seen by
everybody within a second, whichever process made it.
"""

import gzip
import hashlib
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

from newsstand.lib.stamps import versions

ENVIRON_KEY = "newsstand.public_page"
FRESH_SECONDS = 0.5
# "5 minutes ago" must not stand for an hour.
MOST_SECONDS = 60.0
MOST_BYTES = 128 * 1024 * 1024
GZIP_LEVEL = 6
INDENTATION = re.compile(rb"\n[ \t\r\n]+")

Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]
WsgiApp = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """The names of the things a page shows, and the versions they had before it was rendered."""

    names: tuple[str, ...]
    versions: tuple[int, ...]


def public_page(names: Callable[..., Iterable[str]]) -> Callable[[Callable[..., HttpResponse]], Callable[..., Any]]:
    """Let the page cache keep what this view answers to visitors who are not signed in.

    `names` gets the arguments of the address and gives the stamps that the page depends on. They are read before the
    view runs: a change in the meantime makes the page out of date, never wrong for good.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if settings.SESSION_COOKIE_NAME in request.COOKIES:
                response = view(request, **kwargs)
                patch_cache_control(response, private=True, no_cache=True)
                return response
            wanted = tuple(sorted({"site", *names(**kwargs)}))
            seen = versions(wanted)
            response = view(request, **kwargs)
            patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
            patch_vary_headers(response, ["Cookie", "Accept-Encoding", "HX-Request"])
            if response.status_code == 200 and not response.cookies:
                request.environ[ENVIRON_KEY] = MadeFrom(wanted, seen)  # type: ignore[attr-defined]
            return response

        return answer

    return decorate


@dataclass(frozen=True, slots=True)
class Form:
    """A page in one encoding: all that is sent is made beforehand, so that sending it costs next to nothing."""

    body: list[bytes]
    tag: str
    headers: Headers
    not_modified_headers: Headers


def form(body: bytes, tag: str, headers: Headers) -> Form:
    tagged = [*headers, ("ETag", tag)]
    return Form([body], tag, [*tagged, ("Content-Length", str(len(body)))], tagged)


@dataclass(slots=True)
class Page:
    """A rendered page, plain and compressed."""

    made_from: MadeFrom
    plain: Form
    packed: Form
    fresh_until: float
    expires: float
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def size(self) -> int:
        return len(self.plain.body[0]) + len(self.packed.body[0]) + 2000


def squeezed(body: bytes, headers: Headers) -> bytes:
    """HTML without the indentation of its templates; as it is where white space may mean something."""
    is_html = any(name.lower() == "content-type" and value.startswith("text/html") for name, value in headers)
    if not is_html or b"<pre" in body or b"<textarea" in body:
        return body
    return INDENTATION.sub(b"\n", body)


def make_page(made_from: MadeFrom, body: bytes, headers: Headers, now: float) -> Page:
    digest = hashlib.blake2b(body, digest_size=12).hexdigest()
    packed = gzip.compress(body, GZIP_LEVEL, mtime=0)
    kept = [(name, value) for name, value in headers if name.lower() not in {"content-length", "etag"}]
    return Page(
        made_from=made_from,
        plain=form(body, f'"{digest}"', kept),
        packed=form(packed, f'"{digest}-gz"', [*kept, ("Content-Encoding", "gzip")]),
        fresh_until=now + FRESH_SECONDS,
        expires=now + MOST_SECONDS,
    )


def send(page: Page, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """The page in the encoding that the browser takes, or 304 when it has it."""
    chosen = page.packed if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "") else page.plain
    asked = environ.get("HTTP_IF_NONE_MATCH")
    if asked is not None and (chosen.tag in asked or asked == "*"):
        start_response("304 Not Modified", chosen.not_modified_headers)
        return []
    start_response("200 OK", chosen.headers)
    return chosen.body


def read_versions(names: Iterable[str]) -> tuple[int, ...]:
    close_old_connections()
    return versions(names)


class PageCache:
    """WSGI in front of WSGI. Only GET, only visitors without a session, only what `public_page` allowed."""

    def __init__(
        self,
        app: WsgiApp,
        *,
        current: Callable[[Iterable[str]], tuple[int, ...]] = read_versions,
        clock: Callable[[], float] = time.monotonic,
        most_bytes: int = MOST_BYTES,
        session_cookie: str = "sessionid",
    ) -> None:
        self.app = app
        self.current = current
        self.clock = clock
        self.most_bytes = most_bytes
        self.session_mark = session_cookie + "="
        self.pages: OrderedDict[tuple[Any, ...], Page] = OrderedDict()
        self.bytes = 0
        self.guard = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        get = environ.get
        if environ["REQUEST_METHOD"] != "GET" or self.session_mark in get("HTTP_COOKIE", ""):
            return self.app(environ, start_response)
        key = (environ["PATH_INFO"], get("QUERY_STRING"), get("HTTP_HOST"), get("HTTP_HX_REQUEST"))
        page = self.pages.get(key)
        if page is None or (page.fresh_until < self.clock() and not self.still_true(page)):
            return self.render(key, environ, start_response)
        return send(page, environ, start_response)

    def still_true(self, page: Page) -> bool:
        """Ask the database, one thread at a time.

        The others go on with what is there as long as it was true half a second ago; else they wait for the answer, so
        that nobody sees a page that has been out of date for more than a second.
        """
        patient = self.clock() - page.fresh_until > FRESH_SECONDS
        if not page.lock.acquire(blocking=patient):
            return True
        try:
            now = self.clock()
            if page.fresh_until >= now:
                return True
            if now > page.expires or self.current(page.made_from.names) != page.made_from.versions:
                return False
            page.fresh_until = now + FRESH_SECONDS
            return True
        finally:
            page.lock.release()

    def render(self, key: tuple[Any, ...], environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        held: list[tuple[Any, ...]] = []
        now = self.clock()
        # Django has started its answer when it returns it.
        answer = self.app(environ, lambda *start: held.append(start))
        made_from = environ.get(ENVIRON_KEY)
        if made_from is None:
            start_response(*held[-1])
            return answer
        headers = held[-1][1]
        body = squeezed(b"".join(answer), headers)
        close = getattr(answer, "close", None)
        if close is not None:
            close()
        page = make_page(made_from, body, headers, now)
        self.keep(key, page)
        return send(page, environ, start_response)

    def keep(self, key: tuple[Any, ...], page: Page) -> None:
        """Put it in, and the pages that were put in longest ago out, until all fit."""
        with self.guard:
            old = self.pages.pop(key, None)
            self.bytes += page.size - (old.size if old else 0)
            self.pages[key] = page
            while self.bytes > self.most_bytes and len(self.pages) > 1:
                self.bytes -= self.pages.popitem(last=False)[1].size
