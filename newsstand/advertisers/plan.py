"""What a campaign's people ask for, before it is kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.models import Campaign, Pricing, Target
from newsstand.advertisers.slots import SLOTS

WEEK_HOURS = 168
MOST_TARGETS = 200
MOST_NAME = 100
LONGEST_RUN = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True, order=True)
class Want:
    """One target as it is asked for: `number` of a topic, or `key` of a slot; `name` as people chose it."""

    kind: str
    number: int | None
    key: str
    name: str
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a campaign's form says. Amounts are micros; times aware UTC; `hours` as in Campaign.

    `total` is the whole budget, `daily` at most so much a day of the advertiser's (None: no limit of its own).
    """

    name: str
    pricing: str
    bid: int
    starts_at: datetime
    ends_at: datetime | None
    hours: str
    daily: int | None
    total: int
    targets: tuple[Want, ...] = ()
    tells_clicks: bool = False


def refuse_plan(plan: Plan, *, floor: int) -> None:
    """Raises RefusedError for what cannot be asked for, in words for the form. `floor`: the least bid, in micros."""
    if not plan.name.strip() or len(plan.name) > MOST_NAME:
        raise RefusedError(f"Give the campaign a name of at most {MOST_NAME} characters: only your own people see it.")
    if plan.pricing not in Pricing.values:
        raise RefusedError("Choose what you pay for: clicks or views.")
    if plan.pricing != Pricing.HOUSE and plan.bid < max(floor, 1):
        raise RefusedError("The bid is below the least that is taken here.")
    if plan.ends_at is not None and plan.ends_at <= plan.starts_at:
        raise RefusedError("It would end before it begins: choose a later end, or none.")
    if plan.ends_at is not None and plan.ends_at - plan.starts_at > LONGEST_RUN:
        raise RefusedError("A campaign runs for five years at most.")
    if plan.total <= 0 and plan.pricing != Pricing.HOUSE:
        raise RefusedError("Say what the campaign may spend in all.")
    if plan.daily is not None and plan.daily <= 0:
        raise RefusedError("A daily budget is more than nothing; leave it empty for none.")
    if plan.daily is not None and plan.daily > plan.total and plan.pricing != Pricing.HOUSE:
        raise RefusedError("The daily budget is more than the whole: make it smaller, or leave it empty.")
    if plan.hours and (len(plan.hours) != WEEK_HOURS or set(plan.hours) - {"0", "1"}):
        raise RefusedError("The hours of the week could not be read: tick them again.")
    if plan.hours and "1" not in plan.hours:
        raise RefusedError("Not one hour of the week is ticked: it would never run.")
    refuse_targets(plan.targets)


def refuse_targets(targets: tuple[Want, ...]) -> None:
    """Raises RefusedError for targets that are none, are too many, or contradict each other."""
    if len(targets) > MOST_TARGETS:
        raise RefusedError(f"{MOST_TARGETS} targets are the most.")
    seen: dict[tuple[str, int | None, str], bool] = {}
    for one in targets:
        if one.kind not in Target.Kind.values or (one.kind == Target.Kind.SLOT) != (one.number is None):
            raise RefusedError("One of the targets could not be read: choose it again.")
        if one.kind == Target.Kind.SLOT and one.key not in SLOTS:
            raise RefusedError("There is no such slot here any more: choose it again.")
        if seen.setdefault((one.kind, one.number, one.key), one.excluded) != one.excluded:
            raise RefusedError(f"“{one.name}” is both wanted and left out: keep one of them.")
    slots = {one.key for one in targets if one.kind == Target.Kind.SLOT and one.excluded}
    if slots >= set(SLOTS):
        raise RefusedError("Every slot is left out: it would be shown nowhere.")


def plan_of(campaign: Campaign) -> Plan:
    """What a campaign asks for now. Two queries."""
    rows = campaign.targets.order_by("pk")
    return Plan(
        name=campaign.name,
        pricing=campaign.pricing,
        bid=campaign.bid,
        starts_at=campaign.starts_at,
        ends_at=campaign.ends_at,
        hours=campaign.hours,
        daily=campaign.daily,
        total=0 if campaign.pricing == Pricing.HOUSE else campaign.budget.total,
        targets=tuple(Want(row.kind, row.number, row.key, row.name, row.excluded) for row in rows),
        tells_clicks=campaign.tells_clicks,
    )
