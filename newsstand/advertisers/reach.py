"""How much room there was for a campaign lately, and how much of it it got."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from newsstand.advertisers.floors import floor_of
from newsstand.advertisers.models import Campaign
from newsstand.advertisers.recorded import matches, record, targets_of_campaign

TIME = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Reach:
    """Of the last seven days: how often any slot was `recorded` as asked for, and `asked` for where targets match.

    `seen`: views there, of anybody's ads. `near_floor`: the bid is within a tenth of the least that is taken.
    """

    recorded: int
    asked: int
    seen: int
    near_floor: bool

    @property
    def share(self) -> float:
        return self.asked / self.recorded if self.recorded else 0.0


def reach(*, campaign: Campaign, now: datetime) -> Reach:
    """The room that a campaign's targets leave it. Three queries."""
    whole = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    found = record(since=whole - TIME, until=whole)
    wanted = targets_of_campaign(campaign)
    met = [row for row in found.rows if matches(wanted, row)]
    floor = floor_of(campaign.pricing)
    return Reach(
        recorded=found.asked,
        asked=sum(row.asked for row in met),
        seen=sum(row.viewed for row in met),
        near_floor=floor > 0 and campaign.bid * 10 <= floor * 11,
    )
