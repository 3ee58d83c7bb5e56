"""What the worker does for publishers: take-downs, exports, departures that become final, invitations too old."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from newsstand.lib.leases import in_thread
from newsstand.publishers.invite import forget
from newsstand.publishers_desk.leave import settle_due
from newsstand.publishers_desk.make_export import make_due
from newsstand.publishers_desk.take_down import take_down_due


@dataclass(frozen=True, slots=True)
class Outlets:
    """The step."""

    clock: Callable[[], datetime]

    async def step(self) -> bool:
        """Do what is due, what readers see first; whether there may be more at once."""
        await in_thread(forget, now=self.clock())
        more = await in_thread(settle_due, now=self.clock())
        more = await in_thread(take_down_due, now=self.clock()) or more
        return await in_thread(make_due, now=self.clock()) or more
