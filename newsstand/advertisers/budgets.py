"""How much a campaign may spend, in all and on a day: set here, held by the database."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from newsstand.advertisers.days import day_of
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.models import Budget, BudgetDay, Campaign, Pricing, Purse
from newsstand.advertisers.rooms import rooms_of_campaigns
from newsstand.algorithms.amounts import amount
from newsstand.ledger.guards import MOST


def open_budget(*, campaign: Campaign, total: int, now: datetime) -> Budget:  # noqa: ARG001 (verbs are told the time)
    """The budget of a new campaign: at most `total` micros in all; its advertiser's purse is opened with the first.

    Raises RefusedError for an amount that is none, for a campaign that has a budget, and for the house's, which
    spends nothing.
    """
    if campaign.pricing == Pricing.HOUSE:
        raise RefusedError("The house's campaigns cost nothing: they have no budget.")
    possible(total)
    Purse.objects.get_or_create(advertiser_id=campaign.advertiser_id)
    budget, is_new = Budget.objects.get_or_create(campaign=campaign, defaults={"total": total})
    if not is_new:
        raise RefusedError("This campaign has a budget already: change it.", lowest=budget.spent + budget.leased)
    return budget


def set_total(*, campaign: Campaign, total: int, now: datetime) -> None:  # noqa: ARG001 (verbs are told the time)
    """Let a campaign spend `total` micros in all, what it spent already among them.

    1. Load: its budget, locked.
    2. Decide: less than what is spent, and held for ads that are on pages now, cannot be.
    3. Save. Where it cannot be, the leases are called back all the same: nodes return what they have not promised to
       any page within about a second, so that it can be lower soon.

    Raises RefusedError (`lowest`: what it may be now).
    """
    possible(total)
    with transaction.atomic():
        budget = locked_budget(campaign)
        lowest = budget.spent + budget.leased
        if total >= lowest:
            Budget.objects.filter(pk=budget.pk).update(total=total)
            return
        call_back(campaign)
    said = f"The budget cannot be less than {amount(lowest)}: {amount(budget.spent)} is spent"
    if budget.leased:
        said += f", and {amount(budget.leased)} is held for ads that are on pages now. Some of it is free in a minute"
    raise RefusedError(f"{said}.", lowest=lowest)


def set_daily(*, campaign: Campaign, daily: int | None, now: datetime) -> None:
    """Let a campaign spend `daily` micros on each of its advertiser's days, or any amount (None), from today on.

    Where more was spent today already, or is held for ads on pages now, today's limit is exactly that: nothing more
    is spent today, and from tomorrow on it is `daily`. So a daily budget can always be lowered.

    1. Load: the campaign and its budget, locked in the order in which people who change a campaign lock them.
    2. Decide and save: the campaign's daily budget, and the limits of today and of the days after it.

    Raises RefusedError for an amount that is none.
    """
    if daily is not None:
        possible(daily)
    with transaction.atomic():
        list(Campaign.objects.select_for_update(no_key=True).filter(pk=campaign.pk).values_list("pk"))
        locked_budget(campaign)
        Campaign.objects.filter(pk=campaign.pk).update(daily=daily)
        most = None if daily is None else Greatest(daily, F("spent") + F("leased"))
        today = day_of(campaign.advertiser.zone, now)
        BudgetDay.objects.filter(campaign=campaign, day__gte=today).update(most=most)
    campaign.daily = daily


def call_back(campaign: Campaign) -> None:
    """Have every node return what it holds of a campaign and has not promised to a page, when it looks next."""
    Budget.objects.filter(campaign=campaign).update(epoch=F("epoch") + 1)


def room(campaign_ids: Collection[int], now: datetime) -> dict[int, int]:
    """Micros that each campaign may spend now beside what is leased; 0 where it has no budget, as the house's."""
    found = {one.campaign: one.free for one in rooms_of_campaigns(campaign_ids, now)}
    return {campaign: found.get(campaign, 0) for campaign in campaign_ids}


def possible(micros: int) -> None:
    """Raises RefusedError for what is no amount of a budget."""
    if micros <= 0:
        raise RefusedError("A budget is more than nothing. To stop a campaign, pause it.", lowest=1)
    if micros > MOST:
        raise RefusedError(f"{amount(MOST)} is the most a budget may be.", most=MOST)


def locked_budget(campaign: Campaign) -> Budget:
    """Raises RefusedError where there is none."""
    found = Budget.objects.select_for_update(of=("self",), no_key=True).filter(campaign=campaign).first()
    if found is None:
        raise RefusedError("This campaign has no budget to change.")
    return found
