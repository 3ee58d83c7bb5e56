"""What allauth takes for a session of `requests`, with the one door behind it."""

import asyncio
import base64
import json
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

from newsstand.lib.door import open_door
from newsstand.lib.door_errors import DoorError
from newsstand.lib.exchange import Limits, Reply

# A person waits for it, and what a provider says of itself is small.
BOUNDS = Limits(seconds=10, connect_seconds=4, body_bytes=1024 * 1024, redirects=2)


class SessionError(Exception):
    """The provider could not be asked, or answered with an error."""


class Answer:
    """The part of `requests.Response` that allauth reads."""

    def __init__(self, reply: Reply) -> None:
        self.status_code = reply.status
        self.headers = {"content-type": "", **reply.headers}
        self.content = reply.body
        self.url = reply.url

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace")

    def json(self) -> Any:
        try:
            return json.loads(self.content)
        except ValueError:
            raise SessionError(f"{self.url} answered with what is no JSON.") from None

    def raise_for_status(self) -> None:
        if self.status_code >= 400:
            raise SessionError(f"{self.url} answered with {self.status_code}.")


class DoorSession:
    """Asks through the one door: the same addresses are closed as for feeds, the same bounds hold.

    Use it as allauth does: `with session as s: s.get(url)`. Everything that goes wrong is a SessionError. `networks`
    are the private addresses it may reach.
    """

    def __init__(self, networks: Sequence[str] = ()) -> None:
        self._networks = networks

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing stays open between two requests."""

    def get(self, url: str, **how: Any) -> Answer:
        return self.request("GET", url, **how)

    def post(self, url: str, **how: Any) -> Answer:
        return self.request("POST", url, **how)

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: Any = None,
    ) -> Answer:
        """One request; `auth` has a `username` and a `password`. Raises SessionError."""
        sent = dict(headers or {})
        credentials = next((sent.pop(name) for name in list(sent) if name.lower() == "authorization"), "")
        if auth is not None:
            pair = f"{auth.username}:{auth.password}".encode()
            credentials = f"Basic {base64.b64encode(pair).decode()}"
        address = f"{url}{'&' if '?' in url else '?'}{urlencode(params)}" if params else url
        body = None
        if method == "POST":
            sent["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(data or {}).encode()
        sent.setdefault("Accept", "application/json")
        try:
            return Answer(asyncio.run(self._ask(address, sent, credentials, body)))
        except (DoorError, ValueError) as error:
            raise SessionError(str(error)) from error

    async def _ask(self, url: str, headers: Mapping[str, str], credentials: str, body: bytes | None) -> Reply:
        async with open_door(BOUNDS, networks=self._networks) as door:
            if body is None:
                return await door.get(url, headers=headers, credentials=credentials)
            return await door.post(url, body=body, headers=headers, credentials=credentials)
