"""Database calls from asynchronous work."""

import asyncio
import threading
from typing import Any

import pytest
from django.db import connection

from newsstand.lib.dbthread import DatabaseThread
from newsstand.lib.stamps import touch, versions

pytestmark = pytest.mark.django_db(transaction=True)


def test_calls_run_in_one_thread_on_one_connection_that_is_closed_at_the_end() -> None:
    held: list[Any] = []

    def look() -> tuple[int, int]:
        touch(["front"])
        held.append(connection.connection)
        return threading.get_ident(), id(connection.connection)

    async def go() -> set[tuple[int, int]]:
        async with DatabaseThread() as database:
            return {await database(look) for _ in range(5)}

    (seen,) = asyncio.run(go())
    assert seen[0] != threading.get_ident()
    assert versions(["front"]) == (5,)
    if connection.vendor == "postgresql":
        assert held[0].closed
    else:
        with pytest.raises(Exception, match="closed"):
            held[0].total_changes  # noqa: B018 (reading it is the test)


def test_what_a_call_raises_reaches_its_caller() -> None:
    def fail() -> None:
        raise LookupError("not here")

    async def go() -> None:
        async with DatabaseThread() as database:
            await database(fail)

    with pytest.raises(LookupError, match="not here"):
        asyncio.run(go())


def test_a_call_goes_on_when_nobody_waits_for_it_any_more() -> None:
    started, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        started.set()
        go_on.wait(10)
        touch(["front"])

    async def go() -> None:
        async with DatabaseThread() as database:
            task = asyncio.create_task(database(slow))
            await asyncio.to_thread(started.wait, 10)
            task.cancel()
            go_on.set()

    asyncio.run(go())
    assert versions(["front"]) == (1,)
