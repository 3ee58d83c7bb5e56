"""What the worker does about notices of illegal content: mail to notifiers, what is void, what is old."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from newsstand.legal.forget import MOST_AT_ONCE, forget
from newsstand.legal.judge import void_gone
from newsstand.legal.mail import MOST_AT_ONCE as MOST_MAILS
from newsstand.legal.mail import send_due
from newsstand.lib.leases import in_thread

TIDY_EVERY = timedelta(minutes=15)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Redress:
    """The steps, and when those that are not always due were done last."""

    clock: Callable[[], datetime]
    tidied_at: datetime = LONG_AGO

    async def step(self) -> bool:
        """Do what is due; whether there may be more at once."""
        now = self.clock()
        sent = await in_thread(send_due, now=now)
        if now - self.tidied_at < TIDY_EVERY:
            return sent >= MOST_MAILS
        await in_thread(void_gone, now=now)
        if await in_thread(forget, now=now) < MOST_AT_ONCE:
            self.tidied_at = now
            return sent >= MOST_MAILS
        return True
