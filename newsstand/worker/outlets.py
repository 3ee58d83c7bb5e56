"""What the worker does for publishers: articles that are taken down, exports, departures that become final."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from newsstand.lib.leases import in_thread
from newsstand.publishers_desk.leave import settle_due
from newsstand.publishers_desk.make_export import make_due
from newsstand.publishers_desk.take_down import take_down_due


@dataclass(frozen=True, slots=True)
class Outlets:
    """The step."""

    clock: Callable[[], datetime]

    async def step(self) -> bool:
        """Do what is due, what readers see first; whether there may be more at once."""
        more = await in_thread(settle_due, now=self.clock())
        more = await in_thread(take_down_due, now=self.clock()) or more
        return await in_thread(make_due, now=self.clock()) or more
