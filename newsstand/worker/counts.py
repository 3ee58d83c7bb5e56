"""What the worker does for reads, views and clicks: count what web processes left behind, and erase what is over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from newsstand.advertisers import book, book_rows
from newsstand.lib.leases import in_thread
from newsstand.reads.drain import drain
from newsstand.reads.erase import erase_old

ERASE_EVERY = timedelta(minutes=15)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Counts:
    """The steps, and when that which is not always due was done last."""

    clock: Callable[[], datetime]
    erased_at: datetime = LONG_AGO

    async def step(self) -> bool:
        """Do what is due; whether there may be more at once."""
        now = self.clock()
        if now - self.erased_at >= ERASE_EVERY:
            self.erased_at = now
            await in_thread(erase_old, now=now)
            await in_thread(book_rows.erase_old, now=now)
        booked = await in_thread(book.drain, now=now)
        return await in_thread(drain, now=now) + booked > 0
