"""What the worker does for the auction: views and clicks are booked, paces are set, rates are learnt."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from newsstand.advertisers.book import drain
from newsstand.advertisers.pace import Pacer
from newsstand.advertisers.rates import learn_due
from newsstand.lib.leases import in_thread

PACE_EVERY = timedelta(seconds=3)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Ads:
    """Views and clicks are booked; nothing else makes them wait."""

    clock: Callable[[], datetime]

    async def step(self) -> bool:
        """Book what was heard; whether there may be more at once."""
        return await in_thread(drain, now=self.clock()) > 0


@dataclass(slots=True)
class Paces:
    """Paces and rates, and when they were looked at last."""

    clock: Callable[[], datetime]
    pacer: Pacer = field(default_factory=Pacer)
    paced_at: datetime = LONG_AGO

    async def step(self) -> bool:
        """Set paces and learn rates where that is due; there is never more at once."""
        now = self.clock()
        if now - self.paced_at >= PACE_EVERY:
            self.paced_at = now
            await in_thread(self.pacer.step, now=now)
            await in_thread(learn_due, now=now)
        return False
