"""Begin a campaign, change it, pause it, end it."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from newsstand.accounts.models import User
from newsstand.advertisers import budgets
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.floors import floor_of
from newsstand.advertisers.models import Advertiser, Campaign, Kind, Pricing, Target
from newsstand.advertisers.note import note_change
from newsstand.advertisers.plan import Plan, Want, plan_of, refuse_plan
from newsstand.advertisers.said import differences
from newsstand.algorithms.amounts import amount

MOST_CAMPAIGNS = 500
ENDED = "This campaign was ended for good: copy it to begin another one."


@transaction.atomic
def begin_campaign(*, advertiser: Advertiser, plan: Plan, by: User | None, now: datetime) -> Campaign:
    """Keep a new campaign with its targets and budget; it runs once it has an approved ad and there is money for it.

    Raises RefusedError for a plan that cannot be asked for, and for the 501st campaign.
    1. Load the advertiser, locked.
    2. Decide whether the plan makes sense.
    3. Save the campaign, its targets, its budget and the change.
    """
    found = Advertiser.objects.select_for_update(no_key=True).get(pk=advertiser.pk)
    refuse_for(found, plan)
    if found.campaigns.filter(ended_at=None).count() >= MOST_CAMPAIGNS:
        raise RefusedError(f"{MOST_CAMPAIGNS} campaigns at a time are the most: end some that you do not need.")
    made = Campaign.objects.create(advertiser=found, made_at=now, **columns(plan))
    keep_targets(made, plan.targets)
    if made.pricing != Pricing.HOUSE:
        budgets.open_budget(campaign=made, total=plan.total, now=now)
    note_change(advertiser=found, campaign=made, by=by, said=f"Began “{made.name}”", now=now)
    return made


def refuse_for(advertiser: Advertiser, plan: Plan) -> None:
    """Raises RefusedError for what this advertiser cannot ask for."""
    if advertiser.suspended_at is not None or advertiser.purged_at is not None:
        raise RefusedError("This advertiser is suspended: nothing of it can be begun or changed.")
    if advertiser.closed_at is not None:
        raise RefusedError("This advertiser was closed: nothing of it can be begun or changed.")
    if (plan.pricing == Pricing.HOUSE) != (advertiser.kind == Kind.HOUSE):
        raise RefusedError("Choose what you pay for: clicks or views.")
    floor = floor_of(plan.pricing) if plan.pricing in Pricing.values else 0
    if plan.pricing in {Pricing.CPC, Pricing.CPM} and plan.bid < floor:
        least = amount(floor, settings.NEWSSTAND_CURRENCY)
        what = "a click" if plan.pricing == Pricing.CPC else "a thousand views"
        raise RefusedError(f"The least that is taken here for {what} is {least}: bid at least that.")
    refuse_plan(plan, floor=floor)


def columns(plan: Plan) -> dict[str, object]:
    """The columns of a campaign that a plan fills."""
    return {
        "name": " ".join(plan.name.split()),
        "pricing": plan.pricing,
        "bid": plan.bid,
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
        "hours": "" if plan.hours and "0" not in plan.hours else plan.hours,
        "daily": plan.daily,
        "tells_clicks": plan.tells_clicks,
    }


def keep_targets(campaign: Campaign, wanted: Sequence[Want]) -> None:
    """The campaign's targets are these, and no others."""
    campaign.targets.all().delete()
    once = {(one.kind, one.number, one.key): one for one in wanted}
    Target.objects.bulk_create(
        Target(
            campaign=campaign,
            kind=one.kind,
            number=one.number,
            key=one.key,
            name=one.name[:200],
            excluded=one.excluded,
        )
        for one in once.values()
    )


def change_campaign(*, campaign: Campaign, plan: Plan, by: User | None, now: datetime) -> Campaign:
    """Make a campaign what the plan says; each thing that differs is written down, and nothing where nothing does.

    What it pays for (clicks or views) stays as it began: what was booked was booked so. Raises RefusedError for that,
    for a plan that cannot be asked for, a total below what is spent (`lowest`), and a campaign that has ended.
    1. Load the campaign and its budget, locked.
    2. Decide whether the plan makes sense, and what differs.
    3. Save what differs, the budgets through their wall, and the change.
    """
    try:
        return made_so(campaign, plan, by, now)
    except RefusedError as why_not:
        if why_not.lowest is not None:
            # What nodes hold comes back within a second, so that it can be lower then: nothing else of this stays.
            budgets.call_back(campaign)
        raise


