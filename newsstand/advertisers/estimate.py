"""What a day would bring to a campaign, from what was recorded of this site's pages and from all that bid now."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from newsstand.advertisers.models import Campaign, Category
from newsstand.advertisers.rates import learned
from newsstand.advertisers.recorded import Record, record
from newsstand.advertisers.running import Wanted
from newsstand.advertisers.slots import SLOTS
from newsstand.advertisers.snapshot import live
from newsstand.algorithms import estimates
from newsstand.algorithms.ad_rows import AdRow, Ask, SlotAsk
from newsstand.algorithms.auction import make_snapshot

DAYS = 28
# Fewer whole days, or places for ads, than these say nothing of another day.
LEAST_DAYS, LEAST_ASKED = 3, 100


@dataclass(frozen=True, slots=True)
class Terms:
    """What is asked about: `bid` and `daily` in micros (None: no limit), `hours` as in Campaign; see Wanted."""

    advertiser: int
    zone: str
    pricing: str
    bid: int
    daily: int | None
    wanted: Wanted
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What would come of it; `found` is None where too little was recorded. `days`: by how many it was worked out."""

    found: estimates.Estimate | None
    days: int
    asked: int


def estimate_for(*, terms: Terms, campaign: Campaign | None = None, now: datetime) -> Answer:
    """A day of a campaign on these terms; `campaign`, where it is there already, does not bid against itself.

    1. Load: the last 28 whole days of what was recorded, all that bid now, what is known of rates.
    2. Decide (algorithms/estimates.py). Nothing is saved.
    """
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    known = record(since=midnight - timedelta(days=DAYS), until=midnight)
    if len(known.by_day) < LEAST_DAYS or known.asked < LEAST_ASKED:
        return Answer(None, len(known.by_day), known.asked)
    snapshot = live.ask(now).snapshot
    if campaign is not None:
        others = [row for row in snapshot.rows if row.campaign != campaign.pk]
        snapshot = make_snapshot(others, floors=snapshot.floors, effects=snapshot.effects)
    found = estimates.estimate(
        row_of(terms, campaign), snapshot=snapshot, recorded=slots_of(known), by_day=known.by_day,
        daily=terms.daily, now=now,
    )  # fmt: skip
    return Answer(found, len(known.by_day), known.asked)


def row_of(terms: Terms, campaign: Campaign | None) -> AdRow:
    """An ad on these terms, of which nothing is known but what is usual, or its campaign's most seen one."""
    rates = learned()
    ads = list(campaign.ads.values_list("pk", flat=True)) if campaign is not None else []
    rate, sd = next((rates.ads[ad] for ad in ads if ad in rates.ads), rates.usual)
    wanted = terms.wanted
    return AdRow(
        ad=0, campaign=campaign.pk if campaign else 0, advertiser=terms.advertiser, category=Category.OTHER,
        pricing=terms.pricing, bid=terms.bid, rate=rate, rate_sd=sd, hours=terms.hours, zone=terms.zone,
        places=wanted.of("place"), topics=wanted.of("topic"), sections=wanted.of("section"),
        slots=frozenset(wanted.slots[False]), not_places=wanted.of("place", excluded=True),
        not_topics=wanted.of("topic", excluded=True), not_sections=wanted.of("section", excluded=True),
        not_slots=frozenset(wanted.slots[True]),
    )  # fmt: skip


def slots_of(known: Record) -> list[estimates.Recorded]:
    """What was recorded, as the algorithm reads it; a slot that is not on pages any more is left out."""
    return [
        estimates.Recorded(
            ask=Ask(row.places, row.topics, row.sections, row.is_grave),
            slot=SlotAsk(row.slot, SLOTS[row.slot].weight),
            asked=row.asked,
            filled=row.filled,
            viewed=row.viewed,
        )
        for row in known.rows
        if row.slot in SLOTS
    ]
