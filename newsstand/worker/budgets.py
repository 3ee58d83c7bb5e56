"""What the worker does for budgets: leases of nodes that are gone come back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from newsstand.advertisers.leases import AT_ONCE, forget, reclaim
from newsstand.lib.leases import in_thread

FORGET_EVERY = timedelta(hours=1)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Budgets:
    """The steps, and when old leases were deleted last."""

    clock: Callable[[], datetime]
    forgot_at: datetime = LONG_AGO

    async def step(self) -> bool:
        """Do what is due; whether there may be more at once."""
        now = self.clock()
        if now - self.forgot_at >= FORGET_EVERY:
            self.forgot_at = now
            await in_thread(forget, now=now)
        return await in_thread(reclaim, now=now) >= AT_ONCE
