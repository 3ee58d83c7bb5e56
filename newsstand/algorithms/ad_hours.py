"""When ads run: between their dates, in the hours of their advertiser's week, on days of 23 and 25 hours as well."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

from newsstand.algorithms.ad_rows import AdRow, Integers

HOURS_OF_A_WEEK = 168
# Every zone is some quarters of an hour away from UTC: within one of UTC no zone's hour changes.
QUARTER = 900
_MOST_KEPT = 64


def hour_of_week(now: datetime, zone: str) -> int:
    """The hour of a zone's week in which an aware moment lies: 0 is Monday from midnight to one."""
    local = now.astimezone(ZoneInfo(zone))
    return local.weekday() * 24 + local.hour


@dataclass(frozen=True, slots=True, eq=False)
class Awake:
    """When each row runs. Between two of `moments` and within a quarter of an hour nothing changes: it is kept."""

    starts: Integers
    ends: Integers
    moments: tuple[int, ...]
    weeks: dict[str, tuple[Integers, NDArray[np.bool_]]]
    kept: dict[tuple[int, int], NDArray[np.bool_]] = field(default_factory=dict)

    def at(self, now: datetime) -> NDArray[np.bool_]:
        """Whether each row runs at this aware moment, bool of shape (rows,)."""
        moment = micros_since_1970(now)
        key = bisect_right(self.moments, moment), moment // (QUARTER * 1_000_000)
        known = self.kept.get(key)
        if known is None:
            known = (self.starts <= moment) & (moment < self.ends)
            for zone, (rows, weeks) in self.weeks.items():
                known[rows] &= weeks[:, hour_of_week(now, zone)]
            if len(self.kept) >= _MOST_KEPT:
                self.kept.clear()
            self.kept[key] = known
        return known


def awake(rows: Sequence[AdRow]) -> Awake:
    """Dates and hours of rows as arrays. Raises ValueError for a zone or for hours that cannot be."""
    always, never = np.iinfo(np.int64).min, np.iinfo(np.int64).max
    starts = np.array([micros_since_1970(row.starts) if row.starts else always for row in rows], dtype=np.int64)
    ends = np.array([micros_since_1970(row.ends) if row.ends else never for row in rows], dtype=np.int64)
    zones: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        if row.hours:
            _check(row)
            zones.setdefault(row.zone, []).append(number)
    weeks = {
        zone: (np.array(numbers), np.array([[hour == "1" for hour in rows[number].hours] for number in numbers]))
        for zone, numbers in zones.items()
    }
    moments = sorted({int(moment) for moment in (*starts, *ends)} - {int(always), int(never)})
    return Awake(starts=starts, ends=ends, moments=tuple(moments), weeks=weeks)


def micros_since_1970(moment: datetime) -> int:
    """Whole millionths of a second since 1970 in UTC, of an aware moment."""
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def _check(row: AdRow) -> None:
    if len(row.hours) != HOURS_OF_A_WEEK or set(row.hours) - {"0", "1"}:
        raise ValueError(f"The hours of ad {row.ad} are not 168 characters of 0 and 1.")
    try:
        ZoneInfo(row.zone)
    except (ZoneInfoNotFoundError, ValueError) as wrong:
        raise ValueError(f"Ad {row.ad} goes by the time zone {row.zone!r}, which nobody knows.") from wrong
