"""A real hub and a real subscriber on 127.0.0.1, and this site where both can reach it."""

import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from newsstand.algorithms.websub import sign
from tests.feed_server import Answer, Asked, FeedServer


def call(address: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> tuple[int, bytes]:
    """GET, or POST of a body, over a real connection: the status and the answer."""
    request = urllib.request.Request(address, data=body, headers=dict(headers or {}))
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


@dataclass
class Hub:
    """A hub at `/hub` of `server` that comes back at once, while it is still being asked.

    `lease` is what it grants in seconds; `status` what it answers; `verifies` whether it comes back at all.
    """

    server: FeedServer
    lease: int = 86400
    status: int = 202
    verifies: bool = True
    asked: list[dict[str, str]] = field(default_factory=list)
    answered: list[tuple[int, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server.answers["/hub"] = self.take

    @property
    def address(self) -> str:
        return self.server.url("/hub")

    def take(self, asked: Asked) -> Answer:
        form = dict(parse_qsl(asked.body.decode()))
        self.asked.append(form)
        if self.verifies and self.status == 202:
            self.answered.append(self.verify(form["hub.mode"]))
        return self.status, {"Content-Type": "text/plain"}, b"not today" if self.status >= 400 else b""

    def verify(self, mode: str, **other: str) -> tuple[int, bytes]:
        """Come back about the last request."""
        form = self.asked[-1]
        said = {"mode": mode, "topic": form["hub.topic"], "challenge": "round trip", "lease_seconds": str(self.lease)}
        query = {f"hub.{name}": value for name, value in (said | other).items()}
        return call(f"{form['hub.callback']}?{urlencode(query)}")

    def push(self, body: bytes, *, signature: str | None = None, method: str = "sha256") -> tuple[int, bytes]:
        """Push content, signed as agreed unless `signature` says otherwise."""
        form = self.asked[-1]
        if signature is None:
            signature = sign(body, form["hub.secret"], method)
        headers = {"Content-Type": "application/rss+xml", "X-Hub-Signature": signature}
        return call(form["hub.callback"], body, headers)


@dataclass
class Reader:
    """Somebody else's program at `/call` of `server` that wants to be told.

    `agrees`: whether it meant it; `status` is what it answers to what it is told.
    """

    server: FeedServer
    agrees: bool = True
    status: int = 202
    headers: dict[str, str] = field(default_factory=dict)
    questions: list[dict[str, str]] = field(default_factory=list)
    told: list[Asked] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server.answers["/call"] = self.take

    @property
    def address(self) -> str:
        return self.server.url("/call?id=7")

    def take(self, asked: Asked) -> Answer:
        if asked.handler.command == "POST":
            self.told.append(asked)
            return self.status, self.headers, b""
        query = {name: values[0] for name, values in parse_qs(urlsplit(asked.path).query).items()}
        self.questions.append(query)
        return (200, {}, query.get("hub.challenge", "").encode()) if self.agrees else (404, {}, b"")

    def ask(self, hub: str, topic: str, mode: str = "subscribe", **more: str) -> tuple[int, bytes]:
        """Ask a hub to be told of a topic."""
        form = {"hub.mode": mode, "hub.topic": topic, "hub.callback": self.address}
        form |= {f"hub.{name}": value for name, value in more.items()}
        return call(hub, urlencode(form).encode())
