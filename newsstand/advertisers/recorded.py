"""What was recorded of places for ads: how often each was asked for, beside what, and filled, and seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Sum

from newsstand.advertisers.models import Campaign, ContextHour
from newsstand.advertisers.plan import Want
from newsstand.advertisers.running import Wanted

# Contexts and slots that were asked for most: what lies beyond them is a small part of a long tail.
MOST = 5000


@dataclass(frozen=True, slots=True)
class Recorded:
    """A slot in a context over a time: how often it was asked for, was filled and was seen."""

    kind: str
    places: tuple[int, ...]
    topics: tuple[int, ...]
    sections: tuple[int, ...]
    is_grave: bool
    slot: str
    asked: int
    filled: int
    viewed: int


@dataclass(frozen=True, slots=True)
class Record:
    """`rows`: the most asked for; `asked`: of all there were, so that one sees what the rows leave out.

    `by_day`: the same for each day of UTC, from the first on which anything was recorded.
    """

    rows: tuple[Recorded, ...]
    asked: int
    by_day: tuple[int, ...]


def record(*, since: datetime, until: datetime) -> Record:
    """What was recorded from one moment to another (whole hours, UTC). Two queries."""
    hours = ContextHour.objects.filter(hour__gte=since, hour__lt=until)
    about = ("kind", "places", "topics", "sections", "is_grave")
    wanted = tuple(f"context__{name}" for name in about)
    found = hours.values("context", "slot", *wanted).annotate(a=Sum("asked"), f=Sum("filled"), v=Sum("viewed"))
    rows = tuple(
        Recorded(
            kind=row["context__kind"],
            places=tuple(row["context__places"] or ()),
            topics=tuple(row["context__topics"] or ()),
            sections=tuple(row["context__sections"] or ()),
            is_grave=row["context__is_grave"],
            slot=row["slot"],
            asked=row["a"],
            filled=row["f"],
            viewed=row["v"],
        )
        for row in found.order_by("-a", "context", "slot")[:MOST]
    )
    by_hour = dict(hours.values("hour").annotate(many=Sum("asked")).order_by().values_list("hour", "many"))
    return Record(rows, sum(by_hour.values()), days_of(by_hour, until))


def days_of(by_hour: dict[datetime, int], until: datetime) -> tuple[int, ...]:
    """How often slots were asked for on each day, those without anything among them, up to `until`."""
    if not any(by_hour.values()):
        return ()
    begin = min(hour for hour, many in by_hour.items() if many).astimezone(UTC).date()
    sums = [0] * (max(0, ((until - timedelta(microseconds=1)).astimezone(UTC).date() - begin).days) + 1)
    for hour, many in by_hour.items():
        if (place := (hour.astimezone(UTC).date() - begin).days) >= 0:
            sums[place] += many
    return tuple(sums)


def wanted_of(targets: Sequence[Want]) -> Wanted:
    """What targets want, by kind."""
    found = Wanted()
    for one in targets:
        if one.number is None:
            found.slots[one.excluded].add(one.key)
        else:
            found.numbers[one.kind, one.excluded].add(one.number)
    return found


def targets_of_campaign(campaign: Campaign) -> Wanted:
    """The same of a campaign that is kept, whatever it does now. One query."""
    rows = campaign.targets.all()
    return wanted_of([Want(row.kind, row.number, row.key, row.name, row.excluded) for row in rows])


def matches(wanted: Wanted, row: Recorded) -> bool:
    """Whether an ad that wants this may stand there: of one kind any is enough, of all kinds one each."""
    numbers = {"place": row.places, "topic": row.topics, "section": row.sections}
    for kind, there in numbers.items():
        asked = wanted.of(kind)
        if (asked and asked.isdisjoint(there)) or not wanted.of(kind, excluded=True).isdisjoint(there):
            return False
    return (not wanted.slots[False] or row.slot in wanted.slots[False]) and row.slot not in wanted.slots[True]
