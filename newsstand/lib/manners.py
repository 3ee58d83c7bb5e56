"""How we behave towards other people's hosts: nobody is asked too often, and nobody who said stop."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import NoReturn

from newsstand.algorithms import buckets, schedule
from newsstand.algorithms.domains import is_own, lies_within, registrable
from newsstand.lib import record, tokens
from newsstand.lib.courtesy import Courtesy
from newsstand.lib.dbthread import DatabaseThread
from newsstand.lib.door_errors import NotNow, StopAsked
from newsstand.lib.record import Key, Told
from newsstand.lib.tokens import ADDRESS, DOMAIN, Rules, Turn

TOO_MANY = 429
CLOSED = timedelta(minutes=1)
LONGEST_CLOSED = timedelta(days=1)
STOPS_SECONDS = 1.0
RECORD_SECONDS = 5.0
SWEEP_SECONDS = 3600.0
AFTER_TROUBLE = timedelta(seconds=10)
# Requests of one process to one domain that have their token are on their way.
ON_THEIR_WAY = 6
MOST_PROMISES = 100_000

log = logging.getLogger(__name__)


class Manners(Courtesy):
    """Keeps `rules` for all processes of this installation together; nobody waits longer than `patience` for a token.

    Hosts of the operator's own network have no limit: nobody but the operator can have opened them to us.
    """

    def __init__(self, *, rules: Rules, patience: timedelta, clock: Callable[[], datetime]) -> None:
        self._rules = rules
        self._patience = patience
        self._clock = clock
        self._in_line: Counter[str] = Counter()
        self._promised: dict[str, datetime] = {}
        self._wanted: list[tuple[tuple[str, ...], asyncio.Future[Turn | None]]] = []
        self._closings: dict[str, datetime] = {}
        self._closed: dict[str, datetime] = {}
        self._counts: dict[Key, Told] = {}
        self._stops: frozenset[str] = frozenset()
        self._stops_until = self._written = self._sweep_at = 0.0
        self._talk: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """The door opens."""
        self._database = await DatabaseThread().__aenter__()
        self._written = time.monotonic()

    async def close(self) -> None:
        """The door is closed: what is not written down yet is."""
        try:
            if self._talk is not None:
                await asyncio.gather(self._talk, return_exceptions=True)
            if self._counts:
                await self._write()
        finally:
            await self._database.__aexit__(None, None, None)

    @contextmanager
    def line(self, host: str) -> Iterator[None]:
        """Stand in line for `host`. Raises NotNow when those before it take longer than our patience."""
        domain = registrable(host)
        if not is_own(host):
            longest = ON_THEIR_WAY + self._rules.domain.burst + self._patience // self._rules.domain.every
            if self._in_line[domain] >= longest:
                self._send_away(domain, self._patience)
        self._in_line[domain] += 1
        try:
            yield
        finally:
            self._in_line[domain] -= 1
            if not self._in_line[domain]:
                del self._in_line[domain]

    async def token(self, host: str, address: str) -> None:
        """Wait until `host` may be asked. Raises NotNow when that is too long, StopAsked."""
        own = is_own(host)
        if not own or time.monotonic() >= self._stops_until:
            turn = await self._turn(() if own else self._names(host, address))
            if turn is None:
                raise NotNow("Our own database did not answer.", AFTER_TROUBLE)
            if not turn.granted:
                self._send_away(registrable(host), turn.pause)
            if turn.pause:
                await asyncio.sleep(turn.pause.total_seconds())
                self._not_closed_meanwhile(registrable(host))
        if any(lies_within(host, stop) for stop in self._stops):
            raise StopAsked(f"{host} has asked us to stop reading it.")

    def told(
        self, host: str, kind: str, *, status: int = 0, size: int = 0, headers: Mapping[str, str] | None = None
    ) -> None:
        """Count the request; 429 closes the whole domain for as long as Retry-After says, a minute when it does not."""
        now = self._clock()
        told = self._counts.setdefault((host, now.date(), kind), Told())
        told.count, told.size, told.status = told.count + 1, told.size + size, status
        if status == TOO_MANY and not is_own(host):
            wait = schedule.retry_after((headers or {}).get("retry-after", ""), now=now)
            until = now + min(CLOSED if wait is None else wait, LONGEST_CLOSED)
            self._closings[registrable(host)] = self._closed[registrable(host)] = until
        if self._closings or self._due_to_write():
            self._begin_to_talk()

    def _not_closed_meanwhile(self, domain: str) -> None:
        """A 429 that came while we waited holds for us, too."""
        left = self._closed.get(domain, self._clock()) - self._clock()
        if left > timedelta():
            self._send_away(domain, left)

    def _names(self, host: str, address: str) -> tuple[str, ...]:
        domain = DOMAIN + registrable(host)[:255]
        return (domain,) if not address or is_own(address) else (domain, ADDRESS + address)

    def _send_away(self, domain: str, pause: timedelta) -> NoReturn:
        now = self._clock()
        moment = buckets.promise(self._promised.get(domain), self._rules.domain, now=now, pause=pause)
        if len(self._promised) >= MOST_PROMISES:
            self._promised.clear()
        self._promised[domain] = moment
        raise NotNow(f"{domain} is not to be asked more often.", moment - now)

    async def _turn(self, names: tuple[str, ...]) -> Turn | None:
        future: asyncio.Future[Turn | None] = asyncio.get_running_loop().create_future()
        self._wanted.append((names, future))
        self._begin_to_talk()
        return await future

    def _begin_to_talk(self) -> None:
        if self._talk is None or self._talk.done():
            self._talk = asyncio.create_task(self._talk_to_the_database())

    async def _talk_to_the_database(self) -> None:
        """Ask for everybody who waits in one go, and again for those who came meanwhile."""
        # Whoever comes in the same turn of the loop is asked for together.
        await asyncio.sleep(0)
        while self._wanted or self._closings or self._due_to_write():
            wanted, self._wanted = self._wanted, []
            closings, self._closings = self._closings, {}
            turns: list[Turn | None] = [None] * len(wanted)
            try:
                if wanted or closings:
                    turns = await self._database(self._ask_for, [names for names, _ in wanted], closings)
            except Exception:
                log.exception("Whether hosts may be asked could not be read.")
            for (_, future), turn in zip(wanted, turns, strict=True):
                if not future.done():
                    future.set_result(turn)
            if self._due_to_write():
                await self._write()

    def _ask_for(self, wanted: list[tuple[str, ...]], closings: dict[str, datetime]) -> list[Turn | None]:
        now = self._clock()
        if closings:
            tokens.close(closings, now=now)
        if time.monotonic() >= self._stops_until:
            self._stops = tokens.stopped()
            self._stops_until = time.monotonic() + STOPS_SECONDS
        if not any(wanted):
            return [Turn(True, timedelta())] * len(wanted)
        return [*tokens.reserve(wanted, rules=self._rules, patience=self._patience, now=now)]

    def _due_to_write(self) -> bool:
        return bool(self._counts) and time.monotonic() - self._written > RECORD_SECONDS

    async def _write(self) -> None:
        """Write down what was counted since the last time."""
        counts, self._counts, self._written = self._counts, {}, time.monotonic()
        try:
            await self._database(record.write, counts)
            if self._written > self._sweep_at:
                self._sweep_at = self._written + SWEEP_SECONDS
                await self._database(record.sweep, self._clock().date())
                await self._database(tokens.forget, self._clock())
        except Exception:
            log.exception("What was asked of other hosts could not be written down.")
