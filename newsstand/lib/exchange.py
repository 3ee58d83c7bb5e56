"""What is asked of a server through the door, within what bounds, and what came back."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

SECONDS = 20.0
CONNECT_SECONDS = 5.0
BODY_BYTES = 10 * 1024 * 1024
REDIRECTS = 5
HEADER_BYTES = 64 * 1024
NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Limits:
    """How much one request may take. `seconds` covers redirects and body, but not waiting for our own turn."""

    seconds: float = SECONDS
    connect_seconds: float = CONNECT_SECONDS
    body_bytes: int = BODY_BYTES
    redirects: int = REDIRECTS
    header_bytes: int = HEADER_BYTES


USUAL = Limits()


@dataclass(frozen=True)
class Hop:
    """A redirect that was followed: its status and the address it led to."""

    status: int
    url: str


@dataclass(frozen=True)
class Reply:
    """An answer of any status. `url` is where it came from in the end.

    `headers` has lower-case keys and values in which each character is one byte as it was sent (latin-1), so that a
    value given back to Door.get reaches the server unchanged. `body` is unpacked; for a status of 400 and above it is
    empty where it could not be read.
    """

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes
    hops: tuple[Hop, ...] = ()

    @property
    def content_type(self) -> str:
        """The media type in lower case, without its parameters: "text/html", or "" when there is none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True)
class Request:
    """What is the same at every address on the way; without a `body` it is a GET.

    `credentials` is the value of Authorization; only the first address hears it.
    """

    headers: Mapping[str, str]
    limits: Limits
    kind: str
    body: bytes | None = None
    credentials: str = ""

    @property
    def sent(self) -> Mapping[str, str]:
        """All headers that this request sends beside the door's own."""
        return {**self.headers, "Authorization": self.credentials} if self.credentials else self.headers
