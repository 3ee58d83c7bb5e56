"""What the worker does for advertisers: automated rules, invitations too old, closed ones that are forgotten."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from newsstand.advertisers.close import forget_due
from newsstand.advertisers.invite import forget
from newsstand.advertisers.run_rules import run_rules
from newsstand.lib.leases import in_thread

RULES_EVERY = timedelta(minutes=5)
TIDY_EVERY = timedelta(hours=1)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Advertisers:
    """The step, when each part was done last, and up to which rule this round has come."""

    clock: Callable[[], datetime]
    ruled_at: datetime = LONG_AGO
    tidied_at: datetime = LONG_AGO
    after: int = 0

    async def step(self) -> bool:
        """Do what is due; whether there may be more at once."""
        now = self.clock()
        if now - self.tidied_at >= TIDY_EVERY:
            await in_thread(forget, now=now)
            if not await in_thread(forget_due, now=now):
                self.tidied_at = now
        if not self.after and now - self.ruled_at < RULES_EVERY:
            return False
        if not self.after:
            self.ruled_at = now
        self.after = await in_thread(run_rules, now=now, after=self.after)
        return bool(self.after)
