"""When a reader's digest is due, and what stands in it: what is new to them, in the order of their own front page."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from newsstand.algorithms.ranking import Candidate, Reader, is_hidden

EVERY_DAY = frozenset(range(7))
# Something may arrive later than it was published: so many hours back we look whether it came after the last digest.
LATE_HOURS = 24.0


@dataclass(frozen=True, slots=True)
class Schedule:
    """The hour (0 to 23) and the days (0 is Monday) on which a reader wants their digest, by the clock of `zone`.

    Raises ValueError for an hour or a day that no clock or calendar has, and for no day at all.
    """

    hour: int
    zone: tzinfo
    days: Set[int] = EVERY_DAY

    def __post_init__(self) -> None:
        if not 0 <= self.hour <= 23:
            raise ValueError(f"{self.hour} is not an hour of the day: choose one from 0 to 23.")
        if not self.days or not self.days <= EVERY_DAY:
            raise ValueError("Choose at least one day of the week.")


def next_time(schedule: Schedule, *, after: datetime) -> datetime:
    """The first moment after `after` at which the digest is due, in UTC.

    On the day on which clocks leave that hour out it is due as soon as the hour would have come (02:00 is then 03:00);
    where an hour comes twice, the first time. So there is one digest for each chosen day, never two and never none.
    """
    today = after.astimezone(schedule.zone).date()
    # A day more on either side: a zone may lie a whole day off UTC, or leave one out as Samoa did.
    for step in range(-1, 10):
        day = today + timedelta(days=step)
        if day.weekday() in schedule.days and (due := moment(schedule, day)) > after:
            return due
    raise AssertionError("A week has every day of the week.")


def moment(schedule: Schedule, day: date) -> datetime:
    """When the digest of a day is due, in UTC. A time that the day's clocks leave out counts by the offset before."""
    return datetime.combine(day, time(schedule.hour), tzinfo=schedule.zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Told:
    """What earlier digests held: ids of articles and of stories; `until`: hours since 1970 up to which they told."""

    until: float
    articles: Set[int] = frozenset()
    stories: Set[int] = frozenset()


def news(
    candidates: Iterable[Candidate], reader: Reader, told: Told, *, arrived: Mapping[int, float]
) -> list[Candidate]:
    """What of the candidates is new to the reader: since the last digest, not hidden, not opened, not told before.

    A story that was told comes again only to a reader who follows it, and only with another article. `arrived`: when
    articles came to us, in hours since 1970; what is missing came when it was published.
    """
    return [
        one
        for one in candidates
        if is_new(one, told, arrived) and not is_hidden(one, reader) and not was_met(one, reader, told)
    ]


def is_new(candidate: Candidate, told: Told, arrived: Mapping[int, float]) -> bool:
    """Whether it was published, or came to us, after the last digest."""
    if candidate.hour > told.until:
        return True
    came = arrived.get(candidate.article, candidate.hour)
    return came > told.until and candidate.hour > told.until - LATE_HOURS


def was_met(candidate: Candidate, reader: Reader, told: Told) -> bool:
    """Whether the reader opened it, or an earlier digest held it."""
    if candidate.article in reader.seen or candidate.article in told.articles:
        return True
    return candidate.story in told.stories and candidate.story not in reader.stories
