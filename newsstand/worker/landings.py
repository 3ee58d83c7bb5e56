"""What the worker does about ads' landing pages: it looks at those that are due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from newsstand.advertisers.landing import look_at_due

MOST = 20


@dataclass(slots=True)
class Landings:
    """The step; the door is opened only when a page is due."""

    clock: Callable[[], datetime]

    async def step(self) -> bool:
        """Look at what is due; whether there may be more at once."""
        return await look_at_due(clock=self.clock, most=MOST) >= MOST
