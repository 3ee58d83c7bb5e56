"""The only door to other people's servers: checked addresses, bounded answers, clear errors."""

import asyncio
import re
import socket
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from newsstand.algorithms.domains import registrable
from newsstand.lib.addresses import Guard, parse_networks, read_address
from newsstand.lib.answers import Answer, next_address, read_answer, sendable
from newsstand.lib.courtesy import Courtesy
from newsstand.lib.door_errors import (
    FAILURES,
    AddressRefused,
    BadAddress,
    BadAnswer,
    BadEncoding,
    ConnectionFailed,
    CutShort,
    DoorError,
    HeadersTooBig,
    NoSuchHost,
    NotNow,
    RedirectLoop,
    SocketRefused,
    StopAsked,
    TlsFailed,
    TooBig,
    TooManyRedirects,
    TooSlow,
    translated,
)
from newsstand.lib.exchange import NO_HEADERS, USUAL, Hop, Limits, Reply, Request
from newsstand.lib.lookups import CheckedNames, Turns

__all__ = [
    "AbstractResolver",
    "AddressRefused",
    "BadAddress",
    "BadAnswer",
    "BadEncoding",
    "ConnectionFailed",
    "CutShort",
    "Door",
    "DoorError",
    "HeadersTooBig",
    "Hop",
    "Limits",
    "NoSuchHost",
    "NotNow",
    "RedirectLoop",
    "Reply",
    "StopAsked",
    "TlsFailed",
    "TooBig",
    "TooManyRedirects",
    "TooSlow",
    "get_blocking",
    "parse_networks",
]

