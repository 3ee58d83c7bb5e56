"""What the worker does for contributors: texts whose moment has come are published, labels are counted again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from newsstand.contributors.label import recount_some
from newsstand.contributors.schedule import AT_ONCE, publish_due
from newsstand.lib.leases import in_thread

COUNT_EVERY = timedelta(hours=6)
CONTRIBUTORS_AT_ONCE = 50
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Texts:
    """The steps, and how far the labels have been counted."""

    clock: Callable[[], datetime]
    counted_at: datetime = LONG_AGO
    counted_until: int = 0

    async def step(self) -> bool:
        """Do what is due; whether there may be more at once."""
        now = self.clock()
        more = await in_thread(publish_due, now=now) >= AT_ONCE
        if now - self.counted_at < COUNT_EVERY:
            return more
        until, most = self.counted_until, CONTRIBUTORS_AT_ONCE
        self.counted_until = await in_thread(recount_some, after=until, most=most, now=now)
        if self.counted_until == 0:
            self.counted_at = now
        return more or self.counted_until != 0
