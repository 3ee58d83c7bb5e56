"""A small HTTP server of the town's publishers: their pages, feeds and pictures, on this machine only."""

import hashlib
import sys
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from newsstand.algorithms.proofs import FILE
from newsstand.demo import feeds, saltmarsh, webpages
from newsstand.demo.content import load_town
from newsstand.demo.edition import FEED_FILES, Edition, edition
from newsstand.demo.pictures import SCENES, icon, picture
from newsstand.demo.shop_window import shops
from newsstand.demo.town import Town, moment

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent for an address; `changed` becomes Last-Modified."""

    status: int
    media_type: str
    body: bytes
    changed: datetime

    @property
    def etag(self) -> str:
        """The same for the same bytes."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:24]}"'


class DemoServer:
    """The town's publishers at http://HOST:PORT/SLUG/. Dates count back from `started_at`.

    `as_of` is the moment whose pages are shown, None for all there is: what was published later is not there yet, and
    what was changed later still says what it said at first.
    """

    def __init__(self, *, port: int, started_at: datetime, host: str = "127.0.0.1") -> None:
        """Prepare; raises ContentError when the town's files are wrong. Port 0 takes any that is free."""
        self.host, self.port = host, port
        self.started_at = started_at
        self.as_of: datetime | None = None
        # What the file says by which an outlet of the town proves that this server is its own; "" for none.
        self.proof = ""
        self.town: Town = load_town()
        self._http: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None

    @property
    def root(self) -> str:
        """The server's address, with a slash at the end."""
        return f"http://{self.host}:{self.port}/"

    @property
    def address(self) -> str:
        """The server's address."""
        return self.root

    @property
    def publisher_addresses(self) -> list[str]:
        """The publishers' home pages, in the order of the town's files."""
        return [f"{self.root}{publisher.slug}/" for publisher in self.town.publishers]

    @property
    def changes(self) -> list[datetime]:
        """The moments at which an article was given its later version, in order."""
        later = [article.later for publisher in self.town.publishers for article in publisher.articles]
        return sorted(moment(self.started_at, version.minutes_ago) for version in later if version)

    def picture(self, name: str) -> str:
        """The address of a picture that belongs to no publisher."""
        return f"{self.root}pictures/{name}.jpg"

    def start(self) -> None:
        """Serve in the background until `stop`; raises OSError when the port is taken."""
        server = self

        class Handler(_Handler):
            demo = server

        self._http = _Quiet((self.host, self.port), Handler)
        self.port = self._http.server_address[1]
        self._thread = threading.Thread(target=self._http.serve_forever, name="demo-town", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop serving and free the port; twice is as good as once."""
        if self._http is not None and self._thread is not None:
            self._http.shutdown()
            self._http.server_close()
            self._thread.join()
        self._http = self._thread = None

    def answer(self, path: str) -> Answer:
        """What stands at `path`, which begins with a slash."""
        slug, _, rest = path.lstrip("/").partition("/")
        shown_at = self.as_of or self.started_at
        if not slug:
            return self._page(webpages.index(self.town, self.root), self.started_at)
        if slug == "pictures" and rest.endswith(".jpg") and rest[:-4] in SCENES:
            return Answer(200, "image/jpeg", picture(rest[:-4]), self.started_at)
        for publisher in self.town.publishers:
            if publisher.slug == slug:
                site = edition(self.town, publisher, root=self.root, started_at=self.started_at, as_of=shown_at)
                return self._answer_of(site, rest) or self._missing(site, path)
        nobody = Answer(404, "text/plain; charset=utf-8", b"There is no such publisher here.\n", self.started_at)
        return self._of_who_applies(path) or self._of_shop(slug) or nobody

    def _of_shop(self, slug: str) -> Answer | None:
        """The window of a shop that advertises."""
        shop = next((shop for shop in shops() if shop.slug == slug), None)
        return self._page(webpages.window(shop.name, shop.about), self.started_at) if shop else None

    def _of_who_applies(self, path: str) -> Answer | None:
        """What stands at the addresses of the outlet that applies, and the file by which it proves whose they are."""
        if path == FILE and self.proof:
            return Answer(200, "text/plain; charset=utf-8", f"{self.proof}\n".encode(), self.started_at)
        if path == f"/{saltmarsh.SLUG}/":
            return self._page(saltmarsh.home(self.root), self.started_at)
        if path == f"/{saltmarsh.SLUG}/feed.xml":
            text = saltmarsh.feed(self.root, self.started_at)
            return Answer(200, "application/rss+xml; charset=utf-8", text.encode(), self.started_at)
        return None

    def _answer_of(self, site: Edition, rest: str) -> Answer | None:
        file, media_type = FEED_FILES[site.publisher.feed]
        if rest == "":
            return self._page(webpages.home(site), site.changed)
        if rest == file:
            return Answer(200, f"{media_type}; charset=utf-8", feeds.feed(site), site.changed)
        if rest == "icon.png":
            return Answer(200, "image/png", icon(site.publisher.slug), self.started_at)
        kind, _, name = rest.partition("/")
        if kind == "pictures" and name.endswith(".jpg") and name[:-4] in SCENES:
            return Answer(200, "image/jpeg", picture(name[:-4]), self.started_at)
        return self._person_or_article(site, kind, name)

    def _person_or_article(self, site: Edition, kind: str, name: str) -> Answer | None:
        author = next((author for author in site.publisher.authors if author.slug == name), None)
        shown = next((shown for shown in site.articles if shown.article.slug == name), None)
        if kind == "authors" and author:
            return self._page(webpages.author_page(site, author), site.changed)
        if kind == "articles" and shown:
            return self._page(webpages.article_page(site, shown), shown.changed)
        return None

    def _page(self, page: str, changed: datetime, status: int = 200) -> Answer:
        return Answer(status, HTML, page.encode(), changed)

    def _missing(self, site: Edition, path: str) -> Answer:
        return self._page(webpages.missing(site, path), self.started_at, 404)


class _Quiet(ThreadingHTTPServer):
    """Does not speak of askers that went away."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """GET and HEAD, with validators, and no log."""

    demo: DemoServer
    protocol_version = "HTTP/1.1"
    server_version = "Kestermouth"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        self._send(with_body=True)

    def do_HEAD(self) -> None:
        self._send(with_body=False)

    def _send(self, *, with_body: bool) -> None:
        answer = self.demo.answer(self.path.partition("?")[0])
        unchanged = answer.status == HTTPStatus.OK and self._has(answer)
        self.send_response(HTTPStatus.NOT_MODIFIED if unchanged else answer.status)
        self.send_header("ETag", answer.etag)
        self.send_header("Last-Modified", format_datetime(answer.changed.astimezone(UTC), usegmt=True))
        if not unchanged:
            self.send_header("Content-Type", answer.media_type)
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if with_body and not unchanged:
            self.wfile.write(answer.body)

    def _has(self, answer: Answer) -> bool:
        """Whether the asker has these bytes already; the tag counts for more than the date."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return tags.strip() == "*" or answer.etag in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        try:
            since = parsedate_to_datetime(self.headers.get("If-Modified-Since") or "")
        except ValueError:
            return False
        return since.tzinfo is not None and answer.changed.replace(microsecond=0) <= since

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the library's name)
        """Say nothing: this is not the server that people look at."""
