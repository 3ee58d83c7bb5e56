"""How many views are to be expected from now until a moment, in all hours or in those of an advertiser's week."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from newsstand.algorithms.ad_hours import hour_of_week

_HOUR = timedelta(hours=1)
# So far ahead hours are counted one by one; what is later is taken as so many average weeks.
_DAYS = 35


class Traffic:
    """What a plan (168 hours of UTC's week, from Monday midnight, views in each) says of the time from `now` on."""

    def __init__(self, plan: Sequence[float], now: datetime) -> None:
        self.plan = plan
        self.now = now
        self.first = now.replace(minute=0, second=0, microsecond=0)
        self._sums: dict[tuple[str, str], list[float]] = {}

    def ahead(self, end: datetime, *, hours: str = "", zone: str = "UTC") -> float:
        """Views expected from now until `end`, of the hours (168 characters of 0 and 1, empty: all) of this zone."""
        if end <= self.now:
            return 0.0
        sums = self._until(hours, zone if hours else "UTC")
        return self._at(end, sums) - self._at(self.now, sums)

    def _at(self, moment: datetime, sums: Sequence[float]) -> float:
        """Views from the first hour until a moment."""
        passed = (moment - self.first) / _HOUR
        whole = min(int(passed), len(sums) - 1)
        if whole < len(sums) - 1:
            return sums[whole] + (passed - whole) * (sums[whole + 1] - sums[whole])
        week = sums[-1] - sums[-1 - 168]
        return sums[-1] + (passed - whole) / 168 * week

    def _until(self, hours: str, zone: str) -> list[float]:
        """Views from the first hour to the end of each one after it."""
        known = self._sums.get((hours, zone))
        if known is None:
            known = [0.0]
            start = self.first.weekday() * 24 + self.first.hour
            for number in range(_DAYS * 24):
                is_on = not hours or hours[hour_of_week(self.first + number * _HOUR, zone)] == "1"
                known.append(known[-1] + (self.plan[(start + number) % 168] if is_on else 0.0))
            self._sums[hours, zone] = known
        return known


def hours_of_week(counts: Sequence[tuple[datetime, int]], *, weeks: float) -> list[float]:
    """Views to expect in each of the 168 hours of UTC's week, of (hour, views) of the last `weeks` weeks.

    Of less than a week the hours of a day are known, and every day is taken to be alike; of less than a day only how
    much there is, and every hour is. `weeks` is an hour at the least.
    """
    weeks = max(weeks, 1 / 168)
    seen = [0.0] * 168
    for hour, views in counts:
        seen[hour.weekday() * 24 + hour.hour] += views
    if weeks < 1 / 7:
        return [sum(seen) / (weeks * 168)] * 168
    if weeks < 1:
        return [sum(seen[hour % 24 :: 24]) / (weeks * 7) for hour in range(168)]
    return [views / weeks for views in seen]
