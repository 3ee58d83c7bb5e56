"""What a server sent, as the door hands it on: its headers, where it redirects to, its body."""

import asyncio
import re
import urllib.parse
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import aiohttp
from yarl import URL

from newsstand.lib.addresses import read_address
from newsstand.lib.bodies import Body, content_encoding
from newsstand.lib.door_errors import FAILURES, DoorError, HeadersTooBig, TooBig, translated

FOLLOWED = frozenset({301, 302, 303, 307, 308})
BODILESS = frozenset({101, 204, 304})
# Credentials and cookies are nobody's business there; the others are the door's own to set.
NEVER_SENT = frozenset(
    {"authorization", "proxy-authorization", "cookie", "host", "user-agent", "accept-encoding", "connection"}
    | {"content-length", "transfer-encoding", "te", "trailer", "upgrade", "expect"}
)
VALIDATORS = frozenset({"if-none-match", "if-modified-since"})
# Of these a second line is a mistake of the server's, and joining the two would make nonsense of both.
SINGLE_HEADERS = frozenset(
    {"content-length", "content-type", "etag", "last-modified", "location", "date", "expires", "age", "retry-after"}
)
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


@dataclass(frozen=True)
class Answer:
    """One answer. `location` is where it redirects to, as it was sent, or empty when it is the last.

    `size` is how many bytes of body came over the wire.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    location: str = ""
    size: int = 0


async def read_answer(response: aiohttp.ClientResponse, host: str, *, header_bytes: int, body_bytes: int) -> Answer:
    """Read what `host` sent. Raises HeadersTooBig, TooBig, BadEncoding, CutShort, ConnectionFailed.

    An error page that cannot be read has an empty body instead: that the article is gone matters more than the page
    that says so.
    """
    if sum(len(name) + len(value) + 4 for name, value in response.raw_headers) > header_bytes:
        raise HeadersTooBig(f"{host} sent more than {header_bytes:,} bytes of headers.")
    headers = received(response.raw_headers)
    if response.status in FOLLOWED and headers.get("location"):
        return Answer(response.status, headers, location=headers["location"])
    if response.status in BODILESS:
        return Answer(response.status, headers)
    try:
        body, size = await _read_body(response, headers, host, body_bytes)
        return Answer(response.status, headers, body, size=size)
    except DoorError:
        if response.status < 400:
            raise
        return Answer(response.status, headers)


async def _read_body(
    response: aiohttp.ClientResponse, headers: Mapping[str, str], host: str, limit: int
) -> tuple[bytes, int]:
    encoding = content_encoding(headers.get("content-encoding", ""))
    declared = response.content_length
    if declared is not None and declared > limit:
        raise TooBig(f"The answer has {declared:,} bytes; {limit:,} are the most that is read.")
    body = Body(encoding, limit)
    try:
        async for piece in response.content.iter_any():
            for _ in body.feed(piece):
                await asyncio.sleep(0)
    except TimeoutError:
        raise
    except FAILURES as failure:
        raise translated(failure, host=host) from failure
    return body.finish(), body.received


def received(lines: Iterable[tuple[bytes, bytes]]) -> Mapping[str, str]:
    """Header lines as they were sent, as a read-only mapping: keys in lower case, one character for each byte."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in lines:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        if name == "set-cookie" or (name in SINGLE_HEADERS and name in headers):
            continue
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return MappingProxyType(headers)


def sendable(headers: Mapping[str, str]) -> dict[str, str]:
    """`headers` as aiohttp must be given them so that each character leaves as one byte.

    aiohttp sends UTF-8 and nothing else, so other bytes cannot be sent. A validator with such bytes is left out: an
    altered one could match by accident, none merely brings the whole answer.
    Raises ValueError for a header that is never sent, and for anything else that cannot be.
    """
    ready: dict[str, str] = {}
    for name, value in headers.items():
        if name.lower() in NEVER_SENT:
            raise ValueError(f"The header {name} is never sent through the door.")
        try:
            text = value.encode("latin-1").decode()
        except UnicodeError:
            text = "\0"
        if _TOKEN.fullmatch(name) and not _CONTROL.search(text):
            ready[name] = text
        elif name.lower() not in VALIDATORS:
            raise ValueError(f"The header {name!r}: {value!r} cannot be sent.")
    return ready


def next_address(base: URL, location: str) -> URL:
    """Where `location`, a header as received, leads from `base`. Raises BadAddress."""
    sent = location.encode("latin-1")
    try:
        text = sent.decode()
    except UnicodeDecodeError:
        text = location
    try:
        joined = urllib.parse.urljoin(str(base), text.strip())
    except ValueError:
        # read_address finds the same fault and has the words for it.
        joined = text
    try:
        return read_address(joined)
    except DoorError as error:
        raise error.after(f"{base.raw_host} redirects to an address that is not followed") from error
