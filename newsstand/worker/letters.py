"""What the worker does for readers: digests, notices and news of threads that are due, what is old, merged stories."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from newsstand.comments import followers
from newsstand.lib.leases import in_thread
from newsstand.notices import deliver as notices
from newsstand.people.erase import erase_due
from newsstand.people.make_export import make_due
from newsstand.readers.deliver import MOST_AT_ONCE, send_due
from newsstand.readers.erase import erase_old
from newsstand.readers.follow import follow_merged

TIDY_EVERY = timedelta(minutes=15)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Letters:
    """The steps, and when those that are not always due were done last."""

    clock: Callable[[], datetime]
    tidied_at: datetime = LONG_AGO

    async def step(self) -> bool:
        """Do what is due; whether there may be more at once."""
        now = self.clock()
        sent = await in_thread(send_due, now=now)
        told = await in_thread(followers.tell_due, now=now)
        mailed = await in_thread(notices.send_due, now=now)
        more = await in_thread(make_due, now=now)
        more = await in_thread(erase_due, now=now) or more
        if now - self.tidied_at >= TIDY_EVERY:
            self.tidied_at = now
            await in_thread(follow_merged)
            await in_thread(erase_old, now=now)
        return more or sent >= MOST_AT_ONCE or told >= followers.MOST_AT_ONCE or mailed >= notices.MOST_AT_ONCE
