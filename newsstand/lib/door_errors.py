"""What can go wrong at the one door to other servers, in words a publisher can read."""

# ruff: noqa: N818 (each name says what happened, as it reads in "except TooSlow")

import asyncio
import socket
import ssl
from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar, Self

import aiohttp
from aiohttp.http_exceptions import HttpProcessingError, LineTooLong


class DoorError(Exception):
    """A request that brought no answer.

    `reason` is a sentence for the publisher, `code` a short stable word for programs, `detail` what only the operator
    of this installation should see (it may name addresses of the operator's own network).
    """

    code: ClassVar[str] = "failed"

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail

    def after(self, what: str) -> Self:
        """The same error, saying first `what` led to it. A new one: several requests may have been given this one."""
        return type(self)(f"{what}. {self.reason}", self.detail)


class BadAddress(DoorError):
    """Text that is not an address we fetch."""

    code = "bad-address"


class AddressRefused(DoorError):
    """An address that may not be reached from here: private, reserved, or a port of another service."""

    code = "refused-address"


class NoSuchHost(DoorError):
    """A name that the DNS does not answer for."""

    code = "no-such-host"


class ConnectionFailed(DoorError):
    """The server could not be connected to, or broke the connection."""

    code = "connection"


class TlsFailed(DoorError):
    """No secure connection: a certificate that does not hold, or a server that does not speak TLS."""

    code = "tls"


class TooSlow(DoorError):
    """The time allowed for the request ran out."""

    code = "too-slow"


class TooBig(DoorError):
    """The body is larger than is read."""

    code = "too-big"


class HeadersTooBig(DoorError):
    """The headers of the answer are larger than is read."""

    code = "headers-too-big"


class BadEncoding(DoorError):
    """A compressed body that cannot be unpacked."""

    code = "bad-encoding"


class CutShort(DoorError):
    """The body ended before the server said it would."""

    code = "cut-short"


class BadAnswer(DoorError):
    """What came back is not HTTP."""

    code = "bad-answer"


class TooManyRedirects(DoorError):
    """More redirects than are followed."""

    code = "too-many-redirects"


class RedirectLoop(DoorError):
    """A redirect to an address that this request has already visited."""

    code = "redirect-loop"


class StopAsked(DoorError):
    """Somebody who answers for this host asked us to stop, and an editor wrote it down."""

    code = "stopped"


class NotNow(DoorError):
    """The host is not to be asked yet; nothing is wrong with it. `again_in` is when to come back."""

    code = "not-now"

    def __init__(self, reason: str, again_in: timedelta) -> None:
        super().__init__(reason)
        self.again_in = again_in


class SocketRefused(PermissionError):
    """Carries a refusal through aiohttp, which lets only OSError out of a socket factory unharmed."""

    def __init__(self, refusal: AddressRefused) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


# Everything that aiohttp, the resolver and the socket are known to raise for what a server or a name does.
FAILURES = (aiohttp.ClientError, HttpProcessingError, OSError, TimeoutError, asyncio.TimeoutError, UnicodeError)


def translated(failure: BaseException, *, host: str) -> DoorError:
    """The DoorError that says what `failure`, one of FAILURES raised while asking `host`, means."""
    for cause in _chain(failure):
        if isinstance(cause, SocketRefused):
            return cause.refusal
        if isinstance(cause, DoorError):
            return cause
    words, kind = _words(failure, host)
    return kind(words, f"{type(failure).__name__}: {failure}")


def _words(failure: BaseException, host: str) -> tuple[str, type[DoorError]]:
    match failure:
        case aiohttp.ClientConnectorDNSError():
            said: tuple[str, type[DoorError]] = _dns_words(failure.os_error, host), NoSuchHost
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientSSLError():
            said = _tls_words(failure, host), TlsFailed
        case aiohttp.ClientConnectorError():
            said = f"{host} could not be connected to: {_os_words(failure.os_error)}.", ConnectionFailed
        case TimeoutError():
            said = f"{host} did not accept a connection in the time allowed.", TooSlow
        case aiohttp.ClientResponseError() if _headers_too_big(failure):
            said = f"{host} sent larger headers than are read.", HeadersTooBig
        case aiohttp.ClientResponseError() | HttpProcessingError():
            said = f"{host} sent an answer that is not valid HTTP.", BadAnswer
        case aiohttp.ServerDisconnectedError():
            said = f"{host} closed the connection without answering.", ConnectionFailed
        case aiohttp.ClientPayloadError():
            said = f"{host} stopped sending before the end of its answer.", CutShort
        case aiohttp.InvalidURL() | UnicodeError():
            said = f"{host} is not the name of a server.", BadAddress
        case _:
            said = f"The connection to {host} broke off.", ConnectionFailed
    return said


def _chain(failure: BaseException | None) -> Iterator[BaseException]:
    """The failure and what it came from, nearest first."""
    seen: set[int] = set()
    while failure is not None and id(failure) not in seen:
        seen.add(id(failure))
        yield failure
        failure = failure.__cause__ or failure.__context__


def _headers_too_big(failure: aiohttp.ClientResponseError) -> bool:
    return "Too many headers" in failure.message or any(isinstance(cause, LineTooLong) for cause in _chain(failure))


def _dns_words(error: OSError, host: str) -> str:
    if error.errno == socket.EAI_AGAIN:
        return f"The name {host} could not be looked up just now: the DNS did not answer."
    return f"There is no server named {host}: the DNS has no address for it."


def _tls_words(failure: aiohttp.ClientError, host: str) -> str:
    if isinstance(failure, aiohttp.ClientConnectorCertificateError):
        error = failure.certificate_error
        why = error.verify_message if isinstance(error, ssl.SSLCertVerificationError) else str(error)
        return f"The certificate of {host} does not hold: {why.rstrip('.')}."
    return f"No secure connection to {host} could be made: it does not speak TLS in a way that is understood."


def _os_words(error: OSError) -> str:
    if isinstance(error, ConnectionRefusedError):
        return "nothing answers at that port"
    if isinstance(error, ConnectionResetError):
        return "it closed the connection at once"
    return (error.strerror or "the network gave an error").lower().rstrip(".")
