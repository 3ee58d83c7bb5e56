"""What the worker does for payments: who runs out of money hears it; a buyer outside gets credit, and its notices."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from newsstand.advertisers.low import tell_low
from newsstand.advertisers.outside.advertiser import extend_credit, is_on
from newsstand.advertisers.outside.notices import AT_ONCE, tell_buyers
from newsstand.lib.leases import in_thread

LOOK_EVERY = timedelta(minutes=10)
CREDIT_EVERY = timedelta(seconds=30)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Payments:
    """The steps, and when those that are not always due were done last."""

    clock: Callable[[], datetime]
    looked_at: datetime = LONG_AGO
    credit_at: datetime = LONG_AGO

    async def step(self) -> bool:
        """Do what is due; whether there may be more at once."""
        now = self.clock()
        if now - self.looked_at >= LOOK_EVERY:
            self.looked_at = now
            await in_thread(tell_low, now=now)
        if not is_on():
            return False
        if now - self.credit_at >= CREDIT_EVERY:
            self.credit_at = now
            await in_thread(extend_credit, now)
        return await in_thread(tell_buyers, now=now) >= AT_ONCE
