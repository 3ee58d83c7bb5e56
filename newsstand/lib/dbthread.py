"""Database calls from asynchronous work: made one after another in a thread of their own, on one connection."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

from django.db import close_old_connections, connections

P = ParamSpec("P")
T = TypeVar("T")


class DatabaseThread:
    """Use as `async with DatabaseThread() as database: row = await database(function, argument, name=value)`.

    Django's connections belong to threads. Here there is one, opened at the first call and closed at the end, so that
    neither SQLite nor PostgreSQL is left with connections that nobody holds.
    """

    async def __aenter__(self) -> Self:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")
        return self

    async def __call__(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `call` returns or raises."""
        ready = partial(_on_a_living_connection, partial(call, *args, **kwargs))
        return await asyncio.get_running_loop().run_in_executor(self._pool, ready)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.submit(connections.close_all)
        # Waits for the last call, which the cancelling of whoever awaited it does not stop.
        await asyncio.to_thread(self._pool.shutdown)


def _on_a_living_connection(call: Callable[[], T]) -> T:
    close_old_connections()
    return call()
