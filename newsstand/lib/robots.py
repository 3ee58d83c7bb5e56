"""What other sites' robots.txt says to us, kept for a day."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from protego import Protego

from newsstand.algorithms.domains import registrable
from newsstand.lib import tokens
from newsstand.lib.door_errors import DoorError, NotNow, StopAsked
from newsstand.lib.http import Door, Limits
from newsstand.lib.leases import in_thread
from newsstand.lib.models import Robots

KEPT = timedelta(days=1)
AGAIN = timedelta(hours=1)
# The standard (RFC 9309) wants at least 500 KiB to be read.
LIMITS = Limits(seconds=10.0, body_bytes=1024 * 1024)
MOST_TEXT = 512 * 1024


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a page may be read. Where it may not, `again_in` is when to ask again, None for never."""

    allowed: bool
    reason: str = ""
    again_in: timedelta | None = None


class RobotsFiles:
    """Asks each site for its robots.txt once a day, whoever wants to know, and judges addresses by it."""

    def __init__(self, *, door: Door, clock: Callable[[], datetime]) -> None:
        self._door = door
        self._clock = clock
        self._asking: dict[str, asyncio.Lock] = {}
        self._parsed: dict[str, tuple[Robots, Protego]] = {}

    async def verdict(self, url: str) -> Verdict:
        """Whether the page at `url` may be read by us, now."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"[:300]
        async with self._asking.setdefault(origin, asyncio.Lock()):
            try:
                row, rules = await self._rules(origin, parts.hostname or "")
            except NotNow as error:
                return Verdict(False, error.reason, error.again_in)
            except StopAsked as error:
                return Verdict(False, error.reason)
        if row.state == Robots.State.LATER:
            wait = max(row.expires_at - self._clock(), timedelta(minutes=1))
            return Verdict(False, f"The robots.txt of {parts.hostname} cannot be read at the moment.", wait)
        if rules.can_fetch(url, agent()):
            return Verdict(True)
        return Verdict(False, f"The robots.txt of {parts.hostname} asks us not to read this page.")

    async def _rules(self, origin: str, host: str) -> tuple[Robots, Protego]:
        now = self._clock()
        known = self._parsed.get(origin)
        if known is not None and known[0].expires_at > now:
            return known
        row = await in_thread(Robots.objects.filter(origin=origin).first)
        if row is None or row.expires_at <= now:
            row = await self._ask(origin, host, row)
        self._parsed[origin] = row, Protego.parse(row.text)
        return self._parsed[origin]

    async def _ask(self, origin: str, host: str, before: Robots | None) -> Robots:
        """Ask for the file, and keep what it says; while it cannot be had, what it said before holds."""
        try:
            reply = await self._door.get(f"{origin}/robots.txt", limits=LIMITS, kind="robots")
            state, body = read(reply.status), reply.body
        except (NotNow, StopAsked):
            raise
        except DoorError:
            state, body = Robots.State.LATER, b""
        now = self._clock()
        if state == Robots.State.LATER and before is not None and before.state != Robots.State.LATER:
            before.expires_at = now + AGAIN
            await in_thread(before.save)
            return before
        text = body.decode("utf-8", "replace").replace("\x00", "")[:MOST_TEXT] if state == Robots.State.RULES else ""
        row = Robots(
            origin=origin,
            domain=registrable(host)[:255],
            state=state,
            text=text,
            pause_seconds=pause(text),
            expires_at=now + (AGAIN if state == Robots.State.LATER else KEPT),
        )
        await in_thread(keep, row, now)
        return row


def agent() -> str:
    """What robots.txt calls us: the name before the version."""
    return settings.NEWSSTAND_USER_AGENT.partition("/")[0]


def read(status: int) -> Robots.State:
    """What an answer's status says: a server in trouble is asked later, one that has no such file has no rules."""
    if status == 200:
        return Robots.State.RULES
    return Robots.State.LATER if status >= 500 or status == 429 else Robots.State.FREE


def pause(text: str) -> float:
    """The seconds between two requests that a robots.txt asks us for, at most a minute; 0 when it does not."""
    try:
        wanted = Protego.parse(text).crawl_delay(agent()) or 0.0
    except (ValueError, OverflowError):
        return 0.0
    return min(max(float(wanted), 0.0), tokens.MOST_PAUSE_SECONDS)


def keep(row: Robots, now: datetime) -> None:
    """Store a file; the domain is asked as seldom as the slowest of its hosts wants."""
    Robots.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["origin"],
        update_fields=["domain", "state", "text", "pause_seconds", "expires_at"],
    )
    wanted = Robots.objects.filter(domain=row.domain, expires_at__gt=now).values_list("pause_seconds", flat=True)
    tokens.ask_for_pause(row.domain, max(wanted, default=0.0), now=now)
