"""A real HTTP server on 127.0.0.1 for feeds, pages and pictures."""

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

Headers = Mapping[str, str]
Answer = tuple[int, Headers, bytes]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came in. `handler.wfile` is the socket, for answers that must misbehave."""

    path: str
    headers: Message
    handler: BaseHTTPRequestHandler
    body: bytes = b""


Answering = Callable[[Asked], Answer | None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "Listener"

    def do_GET(self) -> None:  # the name http.server looks for
        feed_server = self.server.feed_server
        asked = Asked(self.path, self.headers, self, self.rfile.read(int(self.headers.get("Content-Length", 0))))
        with feed_server.guard:
            feed_server.asked.append(asked)
            feed_server.count[self.path] += 1
        found = feed_server.answers.get(self.path, feed_server.answers.get(self.path.partition("?")[0]))
        answer = found(asked) if callable(found) else found or (404, {"Content-Type": "text/plain"}, b"nothing here")
        if answer is None:
            # The callable has written to the socket itself.
            self.close_connection = True
            return
        self.send(*answer)

    do_HEAD = do_GET  # noqa: N815 (the name http.server looks for)
    do_POST = do_GET  # noqa: N815 (the name http.server looks for)

    def send(self, status: int, headers: Headers, body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "content-length" not in {name.lower() for name in headers} and status not in {204, 304}:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name http.server gives it)
        """Say nothing: tests read `asked`."""


class Listener(ThreadingHTTPServer):
    daemon_threads = True
    feed_server: "FeedServer"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of many tests."""


@dataclass
class FeedServer:
    """Serves `answers`: path -> (status, headers, body), or a callable that gets `Asked` and gives the same.

    A callable that gives None has written to `asked.handler.wfile` itself. `count` says how often each path was asked,
    `asked` holds every request in order.
    """

    answers: dict[str, Answer | Answering] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    count: Counter[str] = field(default_factory=Counter)
    guard: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> Self:
        self.listener = Listener(("127.0.0.1", 0), Handler)
        self.listener.feed_server = self
        self.thread = threading.Thread(target=self.listener.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.listener.shutdown()
        self.listener.server_close()
        self.thread.join()

    @property
    def address(self) -> str:
        """http://127.0.0.1:PORT, without a slash at its end."""
        return f"http://127.0.0.1:{self.listener.server_address[1]}"

    def url(self, path: str) -> str:
        return self.address + path

    def put(
        self, path: str, body: bytes | str, *, kind: str = "text/html; charset=utf-8", status: int = 200, **headers: str
    ) -> str:
        """Serve `body` at `path` and give its whole address. `last_modified="..."` becomes the header Last-Modified."""
        named = {name.replace("_", "-").title(): value for name, value in headers.items()}
        raw = body.encode() if isinstance(body, str) else body
        self.answers[path] = (status, {"Content-Type": kind, **named}, raw)
        return self.url(path)
