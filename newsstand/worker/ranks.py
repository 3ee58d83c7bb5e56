"""What the worker does for front pages: candidates, beliefs, trends, what is learnt, and what has to go."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from newsstand.lib.leases import in_thread
from newsstand.ranking.candidates import Rates, refresh
from newsstand.ranking.erase import erase_old
from newsstand.ranking.learn import decide, learn
from newsstand.ranking.trends import EVERY, count_trends
from newsstand.readers.believe import believe
from newsstand.topics.propose import forget

ERASE_EVERY = timedelta(minutes=15)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Ranks:
    """The steps, and when those that are not always due were done last."""

    clock: Callable[[], datetime]
    rates: Rates = field(default_factory=Rates)
    trended_at: datetime = LONG_AGO
    erased_at: datetime = LONG_AGO

    async def step(self) -> bool:
        """Do what is due; whether there may be more at once."""
        now = self.clock()
        busy = await in_thread(refresh, now=now, rates=self.rates) > 0
        busy = await in_thread(believe, now=now) > 0 or busy
        if now - self.trended_at >= EVERY:
            self.trended_at = now
            await in_thread(count_trends, now=now)
            await in_thread(learn, now=now)
            await in_thread(decide, now=now)
        if now - self.erased_at >= ERASE_EVERY:
            self.erased_at = now
            await in_thread(erase_old, now=now)
            await in_thread(forget, now=now)
        return busy
