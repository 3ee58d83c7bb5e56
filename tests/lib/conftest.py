"""A server that answers exactly the bytes it is told to, and counts who came."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from typing import Self

import pytest

Script = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


class RawServer:
    """Serves one `script` for each request on a free port of `host`; a bytes script is sent as it is, then closed."""

    def __init__(
        self, script: Script | bytes, *, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
    ) -> None:
        self.script = script
        self.host = host
        self.port = port
        self.tls = tls
        self.connections = 0
        self.requests: list[bytes] = []

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, self.host, self.port, ssl=self.tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def network(self) -> str:
        return f"{self.host}:{self.port}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                self.requests.append(request)
                if isinstance(self.script, bytes):
                    writer.write(self.script)
                    await writer.drain()
                    return
                await self.script(request, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@pytest.fixture
def raw_server() -> type[RawServer]:
    return RawServer
