"""A breaker: a server that has failed again and again is left alone for a while, then tried once."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(slots=True)
class Breaker:
    """Open after `most` failures in a row, for `rest`; then one is let through, and what becomes of it decides.

    It has no lock: who shares it among threads may let a second one through, which does no harm.
    """

    most: int = 5
    rest: timedelta = timedelta(seconds=30)
    failures: int = 0
    until: datetime | None = None

    def lets_through(self, now: datetime) -> bool:
        """Whether to ask now. The one that tries again shuts it for another rest until it is known how that went."""
        if self.until is None:
            return True
        if now < self.until:
            return False
        self.until = now + self.rest
        return True

    def went_well(self) -> None:
        self.failures, self.until = 0, None

    def failed(self, now: datetime) -> None:
        self.failures += 1
        if self.failures >= self.most:
            self.until = now + self.rest
