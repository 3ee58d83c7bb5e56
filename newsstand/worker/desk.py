"""What the worker does for the corrections desk: its clock, its mails, and readers who are to be told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from newsstand.corrections.forget import forget
from newsstand.corrections.mail import MOST_AT_ONCE as MOST_MAILS
from newsstand.corrections.mail import send_due
from newsstand.corrections.remind import MOST_AT_ONCE, remind_due
from newsstand.lib.leases import in_thread
from newsstand.readers.corrected import READERS_AT_ONCE, tell_due

TIDY_EVERY = timedelta(minutes=15)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Desk:
    """The steps, and when those that are not always due were done last."""

    clock: Callable[[], datetime]
    tidied_at: datetime = LONG_AGO

    async def step(self) -> bool:
        """Do what is due; whether there may be more at once."""
        now = self.clock()
        mailed = await in_thread(send_due, now=now)
        reminded = await in_thread(remind_due, now=now)
        told = await in_thread(tell_due, now=now)
        if now - self.tidied_at >= TIDY_EVERY:
            self.tidied_at = now
            await in_thread(forget, now=now)
        return mailed >= MOST_MAILS or reminded >= MOST_AT_ONCE or told >= READERS_AT_ONCE
