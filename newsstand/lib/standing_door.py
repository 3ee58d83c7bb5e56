"""A door that stays open in a thread of its own, for servers of the house that have to answer while a reader waits."""

import asyncio
import concurrent.futures
import os
import threading
from collections.abc import Mapping

from django.conf import settings

from newsstand.lib.http import Door, DoorError, Limits, Reply, TooSlow

CONNECTIONS = 20


class StandingDoor:
    """Asks from any thread, within milliseconds: no connection has to be made anew. Opened with the first request.

    It keeps no manners (lib/manners.py): those are owed to others' sites. A process that was forked opens its own.
    """

    def __init__(self) -> None:
        self.guard = threading.Lock()
        self.loop: asyncio.AbstractEventLoop | None = None
        self.door: Door | None = None
        self.process = 0

    def ask(
        self, url: str, *, seconds: float, body: bytes | None = None, headers: Mapping[str, str], most_bytes: int
    ) -> Reply:
        """One answer within `seconds`, waiting included; no redirects. Raises DoorError, TooSlow when it comes late."""
        limits = Limits(seconds=seconds, connect_seconds=seconds, body_bytes=most_bytes, redirects=0)
        waits = asyncio.run_coroutine_threadsafe(self.once(url, body, headers, limits), self.running())
        try:
            return waits.result(seconds + 1)
        except (TimeoutError, concurrent.futures.TimeoutError) as error:
            waits.cancel()
            raise TooSlow(f"There was no answer within {seconds:g} seconds.") from error

    async def once(self, url: str, body: bytes | None, headers: Mapping[str, str], limits: Limits) -> Reply:
        if self.door is None:
            networks = settings.NEWSSTAND_ALLOWED_NETWORKS
            door = Door(
                user_agent=settings.NEWSSTAND_USER_AGENT,
                allowed_networks=networks,
                connections=CONNECTIONS,
                per_host=CONNECTIONS,
            )
            self.door = await door.__aenter__()
        async with asyncio.timeout(limits.seconds):
            if body is None:
                return await self.door.get(url, headers=headers, limits=limits)
            return await self.door.post(url, body=body, headers=headers, limits=limits)

    def running(self) -> asyncio.AbstractEventLoop:
        """The loop of this process; its thread ends with it."""
        with self.guard:
            if self.loop is None or self.process != os.getpid():
                self.loop, self.door, self.process = asyncio.new_event_loop(), None, os.getpid()
                threading.Thread(target=self.loop.run_forever, name="standing-door", daemon=True).start()
            return self.loop

    def close(self) -> None:
        """Shut it; the next request opens another."""
        with self.guard:
            loop, door, self.loop, self.door = self.loop, self.door, None, None
        if loop is not None and self.process == os.getpid():
            if door is not None:
                asyncio.run_coroutine_threadsafe(door.__aexit__(None, None, None), loop).result(5)
            loop.call_soon_threadsafe(loop.stop)


standing = StandingDoor()
__all__ = ["DoorError", "StandingDoor", "standing"]
