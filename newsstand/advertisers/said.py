"""What differs between two plans, in sentences for the list of changes."""

from datetime import datetime
from zoneinfo import ZoneInfo

from newsstand.advertisers.plan import WEEK_HOURS, Plan, Want
from newsstand.algorithms.amounts import amount


def differences(before: Plan, after: Plan, *, zone: str, currency: str) -> list[str]:
    """A sentence for each thing that differs, such as "Bid 0.20 EUR → 0.25 EUR"; times in the advertiser's zone."""
    where = ZoneInfo(zone)
    pairs = (
        ("Name", f"“{before.name}”", f"“{' '.join(after.name.split())}”"),
        ("Bid", amount(before.bid, currency), amount(after.bid, currency)),
        ("Begins", at(before.starts_at, where), at(after.starts_at, where)),
        ("Ends", at(before.ends_at, where), at(after.ends_at, where)),
        ("Hours", hours(before.hours), hours(after.hours)),
        ("Daily budget", money(before.daily, currency), money(after.daily, currency)),
        ("Total budget", money(before.total, currency), money(after.total, currency)),
        ("Tells clicks", yes(before.tells_clicks), yes(after.tells_clicks)),
    )
    said = [f"{what} {old} → {new}" for what, old, new in pairs if old != new]
    if before.hours != after.hours and hours(before.hours) == hours(after.hours):
        said.append("Hours: others of the week")
    added, gone = set(after.targets) - set(before.targets), set(before.targets) - set(after.targets)
    said += [f"Target added: {wording(one)}" for one in sorted(added, key=wording)]
    return said + [f"Target gone: {wording(one)}" for one in sorted(gone, key=wording)]


def at(when: datetime | None, where: ZoneInfo) -> str:
    return f"{when.astimezone(where):%d %b %Y, %H:%M}" if when else "never"


def hours(week: str) -> str:
    number = week.count("1") if week else WEEK_HOURS
    return "all week" if number == WEEK_HOURS else f"{number} hours a week"


def money(micros: int | None, currency: str) -> str:
    return "none" if micros is None else amount(micros, currency)


def yes(value: bool) -> str:
    return "yes" if value else "no"


def wording(one: Want) -> str:
    return f"{'not ' if one.excluded else ''}{one.kind} {one.name}"