# Most polls go to a host once, so an idle connection is worth little and costs a file descriptor.
IDLE_SECONDS = 3.0
# aiohttp bounds lines and their number but not the sum, which is known only when all have arrived.
HEADER_LINE_BYTES = 16 * 1024
HEADER_LINES = 128
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Door:
    """Asks other people's servers for what they publish. Use as `async with Door(...) as door`."""

    def __init__(
        self,
        *,
        user_agent: str,
        allowed_networks: Sequence[str] = (),
        limits: Limits = USUAL,
        connections: int = 100,
        per_host: int = 6,
        resolver: AbstractResolver | None = None,
        courtesy: Courtesy | None = None,
    ) -> None:
        """`user_agent` says who asks and how to reach them; `allowed_networks` opens private addresses (see
        parse_networks); at most `connections` requests at once, `per_host` of them to one domain, further ones wait.
        `resolver` looks up names in place of the system's; what it answers is checked just the same. `courtesy` says
        before each request whether and when its host may be asked; without one there is no limit.
        Raises ValueError for a bad network or an empty user agent.
        """
        if not user_agent.strip() or not user_agent.isascii() or _CONTROL.search(user_agent):
            raise ValueError("user_agent must say, in plain ASCII, who is asking and how to reach them.")
        self._user_agent = user_agent
        self._guard = Guard(allowed_networks)
        self._limits = limits
        self._connections = connections
        self._turns = Turns(connections, per_host)
        self._resolver = resolver
        self._courtesy = courtesy or Courtesy()
        self._names: CheckedNames | None = None
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._names = CheckedNames(self._guard, self._resolver)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=self._names,
                socket_factory=self._socket,
                limit=self._connections,
                keepalive_timeout=IDLE_SECONDS,
            ),
            headers={"User-Agent": self._user_agent, "Accept-Encoding": "gzip, deflate"},
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,
        )
        await self._courtesy.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
        if self._names is not None:
            await self._names.close()
        self._session = self._names = None
        await self._courtesy.close()

    async def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] = NO_HEADERS,
        limits: Limits | None = None,
        kind: str = "site",
        credentials: str = "",
    ) -> Reply:
        """Ask for `url`, follow its redirects, and return the answer, whatever its status.

        `headers` go to every address on the way, `credentials` (Authorization) to the first alone; `kind` is what is
        asked for, for our record of each host: "feed", "page", "picture", "robots", "site". Raises NotNow where the
        host is not to be asked yet, DoorError where there is no answer to return, ValueError for a header that is never
        sent (cookies, credentials among `headers`, those that the door sets itself).
        """
        asked = Request(sendable(headers), limits or self._limits, kind, credentials=one_line(credentials))
        return await self._travel(url, asked)

    async def post(
        self,
        url: str,
        *,
        body: bytes,
        headers: Mapping[str, str] = NO_HEADERS,
        limits: Limits | None = None,
        kind: str = "site",
        credentials: str = "",
    ) -> Reply:
        """Send `body` to `url`, and again to where that redirects, and return the answer. All else is as with `get`."""
        asked = Request(sendable(headers), limits or self._limits, kind, body, one_line(credentials))
        return await self._travel(url, asked)

    async def _travel(self, url: str, request: Request) -> Reply:
        limits, address = request.limits, read_address(url)
        hops: list[Hop] = []
        visited = {str(address)}
        left = limits.seconds
        loop = asyncio.get_running_loop()
        while True:
            host = address.raw_host or ""
            with self._courtesy.line(host):
                async with self._turns.turn(registrable(host)):
                    await self._courtesy.token(host, self._names.seen(host) if self._names else "")
                    started = loop.time()
                    answer = await self._counted(address, request, left, bool(hops))
                    left -= loop.time() - started
            # 303 says where to look at what came of it, not where to send it.
            if not answer.location or (request.body is not None and answer.status == 303):
                return Reply(answer.status, str(address), answer.headers, answer.body, tuple(hops))
            if len(hops) >= limits.redirects:
                raise TooManyRedirects(f"The address redirects more than {limits.redirects} times.")
            address = next_address(address, answer.location)
            if str(address) in visited:
                raise RedirectLoop(f"The address redirects in a circle, back to {str(address)[:200]}.")
            visited.add(str(address))
            hops.append(Hop(answer.status, str(address)))
            request = replace(request, credentials="")

    async def _counted(self, address: URL, request: Request, seconds: float, redirected: bool) -> Answer:
        """Ask one address once, and note what came of it."""
        host = address.raw_host or ""
        try:
            answer = await self._ask(address, request, seconds)
        except DoorError as error:
            self._courtesy.told(host, request.kind)
            raise (error.after(f"It redirects to {str(address)[:200]}") if redirected else error) from error.__cause__
        self._courtesy.told(host, request.kind, status=answer.status, size=answer.size, headers=answer.headers)
        return answer

    async def _ask(self, address: URL, request: Request, seconds: float) -> Answer:
        """Ask one address once."""
        if self._session is None:
            raise RuntimeError('A Door is opened with "async with Door(...) as door".')
        host, limits = address.raw_host or "", request.limits
        line_bytes = min(limits.header_bytes, HEADER_LINE_BYTES)
        try:
            async with (
                asyncio.timeout(seconds) as whole,
                self._session.request(
                    "GET" if request.body is None else "POST",
                    address,
                    data=request.body,
                    headers=request.sent,
                    allow_redirects=False,
                    timeout=aiohttp.ClientTimeout(total=None, sock_connect=limits.connect_seconds),
                    max_line_size=line_bytes,
                    max_field_size=line_bytes,
                    max_headers=HEADER_LINES,
                ) as response,
            ):
                return await read_answer(response, host, header_bytes=limits.header_bytes, body_bytes=limits.body_bytes)
        except FAILURES as failure:
            if whole.expired():
                raise TooSlow(f"{host} took longer than the {limits.seconds:g} seconds allowed.") from failure
            raise translated(failure, host=host) from failure

    def _socket(self, info: aiohttp.AddrInfoType) -> socket.socket:
        """Makes the socket for one address, which nothing can change between this check and the connection.

        Addresses written as numbers pass no resolver and are checked here only.
        """
        family, kind, protocol, _, where = info
        number, port = str(where[0]), int(where[1])
        try:
            self._guard.check(number, port, host=number)
        except AddressRefused as refusal:
            raise SocketRefused(refusal) from refusal
        return socket.socket(family, kind, protocol)


def one_line(credentials: str) -> str:
    """The value of Authorization as it may be sent. Raises ValueError for one with control characters."""
    if _CONTROL.search(credentials) or not credentials.isascii():
        raise ValueError("Credentials are one line of plain ASCII.")
    return credentials


def get_blocking(
    url: str,
    *,
    user_agent: str,
    allowed_networks: Sequence[str] = (),
    headers: Mapping[str, str] = NO_HEADERS,
    limits: Limits = USUAL,
) -> Reply:
    """Door.get for scripts: opens a door, asks once, closes it. Not for use where an event loop already runs."""

    async def once() -> Reply:
        async with Door(user_agent=user_agent, allowed_networks=allowed_networks, limits=limits) as door:
            return await door.get(url, headers=headers)

    return asyncio.run(once())
