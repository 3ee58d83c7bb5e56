"""Names into numbers, each number checked; and whose turn it is to ask a host."""

import asyncio
import socket
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial

from aiohttp.abc import AbstractResolver, ResolveResult

from newsstand.lib.addresses import Guard

# A lookup occupies a thread until the system gives up; one slow name server must not hold up the other names.
THREADS = 32
MOST_SEEN = 100_000


class SystemNames(AbstractResolver):
    """Asks the system's resolver, in threads of its own so that neither the event loop nor its executor waits."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="lookup")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of `host`. Raises OSError (socket.gaierror), UnicodeError for an impossible name."""
        ask = partial(
            socket.getaddrinfo, host, port, family=family, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG
        )
        found = await asyncio.get_running_loop().run_in_executor(self._threads, ask)
        return [_result(host, str(where[0]), port, kind) for kind, _, _, _, where in found]

    async def close(self) -> None:
        """Let go of the threads. One that is still looking up is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)


class CheckedNames(AbstractResolver):
    """Any resolver, with every address it gives checked.

    One address that may not be reached refuses the whole name: a public server whose name also stands for a private
    one is an attack or a mistake, and connecting to whichever answers first would make the attack a matter of luck.
    """

    def __init__(self, guard: Guard, names: AbstractResolver | None = None) -> None:
        self._guard = guard
        self._own = SystemNames() if names is None else None
        self._names = names or self._own or SystemNames()
        self._seen: dict[str, str] = {}

    def seen(self, host: str) -> str:
        """The first address that `host` had when it was last looked up; "" when it never was."""
        return self._seen.get(host, "")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of `host`. Raises AddressRefused, OSError when there are none."""
        found = await self._names.resolve(host, port, family)
        # Copied first, so that what was checked is what is connected to.
        results = [_result(host, str(entry["host"]), port, entry["family"]) for entry in found]
        for result in results:
            self._guard.check(result["host"], port, host=host)
        if not results:
            raise socket.gaierror(socket.EAI_NONAME, "no address")
        if len(self._seen) >= MOST_SEEN:
            self._seen.clear()
        self._seen[host] = results[0]["host"]
        return results

    async def close(self) -> None:
        """Close the resolver that was made here; one that was passed in belongs to whoever made it."""
        if self._own is not None:
            await self._own.close()


def _result(host: str, number: str, port: int, family: int) -> ResolveResult:
    flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
    return ResolveResult(hostname=host, host=number, port=port, family=family, proto=socket.IPPROTO_TCP, flags=flags)


class Turns:
    """Lets so many ask at once in all, and so many of them one host."""

    def __init__(self, in_all: int, per_host: int) -> None:
        self._in_all = asyncio.Semaphore(in_all)
        self._per_host = per_host
        self._hosts: dict[str, _Queue] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait until `host` may be asked, and hold the turn for as long as the block lasts."""
        queue = self._hosts.setdefault(host, _Queue(self._per_host))
        queue.members += 1
        try:
            # The host first: whoever waits for a busy host must not keep a place that another host could use.
            async with queue.places, self._in_all:
                yield
        finally:
            queue.members -= 1
            if not queue.members:
                del self._hosts[host]


class _Queue:
    def __init__(self, places: int) -> None:
        self.places = asyncio.Semaphore(places)
        self.members = 0