@transaction.atomic
def made_so(campaign: Campaign, plan: Plan, by: User | None, now: datetime) -> Campaign:
    """The steps of `change_campaign`, all or none."""
    found = locked(campaign)
    refuse_for(found.advertiser, plan)
    before = plan_of(found)
    if before.pricing != plan.pricing:
        raise RefusedError("What a campaign pays for stays as it began: copy it to pay for the other.")
    said = differences(before, plan, zone=found.advertiser.zone, currency=settings.NEWSSTAND_CURRENCY)
    for name, value in columns(plan).items():
        if name != "daily":
            setattr(found, name, value)
    found.save()
    if set(before.targets) != set(plan.targets):
        keep_targets(found, plan.targets)
    if before.total != plan.total and found.pricing != Pricing.HOUSE:
        budgets.set_total(campaign=found, total=plan.total, now=now)
    if before.daily != plan.daily:
        budgets.set_daily(campaign=found, daily=plan.daily, now=now)
    for line in said:
        note_change(advertiser=found.advertiser, campaign=found, by=by, said=line, now=now)
    found.refresh_from_db()
    return found


def locked(campaign: Campaign) -> Campaign:
    """The campaign, kept from others until the end of the transaction. Raises RefusedError where it has ended."""
    rows = Campaign.objects.select_for_update(of=("self",), no_key=True).select_related("advertiser", "budget")
    found = rows.get(pk=campaign.pk)
    if found.ended_at is not None:
        raise RefusedError(ENDED)
    return found


@transaction.atomic
def set_bid(*, campaign: Campaign, bid: int, by: User | None, now: datetime, why: str = "") -> Campaign:
    """Change the bid alone, in micros; `why` names the rule that did it. Raises RefusedError below the floor.

    1. Load the campaign, locked.
    2. Decide whether it is enough.
    3. Save it, and the change.
    """
    found = locked(campaign)
    floor = floor_of(found.pricing)
    currency = settings.NEWSSTAND_CURRENCY
    if bid < floor or bid <= 0:
        raise RefusedError(f"The least that is taken here is {amount(floor, currency)}: bid at least that.")
    if bid == found.bid:
        return found
    said = f"Bid {amount(found.bid, currency)} → {amount(bid, currency)}" + (f" ({why})" if why else "")
    found.bid = bid
    found.save(update_fields=["bid"])
    note_change(advertiser=found.advertiser, campaign=found, by=by, said=said, now=now)
    return found


@transaction.atomic
def pause(*, campaign: Campaign, by: User | None, now: datetime, why: str = "") -> Campaign:
    """Stop it until somebody resumes it; `why` says which rule did it. Twice is as good as once.

    Raises RefusedError where it has ended.
    1. Load the campaign, locked.
    2. Decide whether it runs.
    3. Save, and the change.
    """
    found = locked(campaign)
    if found.paused_at is None:
        found.paused_at, found.paused_why = now, why[:300]
        found.save(update_fields=["paused_at", "paused_why"])
        said = f"Paused: {why}" if why else "Paused"
        note_change(advertiser=found.advertiser, campaign=found, by=by, said=said, now=now)
    return found


@transaction.atomic
def resume(*, campaign: Campaign, by: User | None, now: datetime) -> Campaign:
    """Let it run again; twice is as good as once. Raises RefusedError where it ended, or its advertiser is suspended.

    1. Load the campaign, locked.
    2. Decide whether it may.
    3. Save, and the change.
    """
    found = locked(campaign)
    if found.advertiser.suspended_at is not None:
        raise RefusedError("This advertiser is suspended: nothing of it runs until that is over.")
    if found.paused_at is not None:
        found.paused_at, found.paused_why = None, ""
        found.save(update_fields=["paused_at", "paused_why"])
        note_change(advertiser=found.advertiser, campaign=found, by=by, said="Resumed", now=now)
    return found


@transaction.atomic
def end(*, campaign: Campaign, by: User | None, now: datetime) -> Campaign:
    """End it for good: what it did not spend stays in the purse. Twice is as good as once.

    1. Load the campaign, locked.
    2. Decide whether it is over already.
    3. Save, and the change.
    """
    rows = Campaign.objects.select_for_update(of=("self",), no_key=True).select_related("advertiser")
    found = rows.get(pk=campaign.pk)
    if found.ended_at is None:
        found.ended_at = now
        found.save(update_fields=["ended_at"])
        note_change(advertiser=found.advertiser, campaign=found, by=by, said="Ended for good", now=now)
    return found
