"""What the worker does for the books: what ads earned is settled, suspect days are held, money goes back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from newsstand.lib.leases import in_thread
from newsstand.revenue.claw_back import go_on_due
from newsstand.revenue.hold import move_due
from newsstand.revenue.settle import settle_due
from newsstand.revenue.suspects import look_at_all

EVERY = timedelta(minutes=15)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Money:
    """The steps, and when those that are not always due were done last."""

    clock: Callable[[], datetime]
    settled_at: datetime = LONG_AGO

    async def step(self) -> bool:
        """Do what is due, what is suspect before anything is settled; whether there may be more at once."""
        now = self.clock()
        refunded = await in_thread(go_on_due, now=now)
        if now - self.settled_at >= EVERY:
            self.settled_at = now
            await in_thread(look_at_all, now=now)
            await in_thread(move_due, now=now)
            await in_thread(settle_due, now=now)
        return refunded > 0
